"""The watchdog: notes that the process lives, and ends one whose loop stood still."""

from __future__ import annotations

import asyncio
import faulthandler
import logging
import os
import threading
import time
from collections.abc import Callable

from bot.house import House
from storage import runs
from storage.database import Away

log = logging.getLogger(__name__)

NAME = "watchdog"
NOTE_EVERY = 10.0
STANDS_FOR = 30.0


class Watchdog:
    """A thread beside the loop; it needs nothing of the loop but its pulse."""

    def __init__(self, house: House, run: int, on_death: Callable[[], None]) -> None:
        self._house = house
        self._run = run
        self._on_death = on_death
        self._pulse = time.monotonic()

    async def run(self) -> None:
        """For ever; when it ends, the loop may go on without being watched."""
        over, self._pulse = threading.Event(), time.monotonic()
        watched = (asyncio.get_running_loop(), over)
        threading.Thread(target=self._watch, args=watched, name=NAME, daemon=True).start()
        try:
            # Two tasks: a database that is slow to take a note does not stop the pulse.
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._beat())
                tasks.create_task(self._note_now_and_then())
        finally:
            over.set()

    async def _beat(self) -> None:
        while True:
            self._pulse = time.monotonic()
            await asyncio.sleep(1.0)

    async def _note_now_and_then(self) -> None:
        while True:
            await self._note()
            await asyncio.sleep(NOTE_EVERY)

    async def _note(self) -> None:
        try:
            async with self._house.database.write() as db:
                died = await runs.note(db, self._run, self._house.ids, self._house.now())
            if died:
                log.warning("another process ended without a word: handling carefully")
                self._on_death()
        except Away as error:
            log.warning("the database is away: %s", type(error).__name__)

    def _watch(self, loop: asyncio.AbstractEventLoop, over: threading.Event) -> None:
        while not over.wait(1.0):
            if loop.is_running() and time.monotonic() - self._pulse > STANDS_FOR:
                log.critical("the event loop stood still for %.0f s: ending", STANDS_FOR)
                faulthandler.dump_traceback()
                os._exit(70)
