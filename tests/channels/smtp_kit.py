"""An SMTP server in this process (aiosmtpd) with scripted answers, and certificates of our own."""

from __future__ import annotations

import asyncio
import base64
import ipaddress
import logging
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import aiohttp
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from channels import email
from channels.base import Address, Channel, Outbound
from tests.channels.mailbox_kit import ADDRESS, HENDRA, PASSWORD, SECRET


class SmtpServer:
    """Takes mail, unless it was told what to say instead; each answer is said once."""

    def __init__(self, **how: Any) -> None:
        self._how = how
        self._lines: set[SMTP] = set()
        self._server: asyncio.Server | None = None
        #: Phase and status of the next refusals, in order: ("RCPT", "550 5.1.1 nobody") ...
        self.answers: list[tuple[str, str]] = []
        self.hangs = False
        self.token = ""
        self.password = PASSWORD
        self.received: list[Envelope] = []
        self.commands: list[str] = []
        self.logins = 0
        self.port = 0

    async def start(self, secured: ssl.SSLContext | None = None) -> None:
        # It writes whole mails into its log, and the tests look into ours.
        logging.getLogger("mail.log").setLevel(logging.ERROR)
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: _Line(self, self._how), "127.0.0.1", self.port, ssl=secured
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Nobody listens there any more."""
        if self._server:
            self._server.close()
        self.cut()

    def cut(self) -> None:
        for line in list(self._lines):
            if line.transport:
                line.transport.abort()

    @property
    def connections(self) -> int:
        return len(self._lines)

    @property
    def letters(self) -> list[EmailMessage]:
        parser = BytesParser(policy=policy.default)
        return [parser.parsebytes(one.original_content or b"") for one in self.received]

    def _scripted(self, phase: str) -> str | None:
        self.commands.append(phase)
        if self.answers and self.answers[0][0] == phase:
            return self.answers.pop(0)[1]
        return None

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        told = self._scripted("MAIL")
        if told is None:
            envelope.mail_from, envelope.mail_options = address, options
        return told or "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        told = self._scripted("RCPT")
        if told is None:
            envelope.rcpt_tos.append(address)
        return told or "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        told = self._scripted("DATA")
        if told is None:
            self.received.append(envelope)
        if self.hangs:
            await asyncio.Event().wait()
        return told or "250 OK queued"

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
        self.logins += 1
        given = base64.b64decode(args[1]).decode()
        if given == f"user={ADDRESS}\1auth=Bearer {self.token}\1\1":
            return AuthResult(success=True)
        await server.push("334 " + base64.b64encode(b'{"status":"400"}').decode())
        await server._reader.readline()
        await server.push(self._scripted("AUTH") or "535 5.7.8 Username and Password not accepted")
        return AuthResult(success=False, handled=True)

    def let_in(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: Any
    ) -> AuthResult:
        self.logins += 1
        told = self._scripted("AUTH")
        if told:
            return AuthResult(success=False, handled=False, message=told)
        good = (given.login, given.password) == (ADDRESS.encode(), self.password.encode())
        return AuthResult(success=good, handled=False)


class _Line(SMTP):
    def __init__(self, server: SmtpServer, how: dict[str, Any]) -> None:
        self._owner = server
        super().__init__(
            server,
            hostname="mail.kota.go.id",
            authenticator=server.let_in,
            auth_require_tls=False,
            loop=asyncio.get_running_loop(),
            **{"enable_SMTPUTF8": True} | how,
        )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._owner._lines.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._owner._lines.discard(self)
        super().connection_lost(error)


@dataclass
class Post:
    server: SmtpServer
    channel: Channel


@asynccontextmanager
async def post(server: SmtpServer | None = None, **settings: object) -> AsyncIterator[Post]:
    """A server that takes mail, and the channel that brings it there."""
    server = server or SmtpServer()
    if not server.port:
        await server.start()
    async with aiohttp.ClientSession() as http:
        channel = email.open_channel("email", sending(server.port) | settings, http)
        try:
            yield Post(server, channel)
        finally:
            await channel.close()
            await server.stop()


def sending(port: int) -> dict[str, object]:
    return {
        "address": ADDRESS,
        "name": "Kelurahan Sukajaya",
        "password": PASSWORD,
        "secret": SECRET,
        "imap_host": "127.0.0.1",
        "imap_port": 1,
        "imap_tls": "none",
        "smtp_host": "127.0.0.1",
        "smtp_port": port,
        "smtp_tls": "none",
        "timeout": 2.0,
    }


def outbound(text: str = "Terima kasih, laporannya sudah kami terima.", **more: Any) -> Outbound:
    told = {"id": "77", "to": Address("email", HENDRA), "text": text, "subject": "Laporan"}
    return Outbound(**told | more)


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """An authority's file, and what a server on 127.0.0.1 shows."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    cert, private = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, private)
    return cert, context
