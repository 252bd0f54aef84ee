"""The ways in: does each account work, which ways are missing, and how many are alive."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import timedelta
from typing import Final

import aiohttp

from bot.casework.vias import CODES
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
_NOT_WRITTEN: Final = (
    "echo", "auto_reply", "bounce", "list", "report", "system", "code", "blocked", "moved",
)  # fmt: skip
_MISSING: Final = ("telegram", "public", "whatsapp", "sms", "email", "counter")


async def accounts(house: House, words: Words) -> AsyncIterator[Finding]:
    """Every provider is asked whether it knows us."""
    channels = [one for one in house.channels.values() if not _is_ours(one)]
    told = await asyncio.gather(*(_health(channel) for channel in channels))
    for channel, health in zip(channels, told, strict=True):
        key = "check.account" if health.ok else "check.account_silent"
        level = Level.FINE if health.ok else Level.WRONG
        detail = health.detail or words("check.no_detail")
        yield Finding(level, words(key, account=channel.account, detail=detail))
    yield await _public(house, words)


async def templates(house: House, words: Words) -> AsyncIterator[Finding]:
    """Where only a template may knock, the provider is asked whether it would let it pass."""
    channels = [one for one in house.channels.values() if not _is_ours(one)]
    told = await asyncio.gather(*(_templates(channel) for channel in channels))
    for channel, found in zip(channels, told, strict=True):
        for one in found:
            level = Level.FINE if one.ok else Level.WRONG if one.grave else Level.LOOK
            text = words("check.template", account=channel.account, detail=one.detail)
            yield Finding(level, text)


async def missing(house: House, words: Words) -> AsyncIterator[Finding]:
    """The shortest way to each channel that is not there yet."""
    there = {account.use for account in house.settings.accounts}
    there |= {"public"} if house.settings.server.public_url else set()
    async with house.database.read() as db:
        there |= {"counter"} if await checking.written_down(db, house.now() - ALIVE) else set()
    for way in _MISSING:
        if way not in there:
            yield Finding(Level.LOOK, words(f"way.{way}"))


async def alive(house: House, words: Words) -> AsyncIterator[Finding]:
    """Which ways really brought something lately."""
    async with house.database.read() as db:
        heard = await checking.heard(db, house.now() - ALIVE, _NOT_WRITTEN)
        written = await checking.written_down(db, house.now() - ALIVE)
    counts = _counts(house, heard, written)
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


def _counts(
    house: House, heard: Mapping[str, int], written: Mapping[tuple[str, str], int]
) -> Counter[str]:
    """What an officer wrote down counts for the way it came, not for where its answers go."""
    counts: Counter[str] = Counter()
    for account, count in heard.items():
        counts[channel_of(house, account)] += count
    for (via, account), count in written.items():
        counts[channel_of(house, account)] -= count
        counts[CODES[via]] += count
    return +counts


def _is_ours(channel: Channel) -> bool:
    """Pages, and what our own people carry: there is no provider to ask."""
    return channel.limits.page or channel.limits.by_hand


async def _health(channel: Channel) -> Health:
    try:
        async with asyncio.timeout(_PATIENCE):
            return await channel.health()
    except TimeoutError:
        return Health(False, f"> {_PATIENCE:.0f} s")


async def _templates(channel: Channel) -> Sequence[Health]:
    try:
        async with asyncio.timeout(_PATIENCE):
            return await channel.templates()
    except TimeoutError:
        return (Health(False, f"> {_PATIENCE:.0f} s"),)


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
