"""The loopback Bot API's updates: fetched by offset or pushed to a webhook until answered."""

from __future__ import annotations

import asyncio
import random
import secrets
from collections.abc import Callable, Collection, Coroutine, Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

import aiohttp

from bot.demo.telegram_rules import BotApiError, Faults, Obj

KEPT = timedelta(hours=24)
RETRIES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0)
#: Within so many seconds updates gather when they leave out of order.
MOMENT = 0.05
#: Told only to a bot that asks for them by name.
_ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_TERMINATED = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)


class Updates:
    """What has happened and was not yet confirmed; at most a day of it."""

    def __init__(
        self, now: Callable[[], datetime], faults: Faults, retries: Sequence[float] = RETRIES
    ) -> None:
        self.url = ""
        self.secret = ""
        #: Every status that a webhook was answered with, 0 where nobody answered.
        self.answers: list[int] = []
        #: Called with each update that is done with.
        self.confirmed: Callable[[Obj], None] = lambda update: None
        self._now, self._faults, self._retries = now, faults, retries
        self._allowed: Collection[str] = ()
        self._pending: dict[int, tuple[datetime, Obj]] = {}
        self._left: set[int] = set()
        self._last = 500_000_000 + secrets.randbelow(100_000_000)
        self._turn = 0
        self._news, self._work, self._calm = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._calm.set()
        self._under_way: set[asyncio.Task[None]] = set()
        self._http: aiohttp.ClientSession | None = None
        self._worker: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20))
        self._worker = asyncio.create_task(self._run())

    async def close(self) -> None:
        self._turn += 1
        self._news.set()
        tasks = [task for task in (self._worker, *self._under_way) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._http:
            await self._http.close()

    @property
    def pending(self) -> int:
        """How many were not yet confirmed."""
        return len(self._pending)

    def put(self, field: str, part: Obj) -> int:
        """Something happened; returns its update_id."""
        self._last += 1
        wanted = field in self._allowed if self._allowed else field not in _ON_REQUEST
        if wanted:
            self._pending[self._last] = self._now(), {"update_id": self._last, field: part}
            self._calm.clear()
            self._news.set()
            self._work.set()
        return self._last

    def restart(self, update_id: int) -> None:
        """After a quiet week the next update has any number."""
        self._last = update_id - 1

    def allow(self, fields: Collection[str] | None) -> None:
        """Tell only these from now on; None leaves what was asked for last."""
        self._allowed = self._allowed if fields is None else fields

    def push(self, url: str, secret: str, *, drop: bool = False) -> None:
        """Push to this address from now on; "" stops it."""
        self.url, self.secret = url, secret
        self._drop(list(self._pending) if drop else ())
        self._turn += bool(url)
        self._news.set()
        self._work.set()

    async def idle(self) -> None:
        """Return when everything was confirmed, answered with 200 or given up."""
        await self._calm.wait()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def fetch(self, offset: int, limit: int, seconds: float) -> list[Obj]:
        """Forget what is below the offset; wait for news; a newer fetch ends this one."""
        self._turn += 1
        turn, clock = self._turn, asyncio.get_running_loop().time
        self._news.set()
        self._forget(offset)
        until = clock() + seconds
        while not (found := self._found(limit)) and (left := until - clock()) > 0:
            self._news.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(left):
                    await self._news.wait()
            if turn != self._turn:
                raise BotApiError(409, _TERMINATED)
        return found * 2 if self._faults.duplicate_updates else found

    def _forget(self, offset: int) -> None:
        if offset < 0:
            offset = min(sorted(self._pending)[offset:], default=0)
        self._drop([number for number in self._pending if number < offset])

    def _drop(self, numbers: Iterable[int]) -> None:
        for number in numbers:
            if number in self._pending:
                self.confirmed(self._pending.pop(number)[1])
        if not self._pending:
            self._calm.set()

    def _found(self, limit: int) -> list[Obj]:
        oldest = self._now() - KEPT
        self._drop([number for number, (at, _) in self._pending.items() if at <= oldest])
        found = [update for _, update in self._pending.values()]
        return found[: max(1, min(limit, 100))]

    async def _run(self) -> None:
        while True:
            await self._work.wait()
            self._work.clear()
            if self._faults.reorder:
                await asyncio.sleep(MOMENT)
            due = [n for n in self._pending if n not in self._left] if self.url else []
            for number in reversed(due) if self._faults.reorder else due:
                self._left.add(number)
                if number in self._pending:
                    await self._leave(self._pending[number][1])

    async def _leave(self, update: Obj) -> None:
        taken = True
        for _ in range(2 if self._faults.duplicate_updates else 1):
            if self._faults.scatter:
                first = random.uniform(0, self._faults.scatter)
                self._spawn(self._deliver(update, (first, *self._retries)))
                taken = False
            elif not await self._post(update):
                self._spawn(self._deliver(update, self._retries))
                taken = False
        self._drop([update["update_id"]] if taken else ())

    def _spawn(self, delivery: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(delivery)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _deliver(self, update: Obj, delays: Sequence[float]) -> None:
        for delay in delays:
            await asyncio.sleep(delay)
            if await self._post(update):
                break
        self._drop([update["update_id"]])

    async def _post(self, update: Obj) -> bool:
        assert self._http, "start() comes first"
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.secret} if self.secret else {}
        try:
            async with self._http.post(self.url, json=update, headers=headers) as answer:
                status = answer.status
        except (aiohttp.ClientError, TimeoutError):
            status = 0
        self.answers.append(status)
        return status // 100 == 2
