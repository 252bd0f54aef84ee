"""Runs: who lives is known, and no two who live make the same ids."""

from __future__ import annotations

import asyncio

from sqlalchemy import delete, select

from storage import runs, tables
from storage.ids import GIVEN, Ids, worker_of
from tests.wire import write
from tests.world import World


async def test_processes_that_start_at_once_never_make_the_same_id(world: World) -> None:
    async def start(ids: Ids) -> int:
        async with world.house.database.write() as db:
            run, _ = await runs.begin(db, ids, world.clock.now(), alone=False)
        return run

    starting = [Ids(7) for _ in range(40)]
    begun = await asyncio.gather(*(start(ids) for ids in starting))
    workers = {worker_of(run) for run in begun}
    assert len(workers) == 40
    assert worker_of(world.house.new_id()) not in workers
    assert all(worker < GIVEN for worker in workers)
    made = [worker_of(ids.take(world.clock.now())) for ids in starting]
    assert made == [worker_of(run) for run in begun]


async def test_the_number_of_who_died_is_free_again(world: World) -> None:
    async def start() -> int:
        async with world.house.database.write() as db:
            run, _ = await runs.begin(db, Ids(0), world.clock.now(), alone=False)
        return worker_of(run)

    for _ in range(2):
        world.clock.wind(seconds=60)
        taken = {await start() for _ in range(GIVEN - 1)}
        assert len(taken) == GIVEN - 1


async def test_whoever_was_taken_for_dead_comes_back_under_another_number(world: World) -> None:
    ids = Ids(0)
    async with world.house.database.write() as db:
        run, _ = await runs.begin(db, ids, world.clock.now(), alone=False)
    before, last = ids.worker, ids.take(world.clock.now())
    given = {"id": 1, "worker": before, "started_at": world.clock.now()}
    await write(
        world,
        delete(tables.runs).where(tables.runs.c.id == run),
        tables.runs.insert().values(seen_at=world.clock.now(), **given),
    )
    async with world.house.database.write() as db:
        await runs.note(db, run, ids, world.clock.now())
    workers = [row.worker for row in await world.rows(select(tables.runs.c.worker))]
    assert ids.worker != before
    assert len(set(workers)) == len(workers) == 3
    assert ids.take(world.clock.now()) > last
