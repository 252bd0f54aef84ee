"""The database: one file has one process, writers take turns, and away is told from wrong."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import DBAPIError

from storage.database import Away, Database, Occupied, is_away, ping, prepare_folder
from storage.tables import alarms
from tests import databases
from tests.world import MONDAY, World


async def test_a_second_run_on_the_same_file_refuses(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'sahut.db'}"
    first, second = Database(url), Database(url)
    first.occupy()
    with pytest.raises(Occupied):
        second.occupy()
    await first.close()
    second.occupy()
    await second.close()


async def test_a_second_service_refuses_or_shares_and_never_does_both(world: World) -> None:
    database = Database(world.url)
    try:
        database.occupy()
    except Occupied:
        assert world.house.database.is_file
    else:
        assert not world.house.database.is_file
    await database.close()


async def test_writers_take_turns_and_lose_nothing(database_url: str) -> None:
    database = Database(database_url)

    async def write(number: int) -> None:
        async with database.write() as db:
            await db.execute(insert(alarms).values(name=f"{number}", reason="", since=MONDAY))

    await asyncio.gather(*(write(number) for number in range(60)))
    async with database.read() as db:
        assert (await db.execute(select(func.count()).select_from(alarms))).scalar_one() == 60
    await database.close()


async def test_whoever_reads_cannot_write_where_one_writes_for_all(tmp_path: Path) -> None:
    template = databases.Template(tmp_path)
    await template.prepare()
    database = Database(await template.fresh(tmp_path))
    with pytest.raises(DBAPIError):
        async with database.read() as db:
            await db.execute(insert(alarms).values(name="x", reason="", since=MONDAY))
    await database.close()


async def test_what_breaks_in_the_middle_leaves_nothing(database_url: str) -> None:
    database = Database(database_url)
    with pytest.raises(ZeroDivisionError):
        async with database.write() as db:
            await db.execute(insert(alarms).values(name="x", reason="", since=MONDAY))
            raise ZeroDivisionError
    async with database.read() as db:
        assert (await db.execute(select(alarms))).all() == []
    await database.close()


async def test_a_database_that_is_away_is_away_and_comes_back(database_url: str) -> None:
    database = Database(database_url)
    async with databases.away(database_url):
        with pytest.raises(Away) as told:
            async with database.write() as db:
                await ping(db)
        assert is_away(told.value)
    async with database.write() as db:
        await ping(db)
    await database.close()


@pytest.mark.parametrize(
    "row",
    [
        {"name": "x" * 200, "reason": None, "since": MONDAY},
        {"name": None, "reason": "", "since": MONDAY},
    ],
)
async def test_data_that_is_refused_does_not_count_as_away(
    database_url: str, row: dict[str, object]
) -> None:
    database = Database(database_url)
    with pytest.raises(DBAPIError) as told:
        async with database.write() as db:
            await db.execute(insert(alarms), [row])
    assert not is_away(told.value)
    await database.close()


async def test_in_the_still_moment_no_transaction_is_open_and_none_begins(
    database_url: str,
) -> None:
    database = Database(database_url)
    seen: list[str] = []

    async def work(name: str, pause: float) -> None:
        async with database.write() as db:
            await ping(db)
            await asyncio.sleep(pause)
        seen.append(name)

    before = asyncio.create_task(work("before", 0.1))
    await asyncio.sleep(0.05)
    async with database.still():
        assert seen == ["before"]
        after = asyncio.create_task(work("after", 0.0))
        await asyncio.sleep(0.05)
        assert seen == ["before"]
    await asyncio.gather(before, after)
    assert seen == ["before", "after"]
    await database.close()


async def test_a_task_that_is_cancelled_in_the_still_moment_leaves_the_file_free(
    database_url: str,
) -> None:
    database = Database(database_url)

    async def restless() -> None:
        while True:
            async with database.write() as db:
                await db.execute(select(alarms))

    for _ in range(5):
        tasks = [asyncio.create_task(restless()) for _ in range(3)]
        await asyncio.sleep(0.02)
        async with database.still():
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        async with database.write() as db:
            await db.execute(insert(alarms).values(name=f"{id(tasks)}", reason="", since=MONDAY))
            await db.execute(text("DELETE FROM alarms"))
    await database.close()


async def test_a_checkpoint_under_way_at_a_stop_is_finished_first(database_url: str) -> None:
    database = Database(database_url)
    for number in range(60):
        async with database.write() as db:
            rows = [{"name": f"{number}/{n}", "reason": "x" * 300} for n in range(100)]
            await db.execute(insert(alarms).values(since=MONDAY), rows)
        folding = asyncio.create_task(database.checkpoint())
        for _ in range(number % 5):
            await asyncio.sleep(0)
        async with database.still():
            folding.cancel()
            await asyncio.gather(folding, return_exceptions=True)
        async with database.write() as db:
            await ping(db)
    await database.close()


def test_the_folder_of_a_file_is_open_to_its_owner_only(tmp_path: Path) -> None:
    prepare_folder(f"sqlite+aiosqlite:///{tmp_path}/data/sahut.db")
    assert (tmp_path / "data").stat().st_mode & 0o777 == 0o700
