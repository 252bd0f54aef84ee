"""Tries: how often somebody did something lately, by keyed hash of who; forgotten after a day."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import upsert
from storage.tables import tries

_SLICE = 600  # seconds: tries are added up in slices of ten minutes


async def count(db: AsyncConnection, name: str, who: bytes, now: datetime) -> None:
    """One more."""
    statement = upsert(db, tries).values(name=name, who=who, since=_slice(now), count=1)
    await db.execute(
        statement.on_conflict_do_update(
            index_elements=["name", "who", "since"], set_={"count": tries.c.count + 1}
        )
    )


async def lately(
    db: AsyncConnection, name: str, who: bytes, after: datetime
) -> list[tuple[datetime, int]]:
    """(since, count) of every slice that began after this moment, oldest first."""
    rows = await db.execute(
        select(tries.c.since, tries.c.count)
        .where(tries.c.name == name, tries.c.who == who, tries.c.since > after)
        .order_by(tries.c.since)
    )
    return [(since, often) for since, often in rows]


def _slice(at: datetime) -> datetime:
    return datetime.fromtimestamp(at.timestamp() // _SLICE * _SLICE, at.tzinfo)
