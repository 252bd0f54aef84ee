"""SQLite close by: nothing that may take long holds up the event loop."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text

from storage.database import Away, Database, is_away
from storage.tables import alarms
from tests import databases
from tests.world import MONDAY

MANY = [{"name": f"{n}", "reason": "x" * 200, "since": MONDAY} for n in range(500)]


@pytest.fixture
async def file(tmp_path: Path) -> Path:
    template = databases.Template(tmp_path)
    await template.prepare()
    return Path(str((await template.fresh(tmp_path)).removeprefix("sqlite+aiosqlite:///")))


async def test_in_a_long_transaction_others_get_their_turn(file: Path) -> None:
    database, turns = Database(f"sqlite+aiosqlite:///{file}"), 0

    async def count() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    counting = asyncio.create_task(count())
    async with database.write() as db:
        before = turns
        for _ in range(10):
            await db.execute(insert(alarms), MANY)
            await db.execute(text("DELETE FROM alarms"))
        assert turns > before
    counting.cancel()
    await database.close()


async def test_the_loop_goes_on_while_another_process_holds_the_file(file: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{file}")

    async def write() -> None:
        async with database.write() as db:
            await db.execute(text("DELETE FROM alarms"))
            await db.execute(insert(alarms), MANY[:1])

    await write()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Away) as told:
        await write()
    assert is_away(told.value)
    writing = asyncio.create_task(write())
    for _ in range(5):
        await asyncio.sleep(0.001)
    assert not writing.done()
    other.execute("COMMIT")
    await writing
    other.close()
    async with database.glance() as db:
        assert len((await db.execute(select(alarms))).all()) == 1
    await database.close()
