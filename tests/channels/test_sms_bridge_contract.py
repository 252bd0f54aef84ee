"""The bridge keeps the contract of every channel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from channels.base import Outbound, Webhook
from tests.channels import gammu_kit
from tests.channels.bridge_kit import SECRET, Far, build, carrying, signed
from tests.channels.gammu_kit import outbound
from tests.contract import Answer, ChannelContract


@pytest.fixture
async def far() -> Far:
    return build()


class FarPeer:
    """The bridge, as the contract needs it."""

    secrets = (SECRET,)

    def __init__(self, far: Far) -> None:
        self.channel = far.channel
        self._far = far
        self._text = "Terima kasih, laporannya sudah kami terima."

    def written(self, text: str) -> Webhook:
        return carrying(gammu_kit.hook(text.encode(errors="surrogatepass")))

    def batch(self) -> tuple[Webhook, int]:
        hooks = [gammu_kit.hook(text) for text in (b"satu", b"dua")]
        failed = {"id": "7", "state": "failed", "reason": "no credit", "attempt": 1}
        return carrying(*hooks, deliveries=[failed]), 3

    def unknown(self) -> Webhook:
        return carrying(gammu_kit.hook(b"\x06\x05\x04", kind="bin"))

    def sealed(self, body: bytes) -> Webhook:
        return signed(body)

    def forged(self, hook: Webhook) -> Webhook:
        return signed(hook.body, "not-the-secret-of-this-office")

    def bare(self, hook: Webhook) -> Webhook:
        return replace(hook, headers={})

    def outbound(self) -> Outbound:
        return outbound(self._text)

    def answers(self, answer: Answer) -> float:
        if answer == "refuse":
            self._text *= 20
        else:
            self._far.ahead = 61.0
        return 15.0 if answer == "busy" else 0

    def last_id(self) -> str:
        return "42"

    async def file(self) -> tuple[str, bytes]:
        raise NotImplementedError("an SMS holds no file")

    async def lost_file(self) -> str:
        raise NotImplementedError("an SMS holds no file")

    async def stop(self) -> None:
        self._far.ahead = 61.0


class TestBridge(ChannelContract, lacks=("body_signature", "hang", "files")):
    @pytest.fixture
    async def peer(self, far: Far) -> AsyncIterator[FarPeer]:  # type: ignore[override]
        async with far.calling():
            yield FarPeer(far)
