"""The outbox's loop: claim in one transaction, send outside any, settle in the next."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import deliveries, failures, packing
from bot.house import House
from bot.sending import ACCEPTED, HELD, SENDING, Letter, row
from channels.base import Channel, SendError
from storage import media, outbox
from storage.database import Away
from storage.outbox import Rate, Settled

log = logging.getLogger(__name__)

IN_FLIGHT = 256
PER_CLAIM = 96
#: A process that died gives its messages back after this time.
LEASE = timedelta(minutes=2)
SEND_AT_MOST = 60.0
LOOK_AT_MOST = 1.0
DELIVERIES = 500


class Outbox:
    """What is queued leaves, in order for each recipient and at each channel's pace."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._flying: set[asyncio.Task[None]] = set()
        self._results: list[Settled] = []
        self._alarms: list[failures.Alarm] = []
        self._blocked: list[int] = []
        self._resting: dict[str, datetime] = {}
        self._lease = 0

    async def run(self) -> None:
        """For ever."""
        while True:
            try:
                pause = await self.step()
            except Away as error:
                log.warning("the database is away: %s", type(error).__name__)
                pause = LOOK_AT_MOST
            except Exception:
                log.exception("the outbox stumbled")
                pause = LOOK_AT_MOST
            if pause:
                await self._house.outgoing.wait(pause)

    async def step(self) -> float:
        """Settle what came back, claim what is due, start sending it. Seconds to rest."""
        house, now = self._house, self._house.now()
        results, self._results = self._results, []
        alarms, self._alarms = self._alarms, []
        blocked, self._blocked = self._blocked, []
        try:
            async with house.database.write() as db:
                await outbox.settle(db, now, results)
                await outbox.block(db, now, blocked)
                told = await deliveries.apply(db, house, await outbox.unapplied(db, DELIVERIES))
                await self._note_alarms(db, alarms, results)
                rows = await self._claim(db, now)
                files = await media.of_outbox(db, [claimed.id for claimed in rows])
                due = await outbox.next_due(db) if not rows else None
        except BaseException:
            self._results = results + self._results
            self._alarms, self._blocked = alarms + self._alarms, blocked + self._blocked
            raise
        for claimed in rows:
            self._fly(claimed, files.get(claimed.id, ()))
        house.live.tell(told)
        return 0.0 if rows or self._results else self._pause(now, due)

    async def finish(self, seconds: float = 10.0) -> None:
        """At the end: let what is in the air land, and note how."""
        if self._flying:
            await asyncio.wait(self._flying, timeout=seconds)
        async with self._house.database.write() as db:
            await outbox.settle(db, self._house.now(), self._results)
        self._results = []

    async def _claim(self, db: AsyncConnection, now: datetime) -> list[Any]:
        room = min(PER_CLAIM, IN_FLIGHT - len(self._flying))
        accounts = await self._accounts(db, now)
        if room <= 0 or not accounts:
            return []
        lease = self._house.new_id()
        rows = await outbox.claim(db, now, room, accounts)
        open_rows = [claimed for claimed in rows if not self._must_wait(claimed, now)]
        await self._hold(db, now, [c for c in rows if self._must_wait(c, now)])
        waits = await outbox.take_tokens(db, now, [self._rates(claimed) for claimed in open_rows])
        ready = [c for c, wait in zip(open_rows, waits, strict=True) if not wait]
        later = {
            c.id: now + timedelta(seconds=w) for c, w in zip(open_rows, waits, strict=True) if w
        }
        await outbox.postpone(db, later)
        await outbox.lease_rows(db, now, [c.id for c in ready], SENDING, lease, now + LEASE)
        self._lease = lease
        return ready

    async def _accounts(self, db: AsyncConnection, now: datetime) -> list[str]:
        stopped = {
            alarm.name
            for alarm in await outbox.open_alarms(db)
            if alarm.until and alarm.until > now
        }
        resting = {name for name, until in self._resting.items() if until > now}
        return [name for name in self._house.channels if name not in stopped | resting]

    def _must_wait(self, claimed: Any, now: datetime) -> bool:
        """Free text may leave only for a while after the citizen's last message."""
        window = self._house.channels[claimed.account].limits.window
        if window is None or claimed.template:
            return False
        return claimed.heard_at is None or now - claimed.heard_at > timedelta(hours=window)

    async def _hold(self, db: AsyncConnection, now: datetime, rows: Sequence[Any]) -> None:
        """Outside the window the text waits; a template only knocks, once."""
        await outbox.hold(db, now, [claimed.id for claimed in rows], HELD)
        knocks = []
        for claimed in rows:
            template = self._house.channels[claimed.account].notice
            if template and await outbox.has_knocked(db, claimed.address_id, template):
                continue
            if template:
                knocks.append(row(self._house, _knock(self._house, claimed, template)))
        await outbox.add(db, knocks)

    def _rates(self, claimed: Any) -> dict[str, Rate]:
        limits = self._house.channels[claimed.account].limits
        rates = {claimed.account: Rate(limits.per_second, max(1.0, limits.per_second))}
        if limits.per_recipient:
            name = f"{claimed.account}/{claimed.address_id}"
            rates[name] = Rate(1 / limits.per_recipient, float(max(1, limits.burst)))
        if limits.per_day:
            rates[f"{claimed.account}//day"] = Rate(limits.per_day / 86400, float(limits.per_day))
        return rates

    def _fly(self, claimed: Any, files: Sequence[Any]) -> None:
        task = asyncio.create_task(self._send(claimed, files, self._lease))
        self._flying.add(task)
        task.add_done_callback(self._flying.discard)

    async def _send(self, claimed: Any, files: Sequence[Any], lease: int) -> None:
        house = self._house
        channel = house.channels[claimed.account]
        try:
            provider_id = await self._hand_over(channel, claimed, files)
        except SendError as error:
            self._failed(claimed, lease, error)
        except Exception:
            log.exception("message %d could not be sent", claimed.id)
            self._failed(claimed, lease, SendError("our own fault", unknown=False))
        else:
            sealed = packing.sealed(house, claimed)
            self._results.append(
                Settled(
                    claimed.id,
                    lease,
                    ACCEPTED,
                    provider_id,
                    accepted=True,
                    done=True,
                    sealed=sealed,
                )
            )
        house.outgoing.ring()

    async def _hand_over(self, channel: Channel, claimed: Any, files: Sequence[Any]) -> str:
        outbound = packing.outbound(self._house, claimed, files)
        try:
            async with asyncio.timeout(SEND_AT_MOST):
                return await channel.send(outbound)
        except TimeoutError as error:
            raise SendError("no answer in time", unknown=True) from error

    def _failed(self, claimed: Any, lease: int, error: SendError) -> None:
        now = self._house.now()
        verdict = failures.judge(claimed, lease, error, now)
        self._results.append(verdict.settled)
        if verdict.alarm:
            self._alarms.append(verdict.alarm)
        if verdict.block:
            self._blocked.append(claimed.address_id)
        if verdict.rests_until:
            self._resting[claimed.account] = verdict.rests_until
        log.warning(
            "%s: message %d: %s (%s)",
            claimed.account,
            claimed.id,
            verdict.settled.state,
            error.code,
        )

    async def _note_alarms(
        self, db: AsyncConnection, alarms: Sequence[failures.Alarm], results: Sequence[Settled]
    ) -> None:
        for alarm in alarms:
            await outbox.raise_alarm(db, alarm.account, alarm.reason, self._house.now(), alarm.rest)
        if any(settled.accepted for settled in results) and not alarms:
            rows = await outbox.accounts_of(db, [s.id for s in results if s.accepted])
            await outbox.clear_alarms(db, rows)

    def _pause(self, now: datetime, due: datetime | None) -> float:
        if due is None:
            return LOOK_AT_MOST
        return min(LOOK_AT_MOST, max(0.002, (due - now).total_seconds()))


def _knock(house: House, claimed: Any, template: str) -> Letter:
    return Letter(
        contact=claimed.contact_id,
        address=claimed.address_id,
        account=claimed.account,
        purpose="knock",
        text="",
        complaint=claimed.complaint_id,
        template=template,
    )
