"""What goes over the uplink: pushes as JSON and back, and the messages of an answer."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any, Final

from bot.bridge.uplink import Away, moment
from channels.base import SendError, Webhook

_REASON: Final = 200
#: Headers that are for the way to this machine alone.
_PRIVATE: Final = frozenset({"authorization", "cookie", "proxy-authorization"})


def packed(hook: Webhook) -> Mapping[str, Any]:
    return {
        "url": hook.url,
        "query": dict(hook.query),
        "headers": {name: told for name, told in hook.headers.items() if name not in _PRIVATE},
        "body": base64.b64encode(hook.body).decode(),
    }


def unpacked(account: str, told: Mapping[str, Any]) -> Webhook:
    return Webhook(
        account,
        url=told["url"],
        query=told["query"],
        headers=told["headers"],
        body=base64.b64decode(told["body"]),
    )


def outcome(outbound: str, attempt: int, error: SendError, now: float) -> Mapping[str, Any]:
    """A message that came to nothing. The account's trouble is no fault of the message."""
    final = error.permanent and error.scope != "account"
    return {
        "id": outbound,
        "attempt": attempt,
        "state": "failed",
        "permanent": final,
        "scope": error.scope if final else "message",
        "reason": error.reason[:_REASON],
        "code": error.code,
        "at": moment(now),
    }


def messages(answer: Mapping[str, Any]) -> list[Mapping[str, str]]:
    """What the office wants to be said. Raises Away where nobody of ours has answered."""
    found = answer.get("send")
    if not isinstance(found, list):
        raise Away("no answer of an office")
    try:
        return [{name: str(one[name]) for name in ("id", "to", "text")} for one in found]
    except (TypeError, KeyError) as error:
        raise Away("no answer of an office") from error
