"""Units: the tree of units and posts as it is kept, and whose cases they are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, insert, not_, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import upsert
from storage.tables import complaints, contacts, officers, posts, units

#: From behind this case on, at most so many; 0: all of them.
Page = tuple[int, int]
WHOLE: Page = (0, 0)


async def all_units(db: AsyncConnection) -> list[Row[Any]]:
    """Every unit there ever was, by name."""
    return list((await db.execute(select(units).order_by(units.c.name))).all())


async def all_posts(db: AsyncConnection) -> list[Row[Any]]:
    """Every post that anybody ever held, the oldest first."""
    return list((await db.execute(select(posts).order_by(posts.c.from_on, posts.c.id))).all())


async def add_unit(db: AsyncConnection, row: dict[str, Any]) -> None:
    """A unit that the configuration names for the first time; another process may be quicker."""
    await db.execute(upsert(db, units).values(**row).on_conflict_do_nothing())


async def change_unit(db: AsyncConnection, number: int, **columns: Any) -> None:
    """What the configuration says of a unit now."""
    await db.execute(update(units).where(units.c.id == number).values(**columns))


async def add_post(db: AsyncConnection, row: dict[str, Any]) -> None:
    """Somebody enters an office."""
    await db.execute(insert(posts).values(**row))


async def change_post(db: AsyncConnection, number: int, **columns: Any) -> None:
    """The end of a post, a leave, another superior."""
    await db.execute(update(posts).where(posts.c.id == number).values(**columns))


async def accounts(db: AsyncConnection, roles: Collection[str], now: datetime) -> list[Row[Any]]:
    """The accounts of these roles that may sign in, the oldest first."""
    rows = await db.execute(
        select(officers)
        .where(officers.c.role.in_(sorted(roles)), *_active(now))
        .order_by(officers.c.created_at, officers.c.id)
    )
    return list(rows)


async def held_by(
    db: AsyncConnection,
    officer: int,
    states: Sequence[str],
    *,
    lent: bool = False,
    page: Page = WHOLE,
) -> list[Row[Any]]:
    """The open cases of an officer, locked in the order of the house, each with its key's wrap.

    lent: those that somebody else keeps for them while they are away.
    """
    column = complaints.c.lent_by_id if lent else complaints.c.officer_id
    return await _locked(db, column == officer, states, page)


async def held_by_nobody(db: AsyncConnection, states: Sequence[str], page: Page) -> list[Row[Any]]:
    """Open cases that came in before there was an officer; what is sealed is not the office's."""
    nobody = and_(complaints.c.officer_id.is_(None), not_(complaints.c.sealed_above))
    return await _locked(db, nobody, states, page)


async def count_nobodys(db: AsyncConnection, states: Sequence[str]) -> int:
    """How many open cases are nobody's."""
    return await _count(db, complaints.c.officer_id.is_(None), states, sealed=False)


async def count_sealed(db: AsyncConnection, states: Sequence[str]) -> int:
    """How many open cases wait for the body above."""
    return await _count(db, true(), states, sealed=True)


async def _count(
    db: AsyncConnection, which: ColumnElement[bool], states: Sequence[str], *, sealed: bool
) -> int:
    shut = complaints.c.sealed_above if sealed else not_(complaints.c.sealed_above)
    found = select(func.count(complaints.c.id)).where(which, shut, complaints.c.state.in_(states))
    return int((await db.execute(found)).scalar_one())


async def ended_holders(db: AsyncConnection, states: Sequence[str], now: datetime) -> list[int]:
    """Accounts that may not sign in any more and still have open cases."""
    rows = await db.execute(
        select(officers.c.id)
        .join(complaints, complaints.c.officer_id == officers.c.id)
        .where(complaints.c.state.in_(states), not_(and_(*_active(now))))
        .distinct()
        .order_by(officers.c.id)
    )
    return list(rows.scalars())


async def _locked(
    db: AsyncConnection, which: ColumnElement[bool], states: Sequence[str], page: Page
) -> list[Row[Any]]:
    after, most = page
    if most:
        found = select(complaints.c.id).where(
            which, complaints.c.state.in_(states), complaints.c.id > after
        )
        few = found.order_by(complaints.c.id).limit(most).subquery()
        last = (await db.execute(select(func.max(few.c.id)))).scalar_one()
        which = and_(which, complaints.c.id > after, complaints.c.id <= (last or 0))
    people = select(complaints.c.contact_id).where(which, complaints.c.state.in_(states))
    await db.execute(
        select(contacts.c.id)
        .where(contacts.c.id.in_(people))
        .order_by(contacts.c.id)
        .with_for_update(key_share=True)
    )
    rows = await db.execute(
        select(complaints, contacts.c.wrapped_key)
        .join(contacts, contacts.c.id == complaints.c.contact_id)
        .where(which, complaints.c.state.in_(states))
        .order_by(complaints.c.id)
        .with_for_update(of=complaints, key_share=True)
    )
    return list(rows)


async def give(db: AsyncConnection, case: int, officer: int | None, lent_by: int | None) -> None:
    """Somebody else is responsible from now on; `lent_by`: until that one is back."""
    await db.execute(
        update(complaints)
        .where(complaints.c.id == case)
        .values(officer_id=officer, lent_by_id=lent_by)
    )


async def lenders(db: AsyncConnection) -> list[int]:
    """Officers whose cases somebody else keeps while they are away."""
    rows = await db.execute(
        select(complaints.c.lent_by_id)
        .where(complaints.c.lent_by_id.is_not(None))
        .distinct()
        .order_by(complaints.c.lent_by_id)
    )
    return list(rows.scalars())


async def forget_loans(db: AsyncConnection, officer: int) -> None:
    """Whoever goes for good gets nothing back."""
    await db.execute(
        update(complaints).where(complaints.c.lent_by_id == officer).values(lent_by_id=None)
    )


def _active(now: datetime) -> tuple[ColumnElement[bool], ...]:
    expires = officers.c.expires_at
    return officers.c.disabled_at.is_(None), or_(expires.is_(None), expires > now)
