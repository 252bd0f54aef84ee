"""What the loopback mail server refuses, and the ways in which it can misbehave."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import policy
from email.message import Message
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from typing import Final

MB = 2**20
#: The largest mail, and so many recipients at once.
SIZE, RECIPIENTS = 25 * MB, 100


@dataclass(slots=True)
class Faults:
    """A switch for each way a mail server fails; all may be turned while it runs."""

    #: Says nothing any more, and does nothing.
    hang: bool = False
    #: Waits so many seconds before each answer.
    answer_after: float = 0.0
    #: Takes a mail, and falls silent before it says so.
    hang_after_data: bool = False
    #: Asks to come again: 451.
    try_later: bool = False
    #: Nobody has the address: 550 5.1.1.
    unknown_recipient: bool = False
    #: The day's quota is used up: 550 5.4.5.
    quota: bool = False
    #: Takes a mail, and sends it back afterwards with a report of RFC 3464.
    bounce: bool = False
    #: Citizens' mails come without a signature that holds.
    unsigned: bool = False
    duplicate_mails: bool = False


LATER: Final = "451 4.7.1 Greylisted, please try again later"
NOBODY: Final = "550 5.1.1 The email account that you tried to reach does not exist"
QUOTA: Final = "550 5.4.5 Daily user sending quota exceeded"

_ADDRESS: Final = re.compile(r"[^\s<>@\"(),:;\\]{1,64}@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")
_ID: Final = re.compile(r"<[^\s<>@]+@[^\s<>@]+>")
_BARE: Final = re.compile(rb"(?<!\r)\n|\r(?!\n)")
_ONCE: Final = (
    "from", "date", "message-id", "subject", "to", "cc", "sender", "reply-to", "in-reply-to",
    "references", "mime-version", "content-type",
)  # fmt: skip


def sender(address: str, office: str) -> str:
    """Why this envelope sender may not send here; "" where it may."""
    if not address.strip("<>"):
        return "550 5.7.1 The null sender is not accepted for submission"
    if address.lower() != office:
        return "553 5.7.1 Sender address rejected: not owned by user"
    return ""


def recipient(address: str, before: int) -> str:
    """Why nothing can go to this address; "" where it can."""
    if before >= RECIPIENTS:
        return "452 4.5.3 Too many recipients"
    if not _ADDRESS.fullmatch(address):
        return "501 5.1.3 Bad recipient address syntax"
    return ""


def content(data: bytes, office: str, *, eight: bool) -> str:
    """Why a mail of this content is refused; "" where it is taken. eight: BODY=8BITMIME."""
    if len(data) > SIZE:
        return "552 5.3.4 Message size exceeds fixed limit"
    if _BARE.search(data):
        return "550 5.5.2 Bare <CR> or <LF> received"
    if b"\0" in data:
        return "550 5.6.0 Message contains NUL"
    if not (data.isascii() or eight):
        return "554 5.6.1 Eight bit data without 8BITMIME"
    head = BytesParser(policy=policy.compat32).parsebytes(data, headersonly=True)
    return next(_wrong(head, office), "")


def _wrong(head: Message, office: str) -> Iterator[str]:
    """What a receiver that follows RFC 5322 finds wrong with the head of a mail."""
    for name in _ONCE:
        if len(head.get_all(name, [])) > 1:
            yield f"550 5.7.1 Messages with multiple {name} headers are not accepted"
    authors = [address.lower() for _, address in getaddresses([str(head.get("from", ""))])]
    if authors != [office]:
        yield "550 5.7.1 From is not an address of the sender"
    if not _ID.fullmatch(str(head.get("message-id", "")).strip()):
        yield "550 5.7.1 Messages missing a valid Message-ID header are not accepted"
    if not _is_date(str(head.get("date", ""))):
        yield "550 5.7.1 Messages missing a valid Date header are not accepted"
    if not head.get("to"):
        yield "550 5.7.1 Messages missing a To header are not accepted"


def _is_date(value: str) -> bool:
    try:
        return parsedate_to_datetime(value) is not None
    except (TypeError, ValueError):
        return False
