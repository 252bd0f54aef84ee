"""Timely: what time itself does to cases, each thing once, whichever process comes first."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.casework import timed
from bot.casework.paper_table import BLOCKING
from bot.casework.timed import Act
from bot.casework.words import Clock, Event, Step
from bot.house import House
from bot.inbox import people
from bot.timekeeping import aftercare, alerts, effects
from bot.timekeeping.effects import Case
from storage import acts, journal, linking, outbox, papers, sorting
from storage.acts import START, Done, Place
from storage.database import is_away

log = logging.getLogger(__name__)

#: Cases of one transaction.
AT_ONCE = 50
#: What is still unread, or open in a case, is looked at again after so many days.
LATER = timedelta(days=1)
#: The words with which a citizen ended it are handled a moment after they were said.
AT_THE_END = timedelta(hours=1)


async def keep(house: House, *, seen: bool) -> int:
    """Do what is due to every case; returns to how many. seen: acts that citizens see as well."""
    place, count = START, 0
    while found := await _due(house, place):
        place = found[-1]
        changed = await _each(house, sorted({case for _, case in found}), seen)
        count += len(changed)
        if changed:
            house.live.tell(changed)
            house.outgoing.ring()
    return count


async def _due(house: House, place: Place) -> list[Place]:
    today = house.calendar.local_date(house.now())
    async with house.database.read() as db:
        return await acts.due(db, today, place, AT_ONCE)


async def _each(house: House, cases: Sequence[int], seen: bool) -> list[int]:
    """All together, or one by one: a case that cannot be dealt with stops no other."""
    try:
        return await _batch(house, cases, seen)
    except Exception as error:
        if is_away(error):
            raise
        if len(cases) == 1:
            log.exception("case %d: nothing is done by time: %s", cases[0], type(error).__name__)
            return []
    return [one for case in cases for one in await _each(house, [case], seen)]


async def _batch(house: House, cases: Sequence[int], seen: bool) -> list[int]:
    today = house.calendar.local_date(house.now())
    async with house.database.write() as db:
        rows = await acts.take(db, cases)
        clocks = await acts.running(db, cases, today)
        known = await acts.known(db, cases)
        done: list[Done] = []
        looks: list[tuple[int, str, date | None]] = []
        found: list[Case] = []
        for row in rows:
            person = people.person(house, row)
            if person.key is None:  # erased: nobody is left to be told, and nothing runs on
                looks += [(row.id, one.clock, None) for one in clocks if one.complaint_id == row.id]
                continue
            case = Case(house, db, row, person)
            for one in clocks:
                if one.complaint_id == row.id:
                    await _look(case, one, known, today, seen, done, looks)
            found.append(case)
        changed = [case for case in found if case.entries or case.alarm]
        await linking.touch(db, sorted({case.row.contact_id for case in changed}))
        await _write(house, db, found, done, looks)
    return [case.row.id for case in changed]


async def _look(
    case: Case,
    clock: Any,
    known: set[tuple[int, str, str, date]],
    today: date,
    seen: bool,
    done: list[Done],
    looks: list[tuple[int, str, date | None]],
) -> None:
    """Everything that is due on one clock of a case, and when to look at it again."""
    house, number = case.house, case.row.id
    since = house.calendar.local_date(clock.started_at)
    every = timed.acts(Clock(clock.clock), since, clock.due_on, house.calendar)
    new = [
        one for one in every if (number, clock.clock, str(one.step), _of(one, clock)) not in known
    ]
    doing, stood_for = timed.told_late(tuple(one for one in new if one.on <= today))
    left = [one for one in doing if not seen and one.step in timed.SEEN]
    for act in doing:
        if act not in left and not await effects.do(case, act, clock):
            left.append(act)
    done += [Done(number, clock.clock, str(one.step), _of(one, clock), one in doing)
             for one in (*doing, *stood_for) if one not in left]  # fmt: skip
    next_on = min((one.on for one in new if one.on > today), default=None)
    later = today + LATER if seen else clock.look_on
    looks.append((number, clock.clock, later if left else next_on))


def _of(act: Act, clock: Any) -> date:
    """Which run of the clock; the last warning is of a last day: who gets more is warned anew."""
    day: date = clock.due_on if act.step is Step.LAST else act.since
    return day


async def _write(
    house: House,
    db: AsyncConnection,
    found: Sequence[Case],
    done: Sequence[Done],
    looks: Sequence[tuple[int, str, date | None]],
) -> None:
    now = house.now()
    await acts.note(db, now, done)
    await acts.look_again(db, looks)
    for case in found:
        if case.alarm and case.row.alarm in _OURS:
            await sorting.change(db, case.row.id, alarm=case.alarm, alarm_at=now)
    await outbox.add(db, [letter for case in found for letter in case.letters])
    await alerts.tell(db, house, [alert for case in found for alert in case.alerts])
    await journal.append(db, house.vault, [entry for case in found for entry in case.entries])


#: An older alarm that presses more stays.
_OURS: Final = aftercare.CALMER | {"overdue"}


async def rest(house: House) -> int:
    """Ended cases go to the archive; returns how many went."""
    today = house.calendar.local_date(house.now())
    async with house.database.write() as db:
        rows = await acts.take_resting(db, today, AT_ONCE)
        held = await papers.blocked(db, [row.id for row in rows], BLOCKING)
        found = []
        for row in rows:
            case = None if row.id in held else _resting(house, db, row)
            if case is not None:
                found.append(case)
                continue
            erased = people.key_of(house, row) is None
            await sorting.change(db, row.id, rest_on=None if erased else today + LATER)
        await linking.touch(db, sorted({case.row.contact_id for case in found}))
        await journal.append(db, house.vault, [entry for case in found for entry in case.entries])
    return len(found)


def _resting(house: House, db: AsyncConnection, row: Any) -> Case | None:
    """What goes to the archive; None where somebody wrote after its end and
    was not read, or where it is nobody's any more."""
    try:
        case = Case(house, db, row, people.person(house, row))
        if case.person.key is None or (case.unread and row.spoken_at > row.ended_at + AT_THE_END):
            return None
        case.record(Event.ARCHIVE)
    except Exception:
        log.exception("case %d: it does not go to the archive", row.id)
        return None
    return case
