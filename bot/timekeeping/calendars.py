"""Calendars: when the office's days or promises change, every running clock is counted anew."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any, Final

from bot import cases
from bot.casework.words import Actor, Clock, Event, Kind, State
from bot.house import House
from bot.inbox import people
from storage import acts, journal, linking
from storage.journal import Entry

_NAME: Final = "calendar"
#: Cases of one transaction.
AT_ONCE = 50


async def recount(house: House) -> int:
    """Count anew if the days are other than they were; returns how many clocks changed."""
    mark = _mark(house)
    async with house.database.read() as db:
        if await acts.remembered(db, _NAME) == mark:
            return 0
    changed, after = 0, 0
    while found := await _after(house, after):
        changed, after = changed + await _page(house, found), found[-1]
    async with house.database.write() as db:
        await acts.remember(db, _NAME, mark)
    return changed


async def _after(house: House, case: int) -> list[int]:
    async with house.database.read() as db:
        return await acts.with_running(db, case, AT_ONCE)


async def _page(house: House, found: Sequence[int]) -> int:
    """Taken first: a case that moves meanwhile stays where it moved to."""
    async with house.database.write() as db:
        taken = await acts.take(db, found)
        rows = await acts.all_running(db, found)
        entries = [entry for row in rows if (entry := _anew(house, row)) is not None]
        changed = {entry.complaint for entry in entries}
        await linking.touch(db, sorted({row.contact_id for row in taken if row.id in changed}))
        await journal.append(db, house.vault, entries)
    return len(entries)


def _mark(house: House) -> str:
    """What all dates hang on: the days of these years, and what the office promises."""
    calendar, this = house.calendar, house.calendar.local_date(house.now())
    days = [day.isoformat() for day in calendar.working_days(this.replace(month=1, day=1), 3 * 366)]
    settings = house.settings
    promises = {
        name: sorted((str(clock), str(span)) for clock, span in promise.items())
        for name, promise in {"": settings.promises, **settings.kinder}.items()
    }
    told = json.dumps([days, promises], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _anew(house: House, row: Any) -> Entry | None:
    """The entry that sets a clock's last day right; None where it is right, or kinder as it is.

    What was lengthened or given by hand is left as it is.
    """
    clock, since = Clock(row.clock), house.calendar.local_date(row.started_at)
    names = cases.promises_of(row)
    due = cases.due(house, clock, since, names, told=row.due_on)
    key = people.key_of(house, row)
    if due == row.due_on or key is None or clock in _BY_HAND:
        return None
    return cases.entry(
        house,
        complaint=row.complaint_id,
        contact=row.contact_id,
        key=key,
        kind=Kind(row.kind),
        state=State(row.state),
        event=Event.COUNT_ANEW,
        actor=Actor.SYSTEM,
        at=house.now(),
        details={"clock": row.clock, "was": row.due_on.isoformat(), "is": due.isoformat()},
        wound=[cases.winding(house, clock, since, due, row.started_at)],
    )


_BY_HAND: Final = frozenset({Clock.J})
