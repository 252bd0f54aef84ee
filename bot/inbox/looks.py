"""Looks: that somebody's eyes were on a case is noted: its words as read, its name as known."""

from __future__ import annotations

from bot.casework.rights import Right
from bot.house import House
from bot.inbox import people
from bot.inbox.sessions import Officer
from storage import inbox, openings, sorting


async def note(house: House, officer: Officer, number: str) -> None:
    """What an inspector reads stays unread; whose name it is, they know as well."""
    async with house.database.read() as db:
        row = await inbox.by_number(db, officer.reader, number)
        if row is None:
            return
        fresh = officer.writes and await sorting.unseen(db, row.id)
        names = officer.may(Right.READ_NAMES) and not people.is_hidden(row.protection)
        learns = names and not await openings.is_known(db, officer.id, row.id)
    if not (fresh or learns):
        return
    async with house.database.write() as db:
        if fresh:
            await sorting.see(db, row.id, house.now())
        if learns:
            await openings.first(db, house.new_id(), officer.id, row.id, house.now())
    if fresh:
        house.live.tell([row.id])
