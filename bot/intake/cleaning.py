"""Cleaning: what strangers send becomes what a database can keep, and nothing of it is cut."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta

from channels.base import Address, Attachment, Delivery, Inbound
from storage.arrivals import Message, Receipt
from storage.parts import Part

#: NUL, which PostgreSQL refuses; lone surrogates; the marks our own texts use for the kunci.
_UNFIT = re.compile("[\0\ud800-\udfff\ue000\ue001]")
_ID_LENGTH = 500
#: A mail that answers a long conversation names all of it; the nearest are enough.
_REFS = 20
_BLOCKS = {"blocked": True, "unblocked": False}
#: A provider's clock may run ahead of ours by this much.
_AHEAD = timedelta(minutes=5)
_LONG_AGO = timedelta(days=3650)


def text(value: str) -> str:
    """Without what cannot be kept: NUL is dropped, a lone surrogate becomes U+FFFD."""
    if value.isascii() and "\0" not in value:
        return value
    return _UNFIT.sub(_replacement, value)


def identifier(value: str) -> str:
    """A provider's id that fits its column; a longer one keeps its head and gets a hash."""
    value = text(value)
    if len(value) <= _ID_LENGTH:
        return value
    return value[:400] + "#" + hashlib.sha256(value.encode()).hexdigest()


def moment(value: datetime | None, now: datetime) -> datetime | None:
    """The time the provider names; later than now, or ten years ago, is no time at all."""
    if value is None or not now - _LONG_AGO < value < now + _AHEAD:
        return None
    return min(value, now)


def message(event: Inbound, now: datetime) -> Message:
    """An inbound event, ready to be kept."""
    speaks = event.kind == "citizen"
    return Message(
        key=event.key,
        sender=_address(event.sender),
        aliases=tuple(_address(other) for other in event.aliases),
        kind=event.kind,
        proof=event.proof,
        provider_id=identifier(event.provider_id),
        reply_to=identifier(event.reply_to),
        edits=identifier(event.edits),
        choice=text(event.choice)[:256],
        thread=identifier(event.thread),
        refs=tuple(identifier(ref) for ref in event.refs[:_REFS]),
        number=text(event.number)[:8],
        phone=text(event.phone)[:20],
        part=_part(event),
        junk=event.junk,
        name=text(event.name),
        subject=text(event.subject),
        text=text(event.text),
        full=text(event.full),
        fields=event.fields,
        sent_at=moment(event.sent_at, now),
        raw=event.raw,
        files=tuple(_file(file) for file in event.attachments),
        speaks=speaks,
        strong=speaks and event.proof == "strong",
        blocked=_BLOCKS.get(event.kind),
    )


def receipt(event: Delivery, account: str, now: datetime) -> Receipt:
    """A delivery, ready to be kept."""
    return Receipt(
        key=event.key,
        account=account,
        provider_id=identifier(event.provider_id),
        ref=identifier(event.ref)[:64],
        state=event.state,
        reason=text(event.reason)[:300],
        code=text(event.code)[:32],
        permanent=event.permanent,
        scope=event.scope,
        window_closed=event.window_closed,
        at=moment(event.at, now),
        raw=event.raw,
    )


def _address(address: Address) -> Address:
    return Address(address.account, text(address.value))


def _part(event: Inbound) -> Part | None:
    part = event.part
    if part is None or not 1 <= part.number <= part.total or part.total == 1:
        return None
    return Part(text(part.ref)[:64], part.number, part.total)


def _file(file: Attachment) -> Attachment:
    return Attachment(
        file.kind, text(file.ref), text(file.mime)[:128], text(file.name), _size(file.size)
    )


def _size(size: int | None) -> int | None:
    return size if size is not None and 0 <= size < 2**62 else None


def _replacement(match: re.Match[str]) -> str:
    return "\ufffd" if "\ud800" <= match[0] <= "\udfff" else ""
