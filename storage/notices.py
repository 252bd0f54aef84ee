"""Notices: whether a citizen was told what the office said of a case, and when."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import clocks, complaints, contacts, journal, outbox


async def people(
    db: AsyncConnection, numbers: Sequence[int], clock: str, states: Collection[str]
) -> set[int]:
    """The citizens of those of the cases in these states whose clock runs."""
    if not numbers:
        return set()
    rows = await db.execute(
        select(complaints.c.contact_id)
        .join(clocks, clocks.c.complaint_id == complaints.c.id)
        .where(_waits(numbers, clock, states))
    )
    return set(rows.scalars())


async def waiting(
    db: AsyncConnection, numbers: Sequence[int], clock: str, states: Collection[str]
) -> list[Any]:
    """Those cases, locked, with their citizen's wrapped key, and since when their clock runs."""
    if not numbers:
        return []
    rows = await db.execute(
        select(complaints, contacts.c.wrapped_key, clocks.c.started_at.label("since"))
        .join(contacts, contacts.c.id == complaints.c.contact_id)
        .join(clocks, clocks.c.complaint_id == complaints.c.id)
        .where(_waits(numbers, clock, states))
        .order_by(complaints.c.id)
        .with_for_update(of=complaints, key_share=True)
    )
    return list(rows)


def _waits(numbers: Sequence[int], clock: str, states: Collection[str]) -> ColumnElement[bool]:
    return and_(
        complaints.c.id.in_(numbers),
        complaints.c.state.in_(states),
        clocks.c.clock == clock,
        clocks.c.stopped_at.is_(None),
    )


async def letters(
    db: AsyncConnection, numbers: Sequence[int], purpose: str, events: Collection[str]
) -> list[Any]:
    """The letter that told of each of these events, and what went instead of it: `said_at`, when
    it happened, `written_at`, when the letter was first written."""
    if not numbers:
        return []
    first = outbox.alias("first")
    # Several may have been written in one breath; the first of them is the one.
    told = (
        select(func.min(outbox.c.id))
        .where(
            outbox.c.complaint_id == journal.c.complaint_id,
            outbox.c.purpose == purpose,
            outbox.c.created_at >= journal.c.at,
        )
        .correlate(journal)
        .scalar_subquery()
    )
    rows = await db.execute(
        select(
            outbox.c.complaint_id,
            outbox.c.account,
            outbox.c.accepted_at,
            outbox.c.delivered_at,
            outbox.c.read_at,
            outbox.c.failed_at,
            outbox.c.held_at,
            first.c.created_at.label("written_at"),
            journal.c.at.label("said_at"),
        )
        .select_from(journal)
        .join(first, first.c.id == told)
        .join(outbox, or_(outbox.c.id == first.c.id, outbox.c.instead_of == first.c.id))
        .where(journal.c.complaint_id.in_(numbers), journal.c.event.in_(events))
        .order_by(outbox.c.id)
    )
    return list(rows.all())


async def by_hand(db: AsyncConnection, number: int, told: str, said: str) -> datetime | None:
    """When an officer last noted that the citizen was told, since this was last said; or None."""
    since = (
        select(func.max(journal.c.at))
        .where(journal.c.complaint_id == number, journal.c.event == said)
        .scalar_subquery()
    )
    found = await db.execute(
        select(func.max(journal.c.at)).where(
            journal.c.complaint_id == number,
            journal.c.event == told,
            journal.c.officer_id.is_not(None),
            journal.c.at >= since,
        )
    )
    at: datetime | None = found.scalar_one()
    return at
