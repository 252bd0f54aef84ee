"""Persons: who a citizen is across cases, what holds their data back, and how they are erased."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import cases, paperwork
from bot.casework import privacy
from bot.casework.lifecycle import ENDED
from bot.casework.paper_table import BLOCKING, PAPERS
from bot.casework.papers import PaperKind, Shape
from bot.casework.privacy import Ground, Hold, Kept, Outcome, RequestKind
from bot.casework.words import Actor, Event, Kind, Slot, State
from bot.house import House
from bot.inbox import people
from bot.outgoing.sending import CANCELLED
from storage import erasing, journal, persons
from storage import privacy as register
from storage.erasing import Emptied, Words
from storage.journal import Entry

#: What a letter that never left, a file and a reason are called once they were erased.
WORDS: Final = Words(CANCELLED, "erased", "Dihapus bersama data pelapor.")
_BLOCKING: Final = frozenset(map(PaperKind, BLOCKING))
#: Of what an officer wrote on a paper, what is counted and tells of nobody.
_COUNTED: Final = frozenset({Shape.CHOICE, Shape.TICKS})
_CATEGORY: Final = "category"


class Held(Exception):
    """Nothing may be erased yet: why, and how many cases say so."""

    def __init__(self, holds: Mapping[Hold, int]) -> None:
        super().__init__(", ".join(holds))
        self.holds = dict(holds)


@dataclass(frozen=True, slots=True)
class Found:
    """A citizen: the case that was named, and all that hangs on whoever it belongs to."""

    row: Any = field(repr=False)
    people: Sequence[int]
    cases: Sequence[Any] = field(repr=False)
    joined: Sequence[Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Plan:
    """What would go, in numbers, and what forbids it."""

    cases: int
    messages: int
    letters: int
    files: int
    addresses: int
    holds: Mapping[Hold, int]


async def find(db: AsyncConnection, number: str) -> Found | None:
    """The citizen of a case; None where there is no such number."""
    row = await persons.case(db, number)
    if row is None:
        return None
    people_of = await persons.contacts_of(db, row.contact_id)
    return Found(
        row,
        people_of,
        await persons.cases_of(db, people_of),
        await persons.joined(db, people_of),
    )


async def plan(db: AsyncConnection, house: House, found: Found, ground: Ground) -> Plan:
    """Look, and change nothing."""
    numbers = [row.id for row in (*found.cases, *found.joined)]
    said = await persons.said(db, found.people, numbers, beside=True)
    sent = await persons.sent(db, found.people, numbers, beside=True)
    files = await persons.files(db, [row.id for row in said], [row.id for row in sent])
    return Plan(
        cases=sum(row.erased_at is None for row in found.cases),
        messages=len(said),
        letters=len(sent),
        files=sum(file.state != WORDS.gone for file in files),
        addresses=len(await persons.addresses_of(db, found.people)),
        holds=await holds(db, house, found, ground),
    )


async def holds(db: AsyncConnection, house: House, found: Found, ground: Ground) -> dict[Hold, int]:
    """Whatever forbids that this citizen's data go."""
    told = [row for row in found.cases if row.erased_at is None]
    kept = [await as_kept(db, house, row) for row in told]
    joined = [State(row.state) for row in found.joined]
    years = house.settings.retention.years
    held = privacy.holds(kept, joined, years, _today(house), ground)
    if await persons.busy(db, found.people):
        held[Hold.BUSY] = 1
    asked = await register.unanswered(
        db, [row.id for row in told], [kind for kind in RequestKind if kind != RequestKind.ERASE]
    )
    return held | ({Hold.ASKED: asked} if asked else {})


async def as_kept(db: AsyncConnection, house: House, row: Any) -> Kept:
    """A case as far as it decides about keeping."""
    owes = {PaperKind(kind) for kind in await persons.owed(db, row.id)} & _BLOCKING
    ended = house.calendar.local_date(row.ended_at) if row.ended_at else None
    return Kept(State(row.state), ended, frozenset(owes))


