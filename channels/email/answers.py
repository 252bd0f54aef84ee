"""What an IMAP server says, taken apart: stored mails, their bytes, news while idling."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Stored:
    """A mail that lies in a folder: its UID, bytes, and when it came (RFC 3339, "" unknown)."""

    uid: int
    size: int
    at: str


def stored(told: Sequence[Any]) -> list[Stored]:
    """The mails of an answer to FETCH, by rising UID."""
    lines = (line for line in told if isinstance(line, bytes))
    return sorted(filter(None, map(_read_stored, lines)), key=lambda one: one.uid)


def literals(told: Sequence[Any]) -> Iterator[tuple[int, bytes]]:
    """UID and bytes of each mail; a server may name the UID before the bytes or after them."""
    waiting: bytes | None = None
    for item in told:
        head, data = item if isinstance(item, tuple) else (item, waiting)
        uid = _UID.search(head)
        if data is not None and uid:
            yield int(uid[1]), data
        waiting = None if uid else data


def is_news(line: bytes) -> bool:
    """Whether a line told while idling means that something came or went."""
    return _CHANGE.match(line) is not None


def spoken(day: date) -> str:
    """A date for SEARCH, in English whatever language this machine speaks."""
    return f"{day.day}-{_MONTHS[day.month - 1]}-{day.year}"


_CHANGE = re.compile(rb"^\* (?:\d+ (?:EXISTS|EXPUNGE|RECENT)|BYE)", re.IGNORECASE)
_UID = re.compile(rb"\bUID (\d+)")
_SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
_DATE = re.compile(rb'\bINTERNALDATE " ?(\d{1,2})-(\w{3})-(\d{4} [\d:]{8} [+-]\d{4})"')
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _read_stored(line: bytes) -> Stored | None:
    uid, size, at = _UID.search(line), _SIZE.search(line), _DATE.search(line)
    if uid is None or size is None:
        return None
    return Stored(int(uid[1]), int(size[1]), _moment(b" ".join(at.groups())) if at else "")


def _moment(told: bytes) -> str:
    try:
        return parsedate_to_datetime(told.decode()).isoformat()
    except ValueError:
        return ""
