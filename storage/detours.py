"""Detours: what does not reach a citizen, where else it may go, and who has to be called."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, case, func, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import ways
from storage.tables import Utc, addresses, complaints, contacts, fallbacks, outbox


async def spares(
    db: AsyncConnection, number: int, accounts: Collection[str], tried: Collection[int]
) -> list[Row[Any]]:
    """Where else this case's citizen may be written to, the newest consent first.

    Not by an account that is not there, nor to whoever blocked us or wants no news, nor again
    to an address that was tried.
    """
    rows = await db.execute(
        select(addresses, contacts.c.wrapped_key, contacts.c.language)
        .join(fallbacks, fallbacks.c.address_id == addresses.c.id)
        .join(complaints, complaints.c.id == fallbacks.c.case_id)
        .join(contacts, contacts.c.id == addresses.c.contact_id)
        .where(
            fallbacks.c.case_id == number,
            addresses.c.account.in_(accounts),
            addresses.c.id.not_in(tried),
            addresses.c.blocked_at.is_(None),
            contacts.c.stopped_at.is_(None),
            contacts.c.wrapped_key.is_not(None),
            ways.follows(),
        )
        .order_by(fallbacks.c.at.desc(), addresses.c.id.desc())
    )
    return list(rows)


async def letters(db: AsyncConnection, numbers: Sequence[int]) -> list[Row[Any]]:
    """These messages, each with its person's key, and the case it tells of."""
    rows = await db.execute(_letters().where(outbox.c.id.in_(numbers)).order_by(outbox.c.id))
    return list(rows)


async def held_at(db: AsyncConnection, addresses_: Collection[int]) -> list[Row[Any]]:
    """What waits at these addresses for their owners to write."""
    rows = await db.execute(
        _letters()
        .where(outbox.c.address_id.in_(addresses_), outbox.c.held_at.is_not(None))
        .order_by(outbox.c.id)
    )
    return list(rows)


def _letters() -> Select[Any]:
    return (
        select(
            outbox,
            contacts.c.wrapped_key,
            complaints.c.number,
            complaints.c.protection,
        )
        .join(contacts, contacts.c.id == outbox.c.contact_id)
        .join(complaints, complaints.c.id == outbox.c.complaint_id)
        .where(contacts.c.wrapped_key.is_not(None))
    )


async def tried(db: AsyncConnection, root: int) -> dict[int, int]:
    """A message and what went instead of it, each with the address it went to."""
    rows = await db.execute(
        select(outbox.c.id, outbox.c.address_id).where(
            or_(outbox.c.id == root, outbox.c.instead_of == root)
        )
    )
    return {row.id: row.address_id for row in rows}


async def divert(db: AsyncConnection, now: datetime, numbers: Sequence[int], state: str) -> None:
    """What waited went elsewhere: it does not go a second time when the citizen writes."""
    if numbers:
        await db.execute(
            update(outbox)
            .where(outbox.c.id.in_(numbers), outbox.c.done_at.is_(None))
            .values(state=state, held_at=None, done_at=now, lease_until=None)
        )


async def call(db: AsyncConnection, cases: Collection[int], alarm: str, now: datetime) -> None:
    """Somebody of ours has to reach these citizens; an older alarm stays."""
    for number in sorted(cases):
        await db.execute(
            update(complaints)
            .where(complaints.c.id == number)
            .values(
                alarm=case((complaints.c.alarm == "", alarm), else_=complaints.c.alarm),
                alarm_at=func.coalesce(complaints.c.alarm_at, literal(now, Utc)),
                touched_at=now,
            )
        )


async def drop_knocks(
    db: AsyncConnection, now: datetime, people: Sequence[int], purpose: str, state: str
) -> None:
    """Who reads needs no knock any more: those that wait are taken back."""
    if people:
        await db.execute(
            update(outbox)
            .where(
                outbox.c.contact_id.in_(people),
                outbox.c.held_at.is_not(None),
                outbox.c.purpose == purpose,
                outbox.c.done_at.is_(None),
            )
            .values(state=state, held_at=None, done_at=now)
        )
