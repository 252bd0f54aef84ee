"""The sweep: what time itself does."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta

from bot import aftercare, calendars, duty, heads, retention, simcare, timely
from bot.doubts import Doubts
from bot.house import House
from storage import housekeeping, outbox, parts
from storage.database import Away

log = logging.getLogger(__name__)

EVERY = 60.0
#: Of so many rounds one tidies up.
TIDIES = 10
FORGOTTEN_AFTER = timedelta(days=1)
#: One-time codes, and how far back those are sought that are a day old.
CODE = "code"
CODES_SOUGHT = timedelta(days=9)
#: A spooled file that no message came to own.
SPOOLED_FOR = timedelta(days=7)
#: Longer than the slowest per-day bucket needs to fill, and than any provider tells late.
UNMATCHED_FOR = timedelta(days=2)


class Sweep:
    """Every minute: what waited long enough; every ten: tidy up, and fold the log back."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._doubts = Doubts(house)
        self._rounds = 0

    async def run(self) -> None:
        """For ever."""
        while True:
            try:
                if not self._rounds:
                    await calendars.recount(self._house)
                await self.step()
            except Away as error:
                log.warning("the database is away: %s", type(error).__name__)
            except Exception:
                log.exception("the sweep stumbled")
            await asyncio.sleep(EVERY)

    async def step(self) -> None:
        """One round."""
        await self._hand_over_parts()
        believed = await self._doubts.believed()
        await timely.keep(self._house, seen=believed)
        while believed and await timely.rest(self._house):
            pass
        if self._rounds % TIDIES == 0:
            await self._tidy()
            if believed:
                await retention.keep(self._house)
                await duty.turn(self._house)
                await aftercare.ask(self._house)
            await heads.send(self._house)
        self._rounds += 1

    async def _hand_over_parts(self) -> None:
        """A message whose last part never came is a report as far as it came."""
        house = self._house
        async with house.database.write() as db:
            joined = await parts.hand_over_overdue(db, house.ids, house.now(), self._lost)
        if joined:
            house.waiting.ring()

    def _lost(self, there: Sequence[int], missing: Sequence[int], total: int) -> str:
        key = "part.missing" if missing else "part.late"
        numbers = ", ".join(map(str, missing or there))
        return self._house.texts.say("", key, numbers=numbers, total=total)

    async def _tidy(self) -> None:
        house, now = self._house, self._house.now()
        async with house.database.write() as db:
            await housekeeping.tidy(db, now, now - FORGOTTEN_AFTER)
            await housekeeping.forget_codes(db, CODE, now - CODES_SOUGHT, now - FORGOTTEN_AFTER)
            await outbox.give_up_unmatched(db, now, now - UNMATCHED_FOR)
        await simcare.look(house)
        await asyncio.to_thread(house.spool.forget, now - SPOOLED_FOR)
        await house.database.checkpoint()
