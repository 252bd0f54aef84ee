"""Linking: which addresses belong to one citizen's case, and how often a kunci was wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import complaints, contacts, links


async def count_misses(db: AsyncConnection, cases: Sequence[int]) -> None:
    """One more wrong kunci on each of these cases."""
    if cases:
        await db.execute(
            update(complaints)
            .where(complaints.c.id.in_(cases))
            .values(key_misses=complaints.c.key_misses + 1)
        )


async def new_key(db: AsyncConnection, case: int) -> int:
    """A new generation of the kunci: the old one no longer fits. Returns the generation."""
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


async def touch(db: AsyncConnection, people: Sequence[int]) -> None:
    """What the dialogue knew of these contacts is no longer so: it shall read again."""
    if people:
        await db.execute(
            update(contacts).where(contacts.c.id.in_(people)).values(version=contacts.c.version + 1)
        )
