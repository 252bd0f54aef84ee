"""Threads: everything said, sent, noted and decided in one case, in order of time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.inbox import bubbles, enclosures, times
from bot.inbox.bubbles import Bubble
from bot.inbox.enclosures import Enclosure
from bot.inbox.people import Person
from storage import exchange, inbox
from storage.seal import Unreadable

#: So many of each kind at once; older ones by a link.
PAGE: Final = 120


@dataclass(frozen=True, slots=True)
class Rows:
    """What the database gave for a thread, oldest first."""

    said: list[Any]
    sent: list[Any]
    files: list[Any]
    older: int | None
    #: The wrapped keys of everybody whose words these are.
    keys: Mapping[int, bytes | None] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Line:
    """A bubble with its time in words, and a mark that changes when it does."""

    bubble: Bubble
    time: str
    stamp: str
    version: str
    day: str = ""


@dataclass(frozen=True, slots=True)
class Thread:
    """`older` is where the part before this one ends; None where this is the beginning."""

    lines: list[Line] = field(repr=False)
    older: int | None


async def load(db: AsyncConnection, case: int, before: int | None = None) -> Rows:
    """The newest part of a conversation, or the part before an id."""
    said = await exchange.said(db, case, before, PAGE)
    sent = await exchange.sent(db, case, before, PAGE)
    # Where one kind goes on further back, the other one stops at the same place.
    starts = [rows[-1].id for rows in (said, sent) if len(rows) == PAGE]
    older = max(starts) if starts else None
    said = [row for row in reversed(said) if older is None or row.id >= older]
    sent = [row for row in reversed(sent) if older is None or row.id >= older]
    files = await exchange.files(db, [row.id for row in said], [row.id for row in sent])
    writers = {row.contact_id for row in (*said, *sent, *files)}
    return Rows(said, sent, files, older, await inbox.keys(db, sorted(writers)))


def thread(
    house: House,
    rows: Rows,
    story: Sequence[Mapping[str, Any]],
    officers: Mapping[int, str],
    person: Person,
    *,
    newest: bool,
) -> Thread:
    """The conversation as it is shown; `newest` where nothing comes after this part."""
    found = [*_arrived(house, rows, person), *_sent(house, rows, person)]
    first = min((bubble.at for bubble in found), default=None)
    last = None if newest else max((bubble.at for bubble in found), default=None)
    for row in story:
        if _within(row["at"], first if rows.older else None, last):
            told = bubbles.happened(row, officers, person)
            found += [told] if told else []
    found.sort(key=lambda bubble: (bubble.at, _RANKS[bubble.side], bubble.key))
    return Thread(list(_lines(house, found)), rows.older)


_RANKS: Final = {"in": 0, "event": 1, "note": 2, "out": 3}


def _arrived(house: House, rows: Rows, person: Person) -> Iterable[Bubble]:
    writers = _writers(house, rows, person)
    files = _by(rows.files, "message_id", writers)
    known = {row.provider for row in rows.said if row.edits is None}
    versions: dict[bytes, list[Any]] = {}
    for row in rows.said:
        if row.edits is not None and row.edits in known:
            versions.setdefault(row.edits, []).append(row)
    later = {row.id for group in versions.values() for row in group}
    tapped = _titles(rows.sent)
    for row in rows.said:
        if row.id not in later:
            own = versions.get(row.provider, [])
            given = [*files.get(row.id, ()), *(f for one in own for f in files.get(one.id, ()))]
            its = writers[row.contact_id]
            bubble = bubbles.arrived(house, row, its, given, own, tapped)
            yield bubble if its.own else _elsewhere(bubble)


def _sent(house: House, rows: Rows, person: Person) -> Iterable[Bubble]:
    writers = _writers(house, rows, person)
    files = _by(rows.files, "outbox_id", writers)
    for row in rows.sent:
        yield bubbles.sent(house, row, writers[row.contact_id], files.get(row.id, ()))


def _writers(house: House, rows: Rows, person: Person) -> dict[int, Person]:
    """The citizen as each row's own key opens it: other addresses are other people at rest."""
    found = {}
    for contact, wrapped in rows.keys.items():
        if contact == person.contact:
            found[contact] = person
            continue
        try:
            key = house.vault.person(contact, wrapped)
        except Unreadable:
            key = None
        found[contact] = replace(person, key=key, own=False)
    return found


def _elsewhere(bubble: Bubble) -> Bubble:
    label = ", ".join(filter(None, ["dari alamat lain", bubble.label]))
    return replace(bubble, who="Alamat lain", label=label)


def _by(
    files: Sequence[Any], column: str, writers: Mapping[int, Person]
) -> dict[int, list[Enclosure]]:
    found: dict[int, list[Enclosure]] = {}
    for row in files:
        made = enclosures.enclosure(row, writers[row.contact_id])
        found.setdefault(getattr(row, column) or 0, []).append(made)
    return found


def _titles(sent: Sequence[Any]) -> dict[str, str]:
    """What stood on the buttons that were shown, by their id."""
    return {number: title for row in sent for number, title, _ in json.loads(row.choices or "[]")}


def _within(at: datetime, first: datetime | None, last: datetime | None) -> bool:
    return (first is None or at >= first) and (last is None or at <= last)


def _lines(house: House, found: Sequence[Bubble]) -> Iterable[Line]:
    zone, today = house.settings.zone, house.calendar.local_date(house.now())
    before: date | None = None
    for bubble in found:
        day = bubble.at.astimezone(zone).date()
        heading = times.heading(day, today) if day != before else ""
        before = day
        yield Line(
            bubble,
            times.hour(bubble.at, zone),
            times.stamp(bubble.at, zone),
            hashlib.sha256(repr((bubble, heading, _text(bubble))).encode()).hexdigest()[:12],
            heading,
        )


def _text(bubble: Bubble) -> tuple[object, ...]:
    """What `repr` leaves out on purpose."""
    return (
        bubble.words.head,
        bubble.words.rest,
        bubble.subject,
        bubble.full,
        [(at, one.head, one.rest) for at, one in bubble.earlier],
        [(file.name, file.words) for file in bubble.files],
    )
