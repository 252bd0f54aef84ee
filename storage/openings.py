"""Openings: who read whose name, when, and why."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import upsert
from storage.guards import Reader, open_to
from storage.tables import complaints, officers, openings


async def is_known(db: AsyncConnection, officer: int, case: int) -> bool:
    """Whether this officer opened this case before."""
    rows = await db.execute(
        select(openings.c.id)
        .where(openings.c.officer_id == officer, openings.c.complaint_id == case)
        .limit(1)
    )
    return rows.first() is not None


async def first(db: AsyncConnection, number: int, officer: int, case: int, now: datetime) -> None:
    """The first time an officer opened a case whose name is open; later ones are no news."""
    row = {"id": number, "officer_id": officer, "complaint_id": case, "at": now}
    await db.execute(upsert(db, openings).values(**row).on_conflict_do_nothing())


async def add(db: AsyncConnection, row: dict[str, Any]) -> None:
    """A protected identity is opened, with a reason."""
    await db.execute(insert(openings).values(**row))


async def opened_since(db: AsyncConnection, officer: int, case: int, since: datetime) -> bool:
    """Whether this officer opened this protected identity lately, with a reason."""
    rows = await db.execute(
        select(openings.c.id)
        .where(
            openings.c.officer_id == officer,
            openings.c.complaint_id == case,
            openings.c.reason.is_not(None),
            openings.c.at > since,
        )
        .limit(1)
    )
    return rows.first() is not None


async def page(
    db: AsyncConnection, reader: Reader, before: int | None, at_most: int
) -> list[Row[Any]]:
    """The newest first, of the cases that are open to this reader."""
    query = (
        select(
            openings,
            officers.c.name,
            officers.c.role,
            complaints.c.number,
            complaints.c.protection,
        )
        .join(officers, officers.c.id == openings.c.officer_id)
        .join(complaints, complaints.c.id == openings.c.complaint_id)
        .where(open_to(reader))
    )
    if before is not None:
        query = query.where(openings.c.id < before)
    return list((await db.execute(query.order_by(openings.c.id.desc()).limit(at_most))).all())
