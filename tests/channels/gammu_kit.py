"""An office with the folders of gammu-smsd, and files as the daemon writes them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import aiohttp

from channels.base import Address, Channel, Inbound, Outbound, Webhook
from channels.sms import open_channel
from tests.channels.telegram_kit import Desk

OFFICE, DARMO, SULASTRI = "+6281234567000", "+6281234567001", "+6281234567002"
NAMES = ("inbox", "outbox", "sent", "error")
_serials = count()


@dataclass
class Modem:
    """The daemon's four folders, the channel that looks into them, and who takes what it brings."""

    base: Path
    channel: Channel
    desk: Desk

    def left(self, name: str) -> list[Path]:
        """What lies in a folder, without what is hidden."""
        return sorted(path for path in (self.base / name).iterdir() if path.name[0] != ".")

    def write(self, name: str, text: str) -> Path:
        path = self.base / "inbox" / name
        path.write_bytes(b"\xfe\xff" + text.encode("utf-16-be"))
        return path

    def finish(self, folder: str) -> Path:
        """The daemon moves the oldest message of the outbox, as it does after sending."""
        (first, *_) = self.left("outbox")
        return first.rename(self.base / folder / first.name)

    @property
    def heard(self) -> list[Inbound]:
        events = [event for hook in self.desk.hooks for event in self.channel.parse(hook)]
        return [event for event in events if isinstance(event, Inbound)]

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.channel.listen(self.desk.accept, lambda name: ""))
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


@asynccontextmanager
async def modem(base: Path, **settings: object) -> AsyncIterator[Modem]:
    """`settings` replace or add to those of the office."""
    for name in NAMES:
        (base / name).mkdir(exist_ok=True)
    async with aiohttp.ClientSession() as http:
        channel = open_channel("sms", told(base) | settings, http)
        try:
            yield Modem(base, channel, Desk(channel))
        finally:
            await channel.close()


def told(base: Path) -> dict[str, object]:
    """What an operator writes about a modem."""
    folders = {f"gammu_{name}": str(base / name) for name in NAMES}
    return {"gateway": "gammu", "number": OFFICE, "gammu_poll_seconds": 0.02, **folders}


def name(
    sender: str = DARMO, *, at: str = "20260105_091400", part: int = 0, serial: int = 0
) -> str:
    """The name of a received part."""
    return f"IN{at}_{serial:02}_{sender}_{part:02}.txt"


def hook(body: bytes, more: Mapping[str, str] | None = None, kind: str = "txt") -> Webhook:
    """A message of one part, as the channel hands it to itself."""
    file = f"IN20260105_091400_{next(_serials):02}_{DARMO}_00.{kind}"
    query = {"file": file, "at": "2026-01-05T09:14:00+07:00", "ref": "a", "part": "1/1"}
    return Webhook("sms", query=query | (more or {}), body=body)


def outbound(text: str, number: str = "42", to: str = DARMO) -> Outbound:
    return Outbound(number, Address("sms", to), text)


async def until(true: object, seconds: float = 20.0) -> None:
    """Wait until a question has a true answer."""
    async with asyncio.timeout(seconds):
        while not true():  # type: ignore[operator]
            await asyncio.sleep(0.005)
