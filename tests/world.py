"""The world of a test: an office, its loopback providers, a wound clock, citizens with names."""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from aiohttp import web_app
from sqlalchemy import Select, select

from bot import app, config, keys
from bot.app import Service
from bot.clock import Clock
from bot.demo.telegram import BotApi
from bot.demo.whatsapp import GraphApi
from storage.tables import complaints, messages, outbox

#: Monday, 5 January 2026, 09.14 in Jakarta.
MONDAY = datetime(2026, 1, 5, 2, 14, tzinfo=UTC)

#: An upper limit for whatever a test waits for; where it is reached, the test has failed.
PATIENCE = float(os.environ.get("SAHUT_PATIENCE", "30"))
#: Seconds between two looks: whoever looks without rest slows what is waited for.
LOOKS = (0.005, 0.01, 0.015, 0.02, 0.03, 0.05)

SULASTRI, JOKO, DARMO, HENDRA = 1001, 1002, 1003, 1004
SULASTRI_WA, JOKO_WA = "6281234567001", "6281234567002"

OFFICE: dict[str, Any] = {
    "office": {
        "name": "Kelurahan Sukajaya",
        "short_name": "Kel. Sukajaya",
        "phone": "022-5550117",
        "officer": "Rina",
        "services": ["KTP", "Kartu Keluarga", "Lampu jalan", "Bantuan beras"],
    },
    "responsible": {
        "name": "Dra. Siti Aminah",
        "title": "Lurah Sukajaya",
        "address": "Jalan Melati 1, Sukajaya",
    },
    "custodian": {"name": "Ibu Dewi Lestari", "body": "Inspektorat", "contact": "022-5550199"},
    "remedies": [{"name": "Ombudsman RI", "contact": "telepon 137"}],
    "emergency": [{"name": "Darurat", "contact": "112"}],
}


class WoundClock(Clock):
    """Stands still until it is wound, or runs from a given moment."""

    def __init__(self, start: datetime = MONDAY) -> None:
        self._at = start
        self._wound = timedelta()

    def now(self) -> datetime:
        return self._at

    def wind(self, **by: float) -> None:
        self._at += timedelta(**by)
        self._wound += timedelta(**by)

    def steady(self) -> float:
        return super().steady() + self._wound.total_seconds()

    def slip(self, **by: float) -> None:
        """The clock is set to another time, and no time has passed."""
        self._at += timedelta(**by)


class World:
    """Everything a test talks to. `base` is where the office answers, `local_base` where it
    answers gateways that sign nothing."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.url = url
        self.clock = WoundClock()
        self.telegram = BotApi(self.clock.now, retries=(0.05, 0.1, 0.2, 0.4))
        self.whatsapp = GraphApi(self.clock.now, retries=(0.05, 0.1, 0.2, 0.4))
        self.service: Service
        self.base = self.local_base = ""
        self._stack = AsyncExitStack()

    async def settings(self, **more: Mapping[str, Any]) -> config.Settings:
        """The office's settings, as an operator would have written them."""
        given = {
            **OFFICE,
            "storage": {"database": self.url, "folder": "data", "key_file": "sahut.key"},
            "channels": {
                "telegram": {
                    "token": self.telegram.token,
                    "api_url": self.telegram.url,
                    "per_second": 1e6,
                    "per_recipient": 0.0,
                    "poll_seconds": 1,
                    "quiet": 0,
                },
                "whatsapp": {
                    "access_token": self.whatsapp.account.access_token,
                    "app_secret": self.whatsapp.account.app_secret,
                    "verify_token": self.whatsapp.account.verify_token,
                    "phone_number_id": self.whatsapp.account.phone_number_id,
                    "graph_url": self.whatsapp.url,
                    "per_second": 1e6,
                    "per_recipient": 0.0,
                    "timeout": 10.0,
                    "quiet": 0,
                },
            },
        }
        for section, values in more.items():
            given[section] = _merged(given.get(section, {}), values)
        return config.read(given, self.folder, {})

    async def open(self, **more: Mapping[str, Any]) -> World:
        """Start providers, service and server."""
        if not self.telegram.url:
            await self.telegram.start()
            await self.whatsapp.start()
        if not (self.folder / "sahut.key").exists():
            keys.make_key(self.folder / "sahut.key")
        settings = await self.settings(**more)
        house = await self._stack.enter_async_context(app.open_house(settings, self.clock))
        self.service = app.build(house)
        await self._stack.enter_async_context(app.running(self.service))
        self.base = await self._stack.enter_async_context(
            app.listening_on(self.service, "127.0.0.1", 0)
        )
        self.local_base = await self._stack.enter_async_context(
            app.listening_on(self.service, "127.0.0.1", 0, local=True)
        )
        await self.whatsapp.connect(f"{self.base}/hooks/whatsapp")
        return self

    async def stop(self) -> None:
        """Stop the service; the providers go on."""
        await self._stack.aclose()
        self._stack = AsyncExitStack()

    async def close(self) -> None:
        await self.stop()
        await self.telegram.close()
        await self.whatsapp.close()
        # It remembers the handlers of a thousand applications, and with each its whole office.
        web_app._cached_build_middleware.cache_clear()

    @property
    def house(self) -> Any:
        return self.service.house

    async def rows(self, query: Select[Any]) -> list[Any]:
        async with self.house.database.read() as db:
            return list((await db.execute(query)).all())

    async def cases(self) -> list[Any]:
        return await self.rows(select(complaints).order_by(complaints.c.id))

    async def messages(self) -> list[Any]:
        return await self.rows(select(messages).order_by(messages.c.id))

    async def outgoing(self) -> list[Any]:
        return await self.rows(select(outbox).order_by(outbox.c.id))

    async def until(self, true: Callable[[], Any], seconds: float = PATIENCE) -> Any:
        """Wait until a question, sync or async, has a true answer, and return it."""
        async with asyncio.timeout(seconds):
            for wait in chain(LOOKS, repeat(LOOKS[-1])):
                answer = true()
                if isinstance(answer, Awaitable):
                    answer = await answer
                if answer:
                    break
                await asyncio.sleep(wait)
        return answer

    async def settled(self, seconds: float = PATIENCE) -> None:
        """Wait until every message is handled and nothing due is left in the outbox."""

        async def quiet() -> bool:
            waiting = await self.rows(
                select(messages.c.id).where(
                    messages.c.handled_at.is_(None), messages.c.unread_at.is_(None)
                )
            )
            queued = await self.rows(
                select(outbox.c.id).where(
                    outbox.c.done_at.is_(None),
                    outbox.c.held_at.is_(None),
                    outbox.c.not_before <= self.clock.now(),
                )
            )
            return not waiting and not queued

        await self.until(quiet, seconds)


@asynccontextmanager
async def opened(folder: Path, url: str, **more: Any) -> AsyncIterator[World]:
    """A world for one block."""
    world = World(folder, url)
    try:
        yield await world.open(**more)
    finally:
        await world.close()


def _merged(before: Any, after: Any) -> Any:
    if isinstance(before, dict) and isinstance(after, Mapping):
        return before | {key: _merged(before.get(key, {}), value) for key, value in after.items()}
    return after


def nonce() -> str:
    return secrets.token_hex(16)
