"""Email: a mailbox of the office, read and answered."""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from email.utils import localtime
from urllib.parse import quote

import aiohttp

from channels.base import (
    Accept,
    Channel,
    Event,
    Gone,
    Health,
    Limits,
    Outbound,
    Refused,
    SendError,
    Webhook,
)
from channels.email import letter, lmtp, parsing, tokens
from channels.email.config import Config, check
from channels.email.imap import Imap
from channels.email.letter import Enclosure
from channels.email.mailbox import BROKEN, NotLetIn
from channels.email.oauth import Tokens
from channels.email.smtp import Parcel, Smtp


def open_channel(
    account: str, settings: Mapping[str, object], http: aiohttp.ClientSession
) -> Channel:
    """Raises SettingsError."""
    return Email(account, check(settings), http)


class Email(Channel):
    """One mailbox."""

    def __init__(self, account: str, config: Config, http: aiohttp.ClientSession) -> None:
        self.account = account
        self.limits = Limits(
            text=100_000,
            per_second=config.per_second,
            per_recipient=config.per_recipient,
            burst=3,
            per_day=config.per_day,
            quiet=5.0,
            file=20 * 2**20,
            letter=True,
            threads=True,
        )
        self._config = config
        tokens_ = Tokens(config, http)
        self._imap = Imap(account, config, tokens_)
        self._smtp = Smtp(config, tokens_)

    def verify(self, hook: Webhook) -> None:
        """Mail is fetched or handed over, never pushed by HTTP."""
        raise Refused(403)

    def parse(self, hook: Webhook) -> Sequence[Event]:
        return parsing.events(self.account, self._config, hook)

    @property
    def listens(self) -> bool:
        return True

    async def listen(self, accept: Accept, cursor: Callable[[str], str]) -> None:
        async with asyncio.TaskGroup() as ways:
            if self._config.imap_host:
                ways.create_task(self._imap.run(accept, cursor))
            if self._config.lmtp_port:
                ways.create_task(lmtp.serve(self.account, self._config, accept))

    async def send(self, outbound: Outbound) -> str:
        if not letter.is_address(outbound.to.value):
            raise SendError("not an address", permanent=True, scope="recipient", code="5.1.3")
        enclosed = [Enclosure(f.name, f.mime, await f.read()) for f in outbound.attachments]
        content = await asyncio.to_thread(
            letter.written, self._config, outbound, enclosed, localtime()
        )
        try:
            await self._smtp.send(Parcel(self._sender(outbound), outbound.to.value, content))
        except SendError as error:
            raise self._discreet(error) from None
        return tokens.message_id(self._config, outbound.id)

    def download(self, ref: str) -> AsyncIterator[bytes]:
        """Files come with their mail; what has a ref here was left behind, for that reason."""
        raise Gone(ref)

    async def health(self) -> Health:
        """One sentence: how mail is read, and how it is sent."""
        told = await asyncio.gather(self._reads(), self._sends())
        return Health(all(one.ok for one in told), "; ".join(one.detail for one in told) + ".")

    def link(self, text: str) -> str:
        to = f"mailto:{quote(self._config.address, safe='@+')}"
        return f"{to}?subject=Laporan&body={quote(text)}" if text else to

    async def close(self) -> None:
        await self._smtp.close()

    def _sender(self, outbound: Outbound) -> str:
        """What nobody can answer cannot loop; but not every server takes it."""
        nobody = self._config.null_sender and outbound.auto == "replied"
        return "" if nobody else self._config.address

    async def _reads(self) -> Health:
        config = self._config
        if not config.imap_host:
            return Health(True, f"surat diterima lewat LMTP di port {config.lmtp_port}")
        try:
            folders = await self._imap.look()
        except (NotLetIn, SendError, *BROKEN) as error:
            return Health(False, f"surat tidak terbaca: {config.imap_host} {_why(error)}")
        return Health(True, f"{config.address} terbaca ({', '.join(folders)})")

    async def _sends(self) -> Health:
        try:
            await self._smtp.check()
        except SendError as error:
            reason = self._discreet(error).reason
            return Health(False, f"surat tidak terkirim: {self._config.smtp_host} ({reason})")
        return Health(True, f"{self._config.smtp_host} menerima kiriman")

    def _discreet(self, error: SendError) -> SendError:
        """Without any secret that the server may have repeated."""
        config = self._config
        for secret in (
            config.password,
            config.smtp_password,
            config.oauth_client_secret,
            config.oauth_refresh_token,
            config.secret,
        ):
            error.reason = error.reason.replace(secret, "***") if secret else error.reason
        error.args = (error.reason,)
        return error


def _why(error: Exception) -> str:
    for kind, words in _WHY:
        if isinstance(error, kind):
            return words
    return f"({error.reason})" if isinstance(error, SendError) else f"({type(error).__name__})"


_WHY: tuple[tuple[type[Exception], str], ...] = (
    (NotLetIn, "menolak nama atau kata sandi; Gmail memerlukan sandi aplikasi"),
    (ssl.SSLCertVerificationError, "memakai sertifikat yang tidak dikenal"),
    (socket.gaierror, "tidak ditemukan, periksa tulisannya"),
    (TimeoutError, "tidak menjawab"),
    (ConnectionRefusedError, "tidak menerima sambungan, periksa port"),
)
