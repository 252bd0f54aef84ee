"""Housekeeping: what nobody needs any more is taken out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.ids import first
from storage.tables import messages, pace, sessions, tries, visits


async def forget_codes(db: AsyncConnection, kind: str, since: datetime, before: datetime) -> None:
    """What was taken for this kind keeps no word of what it said."""
    await db.execute(
        update(messages)
        .where(
            messages.c.id.between(first(since), first(before)),
            messages.c.kind == kind,
            messages.c.text != "",
        )
        .values(text="", full="", subject="", raw=None)
    )


async def tidy(db: AsyncConnection, now: datetime, day_ago: datetime) -> None:
    """Ended sessions and visits, forgotten tries, and buckets that are long full again."""
    await db.execute(delete(sessions).where(sessions.c.expires_at < now))
    await db.execute(delete(visits).where(visits.c.expires_at < now))
    await db.execute(delete(tries).where(tries.c.since < day_ago))
    await db.execute(delete(pace).where(pace.c.at < day_ago))
