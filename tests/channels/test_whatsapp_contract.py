"""WhatsApp keeps the contract of every channel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from channels.base import Attachment, Channel, Outbound, Webhook
from tests.channels.whatsapp_kit import (
    ACCOUNT,
    SULASTRI,
    Office,
    message,
    office,
    outbound,
    payload,
    sealed,
)
from tests.contract import Answer, ChannelContract

WAIT = 17.0


class WhatsAppPeer:
    """The office's number, as the contract needs it."""

    secrets = (ACCOUNT.access_token, ACCOUNT.app_secret, ACCOUNT.verify_token)

    def __init__(self, office: Office) -> None:
        self._office = office
        self._numbers = count(1)

    @property
    def channel(self) -> Channel:
        return self._office.channel

    def written(self, text: str) -> Webhook:
        said = message(id=f"wamid.{next(self._numbers)}", text={"body": text})
        return sealed(payload({"messages": [said]}))

    def batch(self) -> tuple[Webhook, int]:
        said = [message(id=f"wamid.{number}") for number in (1, 2, 3)]
        read = {"id": "wamid.9", "status": "read", "timestamp": "1795246200"}
        return sealed(
            payload({"messages": said[:2]}, {"statuses": [read]}, {"messages": said[2:]})
        ), 4

    def unknown(self) -> Webhook:
        welcome = message(type="request_welcome")
        other = message(id="wamid.2", type="hologram", hologram={"id": "1"})
        return sealed(payload({"messages": [welcome, other]}, {"new_in_2027": [{"id": "1"}]}))

    def sealed(self, body: bytes) -> Webhook:
        return sealed(body)

    def forged(self, hook: Webhook) -> Webhook:
        return sealed(hook.body, "not the secret")

    def bare(self, hook: Webhook) -> Webhook:
        return replace(hook, headers={})

    def outbound(self) -> Outbound:
        return outbound("Terima kasih, laporannya sudah kami terima.")

    def answers(self, answer: Answer) -> float:
        if answer == "hang":
            self._office.api.faults.hang = True
            self._office.hurry()
            return 0
        self._office.api.answers.append(ANSWERS[answer])
        return WAIT if answer == "busy" else 0

    def last_id(self) -> str:
        return str(self._office.api.sent[-1]["id"])

    async def file(self) -> tuple[str, bytes]:
        data = b"\xff\xd8\xff" + bytes(200_000)
        await self._office.api.citizen_sends(SULASTRI, "image", data, "image/jpeg")
        return (await self._last_file()).ref, data

    async def lost_file(self) -> str:
        ref, _ = await self.file()
        self._office.clock.wind(days=8)
        return ref

    async def _last_file(self) -> Attachment:
        return (await self._office.heard())[-1].attachments[0]

    async def stop(self) -> None:
        await self._office.api.close()


def _error(code: int, said: str = "no") -> dict[str, Any]:
    return {"error": {"code": code, "message": said, "error_data": {"details": said}}}


ANSWERS: dict[Answer, tuple[int, dict[str, Any], dict[str, str]]] = {
    "refuse": (400, _error(131009), {}),
    "broken": (503, {}, {}),
    "busy": (429, _error(130429), {"Retry-After": f"{WAIT:.0f}"}),
    "token": (401, _error(190), {}),
    "leak": (400, _error(100, " ".join(WhatsAppPeer.secrets) + SULASTRI), {}),
}


class TestWhatsApp(ChannelContract):
    @pytest.fixture
    async def peer(self) -> AsyncIterator[WhatsAppPeer]:  # type: ignore[override]
        async with office() as built:
            yield WhatsAppPeer(built)
