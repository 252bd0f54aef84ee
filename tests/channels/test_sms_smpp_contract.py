"""SMPP keeps the contract of every channel."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from channels.base import Outbound, Refused, Webhook
from tests.channels.smpp_kit import (
    PASSWORD,
    Line,
    hook,
    line,
    outbound,
    sealed,
)
from tests.contract import HOSTILE, Answer, ChannelContract, Peer, citizens

LONG = ("Terima kasih. Laporan K7F3-9QX kami terima. " * 6).strip()
#: command_status: ESME_RINVMSGLEN, ESME_RSYSERR, ESME_RTHROTTLED, ESME_RINVSRCADR; silence.
ANSWERS: dict[Answer, int | None] = {
    "refuse": 0x01,
    "broken": 0x08,
    "busy": 0x58,
    "token": 0x0A,
    "leak": 0x01,
    "hang": None,
}


class LinePeer:
    """The office's account at a message centre, as the contract needs it."""

    secrets = (PASSWORD,)

    def __init__(self, line: Line) -> None:
        self.channel = line.channel
        self._line = line

    def written(self, text: str) -> Webhook:
        return hook(text)

    def batch(self) -> tuple[Webhook, int]:
        raise NotImplementedError("one deliver_sm, one event")

    def unknown(self) -> Webhook:
        return hook("Halo", esm_class=0x10)

    def sealed(self, body: bytes) -> Webhook:
        return sealed(body)

    def forged(self, hook: Webhook) -> Webhook:
        return hook

    def bare(self, hook: Webhook) -> Webhook:
        return hook

    def outbound(self) -> Outbound:
        return outbound("Terima kasih, laporannya sudah kami terima.")

    def answers(self, answer: Answer) -> float:
        self._line.centre.script.append(ANSWERS[answer])
        return 17.0 if answer == "busy" else 0

    def last_id(self) -> str:
        return self._line.centre.last_id.lstrip("0")

    async def file(self) -> tuple[str, bytes]:
        raise NotImplementedError("an SMS holds no file")

    async def lost_file(self) -> str:
        raise NotImplementedError("an SMS holds no file")

    async def stop(self) -> None:
        await self._line.centre.stop()


class TestSmpp(ChannelContract, lacks=("signature", "batch", "files")):
    @pytest.fixture
    async def peer(self) -> AsyncIterator[LinePeer]:  # type: ignore[override]
        async with line() as built:
            yield LinePeer(built)

    async def test_believes_the_provider(self, peer: Peer) -> None:
        """What it fetched itself needs no proof; what is pushed to it is nobody's."""
        with pytest.raises(Refused):
            peer.channel.verify(peer.written("Lampu jalan mati"))

    @pytest.mark.parametrize("text", HOSTILE[:-1], ids=lambda text: repr(text[:12]))
    async def test_hostile_text_comes_through_whole(self, peer: Peer, text: str) -> None:
        """All but the one that is longer than any message of SMPP."""
        (message,) = citizens(peer.channel.parse(peer.written(text)))
        assert message.text.strip() == text.strip()
