"""Proofs: what follows from an arrival: a decision is delivered, an answer given, days begin."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import cases
from bot.casework import lifecycle
from bot.casework.words import Clock, Event, State
from bot.house import House
from bot.outgoing.deliveries import Changed
from storage import acts, journal, linking, notices, sorting
from storage.journal import Entry, Wound

#: A notice is written in the transaction that says what it tells of.
TOGETHER: Final = timedelta(seconds=5)
#: An alarm: what a file lacks may not have reached the citizen.
UNTOLD: Final = "untold"
#: With these an officer says whether the file is complete (UU 25/2009 Ps. 42-45).
_SAYING: Final = [
    str(move.event)
    for move in lifecycle.MOVES
    if State.RECEIVED in move.sources and move.target in lifecycle.ANSWERED
]


async def append(db: AsyncConnection, house: House, changed: Changed) -> None:
    """Note what these arrivals prove, once each. Last call of a transaction that `take` began."""
    await journal.append(db, house.vault, await entries(db, house, changed))


async def entries(db: AsyncConnection, house: House, changed: Changed) -> list[Entry]:
    """The journal's rows for what these arrivals prove."""
    made = [_entry(house, row, Event.NOTIFY, {}) for row in await _told(db, house, changed.told)]
    decided = await sorting.standing_at(db, sorted(changed.arrived), str(State.DECIDED))
    made += [_entry(house, row, Event.DELIVER, {"proof": "provider"}) for row in decided]
    waiting = await sorting.standing_at(db, sorted(changed.told), str(State.AWAITING_COMPLETION))
    started = await acts.started(db, [row.id for row in waiting], str(Clock.B))
    for row in waiting:
        since, came = started.get(row.id), await noticed(db, house, row.id)
        if came and row.alarm == UNTOLD:
            await sorting.change(db, row.id, alarm="", alarm_at=None)
        wound = counted(house, row, since, came) if since and came else None
        if wound is not None:
            why = {"clock": str(Clock.B), "is": wound.due.isoformat(), "why": "delivered"}
            made.append(_entry(house, row, Event.COUNT_ANEW, why, [wound]))
    return made


async def noticed(db: AsyncConnection, house: House, case: int) -> datetime | None:
    """When what a file lacks came into the citizen's hands, or an officer told her; or None."""
    told = str(Event.DECLARE_INCOMPLETE)
    found = await notices.letters(db, [case], "status", [told])
    last = max((one.said_at for one in found), default=None)
    came = [_arrived(house, one) for one in found if one.said_at == last and _tells(one)]
    came.append(await notices.by_hand(db, case, str(Event.NOTIFY), told))
    return min((at for at in came if at is not None), default=None)


async def untold(db: AsyncConnection, house: House, row: Any) -> bool:
    """Whether the citizen still has to hear what the office said of her file."""
    if row.state == State.AWAITING_COMPLETION:
        return await noticed(db, house, row.id) is None
    return bool(await notices.people(db, [row.id], str(Clock.A), lifecycle.ANSWERED))


async def take(db: AsyncConnection, changed: Changed) -> None:
    """Their citizens, before anything of theirs that waits to be sent: so does everybody.

    Whoever read these cases before reads them again before writing.
    """
    proven = (
        (changed.arrived, State.DECIDED),
        (changed.told, State.AWAITING_COMPLETION),
    )
    people = await notices.people(db, sorted(changed.told), str(Clock.A), lifecycle.ANSWERED)
    for cases_, state in proven:
        people |= await sorting.people_at(db, sorted(cases_), str(state))
    for contact in sorted(people):
        await linking.touch(db, [contact])


async def _told(db: AsyncConnection, house: House, cases_: Collection[int]) -> list[Any]:
    """Those whose answer has left for the citizen, and was not known to have."""
    rows = await notices.waiting(db, sorted(cases_), str(Clock.A), lifecycle.ANSWERED)
    found = await notices.letters(db, [row.id for row in rows], "status", _SAYING)
    since = {row.id: row.since for row in rows}
    left = {one.complaint_id for one in found if _left(house, one, since[one.complaint_id])}
    return [row for row in rows if row.id in left]


async def answered(db: AsyncConnection, house: House, case: int, since: datetime) -> bool:
    """Whether an answer has left for the citizen in this run of the office's clock."""
    found = await notices.letters(db, [case], "status", _SAYING)
    return any(_left(house, one, since) for one in found)


def _tells(letter: Any) -> bool:
    return bool(letter.written_at - letter.said_at <= TOGETHER)


def _left(house: House, letter: Any, since: datetime) -> bool:
    """Whether an answer is on its way; what lies on the pile has to be carried first."""
    if letter.said_at < since or not _tells(letter):
        return False
    channel = house.channels.get(letter.account)
    by_hand = channel is not None and channel.limits.by_hand
    taken = letter.accepted_at is not None and not by_hand and not _stands_still(letter)
    return taken or bool(letter.delivered_at or letter.read_at)


def _stands_still(letter: Any) -> bool:
    """Taken once, and come back since."""
    return letter.failed_at is not None or letter.held_at is not None


def _arrived(house: House, letter: Any) -> datetime | None:
    """When a message came into the citizen's hands, as far as its channel can tell.

    What operators tell of an SMS informs; it is too often missing or wrong to take a right away.
    """
    channel = house.channels.get(letter.account)
    if channel is not None and channel.limits.costly:
        return None
    moment: datetime | None = letter.delivered_at or letter.read_at
    blind = channel is None or channel.limits.receipts or _stands_still(letter)
    accepted: datetime | None = letter.accepted_at
    return moment or (None if blind else accepted)


def counted(house: House, row: Any, started: datetime, came: datetime) -> Wound | None:
    """The citizen's clock, wound again on the day on which she knew; None if that is the same."""
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
