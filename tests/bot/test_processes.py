"""Processes: what dies in the middle of its work has lost nothing, and says nothing twice."""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
from sqlalchemy import Select, select

from storage import journal
from storage.database import Database
from storage.tables import messages, runs
from tests.mortal import DEADLY, EXIT
from tests.wire import COMPLAINT, hook, only_accepting, push, said
from tests.world import World

ROOT = Path(__file__).parents[2]
PEOPLE = [f"62812345600{n:02d}" for n in range(24)]


async def test_a_message_that_kills_the_process_ends_unread_and_everybody_else_is_answered(
    closed_world: World,
) -> None:
    world = closed_world
    async with only_accepting(world):
        texts = [COMPLAINT, COMPLAINT, f"Lampu {DEADLY}", COMPLAINT]
        await push(
            world, *(hook(world, said(world, p, t)) for p, t in zip(PEOPLE, texts, strict=False))
        )
    deaths = 0
    while await dies(world):
        deaths += 1
        world.clock.wind(minutes=5)
        assert deaths < 4
        assert len(await rows(world, select(runs))) >= 1
    assert deaths == 3
    async with process(world) as (_, _):
        await world.until(lambda: all_settled(world))
        found = await rows(world, select(messages).order_by(messages.c.id))
        assert [row.text for row in found if row.unread_at] == [f"Lampu {DEADLY}"]
        assert sum(row.handled_at is not None for row in found) == 3
        await world.until(lambda: len({sent["phone"] for sent in world.whatsapp.sent}) == 3)
    assert await rows(world, select(runs)) == []


async def test_a_process_that_is_killed_has_lost_nothing_of_what_it_acknowledged(
    closed_world: World,
) -> None:
    world = closed_world
    await world.open()
    await world.stop()
    bodies = [hook(world, said(world, phone, COMPLAINT)) for phone in PEOPLE]
    async with process(world) as (base, running):
        pushed = [asyncio.create_task(answered(world, base, body)) for body in bodies]
        await world.until(lambda: any(post.done() and post.result() == 200 for post in pushed))
        running.kill()
        answers = [await post for post in pushed]
    found = await rows(world, select(messages))
    assert len(found) >= answers.count(200) > 0
    world.clock.wind(minutes=5)
    await world.open()
    assert await push(world, *bodies) == [200] * len(bodies)
    await world.settled()
    owners = Counter(case.contact_id for case in await world.cases())
    assert len(owners) == len(PEOPLE)
    assert set(owners.values()) == {1}
    async with world.house.database.read() as db:
        assert [found async for found in journal.verify(db, world.house.vault)] == []


async def dies(world: World) -> bool:
    """Whether a process that is started now is killed by its work."""
    async with process(world) as (_, running):
        ended = asyncio.create_task(running.wait())
        while not ended.done() and not await all_settled(world):
            await asyncio.sleep(0.2)
        if not ended.done():
            ended.cancel()
            return False
        assert await ended == EXIT
        return True


@asynccontextmanager
async def process(world: World) -> AsyncIterator[tuple[str, asyncio.subprocess.Process]]:
    """The office in a process of its own, which is stopped politely at the end."""
    running = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.mortal",
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    assert running.stdin
    assert running.stdout
    running.stdin.write(pickle.dumps((await world.settings(), world.clock.now())))
    running.stdin.close()
    try:
        yield (await running.stdout.readline()).decode().strip(), running
    finally:
        if running.returncode is None:
            running.terminate()
        await running.wait()


async def answered(world: World, base: str, body: bytes) -> int:
    try:
        return (await push(world, body, at=(base,)))[0]
    except aiohttp.ClientError:
        return 0


async def rows(world: World, query: Select[Any]) -> list[Any]:
    database = Database(world.url)
    try:
        async with database.read() as db:
            return list((await db.execute(query)).all())
    finally:
        await database.close()


async def all_settled(world: World) -> bool:
    open_ = select(messages.c.id).where(
        messages.c.handled_at.is_(None), messages.c.unread_at.is_(None)
    )
    return not await rows(world, open_)
