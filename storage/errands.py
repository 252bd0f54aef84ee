"""Errands: letters that the office's own people carry, and what they tell of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, exists, func, insert, not_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.guards import Reader, open_to
from storage.tables import complaints, contacts, deliveries, officers, outbox


async def waiting(
    db: AsyncConnection,
    reader: Reader,
    accounts: Sequence[str],
    before: int | None,
    at_most: int,
) -> list[Row[Any]]:
    """Letters of these accounts that nobody has carried yet, newest first."""
    query = (
        select(outbox, officers.c.name.label("officer"))
        .outerjoin(officers, officers.c.id == outbox.c.officer_id)
        .where(outbox.c.id.in_(_open(reader, accounts)))
    )
    if before is not None:
        query = query.where(outbox.c.id < before)
    return list((await db.execute(query.order_by(outbox.c.id.desc()).limit(at_most))).all())


async def count(db: AsyncConnection, reader: Reader, accounts: Sequence[str], at_most: int) -> int:
    """How many they are, counted no further than asked."""
    few = _open(reader, accounts).limit(at_most).subquery()
    return int((await db.execute(select(func.count()).select_from(few))).scalar_one())


def _open(reader: Reader, accounts: Sequence[str]) -> Select[Any]:
    """Word for word the condition of the index that holds these few letters."""
    shut = exists().where(complaints.c.id == outbox.c.complaint_id, not_(open_to(reader)))
    return select(outbox.c.id).where(
        outbox.c.account.in_(accounts),
        outbox.c.accepted_at.is_not(None),
        outbox.c.provider.is_(None),
        outbox.c.delivered_at.is_(None),
        outbox.c.failed_at.is_(None),
        not_(shut),
    )


async def letter(db: AsyncConnection, reader: Reader, number: int) -> Row[Any] | None:
    """A letter with the number of its case and its person's key."""
    rows = await db.execute(
        select(
            outbox,
            complaints.c.number,
            contacts.c.wrapped_key,
            officers.c.name.label("officer"),
        )
        .join(contacts, contacts.c.id == outbox.c.contact_id)
        .join(complaints, complaints.c.id == outbox.c.complaint_id)
        .outerjoin(officers, officers.c.id == outbox.c.officer_id)
        .where(outbox.c.id == number, open_to(reader))
    )
    return rows.one_or_none()


async def hold(db: AsyncConnection, number: int) -> Row[Any]:
    """The letter as it stands now, locked."""
    return (await db.execute(select(outbox).where(outbox.c.id == number).with_for_update())).one()


async def tell(db: AsyncConnection, told: dict[str, Any]) -> Any:
    """A delivery that somebody of ours tells of, as a provider would."""
    row = await db.execute(insert(deliveries).values(**told).returning(deliveries))
    return row.one()


async def of_case(db: AsyncConnection, case: int, purpose: str) -> list[Row[Any]]:
    """Letters of one purpose that a case led to, oldest first."""
    rows = await db.execute(
        select(outbox)
        .where(outbox.c.complaint_id == case, outbox.c.purpose == purpose)
        .order_by(outbox.c.id)
    )
    return list(rows)
