"""Kannel: sendsms out, post-url in, dlr-url for what became of it. It signs nothing."""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import replace
from typing import Final
from urllib.parse import urlencode

import aiohttp

from channels.base import Event, Health, Outbound, Refused, SendError, Webhook
from channels.sms import gsm
from channels.sms.config import Config as Common
from channels.sms.http import Answer, ask, clean
from channels.sms.kannel import parsing
from channels.sms.kannel.config import Config
from channels.sms.sms import Sms

#: What Kannel's dlr-mask asks for: delivered, failed, buffered, taken, refused.
DLR_MASK: Final = 31
_AWAY_SECONDS: Final = 15.0


def open_gateway(account: str, common: Common, own: Config, http: aiohttp.ClientSession) -> Sms:
    """A Kannel on this machine, or on one that is as near."""
    return Kannel(account, common, own, http)


class Kannel(Sms):
    """One number behind a Kannel."""

    local = True
    retries = False

    def __init__(
        self, account: str, common: Common, own: Config, http: aiohttp.ClientSession
    ) -> None:
        super().__init__(account, common)
        self.limits = replace(self.limits, receipts=bool(own.callback_url))
        self._own = own
        self._http = http

    def verify(self, hook: Webhook) -> None:
        told = hook.query.get("secret", "")
        if not told:
            raise Refused(401)
        if not hmac.compare_digest(told.encode(errors="replace"), self._own.secret.encode()):
            raise Refused(403)

    def parse(self, hook: Webhook) -> Sequence[Event]:
        return parsing.events(self, hook)

    async def send(self, outbound: Outbound) -> str:
        plain = self.written(outbound.text)
        answer = await self._ask(
            to=outbound.to.value,
            text=plain,
            coding="0" if gsm.is_gsm(plain) else "2",
            charset="UTF-8",
            **self._told_back(outbound.id),
        )
        if answer.fine:
            # Kannel gives no id of its own; ours comes back in its reports.
            return outbound.id
        raise self._refusal(answer)

    async def health(self) -> Health:
        try:
            answer = await self._ask(to="", text="")
        except SendError as error:
            return Health(False, f"smsbox tidak menjawab: {error.reason}")
        # A message to nobody is refused for its number only where name and password fit.
        if answer.status == 400:
            return Health(True, "smsbox menjawab")
        return Health(False, f"smsbox menjawab {answer.status}: {self._words(answer)}")

    async def _ask(self, **fields: str) -> Answer:
        own, number = self._own, self.common.dialled
        known = {"username": own.username, "password": own.password, "smsc": own.smsc}
        query = {key: value for key, value in {**known, "from": number}.items() if value}
        url = f"{own.url}?{urlencode(query | fields)}"
        return await ask(self._http, "GET", url, seconds=self.common.timeout, unknown=True)

    def _told_back(self, ours: str) -> dict[str, str]:
        if not self._own.callback_url:
            return {}
        known = urlencode({"secret": self._own.secret, "ref": ours})
        asked = "dlr=%d&reply=%A&at=%T"
        url = f"{self._own.callback_url}?{known}&{asked}"
        return {"dlr-mask": str(DLR_MASK), "dlr-url": url}

    def _refusal(self, answer: Answer) -> SendError:
        said, code = self._words(answer), str(answer.status)
        if answer.status == 403:
            return SendError(said, permanent=True, scope="account", code=code)
        if answer.status >= 500:
            wait = answer.wait(_AWAY_SECONDS)
            return SendError(said, scope="account", wait=wait, code=code)
        return SendError(said, permanent=True, code=code)

    def _words(self, answer: Answer) -> str:
        secrets = (self._own.password, self._own.secret)
        return clean(answer.body.decode(errors="replace"), secrets) or f"HTTP {answer.status}"
