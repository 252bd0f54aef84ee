"""Carrying: what citizens write goes into the office by LMTP, again and again until it is taken."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, field

from bot.demo.mail_rules import Faults
from bot.demo.mail_writing import NEAR

RETRIES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0)
_HOST = "127.0.0.1"
_PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Parcel:
    """A mail in its envelope; sender "" is the null sender."""

    id: str
    sender: str
    to: str
    content: bytes = field(repr=False)


#: What became of a parcel: the last answer of the office, "" where nobody ever answered.
Told = Callable[[Parcel, str], Awaitable[None]]


class Carrier:
    """Hands parcels over in the order in which they were put; who is not taken comes again."""

    def __init__(self, faults: Faults, told: Told, retries: Sequence[float] = RETRIES) -> None:
        #: Where the office listens; nothing leaves before it is known.
        self.port = 0
        #: Every last answer of the office, "" where nobody answered.
        self.answers: list[str] = []
        self._faults, self._told, self._retries = faults, told, retries
        self._waiting: asyncio.Queue[Parcel] = asyncio.Queue()
        self._under_way: set[asyncio.Task[None]] = set()
        self._worker: asyncio.Task[None] | None = None

    async def start(self) -> None:
        self._worker = asyncio.create_task(self._run())

    async def close(self) -> None:
        tasks = [task for task in (self._worker, *self._under_way) if task]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def put(self, parcel: Parcel) -> None:
        self._waiting.put_nowait(parcel)

    async def idle(self) -> None:
        """Return when everything was taken, refused or given up."""
        await self._waiting.join()
        while self._under_way:
            await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            parcel = await self._waiting.get()
            for _ in range(2 if self._faults.duplicate_mails else 1):
                if not await self._offered(parcel):
                    self._spawn(self._again(parcel))
            self._waiting.task_done()

    def _spawn(self, delivery: Coroutine[object, object, None]) -> None:
        task = asyncio.create_task(delivery)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _again(self, parcel: Parcel) -> None:
        for delay in self._retries:
            await asyncio.sleep(delay)
            if await self._offered(parcel):
                return
        await self._told(parcel, "")

    async def _offered(self, parcel: Parcel) -> bool:
        """Whether the office has said a last word: taken, or never to be."""
        try:
            async with asyncio.timeout(_PATIENCE):
                answer = await _hand_over(parcel, self.port)
        except (OSError, EOFError, TimeoutError):
            answer = ""
        self.answers.append(answer)
        if answer[:1] not in ("2", "5"):
            return False
        await self._told(parcel, answer)
        return True


async def _hand_over(parcel: Parcel, port: int) -> str:
    """LMTP, RFC 2033; returns what the office says of the one recipient."""
    reader, writer = await asyncio.open_connection(_HOST, port)
    lines = (
        "",
        f"LHLO {NEAR}",
        f"MAIL FROM:<{parcel.sender}>",
        f"RCPT TO:<{parcel.to}>",
        "DATA",
    )
    try:
        for line in lines:
            answer = await _said(reader, writer, f"{line}\r\n".encode() if line else b"")
            if answer[0] not in "23":
                return answer
        stuffed = b"\r\n".join(
            b"." + line if line.startswith(b".") else line for line in parcel.content.split(b"\r\n")
        )
        return await _said(reader, writer, stuffed.removesuffix(b"\r\n") + b"\r\n.\r\n")
    finally:
        writer.close()


async def _said(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, line: bytes) -> str:
    """The last line of the answer. Raises EOFError where the office hangs up."""
    writer.write(line)
    await writer.drain()
    while True:
        answer = (await reader.readuntil(b"\n")).decode(errors="replace").strip()
        if answer[3:4] != "-":
            return answer
