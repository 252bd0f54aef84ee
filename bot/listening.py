"""Listening: one process at a time fetches for an account, and commits before it acknowledges."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence

from bot.house import House
from bot.intake.accept import Intake
from channels.base import Channel, Webhook
from storage import arrivals, leases
from storage.database import Away

log = logging.getLogger(__name__)

LEASE_SECONDS = 30
RENEW_EVERY = 10.0
LOOK_EVERY = 5.0


class Listener:
    """Holds the account's lease and listens for as long as it is held."""

    def __init__(self, house: House, intake: Intake, channel: Channel, holder: int) -> None:
        self._house = house
        self._intake = intake
        self._channel = channel
        self._holder = holder

    async def run(self) -> None:
        """For ever."""
        while True:
            try:
                if await self._hold():
                    await self._listen()
            except Away as error:
                log.warning(
                    "%s: the database is away: %s", self._channel.account, type(error).__name__
                )
            except Exception:
                log.exception("%s: listening broke off", self._channel.account)
            await asyncio.sleep(LOOK_EVERY if not self._house.database.is_file else 1.0)

    async def _listen(self) -> None:
        async with self._house.database.read() as db:
            cursors = await arrivals.all_cursors(db, self._channel.account)
        listening = asyncio.create_task(
            self._channel.listen(self._accept, lambda name: cursors.get(name, ""))
        )
        try:
            while not listening.done():
                await asyncio.wait([listening], timeout=RENEW_EVERY)
                if not await self._hold():
                    return
            listening.result()
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)

    async def _accept(
        self, hooks: Sequence[Webhook], cursor: tuple[str, str] | None = None
    ) -> None:
        await self._intake.accept(self._channel.account, hooks, cursor)

    async def _hold(self) -> bool:
        async with self._house.database.write() as db:
            name = f"listen/{self._channel.account}"
            return await leases.hold(db, name, self._holder, LEASE_SECONDS) is not None
