"""An office with a WhatsApp number, its loopback Graph API, and a callback address between them."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from aiohttp import web

from bot.demo.whatsapp import GraphApi
from bot.demo.whatsapp_phones import Account
from channels.base import Address, Channel, Delivery, Event, Inbound, Outbound, Refused, Webhook
from channels.whatsapp import open_channel

SULASTRI = "6281234567890"
JOKO = "6285711112222"
ACCOUNT = Account(
    access_token="EAAGtokenyangpanjangsekali0123456789abcdef",
    app_secret="rahasia-aplikasi",
    verify_token="sandi-webhook",
)


class Wound:
    """A clock that stands until somebody winds it."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 21, 7, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def wind(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class Callback:
    """The office's address for webhooks: believes, reads, and answers as told."""

    channel: Channel
    events: list[Event] = field(default_factory=list)
    hooks: list[Webhook] = field(default_factory=list)
    #: Statuses for the next posts; 200 when used up.
    statuses: list[int] = field(default_factory=list)

    async def get(self, request: web.Request) -> web.Response:
        try:
            return web.Response(text=self.channel.handshake(Webhook("wa", query=request.query)))
        except Refused as error:
            return web.Response(status=error.status)

    async def post(self, request: web.Request) -> web.Response:
        headers = {key.lower(): value for key, value in request.headers.items()}
        hook = Webhook("wa", headers=headers, body=await request.read())
        self.channel.verify(hook)
        self.hooks.append(hook)
        status = self.statuses.pop(0) if self.statuses else 200
        if status == 200:
            self.events.extend(self.channel.parse(hook))
        return web.Response(status=status)

    @property
    def messages(self) -> list[Inbound]:
        return [event for event in self.events if isinstance(event, Inbound)]

    @property
    def deliveries(self) -> list[Delivery]:
        return [event for event in self.events if isinstance(event, Delivery)]


@dataclass
class Office:
    api: GraphApi
    channel: Channel
    clock: Wound
    callback: Callback
    opened: Callable[..., Channel]

    def hurry(self) -> None:
        """From here on the channel waits a moment only; a busy machine has time before."""
        self.channel = self.opened(timeout=0.4)

    async def heard(self) -> list[Inbound]:
        """Every message so far, when the provider has nothing left to say."""
        await asyncio.wait_for(self.api.hooks.idle(), 10)
        return self.callback.messages

    async def told(self) -> list[Delivery]:
        await asyncio.wait_for(self.api.hooks.idle(), 10)
        return self.callback.deliveries


@asynccontextmanager
async def office(**settings: object) -> AsyncIterator[Office]:
    """Everything up, the handshake done, and Sulastri's window open."""
    clock = Wound()
    api = GraphApi(clock, ACCOUNT, retries=(0.01, 0.02, 0.04))
    given = configured(await api.start()) | settings
    async with aiohttp.ClientSession() as http:

        def opened(**more: object) -> Channel:
            return open_channel("wa", given | more, http)

        channel = opened()
        callback = Callback(channel)
        runner = web.AppRunner(_site(callback), shutdown_timeout=0.5)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        await api.connect(f"http://127.0.0.1:{runner.addresses[0][1]}/hooks/wa")
        api.citizen(SULASTRI, "Sulastri").wrote_at = clock()
        try:
            yield Office(api, channel, clock, callback, opened)
        finally:
            await api.close()
            await runner.cleanup()


def configured(url: str) -> dict[str, object]:
    return {
        "access_token": ACCOUNT.access_token,
        "app_secret": ACCOUNT.app_secret,
        "verify_token": ACCOUNT.verify_token,
        "phone_number_id": ACCOUNT.phone_number_id,
        "waba_id": ACCOUNT.waba_id,
        "display_number": "+62 21 5099 6800",
        "template_notice": "kabar_laporan",
        "graph_url": url,
    }


def _site(callback: Callback) -> web.Application:
    site = web.Application(client_max_size=4 * 2**20)
    site.router.add_get("/hooks/wa", callback.get)
    site.router.add_post("/hooks/wa", callback.post)
    return site


def sealed(body: bytes, secret: str = ACCOUNT.app_secret) -> Webhook:
    """A body as Meta would bring it."""
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return Webhook("wa", headers={"x-hub-signature-256": f"sha256={digest}"}, body=body)


def payload(*values: dict[str, Any], field: str | None = "messages") -> bytes:
    """One webhook with a change for each value."""
    named = {} if field is None else {"field": field}
    metadata = {"display_phone_number": "622150996800", "phone_number_id": ACCOUNT.phone_number_id}
    changes = [
        named | {"value": {"messaging_product": "whatsapp", "metadata": metadata, **value}}
        for value in values
    ]
    entry = {"id": ACCOUNT.waba_id, "changes": changes}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


def message(**fields: Any) -> dict[str, Any]:
    """A message of Sulastri's; `from_` stands for the key "from", None leaves a key out."""
    told = {
        "from": SULASTRI,
        "id": "wamid.1",
        "timestamp": "1795246200",
        "type": "text",
        "text": {"body": "Lampu mati"},
    }
    if "type" in fields and fields["type"] != "text":
        del told["text"]
    told |= {key.removesuffix("_"): value for key, value in fields.items()}
    return {key: value for key, value in told.items() if value is not None}


def outbound(text: str = "Terima kasih.", **fields: Any) -> Outbound:
    return Outbound(
        **({"id": "77", "to": Address("wa", SULASTRI), "text": text} | fields)  # type: ignore[arg-type]
    )
