"""A mailbox in this process (pymap), and a desk that keeps what is accepted."""

from __future__ import annotations

import asyncio
import os
from argparse import Namespace
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import aiohttp
from imap_tools import MailBoxUnencrypted
from proxyprotocol.result import ProxyResultUnknown
from proxyprotocol.sock import SocketInfo
from pymap.backend.dict import Config, DictBackend
from pymap.imap import IMAPServer
from pysasl.hashing import BuiltinHash

from channels import email
from channels.base import Channel, Webhook

ADDRESS, PASSWORD, SECRET = "lapor@kota.go.id", "rahasia-sekali", "sixteen-letters-and-more"
HENDRA = "hendra@warga.example"
PATIENCE = float(os.environ.get("SAHUT_PATIENCE", "30"))


class ImapServer:
    """One mailbox in memory, which a test may fill, empty, cut off or take away."""

    def __init__(self, **how: Any) -> None:
        self._how = how
        self._lines: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self._config: Config
        self.port = 0
        self.logins = 0

    async def start(self) -> None:
        args = Namespace(
            host=None,
            port="0",
            debug=False,
            cert=None,
            key=None,
            tls=False,
            passlib_cfg=None,
            proxy_protocol=None,
            demo_data=False,
            demo_user=ADDRESS,
            demo_password=PASSWORD,
        )
        quick = {"hash_context": BuiltinHash(rounds=1000)}
        backend, self._config = await DictBackend.init(args, **quick | self._how)
        self._imap = IMAPServer(backend.login, self._config)
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Nobody listens there any more."""
        if self._server:
            self._server.close()
        self.cut()

    def cut(self) -> None:
        """Every connection breaks off."""
        for writer in list(self._lines):
            writer.transport.abort()

    def forget(self) -> None:
        """A new mailbox in place of the old one: all UIDs are void."""
        self._config.set_cache.clear()

    async def put(self, *mails: bytes, folder: str = "INBOX", at: datetime | None = None) -> None:
        """Mails that arrive, as another client of the same mailbox sees it."""
        await asyncio.to_thread(self._put, mails, folder, at or datetime.now(UTC))

    async def make(self, *folders: str) -> None:
        await asyncio.to_thread(self._do, lambda box: [box.folder.create(f) for f in folders])

    async def take_away(self, folder: str = "INBOX") -> None:
        """Everything in a folder is deleted."""

        def work(box: MailBoxUnencrypted) -> None:
            box.folder.set(folder)
            box.delete(box.uids())

        await asyncio.to_thread(self._do, work)

    def _put(self, mails: Sequence[bytes], folder: str, at: datetime) -> None:
        self._do(lambda box: [box.append(mail, folder, dt=at) for mail in mails])

    def _do(self, work: Callable[[MailBoxUnencrypted], object]) -> None:
        with MailBoxUnencrypted("127.0.0.1", self.port, 10) as box:
            box.login(ADDRESS, PASSWORD, initial_folder=None)
            work(box)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._lines.add(writer)
        self.logins += 1
        try:
            with suppress(ConnectionError, asyncio.CancelledError), closing(writer):
                await self._imap(reader, writer, SocketInfo.get(writer, ProxyResultUnknown()))
        finally:
            self._lines.discard(writer)


class Between:
    """A wire between channel and server, on which a test may do mischief.

    `asked` sees each piece on its way to the server, `told` each on its way back; what they
    return goes on, and None breaks the connection off.
    """

    def __init__(self, port: int) -> None:
        self._behind = port
        self.asked: Callable[[bytes], bytes | None] = bytes
        self.told: Callable[[bytes], bytes | None] = bytes
        self.port = 0
        self.idles = 0
        self._writers: list[asyncio.StreamWriter] = []

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self._server.close()

    def say(self, words: bytes) -> None:
        """Something to the channel, as if the server had said it."""
        self._writers[-1].write(words)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.append(writer)
        there, here = await asyncio.open_connection("127.0.0.1", self._behind)
        try:
            ways = (self._pass(reader, here, "asked"), self._pass(there, writer, "told"))
            tasks = [asyncio.create_task(way) for way in ways]
            with suppress(asyncio.CancelledError):
                await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        finally:
            for end in (here, writer):
                end.transport.abort()

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: str
    ) -> None:
        while piece := await reader.read(65536):
            self.idles += piece.startswith(b"+ ")
            changed = getattr(self, way)(piece)
            if changed is None:
                return
            writer.write(changed)
            await writer.drain()


@dataclass
class Desk:
    """What `accept` was given: hooks and cursors; it may fail for a while."""

    hooks: list[Webhook] = field(default_factory=list)
    cursors: dict[str, str] = field(default_factory=dict)
    batches: list[int] = field(default_factory=list)
    failing: int = 0

    async def accept(self, hooks: Sequence[Webhook], cursor: tuple[str, str] | None = None) -> None:
        if self.failing:
            self.failing -= 1
            raise ConnectionError("the database is away")
        self.hooks += hooks
        self.batches += [len(hooks)] if hooks else []
        self.cursors |= [cursor] if cursor else []

    @property
    def subjects(self) -> list[str]:
        return [subject_of(hook) for hook in self.hooks]

    async def until(self, true: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not true():
                await asyncio.sleep(0.01)


@dataclass
class Office:
    server: ImapServer
    channel: Channel
    desk: Desk

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        """The channel reads, as long as the block lasts, from where the desk stands."""
        told = dict(self.desk.cursors)
        task = asyncio.create_task(
            self.channel.listen(self.desk.accept, lambda name: told.get(name, ""))
        )
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def heard(self, *subjects: str) -> None:
        """Wait for these, in this order and no others."""
        await self.desk.until(lambda: len(self.desk.hooks) >= len(subjects))
        assert self.desk.subjects == list(subjects)


@asynccontextmanager
async def office(server: ImapServer | None = None, **settings: object) -> AsyncIterator[Office]:
    """A mailbox, and the channel that reads it."""
    server = server or ImapServer()
    if not server.port:
        await server.start()
    given = reading(server.port) | settings
    async with aiohttp.ClientSession() as http:
        channel = email.open_channel("email", given, http)
        try:
            yield Office(server, channel, Desk())
        finally:
            await channel.close()
            await server.stop()


def reading(port: int) -> dict[str, object]:
    return {
        "address": ADDRESS,
        "password": PASSWORD,
        "secret": SECRET,
        "imap_host": "127.0.0.1",
        "imap_port": port,
        "imap_tls": "none",
        "smtp_host": "127.0.0.1",
        "smtp_port": 1,
        "smtp_tls": "none",
        "timeout": 5.0,
        # pymap does not announce what came between the last question and IDLE.
        "poll_seconds": 1,
    }


def mail(subject: str, text: str = "Lampu jalan mati.", **headers: str) -> bytes:
    """A citizen's mail."""
    made = EmailMessage()
    made["From"] = HENDRA
    made["To"] = ADDRESS
    made["Subject"] = subject
    made["Message-ID"] = f"<{subject}@warga.example>"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made.as_bytes().replace(b"\n", b"\r\n")


def subject_of(hook: Webhook) -> str:
    found = [line for line in hook.body.splitlines() if line.lower().startswith(b"subject:")]
    return found[0][8:].strip().decode() if found else ""
