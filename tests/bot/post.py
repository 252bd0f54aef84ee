"""The post of a test: a mail server for citizens, and LMTP into the office."""

from __future__ import annotations

import asyncio
import smtplib
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from email.message import EmailMessage
from email.utils import make_msgid
from typing import Any

from tests.channels.smtp_kit import SmtpServer
from tests.world import World

OFFICE = "lapor@sukajaya.go.id"
HENDRA, SARI = "hendra@contoh.id", "sari@contoh.id"


class Post:
    """What citizens write and read by mail."""

    def __init__(self, world: World, server: SmtpServer, port: int) -> None:
        self.world = world
        self.server = server
        self.port = port

    async def writes(self, sender: str, text: str, subject: str = "", **headers: str) -> str:
        """One mail into the office; returns its Message-ID once it was taken."""
        message = EmailMessage()
        message["From"] = sender
        message["To"] = OFFICE
        message["Subject"] = subject
        message["Message-ID"] = make_msgid(domain="contoh.id")
        for name, value in headers.items():
            message[name.replace("_", "-")] = value
        message.set_content(text)
        await self.hands(message.as_bytes(), sender)
        return str(message["Message-ID"])

    async def hands(self, content: bytes, sender: str) -> None:
        await asyncio.to_thread(self._hands, content, sender)

    def _hands(self, content: bytes, sender: str) -> None:
        with smtplib.LMTP("127.0.0.1", self.port, timeout=20) as line:
            line.sendmail(sender, [OFFICE], content)

    def letters(self, to: str = "") -> list[EmailMessage]:
        """What left the office, all or to one address."""
        return [letter for letter in self.server.letters if not to or to in str(letter["To"])]

    async def answered(self, count: int, to: str = "") -> EmailMessage:
        """The newest letter, once so many have left and are noted."""
        await self.world.until(lambda: len(self.letters(to)) >= count)
        await self.world.settled()
        assert len(self.letters(to)) == count
        return self.letters(to)[-1]


def words(letter: EmailMessage) -> str:
    """The part that is read aloud."""
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


@asynccontextmanager
async def post(
    world: World, *, office: Mapping[str, Any] | None = None, **settings: Any
) -> AsyncIterator[Post]:
    """Open a closed world with a mail account beside the others; `office`: further sections."""
    server = SmtpServer()
    await server.start()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    mail = {
        "use": "email",
        "address": OFFICE,
        "password": "kotak-surat-sukajaya",
        "smtp_host": "127.0.0.1",
        "smtp_port": server.port,
        "smtp_tls": "none",
        "smtp_auth": False,
        "lmtp_port": port,
        "subaddress": True,
        "per_second": 1e6,
        "per_recipient": 0.0,
        "quiet": 0,
    }
    try:
        await world.open(channels={"surel": mail | settings}, **(office or {}))
        made = Post(world, server, port)
        await world.until(lambda: _listens(port))
        yield made
    finally:
        await world.stop()
        await server.stop()


async def _listens(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True
