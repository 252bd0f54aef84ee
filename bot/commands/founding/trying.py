"""Trying: what was just answered is shown to its provider, who may know better."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Final

import aiohttp

from bot import config
from bot.commands.words import Words
from channels.base import Health

_PATIENCE: Final = 15.0


async def bot(values: dict[str, Any], words: Words) -> None:
    """Ask Telegram for the bot's name, and note it."""
    told = await _health("telegram", values)
    if told is None:
        return
    if told.ok:
        values["username"] = told.detail.lstrip("@")
        print(words("init.bot", name=values["username"]))
    else:
        print(words("init.bot_silent", detail=told.detail))


async def mailbox(values: Mapping[str, Any], words: Words) -> None:
    """Read and send as the service will: whether both servers let us in."""
    told = await _health("email", values)
    if told is not None:
        print(words("init.mailbox" if told.ok else "init.mailbox_silent", detail=told.detail))


async def _health(use: str, values: Mapping[str, Any]) -> Health | None:
    """None where the settings are wrong: their mistakes are said together with all others."""
    async with aiohttp.ClientSession() as http:
        try:
            channel = config.channel_module(use).open_channel(use, values, http)
        except ValueError:
            return None
        try:
            async with asyncio.timeout(_PATIENCE):
                health: Health = await channel.health()
        except TimeoutError:
            return Health(False, f"> {_PATIENCE:.0f} s")
        finally:
            await channel.close()
    return health
