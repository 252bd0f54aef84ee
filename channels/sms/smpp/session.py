"""One SMPP session: bind, ask and be answered, and keep what the other side brings.

The library's own client says "delivered" before anybody has kept a message; this one does not.
"""

from __future__ import annotations

import asyncio
import itertools
import logging
import ssl
import struct
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

log = logging.getLogger(__name__)

_HEAD: Final = struct.Struct(">IIII")
#: A message is a few hundred bytes; whoever announces more does not speak SMPP.
_LONGEST: Final = 100_000
_VERSION: Final = 0x34
_ANSWER: Final = 0x80000000
GENERIC_NACK: Final = 0x80000000
SUBMIT: Final = 0x00000004
DELIVER: Final = 0x00000005
UNBIND: Final = 0x00000006
ENQUIRE: Final = 0x00000015
ALERT: Final = 0x00000102
BINDS: Final = {"transmitter": 0x00000002, "transceiver": 0x00000009}

OK: Final = 0x00000000
NOT_KNOWN: Final = 0x00000003
#: Temporary trouble of ours: the message centre brings it again.
LATER: Final = 0x00000064
#: So many messages of citizens may wait for their commit.
WAITING: Final = 256
GOODBYE_SECONDS: Final = 2.0


class Lost(Exception):
    """The session is over; `sent` where the question had left before."""

    def __init__(self, *, sent: bool) -> None:
        super().__init__("the session is over")
        self.sent = sent


class Unanswered(Exception):
    """The message centre said nothing in time."""


class Refused(Exception):
    """The message centre said no, with its command_status."""

    def __init__(self, status: int) -> None:
        super().__init__(f"refused with {status:#010x}")
        self.status = status


@dataclass(frozen=True, slots=True)
class Bind:
    """Where the message centre is, and as whom we come."""

    host: str
    port: int
    tls: bool
    system_id: str
    password: str = field(repr=False)
    system_type: str
    kind: str
    timeout: float
    enquire_seconds: float


