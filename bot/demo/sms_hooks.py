"""The loopback gateway's webhooks: each one signed, and repeated until somebody takes it."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import datetime

import aiohttp

from bot.demo.sms_rules import Faults, Obj

#: Within so many seconds events gather where they travel out of order.
MOMENT = 0.05
RETRIES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0)


@dataclass(frozen=True, slots=True)
class Push:
    """One event on its way to one address; `id` is the same for every try."""

    id: str
    hook: str
    event: str
    payload: Obj


class Hooks:
    """Posts events to whoever registered for them. `today` is the time that signatures carry."""

    def __init__(
        self,
        key: str,
        device: str,
        today: Callable[[], datetime],
        faults: Faults,
        retries: Sequence[float] = RETRIES,
    ) -> None:
        #: What is registered, by its id: {"id", "url", "event"}.
        self.registered: dict[str, Obj] = {}
        #: Every status that was answered, 0 where nobody answered.
        self.answers: list[int] = []
        self._key, self._device, self._today = key, device, today
        self._faults, self._retries = faults, retries
        self._waiting: asyncio.Queue[Push] = asyncio.Queue()
        self._under_way: set[asyncio.Task[None]] = set()
        self._http: aiohttp.ClientSession | None = None
        self._worker: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))
        self._worker = asyncio.create_task(self._run())

    async def close(self) -> None:
        tasks = [task for task in (self._worker, *self._under_way) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._http:
            await self._http.close()

    def put(self, event: str, payload: Obj) -> None:
        """What happened goes to each address that asked for it."""
        for hook, told in self.registered.items():
            if told["event"] == event:
                self._waiting.put_nowait(Push(secrets.token_hex(8), hook, event, payload))

    async def idle(self) -> None:
        """Return when everything was taken or given up."""
        await self._waiting.join()
        while self._under_way:
            await asyncio.gather(*self._under_way, return_exceptions=True)

    def sign(self, body: bytes, stamp: str) -> str:
        return hmac.new(self._key.encode(), body + stamp.encode(), hashlib.sha256).hexdigest()

    async def _run(self) -> None:
        while True:
            pushes = await self._gathered()
            for push in pushes:
                await self._leave(push)
            for _ in pushes:
                self._waiting.task_done()

    async def _gathered(self) -> list[Push]:
        pushes = [await self._waiting.get()]
        if self._faults.reorder:
            await asyncio.sleep(MOMENT)
            while not self._waiting.empty():
                pushes.append(self._waiting.get_nowait())
            pushes.reverse()
        return pushes

    async def _leave(self, push: Push) -> None:
        for _ in range(2 if self._faults.duplicate_webhooks else 1):
            if not await self._post(push):
                self._spawn(self._again(push))

    def _spawn(self, delivery: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(delivery)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _again(self, push: Push) -> None:
        for delay in self._retries:
            await asyncio.sleep(delay)
            if await self._post(push):
                return

    async def _post(self, push: Push) -> bool:
        assert self._http, "start() comes first"
        hook = self.registered.get(push.hook)
        if hook is None:
            return True
        told = {"id": push.id, "webhookId": push.hook, "event": push.event}
        body = json.dumps(told | {"deviceId": self._device, "payload": push.payload}).encode()
        stamp = str(int(self._today().timestamp()))
        headers = {"Content-Type": "application/json", "X-Timestamp": stamp}
        headers["X-Signature"] = self.sign(body, stamp)
        try:
            async with self._http.post(hook["url"], data=body, headers=headers) as answer:
                status = answer.status
        except (aiohttp.ClientError, TimeoutError):
            status = 0
        self.answers.append(status)
        return 200 <= status < 300
