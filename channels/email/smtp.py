"""The way out: one connection to the SMTP server, kept while there is something to send."""

from __future__ import annotations

import asyncio
import logging
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import aiosmtplib

from channels.base import SendError
from channels.email import secure
from channels.email.config import Config
from channels.email.oauth import Tokens
from channels.email.refusals import Phase, refusal

log = logging.getLogger(__name__)

#: An unused connection is put away after so many seconds.
IDLE = 30.0
CONNECT = 10.0
#: Nobody waits longer than this for the mail before his; his own goes later.
QUEUE = 25.0


@dataclass(frozen=True, slots=True)
class Parcel:
    """A mail as it goes over the wire; sender "" is the null sender."""

    sender: str = field(repr=False)
    recipient: str = field(repr=False)
    content: bytes = field(repr=False)


class Smtp:
    """One mail at a time over one connection."""

    def __init__(self, config: Config, tokens: Tokens) -> None:
        self._config = config
        self._tokens = tokens
        self._lock = asyncio.Lock()
        self._client: aiosmtplib.SMTP | None = None
        self._context: ssl.SSLContext | None = None
        self._putting_away: asyncio.TimerHandle | None = None

    async def send(self, parcel: Parcel) -> None:
        """Returns when the server has taken the mail. Raises SendError."""
        async with self._turn():
            client = await self._ready()
            await _hand_over(client, parcel)

    async def check(self) -> None:
        """Connect and log in. Raises SendError."""
        async with self._turn():
            await self._ready()

    async def close(self) -> None:
        self._drop()

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(QUEUE):
                await self._lock.acquire()
        except TimeoutError:
            raise SendError("SMTP: other mails come first", wait=5.0) from None
        try:
            yield
        except SendError as error:
            if not error.code:
                self._drop()
            raise
        except BaseException:
            # Broken off in mid-sentence: what the server says next would answer another question.
            self._drop()
            raise
        else:
            self._put_away_later()
        finally:
            self._lock.release()

    async def _ready(self) -> aiosmtplib.SMTP:
        if self._putting_away:
            self._putting_away.cancel()
        if self._client and await _is_alive(self._client):
            return self._client
        self._drop()
        self._client = client = self._new_client(await self._tls())
        async with _told("greeting"):
            await client.connect(timeout=min(self._config.timeout, CONNECT))
            await client.ehlo()
        if self._config.smtp_auth:
            await self._log_in(client)
        return client

    async def _log_in(self, client: aiosmtplib.SMTP) -> None:
        config = self._config
        token = await self._tokens.current()
        try:
            async with _told("login"):
                if token:
                    await client.auth_xoauth2(config.smtp_user, token)
                else:
                    await client.login(config.smtp_user, config.smtp_password)
        except SendError:
            self._tokens.forget()
            self._drop()
            raise

    def _new_client(self, context: ssl.SSLContext | None) -> aiosmtplib.SMTP:
        config = self._config
        return aiosmtplib.SMTP(
            hostname=config.smtp_host,
            port=config.smtp_port,
            use_tls=config.smtp_tls == "tls",
            start_tls=config.smtp_tls == "starttls",
            tls_context=context,
            # Not this machine's own name, which is slow to find out and says nothing outside.
            local_hostname=config.address.rpartition("@")[2].encode("idna").decode(),
            timeout=config.timeout,
        )

    async def _tls(self) -> ssl.SSLContext | None:
        if self._config.smtp_tls == "none":
            return None
        if self._context is None:
            self._context = await asyncio.to_thread(secure.context, self._config)
        return self._context

    def _put_away_later(self) -> None:
        self._putting_away = asyncio.get_running_loop().call_later(IDLE, self._drop)

    def _drop(self) -> None:
        if self._putting_away:
            self._putting_away.cancel()
        if self._client:
            self._client.close()
        self._client = None


async def _is_alive(client: aiosmtplib.SMTP) -> bool:
    """A server may have hung up since; asked before anything is entrusted to it."""
    if not client.is_connected:
        return False
    try:
        await client.rset(timeout=5.0)
    except (aiosmtplib.SMTPException, OSError):
        return False
    return True


async def _hand_over(client: aiosmtplib.SMTP, parcel: Parcel) -> None:
    utf8 = not (parcel.recipient + parcel.sender).isascii()
    encoding = "utf-8" if utf8 else "ascii"
    async with _told("sender"):
        if utf8 and not client.supports_extension("smtputf8"):
            raise SendError(
                "SMTP: the server takes no such address",
                permanent=True,
                scope="recipient",
                code="5.6.7",
            )
        options = [f"SIZE={len(parcel.content)}"] if client.supports_extension("size") else []
        await client.mail(parcel.sender, options=options + ["SMTPUTF8"] * utf8, encoding=encoding)
    async with _told("recipient"):
        await client.rcpt(parcel.recipient, encoding=encoding)
    async with _told("data"):
        await client.data(parcel.content)


@asynccontextmanager
async def _told(phase: Phase) -> AsyncIterator[None]:
    """What the library raises becomes facts, without the server's words in any cause."""
    try:
        yield
    except aiosmtplib.SMTPResponseException as error:
        raise refusal(phase, error.code, error.message) from None
    except (aiosmtplib.SMTPException, OSError, ssl.SSLError) as error:
        raise _broken(phase, error) from None
    except ValueError:
        raise SendError("SMTP: not an address", permanent=True, scope="recipient") from None


def _broken(phase: Phase, error: Exception) -> SendError:
    """No refusal, but silence, a closed door, or a server that cannot do what we ask."""
    name = type(error.__cause__ or error).__name__
    if isinstance(error.__cause__ or error, ssl.SSLCertVerificationError):
        return SendError(f"SMTP: {name}", permanent=True, scope="account")
    if phase in ("greeting", "login") and not isinstance(error, OSError):
        missing = "TLS" if phase == "greeting" else "AUTH"
        return SendError(f"SMTP: no {missing} on this port", permanent=True, scope="account")
    return SendError(f"SMTP: {name}", unknown=phase == "data")
