"""Pace: buckets that fill with time, shared by all who send, and never more than they hold."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from storage import pace
from storage.database import Database
from storage.pace import Lack, Rate
from tests.world import MONDAY

SECOND = timedelta(seconds=1)


async def test_a_bucket_gives_what_it_holds_and_then_what_time_brings(database_url: str) -> None:
    database = Database(database_url)
    wish = {"whatsapp": Rate(2.0, 3.0)}
    assert await granted(database, MONDAY, [wish] * 5) == 3
    assert await granted(database, MONDAY, [wish]) == 0
    assert await granted(database, MONDAY + SECOND, [wish] * 5) == 2
    assert await granted(database, MONDAY + 3600 * SECOND, [wish] * 9) == 3
    await database.close()


async def test_a_wish_takes_a_token_of_every_bucket_or_none_at_all(database_url: str) -> None:
    database = Database(database_url)
    account, one, other = Rate(1.0, 10.0), Rate(1 / 6, 1.0), Rate(1 / 6, 1.0)
    first = {"whatsapp": account, "whatsapp/1": one}
    second = {"whatsapp": account, "whatsapp/2": other}
    async with database.write() as db:
        got = await pace.take_tokens(db, MONDAY, [first, first, first, second])
    lacking = [lack.bucket for lack in got if isinstance(lack, Lack)]
    assert lacking == ["whatsapp/1", "whatsapp/1"]
    assert await granted(database, MONDAY, [{"whatsapp": account}] * 20) == 8
    await database.close()


async def test_a_days_worth_is_a_bucket_like_any_other(database_url: str) -> None:
    database = Database(database_url)
    wish = {"sms//day": Rate(50 / 86400, 50.0)}
    assert await granted(database, MONDAY, [wish] * 80) == 50
    assert await granted(database, MONDAY + 3600 * SECOND, [wish] * 80) == 2
    await database.close()


async def test_many_who_ask_at_once_get_no_more_than_there_is(database_url: str) -> None:
    database = Database(database_url)
    wish = {"whatsapp": Rate(1.0, 10.0)}
    got = await asyncio.gather(*(granted(database, MONDAY, [wish] * 4) for _ in range(8)))
    assert sum(got) == 10
    await database.close()


async def test_a_clock_that_goes_back_gives_nothing_away(database_url: str) -> None:
    database = Database(database_url)
    wish = {"whatsapp": Rate(1.0, 5.0)}
    assert await granted(database, MONDAY, [wish] * 9) == 5
    assert await granted(database, MONDAY - 3600 * SECOND, [wish] * 9) == 0
    await database.close()


async def granted(database: Database, now: object, wishes: list[dict[str, Rate]]) -> int:
    async with database.write() as db:
        got = await pace.take_tokens(db, now, wishes)  # type: ignore[arg-type]
    return sum(not isinstance(one, Lack) for one in got)
