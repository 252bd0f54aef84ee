"""The sweep: what time itself does."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from bot.house import House
from storage import housekeeping, outbox
from storage.database import Away

log = logging.getLogger(__name__)

EVERY = 600.0
FORGOTTEN_AFTER = timedelta(days=1)
#: A spooled file that no message came to own.
SPOOLED_FOR = timedelta(days=7)
#: Longer than the slowest per-day bucket needs to fill, and than any provider tells late.
UNMATCHED_FOR = timedelta(days=2)


class Sweep:
    """Every ten minutes: tidy up, and fold the write-ahead log back into the file."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def run(self) -> None:
        """For ever."""
        while True:
            try:
                await self.step()
            except Away as error:
                log.warning("the database is away: %s", type(error).__name__)
            except Exception:
                log.exception("the sweep stumbled")
            await asyncio.sleep(EVERY)

    async def step(self) -> None:
        """One round."""
        house, now = self._house, self._house.now()
        async with house.database.write() as db:
            await housekeeping.tidy(db, now, now - FORGOTTEN_AFTER)
            await outbox.give_up_unmatched(db, now, now - UNMATCHED_FOR)
        await asyncio.to_thread(house.spool.forget, now - SPOOLED_FOR)
        await house.database.checkpoint()
