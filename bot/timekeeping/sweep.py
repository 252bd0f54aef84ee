"""The sweep: what time itself does."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any

from bot import duty, simcare
from bot.house import House
from bot.privacy import retention
from bot.timekeeping import aftercare, alerts, calendars, digests, heads, sealings, timely
from bot.timekeeping.doubts import Doubts
from storage import housekeeping, parts, settling
from storage.database import Away, is_away

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
        self._counted = False

    async def run(self) -> None:
        """For ever."""
        while True:
            try:
                if not self._counted:
                    self._counted = await self._do(calendars.recount) is not None
                await self.step()
            except Away as error:
                log.warning("the database is away: %s", type(error).__name__)
            except Exception:
                log.exception("the sweep stumbled")
            await asyncio.sleep(EVERY)

    async def step(self) -> None:
        """One round."""
        await self._do(self._hand_over_parts)
        believed = await self._doubts.believed()
        await self._do(lambda house: timely.keep(house, seen=believed))
        while believed and await self._do(timely.rest):
            pass
        while await self._do(aftercare.watch):
            pass
        await self._do(alerts.watch)
        await self._do(digests.send)
        await self._do(sealings.keep)
        if self._rounds % TIDIES == 0:
            await self._do(self._tidy)
            if believed:
                await self._do(retention.keep)
                await self._do(duty.turn)
                await self._do(aftercare.ask)
            await self._do(heads.send)
            await self._do(digests.tidy)
        self._rounds += 1

    async def _do(self, job: Callable[[House], Awaitable[Any]]) -> Any:
        """One of its jobs; that it stumbles stops no other."""
        try:
            return await job(self._house)
        except Exception as error:
            if is_away(error):
                raise
            log.exception("the sweep stumbled")
            return None

    async def _hand_over_parts(self, house: House) -> None:
        """A message whose last part never came is a report as far as it came."""
        async with house.database.write() as db:
            joined = await parts.hand_over_overdue(db, house.ids, house.now(), self._lost)
        if joined:
            house.waiting.ring()

    def _lost(self, there: Sequence[int], missing: Sequence[int], total: int) -> str:
        key = "part.missing" if missing else "part.late"
        numbers = ", ".join(map(str, missing or there))
        return self._house.texts.say("", key, numbers=numbers, total=total)

    async def _tidy(self, house: House) -> None:
        now = house.now()
        async with house.database.write() as db:
            await housekeeping.tidy(db, now, now - FORGOTTEN_AFTER)
            await housekeeping.forget_codes(db, CODE, now - CODES_SOUGHT, now - FORGOTTEN_AFTER)
            await settling.give_up_unmatched(db, now, now - UNMATCHED_FOR)
        await simcare.look(house)
        await asyncio.to_thread(house.spool.forget, now - SPOOLED_FOR)
        await house.database.checkpoint()