async def erase(
    house: House, number: str, ground: Ground, reason: str, officer: int | None = None
) -> Plan:
    """Take out everything of this citizen. Raises Held, LookupError, lifecycle.Refusal."""
    privacy.refuse_reasonless(reason)
    async with house.database.write() as db:
        found = await _taken(db, number)
        planned = await plan(db, house, found, ground)
        if planned.holds:
            raise Held(planned.holds)
        told = [row for row in found.cases if row.erased_at is None]
        emptied = [await emptied_of(db, house, row) for row in told]
        entries = [
            entry(house, row, one.contact, ground, officer)
            for row, one in zip(told, emptied, strict=True)
        ]
        files = await erasing.clear_cases(db, house.vault, WORDS, house.now(), emptied)
        files += await erasing.forget_people(db, WORDS, house.now(), found.people)
        await erasing.note_files(db, files)
        await _register(db, house, found.row.id, ground, reason, officer)
        await journal.append(db, house.vault, [one for one in entries if one is not None])
    await drop_files(house)
    house.live.tell([row.id for row in told])
    return planned


async def _taken(db: AsyncConnection, number: str) -> Found:
    """The citizen, locked, as they stand now."""
    seen = await find(db, number)
    if seen is None:
        raise LookupError(number)
    await persons.take(db, seen.people)
    found = await find(db, number)
    assert found is not None
    return found


def entry(
    house: House, row: Any, nobody: int, ground: Ground, officer: int | None = None
) -> Entry | None:
    """The journal's row that says so; its details belong to nobody, and are read by none."""
    key = people.key_of(house, row)
    if key is None:
        return None
    state = State(row.state)
    assert state in ENDED
    return cases.entry(
        house,
        complaint=row.id,
        contact=nobody,
        key=key,
        kind=Kind(row.kind),
        state=state,
        event=Event.ERASE,
        actor=Actor.OFFICER if officer is not None else Actor.SYSTEM,
        at=house.now(),
        officer=officer,
        details={"ground": str(ground)},
    )


async def emptied_of(db: AsyncConnection, house: House, row: Any) -> Emptied:
    """The case as it is left: with what is counted of it, and as nobody's."""
    remains = await _remains(db, house, row)
    return Emptied(row.id, row.account, house.new_id(), house.new_id(), remains)


async def _remains(db: AsyncConnection, house: House, row: Any) -> str:
    """What statistics count of a case: choices of the office, never words about anybody."""
    key = people.key_of(house, row)
    told: dict[str, Any] = {}
    if key is not None:
        service = cases.opened(row, key).slots.get(Slot.SERVICE, "")
        told["service"] = service if service in house.settings.office.services else ""
        told["papers"] = [
            _counted(paper, paperwork.opened(key, paper))
            for paper in await persons.papers_of(db, [row.id])
        ]
    return json.dumps(told, ensure_ascii=False)


async def drop_files(house: House) -> None:
    """Take the files of what was erased from the disk, also those that a stop left lying."""
    async with house.database.read() as db:
        batches = await erasing.noted_files(db)
    for name, files in batches:
        await asyncio.to_thread(_drop, house, files)
        async with house.database.write() as db:
            await erasing.forget_note(db, name)


def _drop(house: House, files: Sequence[int]) -> None:
    for number in files:
        house.files.drop(number)


def _counted(paper: Any, values: Mapping[str, Any]) -> dict[str, Any]:
    known = PAPERS[PaperKind(paper.kind)].fields
    names = [one.name for one in known if one.shape in _COUNTED or one.name == _CATEGORY]
    return {
        "kind": paper.kind,
        "on": paper.created_at.date().isoformat(),
        "answered": paper.answered_at is not None,
        **{name: values[name] for name in names if values.get(name)},
    }


async def _register(
    db: AsyncConnection,
    house: House,
    case: int,
    ground: Ground,
    reason: str,
    officer: int | None,
) -> None:
    """An erasure stands among the requests, answered at once."""
    number, now = house.new_id(), house.now()
    note = json.dumps({"ground": str(ground), "text": reason})
    row = {
        "id": number,
        "complaint_id": case,
        "officer_id": officer,
        "kind": str(RequestKind.ERASE),
        "asked_at": now,
        "due_at": now + privacy.SPAN,
        "answered_at": now,
        "answered_by_id": officer,
        "outcome": str(Outcome.DONE),
        "note": house.vault.seal(f"data_requests.note.{number}", note.encode()),
    }
    await register.answer_open(db, case, str(RequestKind.ERASE), officer, str(Outcome.DONE), now)
    await register.ask(db, row)


def _today(house: House) -> date:
    return house.calendar.local_date(house.now())
