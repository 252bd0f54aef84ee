"""The outbox's loop: claim in one transaction, send outside any, settle in the next."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.dialogue.desk import Button
from bot.house import House
from bot.outgoing import budget, deliveries, detours, failures, packing, proofs, splitting
from bot.outgoing.deliveries import Changed
from bot.outgoing.sending import ACCEPTED, CALM, HELD, SENDING, Letter, row
from channels.base import Channel, Outbound, SendError
from storage import media, outbox, pace, settling, wires
from storage.database import Away
from storage.pace import Lack, Rate
from storage.settling import Settled

log = logging.getLogger(__name__)

IN_FLIGHT = 256
PER_CLAIM = 96
#: A process that died gives its messages back after this time.
LEASE = timedelta(minutes=2)
SEND_AT_MOST = 60.0
LOOK_AT_MOST = 1.0
#: From one step to the next at least so long in a rush, when a step moves so many rows: what comes
#: meanwhile shares one. The fewer a step moved, the sooner the next.
GATHER = 0.02
RUSH = 16
#: What we use of an account's pace; the rest is for messages that the network pushes together.
SHARE = 0.96
#: So many seconds ahead messages get their moment, one after the other, and wait for it.
AHEAD = 0.25
#: Whoever waits for a moment waits so much longer, which a slow database then does not use up:
#: messages that are late go together, and a provider may count them as too many.
MARGIN = 0.04
#: An account whose pace is used up rests at least so long.
BREATH = 0.1
DELIVERIES = 500


@dataclass(slots=True)
class Landed:
    """What came back from providers and is still to be written."""

    results: list[Settled] = field(default_factory=list)
    alarms: list[failures.Alarm] = field(default_factory=list)
    blocked: list[int] = field(default_factory=list)
    #: Messages that cannot reach this recipient by this way.
    lost: list[int] = field(default_factory=list)
    #: Rows that the provider refused because the citizen has not written lately.
    closed: list[Any] = field(default_factory=list)
    #: Cases of which a channel took an officer's news.
    told: set[int] = field(default_factory=set)
    #: What accounts are billed for.
    units: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: Landed) -> Landed:
        return Landed(
            self.results + other.results,
            self.alarms + other.alarms,
            self.blocked + other.blocked,
            self.lost + other.lost,
            self.closed + other.closed,
            self.told | other.told,
            self.units + other.units,
        )


@dataclass(frozen=True, slots=True)
class _Beside:
    """What a message needs beside its row: files, what it answers, other cases it tells of."""

    files: Sequence[Any]
    last: Any
    named: Mapping[str, Any]


class Outbox:
    """What is queued leaves, in order for each recipient and at each channel's pace."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._flying: set[asyncio.Task[None]] = set()
        self._landed = Landed()
        self._resting: dict[str, datetime] = {}
        self._lease = 0
        #: Rows that the last step settled, claimed or was told of.
        self._moved = 0
        #: What stood still when we last looked.
        self._alarmed: set[str] = set()
        #: Cases whose messages went another way.
        self._stirred: set[int] = set()

    async def run(self) -> None:
        """For ever."""
        steady = self._house.clock.steady
        while True:
            begun = steady()
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
            await asyncio.sleep(begun + GATHER * min(1.0, self._moved / RUSH) - steady())

    async def step(self) -> float:
        """Settle what came back, claim what is due, start sending it. Seconds to rest."""
        house, now, began = self._house, self._house.now(), self._house.clock.steady()
        landed, self._landed = self._landed, Landed()
        try:
            async with house.database.write() as db:
                changed = await self._settle(db, now, landed)
                await proofs.take(db, changed)
                rows = await self._claim(db, now)
                files = await media.of_outbox(db, [_first(claimed) for claimed, _ in rows])
                heard = await self._heard(db, [claimed for claimed, _ in rows])
                told = packing.told_numbers(claimed for claimed, _ in rows)
                named = await outbox.keys_of(db, told)
                due = await outbox.next_due(db, now) if not rows else None
                await proofs.append(db, house, changed)
        except BaseException:
            self._landed = landed + self._landed
            raise
        self._moved += len(rows)
        for claimed, moment in rows:
            last = heard.get((claimed.address_id, claimed.complaint_id))
            with_it = _Beside(files.get(_first(claimed), ()), last, named)
            self._fly(claimed, with_it, began + moment + (MARGIN if moment else 0.0))
        house.live.tell(changed.cases | self._stirred)
        self._stirred.clear()
        return 0.0 if rows or self._landed.results else self._pause(now, due)

    async def finish(self, seconds: float = 10.0) -> None:
        """At the end: let what is in the air land, and note how."""
        if self._flying:
            await asyncio.wait(self._flying, timeout=seconds)
        for task in self._flying:
            task.cancel()
        await asyncio.gather(*self._flying, return_exceptions=True)
        async with self._house.database.write() as db:
            changed = await self._settle(db, self._house.now(), self._landed)
            await proofs.take(db, changed)
            await proofs.append(db, self._house, changed)
        self._landed = Landed()

    async def _settle(self, db: AsyncConnection, now: datetime, landed: Landed) -> Changed:
        """Note how attempts ended and what providers told."""
        told = await settling.unapplied(db, DELIVERIES)
        self._moved = len(told) + len(landed.results)
        await settling.lock(db, landed.results, told)
        await settling.settle(db, now, landed.results)
        await settling.block(db, now, landed.blocked)
        await settling.bill(db, budget.month(self._house), landed.units)
        changed = await deliveries.apply(db, self._house, await settling.pair(db, told))
        changed.told.update(landed.told)
        changed.cases.update(await detours.take(db, self._house, [*landed.lost, *changed.lost]))
        await self._knock(db, [*landed.closed, *changed.closed])
        await self._note_alarms(db, landed)
        return changed

    async def _claim(self, db: AsyncConnection, now: datetime) -> list[tuple[Any, float]]:
        """Rows that may go, each with the seconds until its moment."""
        accounts = await self._accounts(db, now)
        paced = sum(ceil(self._pace(name).per_second * AHEAD) for name in accounts)
        room = min(PER_CLAIM, IN_FLIGHT - len(self._flying), paced)
        if room <= 0:
            return []
        lease = self._house.new_id()
        rows = await outbox.claim(db, now, room, accounts)
        spared = await self._spare(db, rows)
        rows = [claimed for claimed in rows if claimed.id not in spared]
        open_rows = [claimed for claimed in rows if not self._must_wait(claimed, now)]
        open_rows = await self._split(db, now, open_rows)
        await self._hold(db, now, [c for c in rows if self._must_wait(c, now)])
        grants = await pace.take_tokens(db, now, [self._rates(claimed) for claimed in open_rows])
        ready, later = [], {}
        for claimed, grant in zip(open_rows, grants, strict=True):
            if not isinstance(grant, Lack):
                ready.append((claimed, grant))
            elif grant.bucket == _recipient(claimed):
                later[claimed.id] = now + timedelta(seconds=grant.seconds)
            else:
                rest = now + timedelta(seconds=max(grant.seconds, BREATH))
                self._resting[claimed.account] = rest
        await outbox.postpone(db, later)
        await outbox.lease_rows(db, now, [c.id for c, _ in ready], SENDING, lease, now + LEASE)
        self._lease = lease
        return ready

    async def _accounts(self, db: AsyncConnection, now: datetime) -> list[str]:
        alarms = await outbox.open_alarms(db)
        self._alarmed = {alarm.name for alarm in alarms}
        stopped = {alarm.name for alarm in alarms if alarm.until and alarm.until > now}
        resting = {name for name, until in self._resting.items() if until > now}
        return [name for name in self._house.channels if name not in stopped | resting]

    async def _spare(self, db: AsyncConnection, rows: Sequence[Any]) -> set[int]:
        """What the office can do without waits for the next month once the budget is used up."""
        sparable = [claimed for claimed in rows if claimed.purpose in budget.SPARABLE]
        until = await budget.used_up(db, self._house) if sparable else {}
        later = {c.id: until[c.account] for c in sparable if c.account in until}
        await outbox.postpone(db, later)
        return set(later)

    async def _split(self, db: AsyncConnection, now: datetime, rows: Sequence[Any]) -> list[Any]:
        """What is too long for its channel goes in pieces, from the next step on."""
        short = []
        for claimed in rows:
            channel = self._house.channels[claimed.account]
            if not claimed.text or splitting.fits(channel, claimed.text):
                short.append(claimed)
                continue
            first, *rest = splitting.pieces(channel, claimed.text)
            await outbox.shorten(db, now, claimed.id, first)
            await outbox.add(db, packing.continued(self._house, claimed, rest))
        return short

    def _must_wait(self, claimed: Any, now: datetime) -> bool:
        """Who wrote BERHENTI hears only answers; free text may leave only for a while."""
        if claimed.stopped_at is not None and claimed.purpose in CALM:
            return True
        window = self._house.channels[claimed.account].limits.window
        if window is None or claimed.template:
            return False
        return claimed.heard_at is None or now - claimed.heard_at > timedelta(hours=window)

    async def _hold(self, db: AsyncConnection, now: datetime, rows: Sequence[Any]) -> None:
        """Outside the window the text waits."""
        await outbox.hold(db, now, [claimed.id for claimed in rows], HELD)
        await self._knock(db, [claimed for claimed in rows if claimed.stopped_at is None])

    async def _knock(self, db: AsyncConnection, rows: Sequence[Any]) -> None:
        """A template only knocks, once, for what is held; without one it may go elsewhere."""
        knocks: list[dict[str, Any]] = []
        mute: list[int] = []
        for claimed in rows:
            template = self._house.channels[claimed.account].notice
            if template and await outbox.has_knocked(db, claimed.address_id, template):
                continue
            if template:
                knocks.append(row(self._house, _knock(claimed, template)))
            else:
                mute.append(claimed.id)
        await outbox.add(db, knocks)
        self._stirred |= await detours.take(db, self._house, mute)

    def _rates(self, claimed: Any) -> dict[str, Rate]:
        limits = self._house.channels[claimed.account].limits
        rates = {claimed.account: self._pace(claimed.account)}
        if limits.per_recipient:
            each = Rate(1 / limits.per_recipient, float(max(1, limits.burst)))
            rates[_recipient(claimed)] = each
        if limits.per_day:
            rates[f"{claimed.account}//day"] = Rate(limits.per_day / 86400, float(limits.per_day))
        return rates

    def _pace(self, account: str) -> Rate:
        return Rate(self._house.channels[account].limits.per_second * SHARE, 1.0, AHEAD)

    async def _heard(self, db: AsyncConnection, rows: Sequence[Any]) -> Mapping[Any, Any]:
        """What messages answer, where the channel has threads."""
        channels = self._house.channels
        answering = [row.address_id for row in rows if channels[row.account].limits.threads]
        return await outbox.heard_last(db, answering) if answering else {}

    def _fly(self, claimed: Any, beside: _Beside, moment: float) -> None:
        task = asyncio.create_task(self._send(claimed, beside, self._lease, moment))
        self._flying.add(task)
        task.add_done_callback(self._flying.discard)

    async def _send(self, claimed: Any, beside: _Beside, lease: int, moment: float) -> None:
        house = self._house
        await asyncio.sleep(moment - house.clock.steady())
        channel = house.channels[claimed.account]
        try:
            outbound = packing.outbound(house, claimed, beside.files, beside.last, beside.named)
            provider_id = await _hand_over(channel, outbound)
        except SendError as error:
            self._failed(claimed, lease, error)
        except Exception:
            log.exception("message %d could not be sent", claimed.id)
            self._failed(claimed, lease, SendError("our own fault", unknown=False))
        else:
            self._landed.results.append(
                Settled(
                    claimed.id,
                    lease,
                    ACCEPTED,
                    provider=wires.blind(house.vault, claimed.account, provider_id),
                    wire=packing.wire(house, claimed, provider_id),
                    units=self._bill(channel, outbound),
                    accepted=True,
                    done=True,
                    sealed=packing.sealed(house, claimed),
                )
            )
            if claimed.purpose == "status" and claimed.complaint_id is not None:
                self._landed.told.add(claimed.complaint_id)
        house.outgoing.ring()

    def _bill(self, channel: Channel, outbound: Outbound) -> int:
        """What this message costs, where anybody counts it."""
        units = channel.units(outbound.text) if channel.limits.units else 0
        if units:
            self._landed.units[channel.account] += units
        return units

    def _failed(self, claimed: Any, lease: int, error: SendError) -> None:
        now = self._house.now()
        verdict = failures.judge(claimed, lease, error, now)
        self._landed.results.append(verdict.settled)
        if verdict.alarm:
            self._landed.alarms.append(verdict.alarm)
        if verdict.block:
            self._landed.blocked.append(claimed.address_id)
        if verdict.lost or (claimed.template and verdict.settled.failed):
            self._landed.lost.append(claimed.id)
        if verdict.settled.held:
            self._landed.closed.append(claimed)
        if verdict.rests_until:
            self._resting[claimed.account] = verdict.rests_until
        log.warning(
            "%s: message %d: %s (%s)",
            claimed.account,
            claimed.id,
            verdict.settled.state,
            error.code,
        )

    async def _note_alarms(self, db: AsyncConnection, landed: Landed) -> None:
        for alarm in landed.alarms:
            await outbox.raise_alarm(db, alarm.account, alarm.reason, self._house.now(), alarm.rest)
        accepted = [settled.id for settled in landed.results if settled.accepted]
        if self._alarmed and accepted and not landed.alarms:
            await outbox.clear_alarms(db, await outbox.accounts_of(db, accepted))

    def _pause(self, now: datetime, due: datetime | None) -> float:
        """Until the next row is due or an account has rested; never long."""
        ends = [until for until in self._resting.values() if until > now]
        soonest = min([*ends, due] if due else ends, default=None)
        if soonest is None:
            return LOOK_AT_MOST
        return min(LOOK_AT_MOST, max(0.002, (soonest - now).total_seconds()))


async def _hand_over(channel: Channel, outbound: Outbound) -> str:
    try:
        async with asyncio.timeout(SEND_AT_MOST):
            return await channel.send(outbound)
    except TimeoutError as error:
        raise SendError("no answer in time", unknown=True) from error


def _recipient(claimed: Any) -> str:
    """The bucket of one recipient's pace."""
    return f"{claimed.account}/{claimed.address_id}"


def _first(claimed: Any) -> int:
    """The message whose files go along: the one that this one goes instead of, if any."""
    first: int = claimed.instead_of or claimed.id
    return first


def _knock(claimed: Any, template: str) -> Letter:
    return Letter(
        contact=claimed.contact_id,
        address=claimed.address_id,
        account=claimed.account,
        purpose="knock",
        text="",
        complaint=claimed.complaint_id,
        template=template,
        buttons=(Button("word:BACA", "Baca kabar"),),
    )
