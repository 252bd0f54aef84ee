"""What an SMTP server says when it does not take a mail: whom it concerns and what may be done."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from channels.base import Scope, SendError

#: Where in the talk with the server it was said.
Phase = Literal["greeting", "login", "sender", "recipient", "data"]

#: A day's quota is spent: asked again after this time.
QUOTA_WAIT = 3600.0
_PAUSE = 60.0
_REASON = 120


@dataclass(frozen=True, slots=True)
class Reply:
    """One refusal: RFC 5321 code, RFC 3463 status ("" where none is given), words."""

    phase: Phase
    code: int
    status: str
    text: str


def refusal(phase: Phase, code: int, text: str) -> SendError:
    """The first row that fits tells whom it concerns."""
    found = _STATUS.match(text)
    reply = Reply(phase, code, found[1] if found else "", text)
    facts = next(row.facts for row in _TABLE if row.fits(reply))
    return SendError(
        _shown(reply),
        permanent=facts.permanent,
        scope=facts.scope,
        wait=facts.wait,
        code=reply.status or str(code),
    )


@dataclass(frozen=True, slots=True)
class _Facts:
    permanent: bool
    scope: Scope
    wait: float | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    fits: Callable[[Reply], bool]
    facts: _Facts


_STATUS = re.compile(r"\s*#?([245]\.\d{1,3}\.\d{1,3})\b")
_ADDRESS = re.compile(r"<?[^\s<>@]+@[^\s<>]+>?")
_QUOTA = re.compile(
    r"daily .{0,40}(?:limit|quota)|sending (?:limit|quota)|SubmissionQuota"
    r"|(?:limit|quota|max|maximum) .{0,40}(?:per|an?) (?:day|hour)",
    re.IGNORECASE,
)
#: Postfix tells these only at the recipient, though they concern who sends.
_SENDS = re.compile(
    r"relay|sender address rejected|client host rejected|authentication (?:is )?required",
    re.IGNORECASE,
)
_LARGE = re.compile(r"too (?:large|big)|size (?:limit )?exceed|exceeds? .{0,30}size", re.IGNORECASE)
_TOO_LARGE = frozenset({"5.3.4", "5.2.3"})
_FULL = frozenset({"5.2.2"})
#: Mailbox or domain that is not there, disabled, or moved.
_NOBODY = re.compile(r"5\.(?:1\.(?:0|1|2|3|4|6|9|10)|2\.1|4\.4)\b")


def _is_quota(reply: Reply) -> bool:
    told = reply.status in ("5.4.5", "4.4.5") or bool(_QUOTA.search(reply.text))
    return told and reply.phase != "login" and reply.status not in _FULL | {"4.2.2"}


def _is_size(reply: Reply) -> bool:
    return reply.code >= 500 and (
        reply.status in _TOO_LARGE
        or (reply.code == 552 and not reply.status and reply.phase != "recipient")
        or bool(_LARGE.search(reply.text))
    )


def _is_ours(reply: Reply) -> bool:
    """Said of us and not of this mail: who we are, or that we may not send here."""
    if reply.code in (530, 534, 535, 538):
        return True
    if reply.phase in ("login", "sender"):
        return reply.code >= 500
    return reply.phase == "recipient" and reply.code >= 500 and bool(_SENDS.search(reply.text))


def _is_nobody(reply: Reply) -> bool:
    if reply.code < 500 or reply.phase not in ("recipient", "data"):
        return False
    if reply.status:
        return bool(_NOBODY.fullmatch(reply.status))
    return reply.phase == "recipient" and reply.code in (550, 551, 553, 556)


_TABLE: tuple[_Row, ...] = (
    _Row(_is_quota, _Facts(False, "account", QUOTA_WAIT)),
    _Row(_is_size, _Facts(True, "message")),
    _Row(_is_nobody, _Facts(True, "recipient")),
    _Row(_is_ours, _Facts(True, "account")),
    _Row(lambda reply: reply.phase in ("greeting", "login"), _Facts(False, "account", _PAUSE)),
    _Row(lambda reply: reply.code == 421, _Facts(False, "account", _PAUSE)),
    _Row(lambda reply: reply.code >= 500, _Facts(True, "message")),
    _Row(lambda reply: True, _Facts(False, "message")),
)


def _shown(reply: Reply) -> str:
    """One line without anybody's address."""
    words = " ".join(_ADDRESS.sub("***", reply.text).split())
    return f"{reply.code} {words}".strip()[:_REASON]
