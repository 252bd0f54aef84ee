"""The ways in: does each account work, which ways are missing, and how many are alive."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Final

import aiohttp

from bot.commands.checks.findings import Finding, Level
from bot.commands.exports.messages import channel_of
from bot.commands.words import Words
from bot.house import House
from channels.base import Channel, Health
from storage import checking

#: So many the Ombudsman asks for, and for so long a way counts as alive.
WANTED: Final = 5
ALIVE: Final = timedelta(days=30)
_PATIENCE: Final = 15.0
#: Events that no citizen wrote.
_NOT_WRITTEN: Final = ("echo", "auto_reply", "bounce", "list", "system", "blocked", "moved")
_MISSING: Final = ("telegram", "public", "whatsapp", "sms", "email", "counter")


async def accounts(house: House, words: Words) -> AsyncIterator[Finding]:
    """Every provider is asked whether it knows us."""
    channels = [channel for channel in house.channels.values() if not channel.limits.page]
    told = await asyncio.gather(*(_health(channel) for channel in channels))
    for channel, health in zip(channels, told, strict=True):
        key = "check.account" if health.ok else "check.account_silent"
        level = Level.FINE if health.ok else Level.WRONG
        detail = health.detail or words("check.no_detail")
        yield Finding(level, words(key, account=channel.account, detail=detail))
    yield await _public(house, words)


async def missing(house: House, words: Words) -> AsyncIterator[Finding]:
    """The shortest way to each channel that is not there yet."""
    there = {account.use for account in house.settings.accounts}
    there |= {"public"} if house.settings.server.public_url else set()
    for way in _MISSING:
        if way not in there:
            yield Finding(Level.LOOK, words(f"way.{way}"))


async def alive(house: House, words: Words) -> AsyncIterator[Finding]:
    """Which ways really brought something lately."""
    async with house.database.read() as db:
        heard = await checking.heard(db, house.now() - ALIVE, _NOT_WRITTEN)
    counts: dict[str, int] = {}
    for account, count in heard.items():
        use = channel_of(house, account)
        counts[use] = counts.get(use, 0) + count
    shown = ", ".join(f"{use} ({count})" for use, count in sorted(counts.items()))
    yield Finding(
        Level.FINE if len(counts) >= WANTED else Level.LOOK,
        words(
            "check.alive",
            count=len(counts),
            wanted=WANTED,
            days=ALIVE.days,
            shown=shown or words("check.none_alive"),
        ),
    )


async def _health(channel: Channel) -> Health:
    try:
        async with asyncio.timeout(_PATIENCE):
            return await channel.health()
    except TimeoutError:
        return Health(False, f"> {_PATIENCE:.0f} s")


async def _public(house: House, words: Words) -> Finding:
    """Our own address, asked for the way citizens and providers do."""
    url = house.settings.server.public_url.rstrip("/")
    if not url:
        return Finding(Level.LOOK, words("check.no_public"))
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_PATIENCE)) as http,
            http.get(f"{url}/health/live", allow_redirects=False) as answer,
        ):
            told = f"HTTP {answer.status}"
            works = answer.status == 200
    except (aiohttp.ClientError, TimeoutError, ValueError) as error:
        told, works = type(error).__name__, False
    if works:
        return Finding(Level.FINE, words("check.public", url=url))
    return Finding(Level.WRONG, words("check.public_silent", url=url, told=told))
