"""gammu-smsd keeps the contract of every channel."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from channels.base import Outbound, Refused, Webhook
from tests.channels.gammu_kit import (
    DARMO,
    Modem,
    hook,
    modem,
    outbound,
)
from tests.contract import Answer, ChannelContract, Peer

LONG = "Lampu jalan di gang Kenanga mati sejak Senin. " * 9


class FoldersPeer:
    """The office's modem, as the contract needs it."""

    secrets = ()

    def __init__(self, modem: Modem) -> None:
        self.channel = modem.channel
        self._modem = modem
        self._text = "Terima kasih, laporannya sudah kami terima."

    def written(self, text: str) -> Webhook:
        return hook(text.encode(errors="surrogatepass"))

    def batch(self) -> tuple[Webhook, int]:
        raise NotImplementedError("one file, one event")

    def unknown(self) -> Webhook:
        return hook(b"\x06\x05\x04\x0b\x84", kind="bin")

    def sealed(self, body: bytes) -> Webhook:
        return hook(body)

    def forged(self, hook: Webhook) -> Webhook:
        return hook

    def bare(self, hook: Webhook) -> Webhook:
        return hook

    def outbound(self) -> Outbound:
        return outbound(self._text)

    def answers(self, answer: Answer) -> float:
        return _SCRIPTS[answer](self)

    def last_id(self) -> str:
        (file,) = self._modem.left("outbox")
        return file.name.split("_")[0].removeprefix("OUTC").lstrip("0")

    async def file(self) -> tuple[str, bytes]:
        raise NotImplementedError("an SMS holds no file")

    async def lost_file(self) -> str:
        raise NotImplementedError("an SMS holds no file")

    async def stop(self) -> None:
        self.take_away()

    def lengthen(self) -> float:
        self._text = LONG * 3
        return 0

    def take_away(self) -> float:
        outbox = self._modem.base / "outbox"
        if outbox.exists():
            outbox.rename(self._modem.base / "elsewhere")
        return 0

    def fail_before(self) -> float:
        file = f"OUTC{'42':0>20}_0_00_{DARMO}_sahut.txt"
        (self._modem.base / "error" / file).write_bytes(b"")
        return 5.0


_SCRIPTS: dict[Answer, Callable[[FoldersPeer], float]] = {
    "refuse": FoldersPeer.lengthen,
    "broken": FoldersPeer.take_away,
    "token": FoldersPeer.take_away,
    "leak": FoldersPeer.take_away,
    "busy": FoldersPeer.fail_before,
}


class TestGammu(ChannelContract, lacks=("signature", "json", "batch", "hang", "files")):
    @pytest.fixture
    async def peer(self, tmp_path: Path) -> AsyncIterator[FoldersPeer]:  # type: ignore[override]
        async with modem(tmp_path) as built:
            yield FoldersPeer(built)

    async def test_believes_the_provider(self, peer: Peer) -> None:
        """What it fetched itself needs no proof; what is pushed to it is nobody's."""
        with pytest.raises(Refused):
            peer.channel.verify(peer.written("Lampu jalan mati"))
