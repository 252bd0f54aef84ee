"""What a file of gammu-smsd tells: a citizen's words, or what became of ours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Final

from channels.base import Delivery, Event, Malformed, Part, Webhook
from channels.sms.gammu import folders
from channels.sms.sms import Sms

_BOMS: Final = {b"\xfe\xff": "utf-16-be", b"\xff\xfe": "utf-16-le"}
_FAILED: Final = "gammu-smsd could not send it"


def events(sms: Sms, hook: Webhook) -> Sequence[Event]:
    """One file, one event."""
    name, at = hook.query.get("file", ""), _time(hook.query.get("at", ""))
    if "state" in hook.query:
        return _delivery(hook, name, at)
    piece = folders.read(name)
    if piece is None:
        raise Malformed("no file of gammu-smsd's inbox")
    heard = sms.heard(
        piece.sender,
        text_of(hook.body) if piece.kind == "txt" else "",
        key=f"{name}/{sha256(hook.body).hexdigest()[:32]}",
        sent_at=at,
        part=_part(hook.query),
        raw=name.encode(errors="surrogateescape") + b"\n" + hook.body,
    )
    # Data for the phone itself, such as the notice of a picture message.
    return [heard if piece.kind == "txt" else replace(heard, kind="system", part=None)]


def text_of(content: bytes) -> str:
    """InboxFormat unicode or standard, whichever the daemon was told."""
    encoding = _BOMS.get(content[:2])
    if encoding is None:
        try:
            return content.decode("utf-8", "surrogatepass")
        except UnicodeDecodeError:
            return content.decode("latin-1")
    # In a UTF-8 locale the daemon writes on behind the end of the text.
    return content[2:].decode(encoding, "replace").partition("\0")[0]


def _delivery(hook: Webhook, name: str, at: datetime | None) -> Sequence[Event]:
    ours, state = folders.id_of(name), hook.query["state"]
    if not ours or state not in ("sent", "failed"):
        raise Malformed("no message of ours")
    failed = state == "failed"
    return [
        Delivery(
            key=f"{hook.query.get('key', name)}/{state}",
            provider_id=ours,
            ref=ours,
            state="failed" if failed else "sent",
            at=at,
            reason=_FAILED if failed else "",
            code="error" if failed else "",
            permanent=False,
        )
    ]


def _part(query: Mapping[str, str]) -> Part | None:
    number, _, total = query.get("part", "").partition("/")
    if not (number.isdecimal() and total.isdecimal()):
        raise Malformed("no part")
    return Part(query.get("ref", ""), int(number), int(total)) if int(total) > 1 else None


def _time(told: str) -> datetime | None:
    try:
        return datetime.fromisoformat(told) if told else None
    except ValueError as error:
        raise Malformed("no time") from error
