"""Live: what somebody else changed reaches an open page within a moment, as a hint only."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from sqlalchemy import update

from storage.tables import complaints, sessions
from tests.bot.inbox.conftest import Enter
from tests.bot.inbox.kit import Desk, reported
from tests.world import World


@asynccontextmanager
async def listening(
    desk: Desk, sejak: str = "", **headers: str
) -> AsyncIterator[aiohttp.StreamReader]:
    url = f"{desk.base}/inbox/hidup?sejak={sejak}"
    async with desk.session.get(url, headers=headers) as answer:
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        assert answer.headers["X-Accel-Buffering"] == "no"
        yield answer.content


async def event(stream: aiohttp.StreamReader, name: str, seconds: float = 6) -> str:
    """The next event of this name, as it came."""
    async with asyncio.timeout(seconds):
        while True:
            piece = (await stream.readuntil(b"\n\n")).decode()
            if f"event: {name}" in piece:
                return piece


async def test_a_new_message_is_told_without_its_words(world: World, rina: Desk) -> None:
    async with listening(rina) as stream:
        case = await reported(world)
        hint = await event(stream, "case")
    assert f'data: {{"id": "{case.id}"}}' in hint
    assert "ktp" not in hint
    assert case.number not in hint


async def test_what_another_process_changed_is_found_in_the_database(
    world: World, rina: Desk
) -> None:
    case = await reported(world)
    async with listening(rina) as stream:
        world.clock.wind(seconds=5)
        async with world.house.database.write() as db:
            await db.execute(update(complaints).values(touched_at=world.clock.now()))
        assert str(case.id) in await event(stream, "case")


async def test_a_browser_that_comes_back_hears_what_it_missed(world: World, rina: Desk) -> None:
    async with listening(rina) as stream:
        first = (await stream.readuntil(b"\n\n")).decode()
    mark = first.partition("id: ")[2].split()[0]
    world.clock.wind(minutes=3)
    case = await reported(world)
    async with listening(rina, **{"Last-Event-ID": mark}) as stream:
        assert str(case.id) in await event(stream, "case")
    async with listening(rina, **{"Last-Event-ID": "x" * 30}) as stream:
        assert (await stream.readuntil(b"\n\n")).startswith(b"retry")


async def test_what_came_while_the_page_was_loading_is_told(world: World, rina: Desk) -> None:
    page = await rina.page("/inbox")
    mark = page.partition('data-mark="')[2].partition('"')[0]
    case = await reported(world)
    async with listening(rina, sejak=mark) as stream:
        assert str(case.id) in await event(stream, "case")


async def test_who_sees_no_cases_hears_of_none(world: World, enter: Enter) -> None:
    for login, status in (("budi", 403), ("nobody", 303)):
        desk = await enter(login)
        assert (await desk.get("/inbox/hidup")).status == status


async def test_an_open_page_alone_keeps_nobody_signed_in(
    world: World, rina: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.inbox.live._ASK_AGAIN", 0.0)
    monkeypatch.setattr("bot.inbox.live.LOOK", 0.05)
    async with listening(rina, Accept="text/event-stream") as stream:
        for _ in range(3):
            world.clock.wind(minutes=25)
            await asyncio.sleep(0.4)
        await event(stream, "out")
    assert (await rina.get("/inbox")).status == 303


async def test_a_stream_ends_with_its_session(
    world: World, rina: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.inbox.live._ASK_AGAIN", 0.0)
    async with listening(rina) as stream:
        async with world.house.database.write() as db:
            await db.execute(sessions.delete())
        await event(stream, "out")
        assert await stream.read() == b""
