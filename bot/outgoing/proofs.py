"""Proofs: what follows from an arrival: a decision is delivered, a notice begins to count."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import cases
from bot.casework.words import Clock, Event, State
from bot.house import House
from bot.outgoing.deliveries import Changed
from storage import acts, journal, linking, sorting
from storage.journal import Entry, Wound

#: The notice of incompleteness is written in the transaction that winds the citizen's clock.
TOGETHER: Final = timedelta(seconds=5)


async def append(db: AsyncConnection, house: House, changed: Changed) -> None:
    """Note what these arrivals prove, once each. Last call of a transaction."""
    await _take(db, changed)
    decided = await sorting.standing_at(db, sorted(changed.arrived), str(State.DECIDED))
    waiting = await sorting.standing_at(db, sorted(changed.noticed), str(State.AWAITING_COMPLETION))
    started = await acts.started(db, [row.id for row in waiting], str(Clock.B))
    entries = [_entry(house, row, Event.DELIVER, {"proof": "provider"}) for row in decided]
    for row in waiting:
        wound = _counted(house, row, started.get(row.id), *changed.noticed[row.id])
        if wound is not None:
            told = {"clock": str(Clock.B), "is": wound.due.isoformat(), "why": "delivered"}
            entries.append(_entry(house, row, Event.COUNT_ANEW, told, [wound]))
    await journal.append(db, house.vault, entries)


async def _take(db: AsyncConnection, changed: Changed) -> None:
    """Their citizens first: whoever read these cases before reads them again before writing."""
    proven = (
        (changed.arrived, State.DECIDED),
        (set(changed.noticed), State.AWAITING_COMPLETION),
    )
    people: set[int] = set()
    for cases_, state in proven:
        people |= await sorting.people_at(db, sorted(cases_), str(state))
    for contact in sorted(people):
        await linking.touch(db, [contact])


def _counted(
    house: House, row: Any, started: datetime | None, written: datetime, came: datetime
) -> Wound | None:
    """The citizen's days count from when the notice came, if that is a later day."""
    if started is None or abs(started - written) > TOGETHER:
        return None
    day = house.calendar.local_date(came)
    if day <= house.calendar.local_date(started):
        return None
    last = cases.due(house, Clock.B, day, cases.promises_of(row))
    return cases.winding(house, Clock.B, day, last, came)


def _entry(
    house: House, row: Any, event: Event, details: dict[str, str], wound: list[Wound] | None = None
) -> Entry:
    key = house.vault.person(row.contact_id, row.wrapped_key)
    return cases.by_itself(
        house, row, key, event, details=details, wound=wound or (), names=cases.promises_of(row)
    )
