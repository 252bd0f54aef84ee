"""Bubbles: the rows of a conversation as a page shows them, oldest first."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from bot import filetypes
from bot.house import House
from bot.names import brief
from bot.outgoing import packing
from bot.public import dates
from storage.public import Thread
from storage.seal import PersonKey

#: Events about somebody are no words of theirs.
_SILENT: Final = frozenset({"system", "blocked", "unblocked", "moved", "bounce", "auto_reply"})
_STORED: Final = "stored"
_LOST: Final = frozenset({"refused", "expired", "failed"})
#: A page shows so much of one text; the whole of it is kept.
LONGEST: Final = 20_000
_UNITS: Final = ("B", "KB", "MB", "GB")


@dataclass(frozen=True, slots=True)
class File:
    """A file under a bubble: how it is shown, or why it cannot be."""

    id: int
    name: str = field(repr=False)
    size: str
    show: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """When, for people and for machines."""

    day: str
    time: str
    iso: str


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message: `ours` is what the office wrote; choices are (id, title, wants)."""

    id: int
    ours: bool
    who: str
    text: str = field(repr=False)
    at: Moment
    waits: bool = False
    cut: bool = False
    files: Sequence[File] = ()
    choices: Sequence[tuple[str, str, str]] = ()


def of(house: House, thread: Thread) -> Sequence[Bubble]:
    """All bubbles of a thread; choices stand under the last one, while it waits for an answer."""
    files = _by_message(house, thread.files)
    titles = {c[0]: c[1] for row in thread.answered for c in _choices(row)}
    said = [
        _said(house, row, files.get(row.id, ()), titles)
        for row in thread.said
        if row.kind not in _SILENT
    ]
    answered = [_answered(house, row, files.get(row.id, ())) for row in thread.answered]
    ordered = sorted([*said, *answered], key=lambda bubble: bubble.id)
    return [b if b is ordered[-1] else replace(b, choices=()) for b in ordered]


def size(count: int | None) -> str:
    """1,4 MB."""
    amount, unit = float(count or 0), 0
    while amount >= 1024 and unit < len(_UNITS) - 1:
        amount, unit = amount / 1024, unit + 1
    number = f"{amount:.1f}" if unit and amount < 10 else f"{amount:.0f}"
    return f"{number.replace('.', ',')} {_UNITS[unit]}"


def _said(house: House, row: Any, files: Sequence[File], titles: Mapping[str, str]) -> Bubble:
    return Bubble(
        id=row.id,
        ours=row.kind == "echo",
        who="",
        text=row.text[:LONGEST] or titles.get(row.choice, ""),
        cut=len(row.text) > LONGEST,
        waits=row.handled_at is None,
        files=files,
        at=_at(house, row.received_at),
    )


def _answered(house: House, row: Any, files: Sequence[File]) -> Bubble:
    key = house.vault.person(row.contact_id, row.wrapped_key)
    return Bubble(
        id=row.id,
        ours=True,
        who=row.officer or "",
        text=packing.opened(key, row),
        files=files,
        choices=_choices(row),
        at=_at(house, row.created_at),
    )


def _at(house: House, at: datetime) -> Moment:
    day = dates.day(house, house.calendar.local_date(at))
    return Moment(day, dates.time(house, at), at.isoformat())


def _choices(row: Any) -> list[tuple[str, str, str]]:
    return [(c[0], c[1], c[2]) for c in json.loads(row.choices or "[]")]


def _by_message(house: House, rows: Iterable[Any]) -> dict[int, list[File]]:
    found: dict[int, list[File]] = {}
    for row in rows:
        if row.wrapped_key is None:
            continue
        key = house.vault.person(row.contact_id, row.wrapped_key)
        found.setdefault(row.message_id or row.outbox_id, []).append(_file(row, key))
    return found


def _file(row: Any, key: PersonKey) -> File:
    if row.kind in ("location", "contact"):
        ref = key.open(f"attachments.ref.{row.id}", row.ref).decode()
        return File(row.id, ref if ref.startswith("geo:") else "", "", row.kind)
    name = key.open(f"attachments.name.{row.id}", row.name).decode() if row.name else ""
    name = brief(name or "berkas")
    if row.state != _STORED:
        return File(row.id, name, "", "lost" if row.state in _LOST else "waits", row.reason)
    return File(row.id, name, size(row.size), _manner(row.mime))


def _manner(mime: str) -> str:
    """image, audio or video where a browser may show it in place; else a download."""
    return mime.partition("/")[0] if mime in filetypes.SHOWN else "file"
