"""Twilio: signed forms in, its API out."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import urlencode

import aiohttp
from yarl import URL

from channels.base import Event, Gone, Health, Outbound, Refused, SendError, Webhook
from channels.sms.config import Config as Common
from channels.sms.http import Answer, ask, basic, is_safe, text
from channels.sms.sms import Sms
from channels.sms.twilio import errors, parsing, signature
from channels.sms.twilio.config import Config

_CHUNK: Final = 64 * 1024
_FILE_SECONDS: Final = 120.0
#: The account's address of a picture leads to the place where it lies.
_HOPS: Final = 3
_LOST: Final = frozenset({401, 403, 404, 410})


def open_gateway(account: str, common: Common, own: Config, http: aiohttp.ClientSession) -> Sms:
    """One number, or one messaging service."""
    return Twilio(account, common, own, http)


class Twilio(Sms):
    """One number at Twilio."""

    retries = False

    def __init__(
        self, account: str, common: Common, own: Config, http: aiohttp.ClientSession
    ) -> None:
        super().__init__(account, common)
        self._own = own
        self._http = http
        self._callback = ""

    def verify(self, hook: Webhook) -> None:
        told = hook.headers.get("x-twilio-signature", "")
        if not told:
            raise Refused(401)
        if not signature.fits(hook, self._own.auth_token, told):
            raise Refused(403)

    def parse(self, hook: Webhook) -> Sequence[Event]:
        return parsing.events(self, hook)

    async def reply(self, hook: Webhook) -> tuple[str, str]:
        return "<Response/>", "text/xml"

    async def announce(self, url: str) -> None:
        """Each message names the address for its reports; the number's own is set by hand."""
        self._callback = url

    async def send(self, outbound: Outbound) -> str:
        sender = self._own.sender
        form = {
            "To": outbound.to.value,
            "Body": self.written(outbound.text),
            "MessagingServiceSid" if sender.startswith("MG") else "From": sender,
        }
        if self._callback:
            form["StatusCallback"] = f"{self._callback}?{urlencode({'ref': outbound.id})}"
        answer = await self._ask("POST", "/Messages.json", form)
        told = answer.json()
        if not answer.fine:
            raise self._refusal(answer)
        sid = text(told, "sid") if isinstance(told, dict) else ""
        if not sid:
            raise SendError("accepted without an id", unknown=True)
        return sid

    async def download(self, ref: str) -> AsyncIterator[bytes]:
        async with self._file(ref) as answer:
            async for chunk in answer.content.iter_chunked(_CHUNK):
                yield chunk

    async def health(self) -> Health:
        try:
            answer = await self._ask("GET", ".json")
        except SendError as error:
            return Health(False, f"Twilio tidak menjawab: {error.reason}")
        told = answer.json()
        if not answer.fine or not isinstance(told, dict):
            return Health(False, f"Twilio menjawab: {self._refusal(answer).reason}")
        status = text(told, "status")
        return Health(status == "active", f"{text(told, 'friendly_name')} {status}".strip())

    async def _ask(self, method: str, edge: str, form: dict[str, str] | None = None) -> Answer:
        own = self._own
        return await ask(
            self._http,
            method,
            f"{own.url.rstrip('/')}/2010-04-01/Accounts/{own.account_sid}{edge}",
            seconds=self.common.timeout,
            unknown=method == "POST",
            headers=basic(own.account_sid, own.auth_token),
            data=form,
        )

    def _refusal(self, answer: Answer) -> SendError:
        told = answer.json()
        code = text(told, "code") if isinstance(told, dict) else ""
        fault = errors.fault(code, answer.status)
        return SendError(
            answer.said("message", secrets=(self._own.auth_token,)),
            permanent=fault.permanent,
            wait=answer.wait(fault.wait),
            scope=fault.scope,
            code=code or str(answer.status),
        )

    @asynccontextmanager
    async def _file(self, ref: str) -> AsyncIterator[aiohttp.ClientResponse]:
        """The picture, wherever it lies now; name and token go to Twilio's own address only."""
        url, timeout = URL(ref), aiohttp.ClientTimeout(total=_FILE_SECONDS)
        for _ in range(_HOPS):
            async with self._got(url, timeout) as answer:
                if answer.status == 200:
                    yield answer
                    return
                url = self._next(url, answer)
        raise Gone("unreachable")

    @asynccontextmanager
    async def _got(
        self, url: URL, timeout: aiohttp.ClientTimeout
    ) -> AsyncIterator[aiohttp.ClientResponse]:
        at_home = url.origin() == URL(self._own.url).origin() if url.is_absolute() else False
        if not at_home and not (url.host in self._own.media_hosts and is_safe(str(url))):
            raise Gone("refused")
        named = basic(self._own.account_sid, self._own.auth_token) if at_home else {}
        try:
            async with self._http.get(
                url, headers=named, timeout=timeout, allow_redirects=False
            ) as answer:
                yield answer
        except (aiohttp.ClientError, TimeoutError) as error:
            raise SendError(type(error).__name__) from None

    def _next(self, url: URL, answer: aiohttp.ClientResponse) -> URL:
        """Where a redirect leads. Raises Gone or SendError for anything else."""
        if answer.status in _LOST:
            raise Gone("expired")
        if not 300 <= answer.status < 400 or "Location" not in answer.headers:
            raise SendError(f"HTTP {answer.status}")
        return url.join(URL(answer.headers["Location"]))
