"""WhatsApp Cloud API: believe, read, send, fetch."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import suppress
from urllib.parse import quote

import aiohttp

from channels.base import (
    Address,
    Channel,
    Event,
    Health,
    Limits,
    Outbound,
    Refused,
    SendError,
    Webhook,
)
from channels.whatsapp import media, parsing, sending, templates
from channels.whatsapp.config import Config, check
from channels.whatsapp.fields import Obj, objects, string
from channels.whatsapp.graph import Graph

#: Free text may leave until half an hour before the 24 hours are over.
WINDOW_HOURS = 23.5
QUIET_SECONDS = 6.0
FILE_BYTES = 20 * sending.MB
#: So many half-sent messages are remembered, that a retry repeats no file.
REMEMBERED = 512


def open_channel(
    account: str, settings: Mapping[str, object], http: aiohttp.ClientSession
) -> Channel:
    """Raises SettingsError."""
    return WhatsApp(account, check(settings), http)


class WhatsApp(Channel):
    """One number of the office."""

    def __init__(self, account: str, config: Config, http: aiohttp.ClientSession) -> None:
        self.account = account
        self.limits = _limits(config)
        self.notice = config.template_notice
        self.notice_params = config.template_params
        self.recipient = config.phone_number_id
        self._config = config
        self._graph = Graph(config, http)
        self._gone_out: dict[str, int] = {}

    def handshake(self, hook: Webhook) -> str:
        token = hook.query.get("hub.verify_token", "")
        known = hmac.compare_digest(_bytes(token), _bytes(self._config.verify_token))
        if not known or hook.query.get("hub.mode") != "subscribe":
            raise Refused(403)
        return hook.query.get("hub.challenge", "")

    def verify(self, hook: Webhook) -> None:
        told = hook.headers.get("x-hub-signature-256", "")
        if not told:
            raise Refused(401)
        key = _bytes(self._config.app_secret)
        due = f"sha256={hmac.new(key, hook.body, hashlib.sha256).hexdigest()}"
        if not hmac.compare_digest(_bytes(told), _bytes(due)):
            raise Refused(403)

    def parse(self, hook: Webhook) -> Sequence[Event]:
        own = hook.account == self.account
        return parsing.events(self.account, self.recipient, hook.body, unnamed=own)

    def recipients(self, hook: Webhook) -> Collection[str]:
        return parsing.recipients(hook.body)

    async def send(self, outbound: Outbound) -> str:
        steps = sending.steps(outbound, self._config)
        done = self._gone_out.pop(outbound.id, 0)
        wamid = ""
        for place, step in enumerate(steps[done:], done):
            try:
                wamid = await self._send(step)
            except (SendError, asyncio.CancelledError):
                if place:
                    self._remember(outbound.id, place)
                raise
        return wamid

    async def noticed(self, provider_id: str, to: Address) -> None:
        seen: Obj = {
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": provider_id,
            "typing_indicator": {"type": "text"},
        }
        with suppress(SendError):
            await self._graph.post("messages", seen)

    def download(self, ref: str) -> AsyncIterator[bytes]:
        return media.fetch(self._graph, self._config, ref)

    async def health(self) -> Health:
        try:
            number = await self._graph.get(
                self._config.phone_number_id,
                fields="display_phone_number,verified_name,quality_rating",
            )
            if self._config.waba_id and not await self._subscribed():
                return Health(False, "Webhook belum berlangganan akun WhatsApp Business ini.")
        except SendError as error:
            return Health(False, f"Graph API menjawab: {error.reason}")
        name, shown = string(number, "verified_name"), string(number, "display_phone_number")
        return Health(True, f"{name} {shown}, mutu {string(number, 'quality_rating')}".strip())

    async def templates(self) -> Sequence[Health]:
        return await templates.look(self._graph, self._config)

    def link(self, text: str) -> str:
        digits = "".join(c for c in self._config.display_number if c in "0123456789")
        return f"https://wa.me/{digits}?text={quote(text)}" if digits else ""

    async def _send(self, step: sending.Step) -> str:
        payload = step.payload
        if step.file:
            data = await step.file.read()
            if len(data) > sending.size_limit(step.file):
                raise SendError("file too large for WhatsApp", permanent=True, code="too_large")
            stored = await self._graph.upload(step.file.name, step.file.mime, data)
            payload = sending.with_media(payload, stored)
        answer = await self._graph.post("messages", payload)
        wamid = next((string(sent, "id") for sent in objects(answer, "messages")), "")
        if not wamid:
            raise SendError("accepted without an id", unknown=True)
        return wamid

    def _remember(self, outbound: str, place: int) -> None:
        while len(self._gone_out) >= REMEMBERED:
            del self._gone_out[next(iter(self._gone_out))]
        self._gone_out[outbound] = place

    async def _subscribed(self) -> bool:
        apps = await self._graph.get(self._config.waba_id, "subscribed_apps")
        return bool(objects(apps, "data"))


def _limits(config: Config) -> Limits:
    return Limits(
        text=sending.TEXT,
        choices=sending.ROWS,
        choice_title=sending.BUTTON_TITLE,
        per_second=config.per_second,
        per_recipient=config.per_recipient,
        burst=config.burst,
        window=WINDOW_HOURS,
        quiet=QUIET_SECONDS,
        file=FILE_BYTES,
        markup="star",
        receipts=True,
    )


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")
