"""A process of its own that runs the office, and dies without a word over a certain text."""

from __future__ import annotations

import asyncio
import os
import pickle
import signal
import sys
from datetime import datetime

from bot import app
from bot.config import Settings
from bot.dialogue import clerk
from bot.dialogue.desk import Desk, Said, Turn
from tests.world import WoundClock

DEADLY = "yang mematikan"
EXIT = 9


def main() -> None:
    """Reads (settings, the time) from stdin and writes its address to stdout."""
    settings, now = pickle.load(sys.stdin.buffer)
    answer = clerk.answer

    def deadly(desk: Desk, said: Said) -> Turn:
        if DEADLY in said.text:
            os._exit(EXIT)
        return answer(desk, said)

    clerk.answer = deadly
    asyncio.run(_live(settings, now))


async def _live(settings: Settings, now: datetime) -> None:
    over = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, over.set)
    async with app.open_house(settings, WoundClock(now)) as house:
        service = app.build(house)
        async with app.running(service), app.listening_on(service, "127.0.0.1", 0) as base:
            print(base, flush=True)
            await over.wait()


if __name__ == "__main__":
    main()
