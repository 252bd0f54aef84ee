"""Telegram keeps the contract of every channel, pushed and fetched."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from channels.base import Channel, Outbound, Refused, Webhook
from tests.channels.telegram_kit import (
    JPEG,
    SECRET,
    SULASTRI,
    TOKEN,
    Office,
    message,
    office,
    outbound,
    sealed,
    update,
)
from tests.contract import Answer, ChannelContract, Peer

WAIT = 17.0


class TelegramPeer:
    """The office's bot, as the contract needs it."""

    def __init__(self, office: Office, *secrets: str) -> None:
        self.secrets = secrets
        self._office = office

    @property
    def channel(self) -> Channel:
        return self._office.channel

    def written(self, text: str) -> Webhook:
        return sealed(update(message=message(text=text)))

    def batch(self) -> tuple[Webhook, int]:
        raise NotImplementedError("Telegram brings one Update at a time")

    def unknown(self) -> Webhook:
        return sealed(update(hologram=message(text="Halo")))

    def sealed(self, body: bytes) -> Webhook:
        return sealed(body)

    def forged(self, hook: Webhook) -> Webhook:
        return sealed(hook.body, "not-the-secret")

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
        return f"{SULASTRI}/{self._office.api.sent[-1].id}"

    async def file(self) -> tuple[str, bytes]:
        files = self._office.api.files
        data = JPEG + bytes(200_000)
        return files.keep("photo", data), data

    async def lost_file(self) -> str:
        ref, _ = await self.file()
        self._office.api.files.forget(ref)
        return ref

    async def stop(self) -> None:
        await self._office.api.close()


def _error(code: int, said: str, **parameters: int) -> tuple[int, dict[str, Any]]:
    told: dict[str, Any] = {"ok": False, "error_code": code, "description": said}
    return code, told | ({"parameters": parameters} if parameters else {})


ANSWERS: dict[Answer, tuple[int, dict[str, Any]]] = {
    "refuse": _error(400, "Bad Request: message text is empty"),
    "broken": (502, {}),
    "busy": _error(429, "Too Many Requests: retry after 17", retry_after=17),
    "token": _error(401, "Unauthorized"),
    "leak": _error(400, f"Bad Request: {TOKEN} {SECRET}"),
}


class TestPushed(ChannelContract, lacks=("body_signature", "batch")):
    @pytest.fixture
    async def peer(self) -> AsyncIterator[TelegramPeer]:  # type: ignore[override]
        async with office(mode="webhook", webhook_secret=SECRET) as built:
            yield TelegramPeer(built, TOKEN, SECRET)


class TestFetched(ChannelContract, lacks=("signature", "batch")):
    @pytest.fixture
    async def peer(self) -> AsyncIterator[TelegramPeer]:  # type: ignore[override]
        async with office() as built:
            yield TelegramPeer(built, TOKEN)

    async def test_believes_the_provider(self, peer: Peer) -> None:
        """What it fetched itself needs no proof; what is pushed to it is nobody's."""
        with pytest.raises(Refused):
            peer.channel.verify(peer.written("Lampu jalan mati"))
