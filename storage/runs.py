"""Runs: a process that is alive has a row; a row that was left behind tells of a death."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import is_postgresql, upsert
from storage.ids import GIVEN, Ids, worker_of
from storage.tables import runs

#: A process notes that it lives every ten seconds; after this time it is taken for dead, and
#: that is before its claims end (storage.waiting): whoever takes them over knows of the death.
SILENCE = timedelta(seconds=30)


#: Processes that start at once take their places one after the other.
_PLACES = 0x5A_48_55_54


async def begin(db: AsyncConnection, ids: Ids, now: datetime, *, alone: bool) -> tuple[int, bool]:
    """Note the start of a process, which from now on makes ids that no other one makes.

    Returns the run, and whether an earlier one ended without saying so. alone: nobody else can be
    running on this database, so any row left is of the dead.
    """
    if is_postgresql(db):
        await db.execute(select(func.pg_advisory_xact_lock(_PLACES)))
    found = await _bury(db, None if alone else now - SILENCE)
    taken = {worker_of(run) for run in await db.scalars(select(runs.c.id))}
    ids.work_as(random.choice([worker for worker in range(GIVEN) if worker not in taken]))
    run = ids.take(now)
    await db.execute(insert(runs).values(id=run, started_at=now, seen_at=now))
    return run, found


async def note(db: AsyncConnection, run: int, now: datetime) -> bool:
    """Still alive. True when another process is not, and did not say so."""
    again = upsert(db, runs).values(id=run, started_at=now, seen_at=now)
    await db.execute(again.on_conflict_do_update(index_elements=["id"], set_={"seen_at": now}))
    return await _bury(db, now - SILENCE)


async def end(db: AsyncConnection, run: int) -> None:
    """A clean stop."""
    await db.execute(delete(runs).where(runs.c.id == run))


async def _bury(db: AsyncConnection, silent_since: datetime | None) -> bool:
    left = delete(runs)
    if silent_since is not None:
        left = left.where(runs.c.seen_at < silent_since)
    return bool((await db.execute(left)).rowcount)
