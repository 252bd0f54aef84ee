"""Leases: one holds, the next one waits, and every change of hands is counted."""

from __future__ import annotations

import asyncio

from storage import leases
from storage.database import Database


async def test_one_holds_and_renews_and_the_other_waits(database_url: str) -> None:
    database = Database(database_url)
    async with database.write() as db:
        assert await leases.hold(db, "listen/telegram", 1, 30) == 1
        assert await leases.hold(db, "listen/telegram", 2, 30) is None
        assert await leases.hold(db, "listen/telegram", 1, 30) == 1
        assert await leases.hold(db, "listen/other", 2, 30) == 1
    await database.close()


async def test_what_was_given_back_or_ran_out_changes_hands_and_is_counted(
    database_url: str,
) -> None:
    database = Database(database_url)
    async with database.write() as db:
        assert await leases.hold(db, "listen/telegram", 1, 0) == 1
    await asyncio.sleep(0.01)
    async with database.write() as db:
        assert await leases.hold(db, "listen/telegram", 2, 30) == 2
        assert await leases.hold(db, "listen/telegram", 1, 30) is None
    async with database.write() as db:
        await leases.let_go(db, 2)
    async with database.write() as db:
        assert await leases.hold(db, "listen/telegram", 3, 30) is not None
    await database.close()


async def test_of_many_who_ask_at_once_one_gets_it(database_url: str) -> None:
    database = Database(database_url)

    async def ask(holder: int) -> int | None:
        async with database.write() as db:
            return await leases.hold(db, "listen/telegram", holder, 30)

    got = await asyncio.gather(*(ask(holder) for holder in range(1, 12)))
    assert sum(fence is not None for fence in got) == 1
    await database.close()
