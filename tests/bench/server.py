"""The servers that are compared: bare, one transaction per message, accept alone, the office."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web

from bot import app, interpreter
from bot.app import Service
from bot.house import House
from bot.intake import cleaning
from bot.intake.accept import FILE_STATES
from channels.base import Event, Inbound, Webhook
from storage import arrivals
from tests.bench import child, office

Handler = Callable[[web.Request], Awaitable[web.Response]]
TICK = 0.001


def bare(house: House) -> Handler:
    """What no handler can do without: the channel's own verify and parse."""

    async def handle(request: web.Request) -> web.Response:
        await _events(house, request)
        return web.Response()

    return handle


def single(house: House) -> Handler:
    """The same tables, but one transaction for every message."""

    async def handle(request: web.Request) -> web.Response:
        now = house.now()
        events = await _events(house, request)
        messages = [cleaning.message(e, now) for e in events if isinstance(e, Inbound)]
        async with house.database.write() as db:
            await arrivals.keep(db, house.vault, house.ids, now, messages, [], FILE_STATES)
        return web.Response()

    return handle


async def _events(house: House, request: web.Request) -> list[Event]:
    channel = house.channels[request.match_info["account"]]
    hook = Webhook(
        channel.account,
        str(request.url),
        dict(request.query),
        {name.lower(): value for name, value in request.headers.items()},
        await request.read(),
    )
    channel.verify(hook)
    return list(channel.parse(hook))


@asynccontextmanager
async def only(handler: Handler) -> AsyncIterator[int]:
    """A server with nothing but this handler."""
    application = web.Application(client_max_size=4 * 2**20)
    application.router.add_post("/hooks/{account}", handler)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()


@asynccontextmanager
async def accepting(service: Service) -> AsyncIterator[int]:
    """The real application; of the loops only the committer."""
    committer = asyncio.create_task(service.intake.run())
    async with app.listening_on(service, "127.0.0.1", 0) as base:
        yield _port(base)
    committer.cancel()


@asynccontextmanager
async def whole(service: Service) -> AsyncIterator[int]:
    """Everything a process of the office does."""
    async with app.running(service), app.listening_on(service, "127.0.0.1", 0) as base:
        yield _port(base)


class Ticker:
    """How long the event loop kept everybody waiting, at worst."""

    def __init__(self) -> None:
        self._worst = 0.0

    async def run(self) -> None:
        while True:
            asleep = time.perf_counter()
            await asyncio.sleep(TICK)
            self._worst = max(self._worst, time.perf_counter() - asleep - TICK)

    async def worst(self) -> dict[str, Any]:
        """The longest stall since the last time somebody asked."""
        worst, self._worst = self._worst, 0.0
        return {"stall": worst}


def _port(base: str) -> int:
    return int(base.rsplit(":", 1)[1])


async def main(kind: str, folder: Path, graph: str) -> None:
    settings = office.settings(folder, office.SQLITE, graph, office.UNLIMITED)
    ticker = Ticker()
    async with AsyncExitStack() as stack:
        house = await stack.enter_async_context(app.open_house(settings))
        kinds: dict[str, Callable[[], Any]] = {
            "bare": lambda: only(bare(house)),
            "single": lambda: only(single(house)),
            "accept": lambda: accepting(app.build(house)),
            "office": lambda: whole(app.build(house)),
        }
        port = await stack.enter_async_context(kinds[kind]())
        interpreter.settle()
        ticking = asyncio.create_task(ticker.run()) if kind == "office" else None
        await child.obey({"stall": ticker.worst}, {"port": port})
        if ticking:
            ticking.cancel()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), sys.argv[3]))