class Session:
    """Open it with `bind`; put it away with `close`."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, settings: Bind
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._settings = settings
        self.kind = settings.kind
        self._numbers = itertools.count(1)
        self._asked: dict[int, asyncio.Future[tuple[int, bytes]]] = {}
        #: (number, whole message) of each deliver_sm that waits for `answer`.
        self.brought: asyncio.Queue[tuple[int, bytes]] = asyncio.Queue(WAITING)
        self.over = asyncio.Event()
        self._tasks: tuple[asyncio.Task[None], ...] = ()

    async def submit(self, pdu: bytes) -> str:
        """Hand a submit_sm over; its message_id. Raises Lost, Unanswered, Refused."""
        body = await self._ask(pdu)
        return body.partition(b"\0")[0].decode("ascii", "replace")

    def answer(self, number: int, status: int) -> None:
        """Tell what became of a deliver_sm."""
        with suppress(Lost):
            self._write(DELIVER | _ANSWER, number, status, b"\0")

    async def flush(self) -> None:
        """Wait until what was written has left."""
        with suppress(OSError):
            await self._writer.drain()

    async def close(self) -> None:
        """Say goodbye where that is still possible, and let go."""
        if not self.over.is_set():
            with suppress(Lost, Unanswered, Refused, TimeoutError):
                async with asyncio.timeout(GOODBYE_SECONDS):
                    await self._ask(_HEAD.pack(_HEAD.size, UNBIND, 0, 0))
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._end()
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(GOODBYE_SECONDS):
                await self._writer.wait_closed()

    async def _bind(self) -> None:
        self._tasks = (asyncio.create_task(self._read()),)
        told = self._settings
        body = b"".join(
            text.encode("ascii") + b"\0"
            for text in (told.system_id, told.password, told.system_type)
        )
        body += bytes((_VERSION, 0, 0)) + b"\0"
        await self._ask(_HEAD.pack(_HEAD.size + len(body), BINDS[told.kind], 0, 0) + body)
        self._tasks += (asyncio.create_task(self._show_life()),)

    async def _show_life(self) -> None:
        while True:
            await asyncio.sleep(self._settings.enquire_seconds)
            try:
                await self._ask(_HEAD.pack(_HEAD.size, ENQUIRE, 0, 0))
            except (Unanswered, Lost):
                self._end()
                return
            except Refused:
                pass

    async def _ask(self, pdu: bytes) -> bytes:
        """The body of the answer. The number in `pdu` is replaced by the next one."""
        number = next(self._numbers)
        future = asyncio.get_running_loop().create_future()
        self._asked[number] = future
        try:
            self._send(pdu[:12] + number.to_bytes(4) + pdu[16:])
            async with asyncio.timeout(self._settings.timeout):
                await self.flush()
                status, body = await future
        except TimeoutError as error:
            raise Unanswered from error
        finally:
            del self._asked[number]
            if not future.cancel() and not future.cancelled():
                future.exception()
        if status != OK:
            raise Refused(status)
        return bytes(body)

    def _write(self, command: int, number: int, status: int, body: bytes = b"") -> None:
        self._send(_HEAD.pack(_HEAD.size + len(body), command, status, number) + body)

    def _send(self, pdu: bytes) -> None:
        if self.over.is_set():
            raise Lost(sent=False)
        self._writer.write(pdu)

    async def _read(self) -> None:
        """Until the other side is gone, or says what nobody understands."""
        try:
            while True:
                head = await self._reader.readexactly(_HEAD.size)
                length, command, status, number = _HEAD.unpack(head)
                if not _HEAD.size <= length <= _LONGEST:
                    return
                body = await self._reader.readexactly(length - _HEAD.size)
                if not self._take(command, status, number, head + body):
                    return
        except (OSError, EOFError):
            return
        finally:
            self._end()

    def _take(self, command: int, status: int, number: int, pdu: bytes) -> bool:
        """False when the session is over."""
        if command & _ANSWER:
            future = self._asked.get(number)
            if future is not None and not future.done():
                future.set_result((status, pdu[_HEAD.size :]))
            return True
        return _REQUESTS.get(command, _not_known)(self, number, pdu)

    def _end(self) -> None:
        self.over.set()
        self._writer.close()
        for future in self._asked.values():
            if not future.done():
                future.set_exception(Lost(sent=True))


async def bind(settings: Bind) -> Session:
    """A bound session. Raises OSError, Lost, Unanswered, Refused."""
    context = ssl.create_default_context() if settings.tls else None
    try:
        async with asyncio.timeout(settings.timeout):
            reader, writer = await asyncio.open_connection(
                settings.host, settings.port, ssl=context
            )
    except TimeoutError as error:
        raise ConnectionError("no connection in time") from error
    session = Session(reader, writer, settings)
    try:
        await session._bind()
    except BaseException:
        session._end()
        await session.close()
        raise
    return session


def _deliver(session: Session, number: int, pdu: bytes) -> bool:
    try:
        session.brought.put_nowait((number, pdu))
    except asyncio.QueueFull:
        session.answer(number, LATER)
    return True


def _enquire(session: Session, number: int, pdu: bytes) -> bool:
    session._write(ENQUIRE | _ANSWER, number, OK)
    return True


def _unbind(session: Session, number: int, pdu: bytes) -> bool:
    session._write(UNBIND | _ANSWER, number, OK)
    return False


def _alert(session: Session, number: int, pdu: bytes) -> bool:
    return True


def _not_known(session: Session, number: int, pdu: bytes) -> bool:
    session._write(GENERIC_NACK, number, NOT_KNOWN)
    return True


_REQUESTS: Final[Mapping[int, Callable[[Session, int, bytes], bool]]] = {
    DELIVER: _deliver,
    ENQUIRE: _enquire,
    UNBIND: _unbind,
    ALERT: _alert,
}
