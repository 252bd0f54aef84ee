"""A provider's Date: a clock that is far from it does nothing that citizens see."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from email.utils import format_datetime

import aiohttp
import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from sqlalchemy import select

from bot.app import _client
from bot.network import Resolver, answering
from bot.timekeeping.dates import Dates
from bot.timekeeping.doubts import Doubts, trust
from storage import acts
from storage.tables import alarms
from tests.bot.test_network import log
from tests.world import MONDAY, World

LATER = MONDAY + timedelta(minutes=20)


class Pointing(AbstractResolver):
    """Every name is this machine."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        flags = socket.AI_NUMERICHOST
        return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=socket.AF_INET,
                              proto=0, flags=flags)]  # fmt: skip

    async def close(self) -> None:
        pass


class Provider:
    """Answers with whatever Date it was told, by whatever name it is called."""

    def __init__(self, port: int, http: aiohttp.ClientSession) -> None:
        self._port = port
        self._http = http

    async def says(self, date: datetime | str, host: str = "graph.contoh.id", **more: str) -> None:
        told = date if isinstance(date, str) else format_datetime(date, usegmt=True)
        url = f"http://{host}:{self._port}/"
        async with self._http.post(url, json={"Date": told} | more) as answer:
            await answer.read()


@asynccontextmanager
async def provider(
    dates: Dates, resolver: AbstractResolver | None = None
) -> AsyncIterator[Provider]:
    async def answer(request: web.Request) -> web.Response:
        return web.Response(text="ok", headers=await request.json())

    application = web.Application()
    application.router.add_post("/", answer)
    async with (
        answering(application, "127.0.0.1", 0, logger=log) as base,
        _client(resolver or Pointing(), dates) as http,
    ):
        yield Provider(int(base.rpartition(":")[2]), http)


async def test_a_clock_far_from_a_providers_waits_until_an_officer_looked_at_it(
    world: World,
) -> None:
    doubts = Doubts(world.house)
    await world.until(lambda: _has_swept(world))  # the service's own first look is over
    async with provider(world.house.dates) as graph:
        await graph.says(LATER)
        assert await doubts.believed()
        await graph.says(LATER)
        assert not await doubts.believed()
        (alarm,) = await world.rows(select(alarms))
        assert alarm.reason.startswith("Jam server berbeda dengan jam penyedia")
        assert not await doubts.believed()
        async with world.house.database.write() as db:
            await trust(db)
        await graph.says(LATER)
        assert await doubts.believed()  # whoever trusted it is not asked again
        await graph.says(MONDAY)
        assert await doubts.believed()
        await graph.says(LATER)
        await graph.says(LATER)
        assert not await doubts.believed()


async def _has_swept(world: World) -> str:
    async with world.house.database.read() as db:
        return await acts.remembered(db, "swept_at")


@pytest.mark.parametrize(
    ("said", "far"),
    [
        ((LATER, LATER), True),
        ((MONDAY - timedelta(minutes=20),) * 2, True),
        ((LATER, MONDAY - timedelta(minutes=20)), False),
        ((LATER, MONDAY + timedelta(minutes=9)), False),
        ((LATER, "kemarin"), False),
        (("Mon, 99 Foo 10000000 00:00:00", ""), False),
    ],
)
async def test_one_answer_alone_is_not_believed(
    said: tuple[datetime | str, datetime | str], far: bool
) -> None:
    dates = Dates(lambda: MONDAY, set())
    async with provider(dates) as graph:
        for date in said:
            await graph.says(date)
    assert bool(dates.apart()) is far


async def test_two_hosts_do_not_vouch_for_each_other_and_a_cache_tells_nothing() -> None:
    dates = Dates(lambda: MONDAY, set())
    async with provider(dates) as graph:
        await graph.says(LATER, "graph.contoh.id")
        await graph.says(LATER, "api.contoh.id")
        await graph.says(LATER, "graph.contoh.id", Age="1200")
        assert dates.apart() == set()
        for place in range(100):
            await graph.says(LATER, f"berkas-{place}.contoh.id")
        await graph.says(LATER, "graph.contoh.id")
        assert dates.apart() == set()  # forgotten meanwhile


async def test_a_gateway_in_this_building_stops_nobody() -> None:
    """By its address, by its name, and through the resolver that knows where it stands."""
    resolver = Resolver(["http://localhost:8080"])
    dates = Dates(lambda: MONDAY, resolver.near)
    async with provider(dates, resolver) as gateway:
        for host in ("127.0.0.1", "localhost") * 2:
            await gateway.says(LATER, host)
    assert resolver.near == {"localhost"}
    assert dates.apart() == set()
    near = Dates(lambda: MONDAY, {"modem.kantor.id"})
    async with provider(near) as gateway:
        for host in ("modem.kantor.id", "graph.contoh.id") * 2:
            await gateway.says(LATER, host)
    assert near.apart() == {"graph.contoh.id"}
