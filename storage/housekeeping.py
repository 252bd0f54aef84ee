"""Housekeeping: what nobody needs any more is taken out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import pace, sessions, tries, visits


async def tidy(db: AsyncConnection, now: datetime, day_ago: datetime) -> None:
    """Ended sessions and visits, forgotten tries, and buckets that are long full again."""
    await db.execute(delete(sessions).where(sessions.c.expires_at < now))
    await db.execute(delete(visits).where(visits.c.expires_at < now))
    await db.execute(delete(tries).where(tries.c.since < day_ago))
    await db.execute(delete(pace).where(pace.c.at < day_ago))
