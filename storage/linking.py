"""Linking: which addresses belong to one citizen's case, and how often a kunci was wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import ways
from storage.tables import addresses, complaints, contacts, links, visits


async def count_misses(db: AsyncConnection, cases: Sequence[int]) -> None:
    """One more wrong kunci on each of these cases."""
    if cases:
        await db.execute(
            update(complaints)
            .where(complaints.c.id.in_(cases))
            .values(key_misses=complaints.c.key_misses + 1)
        )


async def new_key(db: AsyncConnection, case: int) -> int:
    """A new generation of the kunci: the old one opens nothing any more. Returns it."""
    await db.execute(delete(visits).where(visits.c.complaint_id == case))
    row = await db.execute(
        update(complaints)
        .where(complaints.c.id == case)
        .values(generation=complaints.c.generation + 1, key_misses=0)
        .returning(complaints.c.generation)
    )
    generation: int = row.scalar_one()
    return generation


async def join(db: AsyncConnection, contact: int, case: int, now: datetime) -> None:
    """This contact opened the case with its kunci: updates go here as well."""
    known = await db.execute(
        select(links.c.case_id).where(links.c.case_id == case, links.c.contact_id == contact)
    )
    if known.one_or_none() is None:
        await db.execute(insert(links).values(case_id=case, contact_id=contact, at=now))


async def part(db: AsyncConnection, contact: int, case: int) -> None:
    """LEPAS: every other address loses the case; who speaks now keeps it."""
    await db.execute(delete(links).where(links.c.case_id == case, links.c.contact_id != contact))
    await ways.part(db, contact, case)


async def touch(db: AsyncConnection, people: Sequence[int]) -> None:
    """What the dialogue knew of these contacts is no longer so: it shall read again."""
    if people:
        await db.execute(
            update(contacts).where(contacts.c.id.in_(people)).values(version=contacts.c.version + 1)
        )


async def recipients(db: AsyncConnection, case: int, last: Sequence[str] = ()) -> list[Row[Any]]:
    """Everybody who follows a case, each with the address last heard: the owner comes first.

    last: accounts that reach nobody by themselves (a page), taken where there is no other.
    Rows: contact_id, address_id, account, language, stopped_at, is_owner.
    """
    owner = select(complaints.c.contact_id).where(complaints.c.id == case)
    followers = select(links.c.contact_id).where(links.c.case_id == case)
    rows = await db.execute(
        select(
            addresses.c.contact_id,
            addresses.c.id.label("address_id"),
            addresses.c.account,
            contacts.c.language,
            contacts.c.stopped_at,
            addresses.c.contact_id.in_(owner).label("is_owner"),
        )
        .join(contacts, contacts.c.id == addresses.c.contact_id)
        .where(or_(addresses.c.contact_id.in_(owner), addresses.c.contact_id.in_(followers)))
        .order_by(
            addresses.c.account.in_(last),
            addresses.c.heard_at.desc().nulls_last(),
            addresses.c.id,
        )
    )
    newest: dict[int, Row[Any]] = {}
    for row in rows:
        newest.setdefault(row.contact_id, row)
    return sorted(newest.values(), key=lambda row: not row.is_owner)


async def joined(db: AsyncConnection, case: int) -> Sequence[Any]:
    """The cases that were joined with this one, each with the address its citizen is told at."""
    where = func.coalesce(complaints.c.news_id, complaints.c.address_id)
    rows = await db.execute(
        select(
            complaints.c.id,
            complaints.c.number,
            complaints.c.protection,
            contacts.c.language,
            addresses.c.contact_id,
            addresses.c.id.label("address_id"),
            addresses.c.account,
        )
        .join(addresses, addresses.c.id == where)
        .join(contacts, contacts.c.id == addresses.c.contact_id)
        .where(complaints.c.parent_id == case)
        .order_by(complaints.c.id)
    )
    return rows.all()


async def number_of(db: AsyncConnection, case: int) -> str:
    """A case's tracking number."""
    row = await db.execute(select(complaints.c.number).where(complaints.c.id == case))
    number: str = row.scalar_one()
    return number
