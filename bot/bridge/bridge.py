"""The bridge: what the modem hears goes up, what the office says goes out, nothing gets lost."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, suppress
from dataclasses import dataclass
from typing import Any, Final

from bot.bridge import door, packing
from bot.bridge.settings import Settings
from bot.bridge.spool import Message, Spool
from bot.bridge.uplink import Away, Refused, Uplink
from channels.base import Address, Channel, Delivery, Event, Outbound, SendError, Webhook

log = logging.getLogger(__name__)

#: What one call carries up.
HOOKS: Final = 64
SIZE: Final = 2**20
OUTCOMES: Final = 64
#: Ids are remembered for so long, that nothing is said twice.
REMEMBERED: Final = 7 * 86400.0
#: Under this name all messages wait, because the gateway itself does not work.
_ACCOUNT: Final = ""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds. wait: of a call, at the office. again: until a message is tried once more, and
    `unknown` where the gateway may have it. give_back: until the office is to decide."""

    wait: float = 25.0
    rest: float = 1.0
    rest_at_most: float = 60.0
    again: float = 15.0
    unknown: float = 120.0
    give_back: float = 3600.0
    forget: float = 3600.0
    goodbye: float = 10.0


class Bridge:
    """One modem or phone, and one office."""

    def __init__(
        self,
        settings: Settings,
        spool: Spool,
        channel: Channel,
        uplink: Uplink,
        steady: Callable[[], float],
        pace: Pace = Pace(),
    ) -> None:
        self._settings = settings
        self._spool = spool
        self._channel = channel
        self._uplink = uplink
        self._steady = steady
        self._pace = pace
        self._most = HOOKS
        self._to_carry = asyncio.Event()
        self._to_say = asyncio.Event()
        #: When the first attempt at a message was made, and when the next one is due.
        self._began: dict[str, float] = {}
        self._due: dict[str, float] = {}
        self._saying: asyncio.Task[SendError | None] | None = None

    async def run(self) -> None:
        """For ever; who ends it waits until the message in hand is noted."""
        steps = (self._hear, self._carry, self._ask, self._say, self._forget)
        try:
            async with asyncio.TaskGroup() as group:
                for step in steps:
                    group.create_task(self._for_ever(step))
        finally:
            if self._saying is not None:
                await asyncio.wait([self._saying], timeout=self._pace.goodbye)
                self._saying.cancel()

    async def check(self) -> None:
        """One call that brings nothing and waits for nothing. Raises Away, Refused."""
        packing.messages(await self._uplink.call({}))

    async def accept(self, hooks: Sequence[Webhook], cursor: tuple[str, str] | None = None) -> None:
        """On the disk when it returns."""
        failed = [
            (event.ref, event.provider_id)
            for event in self._events(hooks)
            if isinstance(event, Delivery) and event.state == "failed"
        ]
        packed = [packing.packed(hook) for hook in hooks]
        await asyncio.to_thread(self._spool.keep, packed, cursor, failed)
        self._to_carry.set()

    async def _for_ever(self, step: Callable[[], Awaitable[None]]) -> None:
        rest = self._pace.rest
        while True:
            wait = 0.0
            try:
                await step()
            except (Away, Refused) as error:
                log.warning("the office is away: %s", error)
                wait = getattr(error, "wait", 0.0)
            except Exception:
                log.exception("%s broke off", step.__name__)
            else:
                rest = self._pace.rest
                continue
            await asyncio.sleep(max(wait, rest * random.uniform(0.8, 1.2)))
            rest = min(rest * 2, self._pace.rest_at_most)

    async def _hear(self) -> None:
        """From the gateway, by asking it or by being pushed."""
        if self._channel.listens:
            await self._channel.listen(self.accept, self._spool.cursor)
            return
        async with AsyncExitStack() as stack:
            opened = door.opened(self._settings, self._channel, self.accept)
            url = await stack.enter_async_context(opened)
            with suppress(SendError):
                await self._channel.announce(url)
            await asyncio.Event().wait()

    async def _carry(self) -> None:
        """Up with what was heard and what came to nothing, until the office has it."""
        self._to_carry.clear()
        heard = await asyncio.to_thread(self._spool.heard, self._most, SIZE)
        outcomes = await asyncio.to_thread(self._spool.outcomes, OUTCOMES)
        if not heard and not outcomes:
            await self._to_carry.wait()
            return
        told = {
            "gateway": self._settings.gateway["gateway"],
            "hooks": [one.hook for one in heard],
            "refs": await self._refs([one.hook for one in heard]),
            "deliveries": [one.told for one in outcomes],
        }
        try:
            await self._uplink.call(told)
        except Refused:
            await self._apart(len(heard))
            return
        await asyncio.to_thread(self._spool.carried, heard, outcomes)
        self._most = HOOKS

    async def _apart(self, count: int) -> None:
        """One that is refused takes no other with it: fewer, and at last it alone."""
        if not count:
            raise Away("what became of messages was refused")
        self._most = max(1, count // 4)
        if count == 1:
            (refused,) = await asyncio.to_thread(self._spool.heard, 1, SIZE)
            log.error("the office refuses what was heard; it is kept aside")
            await asyncio.to_thread(self._spool.set_aside, refused)

    async def _refs(self, hooks: Sequence[Mapping[str, Any]]) -> Mapping[str, str]:
        """Our own ids of the messages that receipts name in the gateway's way."""
        events = self._events([packing.unpacked(self._channel.account, hook) for hook in hooks])
        named = {e.provider_id for e in events if isinstance(e, Delivery) and not e.ref}
        found = {one: await asyncio.to_thread(self._spool.id_of, one) for one in named}
        return {one: outbound for one, outbound in found.items() if outbound}

    async def _ask(self) -> None:
        """Call, wait there for something to say, and put it on the disk."""
        taken = await asyncio.to_thread(self._spool.untold)
        called = self._steady()
        answer = await self._uplink.call({"taken": taken}, self._pace.wait)
        messages = packing.messages(answer)
        await asyncio.to_thread(self._spool.told, taken)
        if messages:
            await asyncio.to_thread(self._spool.take, messages, self._uplink.now())
            self._to_say.set()
        elif not taken and self._steady() - called < self._pace.rest:
            # Something between us does not let calls wait.
            await asyncio.sleep(self._pace.rest)

    async def _say(self) -> None:
        """One after the other, each citizen's in the order of their coming."""
        self._to_say.clear()
        if self._left(_ACCOUNT) <= 0:
            await self._round()
        soonest = min(self._due.values(), default=None)
        rest = None if soonest is None else max(soonest - self._steady(), 0.01)
        with suppress(TimeoutError):
            async with asyncio.timeout(rest):
                await self._to_say.wait()

    async def _round(self) -> None:
        self._due.pop(_ACCOUNT, None)
        stuck: set[str] = set()
        for message in await asyncio.to_thread(self._spool.waiting):
            if message.to in stuck or self._left(message.id) > 0:
                stuck.add(message.to)
                continue
            self._saying = asyncio.create_task(self._said(message))
            error = await asyncio.shield(self._saying)
            if error is None:
                continue
            stuck.add(message.to)
            await self._not_said(message, error)
            if error.scope == "account":
                break

    def _left(self, name: str) -> float:
        return self._due.get(name, 0.0) - self._steady()

    async def _said(self, message: Message) -> SendError | None:
        address = Address(self._channel.account, message.to)
        try:
            named = await self._channel.send(Outbound(message.id, address, message.text))
        except SendError as error:
            return error
        self._settled(message)
        await asyncio.to_thread(self._spool.sent, message, named, self._uplink.now())
        return None

    async def _not_said(self, message: Message, error: SendError) -> None:
        """Later once more, or the office is to decide."""
        log.warning("message %s was not taken: %s (%s)", message.id, error.reason, error.code)
        now, pace = self._steady(), self._pace
        since = now - self._began.setdefault(message.id, now)
        outcome = packing.outcome(message.id, message.attempt, error, self._uplink.now())
        if not outcome["permanent"] and since < pace.give_back:
            name = _ACCOUNT if error.scope == "account" else message.id
            self._due[name] = now + (error.wait or (pace.unknown if error.unknown else pace.again))
            return
        self._settled(message)
        await asyncio.to_thread(self._spool.failed, message, outcome)
        self._to_carry.set()

    def _settled(self, message: Message) -> None:
        self._began.pop(message.id, None)
        self._due.pop(message.id, None)

    async def _forget(self) -> None:
        await asyncio.sleep(self._pace.forget)
        # A clock without a battery would forget everything, or nothing.
        if self._uplink.knows_the_time:
            await asyncio.to_thread(self._spool.forget, self._uplink.now() - REMEMBERED)

    def _events(self, hooks: Sequence[Webhook]) -> list[Event]:
        """What pushes say, as far as it can be read here."""
        found: list[Event] = []
        for hook in hooks:
            with suppress(Exception):
                found += self._channel.parse(hook)
        return found
