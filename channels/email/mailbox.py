"""One connection to a mailbox: imap-tools in a thread, and cut off from outside at any time."""

from __future__ import annotations

import asyncio
import imaplib
import socket
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

import imap_tools
from imap_tools.errors import MailboxFolderSelectError, MailboxLoginError

from channels.email import answers, secure
from channels.email.answers import Stored, is_news, spoken
from channels.email.config import Config

T = TypeVar("T")

#: What ends a connection, whatever was being done.
BROKEN = (imap_tools.ImapToolsError, imaplib.IMAP4.error, OSError)
CONNECT = 10.0


class NotLetIn(Exception):
    """The server knows no such name with such a password or token."""


class NoFolder(Exception):
    """The server has no such folder."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder as the server calls it, and what its name says of its purpose ("\\junk" ...)."""

    name: str
    flags: frozenset[str]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Which UIDs a folder has: they are valid under `validity`, and the next one is `next`."""

    validity: int
    next: int


class Mailbox:
    """Each question waits in a thread; who is cancelled meanwhile leaves no thread behind."""

    def __init__(self, box: imap_tools.BaseMailBox) -> None:
        self._box = box
        self._client: Any = box.client
        self._idle: Any = box.idle
        self._working: asyncio.Future[Any] | None = None

    @classmethod
    async def open(cls, config: Config, token: str) -> Mailbox:
        """Connect and log in. Raises NotLetIn, BROKEN."""
        unwanted = threading.Event()
        loop = asyncio.get_running_loop()
        connecting = loop.run_in_executor(None, _connected, config, token, unwanted)
        try:
            return cls(await asyncio.shield(connecting))
        except asyncio.CancelledError:
            unwanted.set()
            connecting.add_done_callback(_put_away)
            raise

    @property
    def idles(self) -> bool:
        """Whether the server tells by itself when something came."""
        return "IDLE" in self._client.capabilities

    async def folders(self) -> Sequence[Folder]:
        found = await self._do(self._box.folder.list)
        return [Folder(one.name, frozenset(map(str.lower, one.flags))) for one in found]

    async def select(self, name: str) -> Numbers:
        """Go there. Nothing we do marks a mail as read. Raises NoFolder."""
        return await self._do(self._select, name)

    async def since(self, day: date | None) -> Sequence[int]:
        """The UIDs of what came on that day or later, rising."""
        return await self._do(self._search, f"SINCE {spoken(day)}" if day else "ALL")

    async def after(self, uid: int) -> Sequence[int]:
        # A server answers n+1:* with its last mail, though that one be older.
        return [one for one in await self._do(self._search, f"UID {uid + 1}:*") if one > uid]

    async def stored(self, uids: Sequence[int]) -> Sequence[Stored]:
        """What lies there of these; what was taken away meanwhile is left out."""
        return await self._do(self._stored, uids)

    async def fetch(self, uids: Sequence[int], part: str = "") -> Mapping[int, bytes]:
        """The mails themselves, or their "HEADER"."""
        return await self._do(self._fetch, uids, part)

    async def idle(self, seconds: float) -> None:
        """Until the server tells of a change, or the time is over."""
        if self._told("EXISTS"):
            # Told with the answer to a question, when that had been looked for already.
            return
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        heard = await self._do(self._begin_idle)
        while not heard and (rest := end - loop.time()) > 0:
            if await _readable(self._client.sock, rest):
                heard = await self._do(self._heard)
        await self._do(self._idle.stop)

    async def close(self) -> None:
        """Without a word to the server, who may not answer."""
        self._cut()
        try:
            if self._working:
                await asyncio.wait([self._working])
                self._working.exception()
        finally:
            _shut(self._box)

    async def _do(self, work: Callable[..., T], *given: object) -> T:
        self._working = asyncio.get_running_loop().run_in_executor(None, work, *given)
        try:
            return await asyncio.shield(self._working)
        except asyncio.CancelledError:
            self._cut()
            raise

    def _cut(self) -> None:
        """Wakes a thread that waits for the server."""
        with suppress(OSError):
            self._client.sock.shutdown(socket.SHUT_RDWR)

    def _select(self, name: str) -> Numbers:
        try:
            self._box.folder.set(name, readonly=True)
        except MailboxFolderSelectError as error:
            raise NoFolder from error
        self._told("EXISTS")
        return Numbers(self._told("UIDVALIDITY"), self._told("UIDNEXT"))

    def _told(self, name: str) -> int:
        """What was told of this since it was last asked for; 0 if nothing was."""
        _, told = self._client.response(name)
        return int(told[-1]) if told and told[-1] else 0

    def _search(self, criteria: str) -> list[int]:
        return sorted(map(int, self._box.uids(criteria, charset=None)))

    def _stored(self, uids: Sequence[int]) -> list[Stored]:
        return answers.stored(self._ask(uids, "(UID RFC822.SIZE INTERNALDATE)"))

    def _fetch(self, uids: Sequence[int], part: str) -> dict[int, bytes]:
        return dict(answers.literals(self._ask(uids, f"(UID BODY.PEEK[{part}])")))

    def _ask(self, uids: Sequence[int], what: str) -> list[Any]:
        status, told = self._client.uid("FETCH", ",".join(map(str, uids)), what)
        if status != "OK":
            raise imaplib.IMAP4.error("FETCH")
        return list(told)

    def _begin_idle(self) -> bool:
        try:
            self._idle.start()
        except imap_tools.MailboxTaggedResponseError:
            # A change was told before the server said that it is idling.
            return True
        return any(map(is_news, self._lines()))

    def _heard(self) -> bool:
        """Whether a change was told. Silence on a socket that has something: let DONE find out."""
        lines = self._lines()
        return not lines or any(map(is_news, lines))

    def _lines(self) -> list[bytes]:
        lines = []
        while self._waits():
            lines.append(self._client._get_line())
        return lines

    def _waits(self) -> bool:
        """What came together with an earlier line lies in the reader, and no socket tells of it."""
        kept = getattr(self._client, "_readbuf", None)
        if kept is not None:  # Python from 3.14 on
            return bool(kept)
        sock = self._client.sock
        before = sock.gettimeout()
        sock.settimeout(0)
        try:
            return bool(self._client.file.peek(1))
        except OSError:
            return False
        finally:
            sock.settimeout(before)


def _connected(config: Config, token: str, unwanted: threading.Event) -> imap_tools.BaseMailBox:
    box = _box(config)
    try:
        if config.imap_tls == "starttls":
            box.client.starttls(secure.context(config))
        _log_in(box, config, token)
        sock: socket.socket = box.client.sock
        sock.settimeout(config.timeout)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        # A server tells all it can do only to those it has let in.
        box.client.capabilities = tuple(box.client.capability()[1][-1].decode().upper().split())
        if unwanted.is_set():
            raise ConnectionAbortedError
    except BaseException:
        _shut(box)
        raise
    return box


def _box(config: Config) -> imap_tools.BaseMailBox:
    host, port = config.imap_host, config.imap_port
    if config.imap_tls == "tls":
        return imap_tools.MailBox(host, port, CONNECT, ssl_context=secure.context(config))
    return imap_tools.MailBoxUnencrypted(host, port, CONNECT)


def _log_in(box: imap_tools.BaseMailBox, config: Config, token: str) -> None:
    try:
        if token:
            box.xoauth2(config.user, token, initial_folder=None)
        elif (config.user + config.password).isascii():
            box.login(config.user, config.password, initial_folder=None)
        else:
            box.login_utf8(config.user, config.password, initial_folder=None)
    except imaplib.IMAP4.abort:
        raise
    except (MailboxLoginError, imaplib.IMAP4.error):
        raise NotLetIn from None


def _put_away(connecting: asyncio.Future[imap_tools.BaseMailBox]) -> None:
    if not connecting.cancelled() and connecting.exception() is None:
        _shut(connecting.result())


def _shut(box: imap_tools.BaseMailBox) -> None:
    with suppress(*BROKEN):
        box.client.shutdown()


async def _readable(sock: socket.socket, seconds: float) -> bool:
    """Whether something came within this time; no thread waits for it."""
    loop, came = asyncio.get_running_loop(), asyncio.Event()
    number = sock.fileno()
    loop.add_reader(number, came.set)
    try:
        async with asyncio.timeout(seconds):
            await came.wait()
    except TimeoutError:
        return False
    finally:
        loop.remove_reader(number)
    return True
