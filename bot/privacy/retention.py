"""Retention: what was kept for long enough is erased, once an operator agreed to the schedule."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.casework import privacy
from bot.casework.privacy import Ground, Hold
from bot.casework.words import State
from bot.house import House
from bot.privacy import persons
from bot.privacy.persons import WORDS
from storage import acts, erasing, journal, keeping
from storage import persons as rows_of
from storage import privacy as register
from storage.ids import first

#: Cases of one transaction, and of one round of the sweep.
AT_ONCE: Final = 20
A_ROUND: Final = 200
#: Whoever was away for so long, or whose clock jumped, is asked again before anything goes.
ASKED_AGAIN: Final = timedelta(days=31)
_AGREED: Final = "retention"
_COUNTED: Final = 100_000


@dataclass(frozen=True, slots=True)
class Due:
    """What would go now. held: cases whose time is over and which something holds back."""

    cases: int
    held: int
    messages: int
    people: int


async def keep(house: House) -> int:
    """Once a day: erase what is over, in small steps; how many cases went.

    Nothing without an agreement.
    """
    today = _today(house)
    async with house.database.read() as db:
        if not await _agreed(db, house) or await _is_done(db, house):
            return 0
    count = await work(house, A_ROUND)
    if count < A_ROUND:
        # A day that began meanwhile is not done.
        await _remember(house, done=today.isoformat())
    return count


async def work(house: House, at_most: int) -> int:
    """The same, whoever agreed. Files that an earlier stop left lying go first."""
    await persons.drop_files(house)
    count, after = 0, 0
    while count < at_most:
        gone, last = await _batch(house, after)
        count += gone
        if last is None:
            break
        after = last
    await _beside(house, at_most)
    await persons.drop_files(house)
    return count


async def due(db: AsyncConnection, house: House) -> Due:
    """Look, and change nothing."""
    count, held, after = 0, 0, 0
    while rows := await _over(db, house, after):
        waits = [bool(await _holds(db, house, row)) for row in rows]
        count, held, after = count + waits.count(False), held + sum(waits), rows[-1].id
    silent = await keeping.left_over(db, _silent(house), _COUNTED)
    beside = await keeping.beside(db, _beside_before(house), _COUNTED)
    return Due(count, held, len(beside.messages) + len(beside.letters), len(silent))


async def agree(house: House) -> None:
    """An operator has seen what would go: from now on time does it."""
    await _remember(house)


async def is_agreed(db: AsyncConnection, house: House) -> bool:
    """Whether the schedule of the configuration is the one that was agreed to, and not long ago."""
    return await _agreed(db, house)


async def _batch(house: House, after: int) -> tuple[int, int | None]:
    """Some cases; how many went, and behind which to go on, None at the end."""
    # Looked for aside: who writes holds up everybody.
    async with house.database.read() as db:
        seen = await _over(db, house, after)
    if not seen:
        return 0, None
    people = sorted({row.contact_id for row in seen})
    async with house.database.write() as db:
        wanted = {row.id for row in seen}
        rows = [
            row
            for row in await rows_of.take(db, people)
            if row.id in wanted and row.erased_at is None and not await _holds(db, house, row)
        ]
        emptied = [await persons.emptied_of(db, house, row) for row in rows]
        entries = [
            persons.entry(house, row, one.contact, Ground.SCHEDULE)
            for row, one in zip(rows, emptied, strict=True)
        ]
        files = await erasing.clear_cases(db, house.vault, WORDS, house.now(), emptied)
        await erasing.note_files(db, files)
        await journal.append(db, house.vault, [one for one in entries if one is not None])
    house.live.tell([row.id for row in rows])
    return len(rows), seen[-1].id


async def _over(db: AsyncConnection, house: House, after: int) -> list[Any]:
    today, years = _today(house), house.settings.retention.years
    before = _midnight(house, privacy.first_day(today, years))
    return await keeping.due(db, [str(State.ARCHIVED)], before, after, AT_ONCE)


async def _holds(db: AsyncConnection, house: House, row: Any) -> list[Hold]:
    kept = await persons.as_kept(db, house, row)
    years, today = house.settings.retention.years, _today(house)
    found = list(privacy.holds([kept], [], years, today, Ground.SCHEDULE))
    asked = await register.unanswered(db, [row.id], [str(kind) for kind in privacy.RequestKind])
    return [*found, Hold.ASKED] if asked else found


async def _beside(house: House, at_most: int) -> None:
    """What belongs to no case, and people of whom nothing else is left."""
    while True:
        async with house.database.read() as db:
            found = await keeping.beside(db, _beside_before(house), at_most)
            people = await keeping.left_over(db, _silent(house), at_most)
        if not (found.messages or found.letters or people):
            return
        async with house.database.write() as db:
            files = await erasing.clear_beside(db, WORDS, house.now(), found)
            still = await keeping.left_over(db, _silent(house), at_most, among=people)
            files += await erasing.forget_people(db, WORDS, house.now(), still)
            await erasing.note_files(db, files)
        if len(people) < at_most and not found.more:
            return


async def _agreed(db: AsyncConnection, house: House) -> bool:
    kept = json.loads(await acts.remembered(db, _AGREED) or "{}")
    if {name: kept.get(name) for name in _schedule(house)} != _schedule(house):
        return False
    seen, today = date.fromisoformat(kept["seen"]), _today(house)
    return seen <= today <= seen + ASKED_AGAIN


async def _remember(house: House, **told: str) -> None:
    kept = {**_schedule(house), "seen": _today(house).isoformat(), **told}
    async with house.database.write() as db:
        await acts.remember(db, _AGREED, json.dumps(kept))


async def _is_done(db: AsyncConnection, house: House) -> bool:
    kept = json.loads(await acts.remembered(db, _AGREED) or "{}")
    return bool(kept.get("done") == _today(house).isoformat())


def _schedule(house: House) -> dict[str, int]:
    told = house.settings.retention
    return {"years": told.years, "messages_years": told.messages_years}


def _beside_before(house: House) -> int:
    return first(_silent(house))


def _silent(house: House) -> datetime:
    years = house.settings.retention.messages_years
    return _midnight(house, privacy.first_day(_today(house), years))


def _midnight(house: House, day: date) -> datetime:
    return datetime.combine(day, time(), house.settings.zone)


def _today(house: House) -> date:
    return house.calendar.local_date(house.now())
