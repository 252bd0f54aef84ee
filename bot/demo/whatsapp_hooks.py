"""The loopback Graph API's webhooks: signed, repeated until 200, and as untidy as asked for."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import random
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from itertools import groupby

import aiohttp

from bot.demo.whatsapp_rules import Faults, Obj

#: Within so many seconds events gather when they travel in batches or out of order.
MOMENT = 0.05
RETRIES = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a webhook: the field and what it says."""

    field: str
    value: Obj


class Hooks:
    """Posts changes to one callback address, in the order they were put unless told otherwise."""

    def __init__(
        self, secret: str, waba_id: str, faults: Faults, retries: Sequence[float] = RETRIES
    ) -> None:
        self.url = ""
        #: Every status that was answered, 0 where nobody answered.
        self.answers: list[int] = []
        self._secret, self._waba, self._faults = secret, waba_id, faults
        self._retries = retries
        self._waiting: asyncio.Queue[Change] = asyncio.Queue()
        self._under_way: set[asyncio.Task[None]] = set()
        self._http: aiohttp.ClientSession | None = None
        self._worker: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20))
        self._worker = asyncio.create_task(self._run())

    async def close(self) -> None:
        tasks = [task for task in (self._worker, *self._under_way) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._http:
            await self._http.close()

    def put(self, field: str, value: Obj) -> None:
        """Nothing leaves before there is a callback address."""
        if self.url:
            self._waiting.put_nowait(Change(field, value))

    async def idle(self) -> None:
        """Return when everything was answered with 200 or given up."""
        await self._waiting.join()
        while self._under_way:
            await asyncio.gather(*self._under_way, return_exceptions=True)

    async def handshake(self, url: str, verify_token: str) -> None:
        """Ask the callback address whether it is ours; then use it."""
        assert self._http, "start() comes first"
        query = {"hub.mode": "subscribe", "hub.challenge": "1158", "hub.verify_token": verify_token}
        async with self._http.get(url, params=query) as answer:
            if answer.status != 200 or await answer.text() != "1158":
                raise RuntimeError(f"callback refused the handshake with {answer.status}")
        self.url = url

    def sign(self, body: bytes) -> str:
        return "sha256=" + hmac.new(self._secret.encode(), body, hashlib.sha256).hexdigest()

    def body(self, changes: Sequence[Change]) -> bytes:
        """One payload; neighbours of one field share a change, as Meta batches them."""
        entries = []
        for (field, _), run in groupby(changes, key=_sort_of_change):
            value = _joined([change.value for change in run])
            entries.append({"id": self._waba, "changes": [{"field": field, "value": value}]})
        return json.dumps({"object": "whatsapp_business_account", "entry": entries}).encode()

    async def _run(self) -> None:
        while True:
            changes = await self._gathered()
            for group in [changes] if self._faults.batch else [[c] for c in changes]:
                await self._leave(self.body(group))
            for _ in changes:
                self._waiting.task_done()

    async def _gathered(self) -> list[Change]:
        changes = [await self._waiting.get()]
        if self._faults.batch or self._faults.reorder:
            await asyncio.sleep(MOMENT)
            while not self._waiting.empty():
                changes.append(self._waiting.get_nowait())
        if self._faults.reorder:
            changes.reverse()
        return changes

    async def _leave(self, body: bytes) -> None:
        for _ in range(2 if self._faults.duplicate_webhooks else 1):
            if self._faults.scatter:
                first = random.uniform(0, self._faults.scatter)
                self._spawn(self._deliver(body, (first, *self._retries)))
            elif await self._post(body) != 200:
                self._spawn(self._deliver(body, self._retries))

    def _spawn(self, delivery: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(delivery)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _deliver(self, body: bytes, delays: Sequence[float]) -> None:
        for delay in delays:
            await asyncio.sleep(delay)
            if await self._post(body) == 200:
                return

    async def _post(self, body: bytes) -> int:
        headers = {"Content-Type": "application/json", "X-Hub-Signature-256": self.sign(body)}
        assert self._http, "start() comes first"
        try:
            async with self._http.post(self.url, data=body, headers=headers) as answer:
                status = answer.status
        except (aiohttp.ClientError, TimeoutError):
            status = 0
        self.answers.append(status)
        return status


def _sort_of_change(change: Change) -> tuple[str, str]:
    return change.field, next((k for k in ("statuses", "messages") if k in change.value), "")


def _joined(values: Sequence[Obj]) -> Obj:
    joined = dict(values[0])
    for value in values[1:]:
        for key in ("contacts", "messages", "statuses", "message_echoes"):
            if key in value:
                joined[key] = [*joined.get(key, ()), *value[key]]
    return joined
