"""Proofs: a decision that reached the citizen counts as delivered, and clock D stops."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import cases
from bot.casework.words import Actor, Event, Kind, State
from bot.house import House
from storage import journal, sorting
from storage.journal import Entry


async def append(db: AsyncConnection, house: House, arrived: Iterable[int]) -> None:
    """Note the delivery of these cases' decisions, once each. Last call of a transaction."""
    rows = await sorting.standing_at(db, sorted(arrived), str(State.DECIDED))
    await journal.append(db, house.vault, [_delivered(house, row) for row in rows])


def _delivered(house: House, row: Any) -> Entry:
    return cases.entry(
        house,
        complaint=row.id,
        contact=row.contact_id,
        key=house.vault.person(row.contact_id, row.wrapped_key),
        kind=Kind(row.kind),
        state=State(row.state),
        event=Event.DELIVER,
        actor=Actor.SYSTEM,
        at=house.now(),
        details={"proof": "provider"},
    )
