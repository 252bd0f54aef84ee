"""Partings: a citizen's own word ends a case, and whoever was joined with it goes on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.casework.words import Event
from bot.house import House
from bot.inbox import parting
from bot.intake.outcomes import Left
from storage import joining, outbox
from storage.journal import Entry


def ended(left: Iterable[Left]) -> list[int]:
    """The cases that a citizen's own word ends; others may have been joined with them."""
    return [one.complaint for _, entries in left for one in entries if _ends(one)]


async def part(db: AsyncConnection, house: House, entries: Sequence[Entry]) -> parting.Left:
    """Whoever was joined with what ended goes on; their citizens are told."""
    events = {one.complaint: Event(one.event) for one in entries if _ends(one)}
    rows = await joining.rows(db, sorted(events)) if events else []
    left = await parting.part(house, db, [parting.Ending(row, events[row.id]) for row in rows])
    await outbox.add(db, left.letters)
    return left


def _ends(entry: Entry) -> bool:
    return entry.ends and entry.event in parting.ENDINGS
