"""SMS Gateway for Android: signed webhooks in, its API out."""

from __future__ import annotations

import hmac
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

import aiohttp

from channels.base import Event, Health, Outbound, Refused, Scope, SendError, Webhook
from channels.sms.android import parsing
from channels.sms.android.config import Config
from channels.sms.config import Config as Common
from channels.sms.http import Answer, ask, basic, text
from channels.sms.sms import Sms

#: A message that the phone could not send gets so many new tries under names of their own.
_TURNS: Final = 20
#: A phone that the cloud has not seen for so long is off.
_ASLEEP: Final = timedelta(hours=1)
_SLOWER: Final = 60.0


def open_gateway(account: str, common: Common, own: Config, http: aiohttp.ClientSession) -> Sms:
    """A phone, straight or through the app's cloud or private server."""
    return Android(account, common, own, http)


class Android(Sms):
    """One SIM in one phone. `clock` tells the seconds against which signatures grow old."""

    def __init__(
        self,
        account: str,
        common: Common,
        own: Config,
        http: aiohttp.ClientSession,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(account, common)
        self._own = own
        self._http = http
        self._clock = clock

    def verify(self, hook: Webhook) -> None:
        told = hook.headers.get("x-signature", "")
        stamp = hook.headers.get("x-timestamp", "")
        if not told or not stamp:
            raise Refused(401)
        signed = hook.body + stamp.encode(errors="replace")
        due = hmac.new(self._own.signing_key.encode(), signed, sha256).hexdigest()
        if not hmac.compare_digest(told.encode(errors="replace"), due.encode()):
            raise Refused(403)
        if not (stamp.isascii() and stamp.isdigit()) or self._is_old(int(stamp[:16])):
            raise Refused(403)

    def parse(self, hook: Webhook) -> Sequence[Event]:
        return parsing.events(self, hook)

    async def send(self, outbound: Outbound) -> str:
        words = self.written(outbound.text)
        for turn in range(1, _TURNS + 1):
            name = parsing.name(outbound.id, outbound.to.value, words, turn)
            if await self._hand_over(name, outbound.to.value, words):
                return name
            # The phone has one of this name: it was sent before, unless it could not be.
            if await self._state(name) != "Failed":
                return name
        raise SendError("the phone gave up on it", permanent=True, code="gave_up")

    async def announce(self, url: str) -> None:
        for event in parsing.EVENTS:
            name = f"{self.account}-{event}".replace(":", "-")[:36]
            answer = await self._ask("POST", "webhooks", {"id": name, "url": url, "event": event})
            if not answer.fine:
                raise self._refusal(answer)

    async def health(self) -> Health:
        try:
            answer = await self._ask("GET", "webhooks")
            if not answer.fine:
                return Health(False, f"API menjawab: {self._refusal(answer).reason}")
            told = answer.json()
            if not isinstance(told, list) or not _has_received(told):
                return Health(False, "Webhook sms:received belum terdaftar pada HP.")
            return await self._phone()
        except SendError as error:
            return Health(False, f"API tidak menjawab: {error.reason}")

    async def _hand_over(self, name: str, to: str, words: str) -> bool:
        """False where the phone already has a message of this name."""
        message: dict[str, Any] = {
            "id": name,
            "textMessage": {"text": words},
            "phoneNumbers": [to],
            "withDeliveryReport": True,
            "ttl": int(self._own.valid_hours * 3600),
        }
        if self._own.sim:
            message["simNumber"] = self._own.sim
        if self._own.device_id:
            message["deviceId"] = self._own.device_id
        # The number has been checked by us, or is the one that the network itself told.
        answer = await self._ask("POST", "messages?skipPhoneValidation=true", message)
        if answer.fine:
            return True
        # A phone without the cloud between says 500 to a name it knows.
        known = answer.status == 500 and await self._state(name)
        if answer.status == 409 or known:
            return False
        raise self._refusal(answer)

    async def _state(self, name: str) -> str:
        """What became of a message of this name; "" where there is none."""
        answer = await self._ask("GET", f"messages/{name}")
        told = answer.json() if answer.fine else None
        return text(told, "state") if isinstance(told, dict) else ""

    async def _phone(self) -> Health:
        """What the cloud tells of the phone; a phone that answers itself is awake."""
        answer = await self._ask("GET", "devices")
        told = answer.json() if answer.fine else None
        listed = [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []
        seen = [at for at in (_moment(text(one, "lastSeen")) for one in listed) if at]
        if not seen:
            return Health(True, "HP menjawab")
        asleep = datetime.fromtimestamp(self._clock(), UTC) - max(seen)
        hours = int(asleep.total_seconds() // 3600)
        if asleep > _ASLEEP:
            return Health(False, f"HP terakhir terhubung {hours} jam lalu; periksa daya dan paket.")
        return Health(True, "HP terhubung")

    async def _ask(self, method: str, path: str, body: object = None) -> Answer:
        own = self._own
        return await ask(
            self._http,
            method,
            f"{own.url.rstrip('/')}/{path}",
            seconds=self.common.timeout,
            unknown=method == "POST",
            headers=basic(own.username, own.password),
            json=body,
        )

    def _refusal(self, answer: Answer) -> SendError:
        secrets = (self._own.password, self._own.signing_key, self._own.username)
        reason = answer.said("error", "message", secrets=secrets)
        permanent, scope, wait = _FAULTS.get(answer.status, (answer.status < 500, "message", None))
        if "device" in reason.lower() and answer.status == 400:
            permanent, scope, wait = _FAULTS[401]
        return SendError(
            reason,
            permanent=permanent,
            scope=scope,
            wait=answer.wait(wait),
            code=str(answer.status),
        )

    def _is_old(self, stamp: int) -> bool:
        return abs(self._clock() - stamp) > self._own.clock_minutes * 60


_Fault = tuple[bool, Scope, float | None]
_FAULTS: Final[Mapping[int, _Fault]] = {
    401: (True, "account", None),
    403: (True, "account", None),
    404: (True, "account", None),
    429: (False, "account", _SLOWER),
    # The cloud's queue for a phone that has been away.
    503: (False, "account", _SLOWER),
}


def _has_received(hooks: list[Any]) -> bool:
    named = (one.get("event") for one in hooks if isinstance(one, dict))
    return any(event in ("sms:received", "sms:batch:received") for event in named)


def _moment(told: str) -> datetime | None:
    try:
        return datetime.fromisoformat(told).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
