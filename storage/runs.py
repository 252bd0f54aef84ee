"""Runs: a process that is alive has a row; a row that was left behind tells of a death."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import is_postgresql
from storage.ids import GIVEN, Ids
from storage.tables import runs

#: A process notes that it lives every ten seconds; after this time it is taken for dead, and
#: that is before its claims end (storage.waiting): whoever takes them over knows of the death.
SILENCE = timedelta(seconds=30)
#: The name of the lock on places.
_PLACES = 0x5A_48_55_54


async def begin(db: AsyncConnection, ids: Ids, now: datetime, *, alone: bool) -> tuple[int, bool]:
    """Note the start of a process, which from now on makes ids that no other one makes.

    Returns the run, and whether an earlier one ended without saying so. alone: nobody else can be
    running on this database, so any row left is of the dead.
    """
    found = await _bury(db, None if alone else now - SILENCE)
    await _take_place(db, ids)
    run = ids.take(now)
    await _be(db, run, ids, now)
    return run, found


async def note(db: AsyncConnection, run: int, ids: Ids, now: datetime) -> bool:
    """Still alive. True when another process is not, and did not say so.

    Whoever was silent for so long that it was taken for dead takes another place: its own may
    have been given away.
    """
    seen = await db.execute(update(runs).where(runs.c.id == run).values(seen_at=now))
    if not seen.rowcount:
        await _take_place(db, ids)
        await _be(db, run, ids, now)
    return await _bury(db, now - SILENCE)


async def _take_place(db: AsyncConnection, ids: Ids) -> None:
    """One place after the other, also where several processes start at once."""
    if is_postgresql(db):
        await db.execute(select(func.pg_advisory_xact_lock(_PLACES)))
    taken = set(await db.scalars(select(runs.c.worker)))
    ids.work_as(random.choice([worker for worker in range(GIVEN) if worker not in taken]))


async def _be(db: AsyncConnection, run: int, ids: Ids, now: datetime) -> None:
    await db.execute(insert(runs).values(id=run, worker=ids.worker, started_at=now, seen_at=now))


async def end(db: AsyncConnection, run: int) -> None:
    """A clean stop."""
    await db.execute(delete(runs).where(runs.c.id == run))


async def _bury(db: AsyncConnection, silent_since: datetime | None) -> bool:
    left = delete(runs)
    if silent_since is not None:
        left = left.where(runs.c.seen_at < silent_since)
    return bool((await db.execute(left)).rowcount)
