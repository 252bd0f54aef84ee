"""Parting: a case ends without an answer for those joined with it, and each goes on by itself.

Each gets its own life back, and none takes in the others: every citizen was told dates of their
own, and whoever wrote first may have closed their name. Officers join them again in one step.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import cases
from bot.casework import lifecycle, numbers
from bot.casework.words import Clock, Event, State
from bot.house import House
from bot.inbox import letters, people
from bot.inbox.acts import Act, Unfit
from bot.outgoing import proofs
from storage import inbox, joining, linking, sorting
from storage.joining import Child
from storage.journal import Entry

#: What ends a report, or makes it something else, without a word on the matter itself.
_WORDLESS: Final = frozenset({Event.WITHDRAW, Event.DEEM_WITHDRAWN, Event.RECLASSIFY, Event.CLOSE})
#: What answers the joined ones with the same letter, unless it is closed to them.
_ANSWERING: Final = frozenset({Event.DECIDE, Event.REFER, Event.ANSWER})
ENDINGS: Final = _WORDLESS | _ANSWERING
#: Its answer has gone out: whoever comes later would not hear it.
_ANSWERED: Final = (State.DECIDED, State.DELIVERED)
#: What of the journal tells that it had one before: whoever came with another did not hear it.
_ANSWERS: Final = (str(Event.DECIDE), str(Event.ACCEPT_REPAIR))
#: They part in one transaction.
AT_MOST: Final = 500
#: Why an officer should look.
ALARM: Final = "parted"


@dataclass(frozen=True, slots=True)
class Ending:
    """What happened to a case; its row needs no more than id, number, contact and protection."""

    row: Any
    event: Event


@dataclass(slots=True)
class Left:
    """What is to be written once the cases have parted."""

    entries: list[Entry] = field(default_factory=list)
    letters: list[dict[str, Any]] = field(default_factory=list)
    cases: set[int] = field(default_factory=set)


async def join(case: Act, given: Mapping[str, str]) -> dict[str, Any]:
    """Go the way of the case with this number; raises Unfit where that leads to no answer."""
    number = numbers.check(given["other"])
    row = await inbox.by_number(case.db, case.officer.reader, number) if number else None
    if row is None or row.id == case.row.id:
        raise Unfit("Nomor laporan induk itu tidak ada. Salin dari laporan yang lain.")
    parent = State(await joining.state_of(case.db, row.id))
    if parent not in lifecycle.OPEN:
        raise Unfit("Laporan induk itu sudah selesai, jadi tidak dapat menampung laporan ini.")
    if parent in _ANSWERED or row.repaired_at is not None:
        raise Unfit("Laporan induk itu sudah dijawab. Laporan ini perlu jawaban sendiri.")
    if people.is_hidden(row.protection) and row.contact_id != case.row.contact_id:
        raise Unfit("Laporan induk itu ditutup namanya; nomornya tidak disebut kepada orang lain.")
    with_it = await joining.kin(case.db, [case.row.id])
    if with_it and await joining.was_answered(case.db, row.id, _ANSWERS):
        raise Unfit("Laporan induk itu pernah dijawab. Gabungkan laporannya satu per satu.")
    if len(await joining.kin(case.db, [row.id])) >= AT_MOST:
        raise Unfit(f"Laporan induk itu sudah menampung {AT_MOST} laporan. Pilih induk lain.")
    await sorting.join(case.db, case.row.id, row.id)
    return {"other": row.number}


async def part(house: House, db: AsyncConnection, endings: Sequence[Ending]) -> Left:
    """Whoever is left without an answer by these goes on; their citizens were locked before."""
    left, ended = Left(), {one.row.id: one for one in endings if one.event in ENDINGS}
    if not ended:
        return left
    found = await joining.children(db, list(ended), str(State.DUPLICATE), str(State.DECIDED))
    going = [child for child in found if _is_left(child, ended[child.row.parent_id])]
    for child in going:
        await _go_on(house, db, child, ended[child.row.parent_id], left)
    if left.cases:
        await joining.leave(db, left.cases)
        await linking.touch(db, sorted({child.row.contact_id for child in going}))
    return left


def _is_left(child: Child, ending: Ending) -> bool:
    if ending.event in _WORDLESS:
        return not child.answered
    closed = people.is_hidden(ending.row.protection)
    return closed and child.row.contact_id != ending.row.contact_id


async def _go_on(
    house: House, db: AsyncConnection, child: Child, ending: Ending, left: Left
) -> None:
    """Back to where it was, with the days that its citizen was told, and one message."""
    row, key = child.row, people.key_of(house, child.row)
    if key is None:
        return
    wound = [
        cases.winding(
            house, Clock(one.clock), house.calendar.local_date(one.started_at), one.due_on,
            one.started_at,
        )
        for one in child.clocks
        if one.clock != Clock.A or not await proofs.answered(db, house, row.id, one.started_at)
    ]  # fmt: skip
    left.entries.append(
        cases.by_itself(
            house,
            row,
            key,
            Event.PART,
            state=State.DUPLICATE,
            details={"other": ending.row.number, "why": str(ending.event)},
            wound=wound,
            target=State(child.source),
        )
    )
    left.cases.add(row.id)
    if not row.alarm:
        await sorting.change(db, row.id, alarm=ALARM, alarm_at=house.now())
    left.letters += await _told(house, db, child)


async def _told(house: House, db: AsyncConnection, child: Child) -> list[dict[str, Any]]:
    row, today = child.row, house.calendar.local_date(house.now())
    to = await letters.where(house, db, row, people.person(house, row))
    due = min((one.due_on for one in child.clocks if one.due_on >= today), default=None)
    key = "status_parted" if due else "status_parted_undated"
    date = letters.day(house, row, to.account, due) if due else ""
    text = letters.say(house, row, to.account, key, date=date)
    posted = letters.post(house, row, to, "status", text, None)
    return posted + await letters.copies(house, db, row, "status", key, None, date=date)
