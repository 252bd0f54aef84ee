"""Handle: contacts with something pending, read, answered by the dialogue, written in bulk.

A group is claimed in one transaction, loaded in another, thought about outside of any, and
written in a third. What breaks a group is found by going one by one; it ends as *unread*.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from bot import duty
from bot.casework.words import Protection
from bot.dialogue import clerk
from bot.house import House
from bot.intake import desks, outcomes, partings
from bot.intake.visits import Visit
from bot.live import Turn
from bot.outgoing.detours import KNOCK
from bot.outgoing.sending import CANCELLED
from channels.base import Address
from storage import detours, handled, joining, journal, linking, outbox, waiting
from storage.database import Away, is_away
from storage.unread import count_attempt, mark_unread

log = logging.getLogger(__name__)

CONTACTS = 48
MESSAGES = 64
THINKING = 0.015  # seconds of dialogue in one group
CAREFUL = 256  # messages handled singly after a death
TRIES = 2
KINDNESSES = 4  # read marks under way; in a rush the answers need the line more
MORE = 4  # contacts that the next group may have more than one that was done in time


class Handler:
    """The loop that turns messages into cases and answers."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._careful = 0
        self._reach = CONTACTS
        self._claimed: Sequence[int] = ()
        self._errands: set[asyncio.Task[None]] = set()

    def go_carefully(self) -> None:
        """The last process died: one of the next messages may be what killed it."""
        self._careful = CAREFUL

    async def run(self) -> None:
        """For ever."""
        while True:
            try:
                busy = await self.step()
            except Away as error:
                log.warning("the database is away: %s", type(error).__name__)
                await asyncio.sleep(1)
                continue
            if not busy:
                await self._house.waiting.wait(1.0)

    async def step(self) -> bool:
        """Handle one group. False when nothing was waiting."""
        house = self._house
        async with house.database.write() as db:
            await waiting.release(db, self._claimed)
            taken = await waiting.claim(db, house.now(), 1 if self._careful else self._reach)
        self._claimed = taken
        if taken:
            await self._handle(taken)
        self._claimed = ()
        return bool(taken)

    async def finish(self) -> None:
        """At the end: what was claimed and not handled is for the next process."""
        async with self._house.database.write() as db:
            await waiting.release(db, self._claimed)
        self._claimed = ()

    async def _handle(self, taken: Sequence[int]) -> None:
        if self._careful:
            await self._singly(taken)
            return
        try:
            await self._group(taken)
        except Exception as error:
            if is_away(error):
                raise
            log.exception("a group of %d contacts was not handled; going one by one", len(taken))
            await self._singly(taken)

    async def _group(self, taken: Sequence[int], at_most: int = MESSAGES) -> None:
        house = self._house
        visits = await desks.lay(house, taken, at_most)
        thought = await self._think(visits)
        self._learn(len(thought), len(visits))
        left = await self._collect(thought)
        await self._assign([row for outcome, _ in left.values() for row in outcome.new_cases])
        told: set[int] = set()
        async with house.database.write() as db:
            versions = {c: version for visit in thought for c, version in visit.versions.items()}
            replaced = {v.contact: v.replaces for v in thought if v.replaces is not None}
            ended = partings.ended(left.values())
            kin = await joining.kin(db, ended) if ended else set()
            same = await handled.unchanged(db, [*taken, *kin], versions, replaced)
            finished = [visit for visit in thought if same.issuperset(visit.versions)]
            done = {visit.contact for visit in finished}
            outcome, entries = outcomes.together([left[visit.contact] for visit in finished])
            await handled.write(db, outcome)
            await outcomes.link(db, house, finished)
            readers = [visit.contact for visit in finished if visit.reads]
            await detours.drop_knocks(db, house.now(), readers, KNOCK, CANCELLED)
            await outbox.release_held(
                db,
                house.now(),
                [visit.contact for visit in finished if visit.speaks],
                readers,
                [str(kind) for kind in Protection if kind is not Protection.OPEN],
                KNOCK,
            )
            await waiting.release(db, [c for c in taken if c not in done])
            await linking.touch(db, sorted({o for v in finished for o in v.versions} - done))
            parted = await partings.part(db, house, entries)
            await journal.append(db, house.vault, [*entries, *parted.entries])
            told = {case for visit in finished for case in visit.touched} | parted.cases
        house.live.tell(told)
        house.outgoing.ring()
        self._show_reading(finished)

    def _learn(self, thought: int, laid: int) -> None:
        """Whom there was no time to think about was loaded in vain: claim fewer next time."""
        self._reach = thought if thought < laid else min(CONTACTS, self._reach + MORE)

    async def _think(self, visits: Sequence[Visit]) -> list[Visit]:
        """The dialogue, with a turn for the event loop between contacts, whose time is not ours."""
        turn, thought = Turn(self._house.clock.steady), []
        for visit in visits:
            for said in visit.messages:
                visit.hear(said, clerk.answer)
            thought.append(visit)
            await turn.give()
            if turn.worked > THINKING:
                break
        return thought

    async def _collect(self, visits: Sequence[Visit]) -> dict[int, outcomes.Left]:
        """What each visit leaves to be written, before anybody waits for the database."""
        turn, left = Turn(self._house.clock.steady), {}
        for visit in visits:
            left[visit.contact] = outcomes.collect(self._house, visit)
            await turn.give()
        return left

    async def _assign(self, cases: Sequence[dict[str, Any]]) -> None:
        """Every case has somebody responsible from its first minute on."""
        if cases:
            async with self._house.database.glance() as db:
                await duty.assign(db, self._house, cases)

    async def _singly(self, taken: Sequence[int]) -> None:
        """One message of one contact at a time; each attempt is counted before it is made."""
        house = self._house
        for contact in taken:
            async with house.database.glance() as db:
                pile = await waiting.load(db, [contact], 1)
            if not pile.messages:
                async with house.database.write() as db:
                    await waiting.release(db, [contact])
                continue
            message = pile.messages[0].id
            self._careful = max(0, self._careful - 1)
            async with house.database.write() as db:
                before = await count_attempt(db, message)
            if before >= TRIES:
                await self._give_up(message, contact, "stopped the process twice")
                continue
            try:
                await self._group([contact], 1)
            except Exception as error:
                if is_away(error):
                    raise
                log.exception("message %d could not be handled", message)
                if before + 1 >= TRIES:
                    await self._give_up(message, contact, type(error).__name__)
                else:
                    async with house.database.write() as db:
                        await waiting.release(db, [contact])

    async def _give_up(self, message: int, contact: int, reason: str) -> None:
        async with self._house.database.write() as db:
            await mark_unread(db, self._house.now(), message, contact, reason)

    def _show_reading(self, visits: Sequence[Visit]) -> None:
        """Read mark and typing sign: a kindness, done aside, of which nothing depends."""
        for visit in visits:
            if visit.notice is None or len(self._errands) >= KINDNESSES:
                continue
            channel = self._house.channels.get(visit.account)
            if channel is None:
                continue
            task = asyncio.create_task(
                _noticed(channel.noticed, visit.notice, Address(visit.account, visit.address))
            )
            self._errands.add(task)
            task.add_done_callback(self._errands.discard)


async def _noticed(
    notice: Callable[[str, Address], Awaitable[None]], provider_id: str, to: Address
) -> None:
    try:
        async with asyncio.timeout(10):
            await notice(provider_id, to)
    except Exception as error:
        log.info("%s: a read mark was not shown: %s", to.account, type(error).__name__)
