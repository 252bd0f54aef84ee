"""A modem's folders, the bridge beside them as a process of its own, and an office to lose."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from bot.bridge.bridge import Bridge, Pace
from bot.bridge.settings import Settings
from bot.bridge.spool import Spool
from bot.bridge.uplink import Uplink
from bot.clock import Clock
from channels import sms
from tests.bot.commands.kit import Running, free_port, running
from tests.world import PATIENCE

OFFICE, DARMO, JOKO = "+6281234567000", "+6281234567001", "+6281234567002"
SECRET = "rahasia-jembatan-kantor-0123456789"
NAMES = ("inbox", "outbox", "sent", "error")
#: What the operator of the office writes.
CHANNELS: Mapping[str, Any] = {
    "sms": {
        "gateway": "bridge",
        "number": OFFICE,
        "bridge_secret": SECRET,
        "per_second": 1e6,
        "per_recipient": 0.0,
        "quiet": 0,
    }
}


@dataclass
class Village:
    """What stands in the office without an address: four folders and bridge.toml."""

    folder: Path
    _serial: itertools.count[int] = field(default_factory=itertools.count)

    def prepare(self, base: str, **more: object) -> None:
        """Write bridge.toml; `base` is where the office answers."""
        for name in NAMES:
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        lines = [
            f'url = "{base}"',
            f'secret = "{SECRET}"',
            *(f'{name} = "{value}"' for name, value in more.items()),
            "[gateway]",
            'gateway = "gammu"',
            "gammu_poll_seconds = 0.05",
            *(f'gammu_{name} = "{self.folder / name}"' for name in NAMES),
        ]
        file = self.folder / "bridge.toml"
        file.write_text("\n".join(lines))
        file.chmod(0o600)

    def hear(self, text: str, sender: str = DARMO, name: str = "") -> Path:
        """An SMS arrives at the modem."""
        name = name or f"IN20260105_091400_{next(self._serial):02}_{sender}_00.txt"
        path = self.folder / "inbox" / name
        path.write_bytes(b"\xfe\xff" + text.encode("utf-16-be"))
        return path

    @property
    def unheard(self) -> list[Path]:
        return list((self.folder / "inbox").iterdir())

    def said(self) -> list[str]:
        """The texts that lie there to be sent, in order."""
        files = sorted((self.folder / "outbox").glob("OUT*"))
        return [file.read_bytes()[2:].decode("utf-16-be") for file in files]

    def finish(self, folder: str = "sent") -> None:
        """The modem has tried everything, and it went or it did not."""
        for file in (self.folder / "outbox").glob("OUT*"):
            file.rename(self.folder / folder / file.name)

    @asynccontextmanager
    async def bridge(self) -> AsyncIterator[Running]:
        """The bridge for one block; at its end it is killed, as by a power cut."""
        async with running("sms-bridge", cwd=self.folder) as process:
            await process.says("Ctrl+C")
            yield process


@asynccontextmanager
async def bridge_here(
    folder: Path,
    base: str,
    gateway: Mapping[str, object],
    clock: Clock | None = None,
    port: int = 0,
    pace: Pace = Pace(),
) -> AsyncIterator[tuple[Bridge, Spool]]:
    """A bridge in this process, for what has to be seen from inside."""
    clock = clock or Clock()
    settings = Settings(
        url=base,
        account="sms",
        secret=SECRET,
        folder=folder,
        host="127.0.0.1",
        port=port or free_port(),
        gateway=gateway,
    )
    spool = Spool(folder)
    async with aiohttp.ClientSession() as http:
        channel = sms.open_channel("sms", gateway, http)
        uplink = Uplink(settings, http, clock)
        bridge = Bridge(settings, spool, channel, uplink, clock.steady, pace)
        running = asyncio.create_task(bridge.run())
        try:
            yield bridge, spool
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await channel.close()
            spool.close()


async def until(true: Any, seconds: float = PATIENCE) -> Any:
    """Wait until a question has a true answer, and return it."""
    async with asyncio.timeout(seconds):
        while not (answer := true()):
            await asyncio.sleep(0.01)
        return answer
