"""sahut run: the service, until it is told to stop."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
from contextlib import AsyncExitStack

from bot import app, interpreter, keys
from bot.clock import Clock
from bot.commands import logs, offices
from bot.commands.parser import Parser
from bot.commands.stopping import DATABASE, FINE, Stop
from bot.commands.words import Words
from bot.config import Settings
from bot.house import House
from storage import officers, upgrading
from storage.upgrading import Form

LOOPBACK = "127.0.0.1"


def add(parser: Parser, words: Words) -> None:
    offices.add(parser, words)


async def run(args: argparse.Namespace, words: Words) -> int:
    settings = offices.settings_of(args)
    logs.set_up(settings, logging.INFO, debug=args.debug)
    keys.load_key(settings)
    await _make_ready(settings, words)
    stop = _told_to_stop()
    async with AsyncExitStack() as stack:
        house = await stack.enter_async_context(app.open_house(settings))
        service = await stack.enter_async_context(app.running(app.build(house)))
        interpreter.settle()
        await listen(stack, service, settings)
        await _tell(house, words)
        await stop.wait()
        print(words("run.stopping"), flush=True)
    return FINE


async def _make_ready(settings: Settings, words: Words) -> None:
    """A file is brought to today's form at once; a server's database is its keeper's to change."""
    url = app.database_url(settings)
    if upgrading.file_of(url) is not None:
        await offices.upgrade(settings, Clock(), words)
    elif await upgrading.form(url) in (Form.EMPTY, Form.OLD):
        raise Stop("run.migrate_first", DATABASE)
    elif await upgrading.form(url) is Form.NEWER:
        raise Stop("stop.newer_database", DATABASE)


def _told_to_stop() -> asyncio.Event:
    stop = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(one, stop.set)
    return stop


async def listen(stack: AsyncExitStack, service: app.Service, settings: Settings) -> None:
    """Answer at the configured addresses until the stack is closed. Raises Stop."""
    server = settings.server
    places = [(server.host, server.port, False)]
    if any(channel.local for channel in service.house.channels.values()):
        places.append((LOOPBACK, server.local_port, True))
    for host, port, local in places:
        try:
            await stack.enter_async_context(app.listening_on(service, host, port, local=local))
        except OSError as error:
            raise Stop("run.port", host=host, port=port) from error


async def _tell(house: House, words: Words) -> None:
    server = house.settings.server
    local = f"http://{server.host}:{server.port}"
    public = server.public_url.rstrip("/")
    print(words("run.ready", office=house.settings.office.name))
    print(words("run.citizens", url=public or words("run.only_here", url=local)))
    print(words("run.officers", url=f"{public or local}/inbox"))
    print(words("run.channels", channels=", ".join(sorted(house.channels))))
    async with house.database.read() as db:
        active = [row for row in await officers.everyone(db) if row.disabled_at is None]
    if not active:
        print(words("run.no_officer"))
    print(words("run.stop"), flush=True)
