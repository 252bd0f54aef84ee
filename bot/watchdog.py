"""The watchdog: notes that the process lives, and ends one whose loop stood still."""

from __future__ import annotations

import asyncio
import faulthandler
import logging
import os
import threading
import time

from bot.house import House
from storage import runs
from storage.database import Away

log = logging.getLogger(__name__)

NOTE_EVERY = 10.0
STANDS_FOR = 30.0


class Watchdog:
    """A thread beside the loop; it needs nothing of the loop but its pulse."""

    def __init__(self, house: House, run: int) -> None:
        self._house = house
        self._run = run
        self._pulse = time.monotonic()

    async def run(self) -> None:
        """For ever."""
        threading.Thread(
            target=self._watch, args=(asyncio.get_running_loop(),), daemon=True
        ).start()
        noted = 0.0
        while True:
            self._pulse = time.monotonic()
            if self._pulse - noted > NOTE_EVERY:
                noted = self._pulse
                await self._note()
            await asyncio.sleep(1.0)

    async def _note(self) -> None:
        try:
            async with self._house.database.write() as db:
                await runs.note(db, self._run, self._house.now())
        except Away as error:
            log.warning("the database is away: %s", type(error).__name__)

    def _watch(self, loop: asyncio.AbstractEventLoop) -> None:
        while not loop.is_closed():
            time.sleep(1.0)
            if loop.is_running() and time.monotonic() - self._pulse > STANDS_FOR:
                log.critical("the event loop stood still for %.0f s: ending", STANDS_FOR)
                faulthandler.dump_traceback()
                os._exit(70)
