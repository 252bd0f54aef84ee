"""Runs: a process that is alive has a row; a row that was left behind tells of a death."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import runs

#: A process notes that it lives every ten seconds; after this time it is taken for dead.
SILENCE = timedelta(seconds=60)


async def begin(db: AsyncConnection, run: int, now: datetime, *, alone: bool) -> bool:
    """Note the start of a process. True when an earlier one ended without saying so.

    alone: nobody else can be running on this database, so any row left is of the dead.
    """
    left = select(runs.c.id)
    if not alone:
        left = left.where(runs.c.seen_at < now - SILENCE)
    dead = [row.id for row in await db.execute(left)]
    if dead:
        await db.execute(delete(runs).where(runs.c.id.in_(dead)))
    await db.execute(insert(runs).values(id=run, started_at=now, seen_at=now))
    return bool(dead)


async def note(db: AsyncConnection, run: int, now: datetime) -> None:
    """Still alive."""
    await db.execute(update(runs).where(runs.c.id == run).values(seen_at=now))


async def end(db: AsyncConnection, run: int) -> None:
    """A clean stop."""
    await db.execute(delete(runs).where(runs.c.id == run))
