"""SMS of a test: an office behind a loopback Kannel, and phones that push through it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp

from tests.channels.sms_kit import Answered, Asked, Gate
from tests.world import World

SECRET = "rahasia-di-dalam-alamat-0123"
DARMO = "+6281234567890"
SETTINGS: dict[str, Any] = {
    "use": "sms",
    "gateway": "kannel",
    "quiet": 0,
    "number": "+6281100000000",
    "per_second": 1000.0,
    "per_recipient": 0.0,
    "price": 350.0,
    "kannel_username": "app",
    "kannel_password": "sandi-gerbang",
    "kannel_secret": SECRET,
    "kannel_callback_url": "",
}


class Sim:
    """What goes in and out of the office's SIM."""

    def __init__(self, world: World, gate: Gate) -> None:
        self.world = world
        self.gate = gate
        self._count = 0

    async def brings(self, text: str, sender: str = DARMO, udh: str = "", key: str = "") -> int:
        """One message, as Kannel pushes it; the status it was answered with."""
        self._count += 1
        query = {"secret": SECRET, "id": key or f"m{self._count}", "from": sender, "to": "1708"}
        headers = {"X-Kannel-UDH": udh} if udh else {}
        url = f"{self.world.local_base}/hooks/sms"
        asked = query | {"text": text, "charset": "UTF-8"}
        async with (
            aiohttp.ClientSession() as http,
            http.get(url, params=asked, headers=headers) as answer,
        ):
            return answer.status

    def sent(self, to: str = DARMO) -> list[str]:
        """The texts that left to one number."""
        return [one.query["text"] for one in self.gate.asked if one.query["to"] == to]


def udh(ref: int, total: int, number: int) -> str:
    """The header of one part of a message."""
    return f"050003{ref:02x}{total:02x}{number:02x}"


@asynccontextmanager
async def office(world: World, **more: Any) -> AsyncIterator[Sim]:
    """Open a closed world with an SMS account; `more` are settings of that account.

    beside: settings of other accounts.
    """
    gate = Gate(_accepted)
    settings = SETTINGS | {"kannel_url": await gate.start()}
    budget = more.pop("budget", None)
    beside = more.pop("beside", {})
    extra = {"budget": budget} if budget else {}
    try:
        await world.open(channels={"sms": settings | more, **beside}, **extra)
        yield Sim(world, gate)
    finally:
        await world.stop()
        await gate.close()


def _accepted(_asked: Asked) -> Answered:
    return Answered(202, b"0: Accepted for delivery")
