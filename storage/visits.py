"""Visits: a citizen's sign-in to one case with number and kunci, and the tries that it took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import complaints, visits


@dataclass(frozen=True, slots=True)
class Visit:
    """One sign-in; `token` is the hash of what the browser holds."""

    token: bytes
    complaint: int
    address: int
    expires_at: datetime


async def reserve_try(db: AsyncConnection, case: int, at_most: int) -> int | None:
    """Count a try before it is made; how many there are now, or None where the case is closed."""
    row = await db.execute(
        update(complaints)
        .where(complaints.c.id == case, complaints.c.key_misses < at_most)
        .values(key_misses=complaints.c.key_misses + 1)
        .returning(complaints.c.key_misses)
    )
    tried: int | None = row.scalar_one_or_none()
    return tried


async def forgive_tries(db: AsyncConnection, case: int) -> None:
    """The kunci fitted: who has it may mistype again another day."""
    await db.execute(update(complaints).where(complaints.c.id == case).values(key_misses=0))


async def begin(db: AsyncConnection, visit: Visit, now: datetime) -> None:
    """From now on this browser sees the case."""
    await db.execute(
        insert(visits).values(
            token=visit.token,
            complaint_id=visit.complaint,
            address_id=visit.address,
            created_at=now,
            expires_at=visit.expires_at,
        )
    )


async def find(db: AsyncConnection, token: bytes, now: datetime) -> Row[Any] | None:
    """The visit that this browser made, while it lasts."""
    rows = await db.execute(
        select(visits).where(visits.c.token == token, visits.c.expires_at > now)
    )
    return rows.one_or_none()


async def prolong(db: AsyncConnection, token: bytes, until: datetime) -> None:
    """Somebody who writes is still there."""
    await db.execute(update(visits).where(visits.c.token == token).values(expires_at=until))


async def end(db: AsyncConnection, token: bytes) -> None:
    """Signed out."""
    await db.execute(delete(visits).where(visits.c.token == token))


async def end_all(db: AsyncConnection, case: int) -> None:
    """A new kunci, or LEPAS: whoever had opened the case has to open it anew."""
    await db.execute(delete(visits).where(visits.c.complaint_id == case))
