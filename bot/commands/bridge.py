"""sahut sms-bridge: beside the modem or phone, in an office without a public address."""

from __future__ import annotations

import argparse
import asyncio
import logging
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import aiohttp

from bot.bridge import settings as bridge_settings
from bot.bridge.bridge import Bridge
from bot.bridge.settings import Settings
from bot.bridge.spool import Spool, Taken
from bot.bridge.uplink import Away, Refused, Uplink
from bot.clock import Clock
from bot.commands.logs import Plain
from bot.commands.parser import Parser
from bot.commands.stopping import FINE, WRONG, Stop
from bot.commands.words import Words
from channels import sms
from channels.base import Channel

CONFIG: Final = "bridge.toml"
_QUIET: Final = ("aiohttp.access", "asyncio")


def add(parser: Parser, words: Words) -> None:
    parser.add_argument(
        "--config", default=CONFIG, metavar=words("parser.file"), help=words("bridge.config")
    )
    parser.add_argument("--check", action="store_true", help=words("bridge.check"))


async def run(args: argparse.Namespace, words: Words) -> int:
    settings = bridge_settings.load(Path(args.config))
    _log(settings, debug=args.debug)
    async with _opened(settings) as (bridge, channel, spool):
        if args.check:
            return await _checked(bridge, channel, spool, words)
        stop = asyncio.Event()
        for one in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(one, stop.set)
        working = asyncio.create_task(bridge.run())
        print(words("bridge.ready", office=settings.url, gateway=settings.gateway["gateway"]))
        print(words("run.stop"), flush=True)
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait([working, stopping], return_when=asyncio.FIRST_COMPLETED)
        working.cancel()
        stopping.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)
    return FINE


async def _checked(bridge: Bridge, channel: Channel, spool: Spool, words: Words) -> int:
    """One line for each end, and one for what waits between them."""
    health = await channel.health()
    print(words("bridge.gateway", state=words(_LEVEL[health.ok]), detail=health.detail))
    try:
        await bridge.check()
        print(words("bridge.office", state=words(_LEVEL[True]), detail=""))
        reached = True
    except (Away, Refused) as error:
        print(words("bridge.office", state=words(_LEVEL[False]), detail=error))
        reached = False
    print(words("bridge.waiting", **spool.counts()))
    return FINE if health.ok and reached else WRONG


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[tuple[Bridge, Channel, Spool]]:
    clock = Clock()
    try:
        spool = Spool(settings.folder)
    except Taken as error:
        raise Stop("bridge.taken", folder=settings.folder) from error
    except (OSError, sqlite3.DatabaseError) as error:
        reason = type(error).__name__
        raise Stop("bridge.no_spool", folder=settings.folder, error=reason) from error
    try:
        # Only the way to the office leads through the office's proxy.
        outside, here = aiohttp.ClientSession(trust_env=True), aiohttp.ClientSession()
        async with outside, here:
            channel = sms.open_channel(settings.account, settings.gateway, here)
            try:
                uplink = Uplink(settings, outside, clock)
                yield Bridge(settings, spool, channel, uplink, clock.steady), channel, spool
            finally:
                await channel.close()
    finally:
        await asyncio.to_thread(spool.close)


def _log(settings: Settings, *, debug: bool) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Plain(settings.secrets, debug=debug))
    level = logging.DEBUG if debug else logging.INFO
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


_LEVEL: Final = {True: "level.fine", False: "level.wrong"}
