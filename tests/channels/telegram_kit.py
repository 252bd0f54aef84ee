"""An office with a Telegram bot, its loopback Bot API, and somebody who accepts what arrives."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import aiohttp
from aiohttp import web

from bot.demo.telegram import BotApi
from channels.base import Address, Channel, Event, Inbound, Outbound, Webhook
from channels.telegram import open_channel

SULASTRI, JOKO = 1001, 1002
TOKEN = "7001234567:AAHrahasia-token_milik-kantor-0123456789"
SECRET = "rahasia-webhook_kantor"
#: Saturday, 21 November 2026, 14.30 in Jakarta.
AT = datetime(2026, 11, 21, 7, 30, tzinfo=UTC)
JPEG = b"\xff\xd8\xff\xe0" + bytes(3000)
OGG = b"OggS" + bytes(2000)
_numbers = count(500_000_001)


class Wound:
    """A clock that stands until somebody winds it."""

    def __init__(self) -> None:
        self.at = AT

    def __call__(self) -> datetime:
        return self.at

    def wind(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class Desk:
    """Takes what is fetched or pushed, in order, and can be told that it has no room."""

    channel: Channel
    hooks: list[Webhook] = field(default_factory=list)
    cursors: list[tuple[str, str]] = field(default_factory=list)
    #: So many deliveries fail before one is taken.
    failing: int = 0

    async def accept(self, hooks: Sequence[Webhook], cursor: tuple[str, str] | None = None) -> None:
        if self.failing:
            self.failing -= 1
            raise ConnectionError("the database is away")
        self.hooks.extend(hooks)
        self.cursors.extend([cursor] if cursor else [])

    async def post(self, request: web.Request) -> web.Response:
        headers = {key.lower(): value for key, value in request.headers.items()}
        hook = Webhook("tg", headers=headers, body=await request.read())
        self.channel.verify(hook)
        try:
            await self.accept([hook])
        except ConnectionError:
            return web.Response(status=503)
        return web.Response()

    @property
    def events(self) -> list[Event]:
        return [event for hook in self.hooks for event in self.channel.parse(hook)]

    @property
    def messages(self) -> list[Inbound]:
        return [event for event in self.events if isinstance(event, Inbound)]


@dataclass
class Office:
    api: BotApi
    channel: Channel
    clock: Wound
    desk: Desk
    opened: Callable[..., Channel]

    def hurry(self) -> None:
        """From here on the channel waits a moment only; a busy machine has time before."""
        self.channel = self.opened(timeout=0.4)

    async def heard(self) -> list[Inbound]:
        """Every message so far, when the provider has nothing left to say."""
        await asyncio.wait_for(self.api.updates.idle(), 10)
        return self.desk.messages

    async def until(self, count: int) -> list[Inbound]:
        """Wait for so many messages."""
        async with asyncio.timeout(10):
            while len(self.desk.messages) < count:
                await asyncio.sleep(0.01)
        return self.desk.messages

    @asynccontextmanager
    async def listening(self, cursor: str = "") -> AsyncIterator[None]:
        """The channel fetches, as long as the block lasts."""
        task = asyncio.create_task(self.channel.listen(self.desk.accept, lambda name: cursor))
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


@asynccontextmanager
async def office(**settings: object) -> AsyncIterator[Office]:
    """Everything up, and Sulastri known to the bot."""
    clock = Wound()
    api = BotApi(clock, TOKEN, retries=(0.01, 0.02, 0.04, 0.08))
    given = configured(await api.start()) | settings
    async with aiohttp.ClientSession() as http, AsyncExitStack() as stack:
        stack.push_async_callback(api.close)

        def opened(**more: object) -> Channel:
            channel = open_channel("tg", given | more, http)
            stack.push_async_callback(channel.close)
            return channel

        channel = opened()
        api.citizen(SULASTRI, "Sulastri").met = True
        yield Office(api, channel, clock, Desk(channel), opened)


@asynccontextmanager
async def pushed(office: Office) -> AsyncIterator[str]:
    """The office's address for webhooks, which the bot was told of."""
    site = web.Application()
    site.router.add_post("/hooks/tg", office.desk.post)
    runner = web.AppRunner(site, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}/hooks/tg"
    try:
        await office.channel.announce(url)
        yield url
    finally:
        await runner.cleanup()


def configured(url: str) -> dict[str, object]:
    return {"token": TOKEN, "api_url": url, "poll_seconds": 1}


def hooked(url: str = "http://127.0.0.1:1") -> dict[str, object]:
    return configured(url) | {"mode": "webhook", "webhook_secret": SECRET}


def sealed(body: bytes, secret: str = SECRET) -> Webhook:
    """A body as Telegram would bring it."""
    return Webhook("tg", headers={"x-telegram-bot-api-secret-token": secret}, body=body)


def update(**parts: Any) -> bytes:
    """One Update with a number of its own."""
    return json.dumps({"update_id": next(_numbers)} | parts).encode()


def message(**fields: Any) -> dict[str, Any]:
    """A message of Sulastri's; `from_` stands for the key "from", None leaves a key out."""
    told = {
        "message_id": 7,
        "from": {"id": SULASTRI, "is_bot": False, "first_name": "Sulastri"},
        "chat": {"id": SULASTRI, "type": "private", "first_name": "Sulastri"},
        "date": int(AT.timestamp()),
    }
    told |= {key.removesuffix("_"): value for key, value in fields.items()}
    return {key: value for key, value in told.items() if value is not None}


def outbound(text: str = "Terima kasih.", **fields: Any) -> Outbound:
    return Outbound(**({"id": "77", "to": Address("tg", str(SULASTRI)), "text": text} | fields))
