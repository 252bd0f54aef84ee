"""The uplink: one signed call to the office, and what it answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

import aiohttp

from bot.bridge.settings import Settings
from bot.clock import Clock
from channels.sms.bridge import SIGNATURE, STAMP, signature

#: Beyond the time that the office may take to have something for us.
_SECONDS: Final = 20.0
_NOT_BELIEVED: Final = frozenset({401, 403})


class Away(Exception):
    """The office did not answer as it should; `wait` is what it asked for."""

    def __init__(self, reason: str, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.wait = wait


class Refused(Exception):
    """The office read the call and does not want it."""


class Uplink:
    """Signed with the time of the office: a clock without a battery shall shut nobody out."""

    def __init__(self, settings: Settings, http: aiohttp.ClientSession, clock: Clock) -> None:
        self._settings = settings
        self._http = http
        self._clock = clock
        self._ahead = 0.0
        self.knows_the_time = False

    def now(self) -> float:
        """This moment by the office's clock, as far as it is known."""
        return self._clock.now().timestamp() + self._ahead

    async def call(self, told: Mapping[str, Any], wait: float = 0.0) -> Mapping[str, Any]:
        """Raises Away, Refused."""
        body = json.dumps({**told, "wait": wait}).encode()
        for last in (False, True):
            status, answer, retry = await self._post(body, wait)
            if status not in _NOT_BELIEVED or last:
                break
        if status in (400, 413):
            raise Refused(str(status))
        if status != 200:
            raise Away(f"HTTP {status}", retry)
        return _object(answer)

    async def _post(self, body: bytes, wait: float) -> tuple[int, bytes, float]:
        stamp = str(int(self.now()))
        headers = {
            "Content-Type": "application/json",
            STAMP: stamp,
            SIGNATURE: signature(self._settings.secret, stamp, body),
        }
        timeout = aiohttp.ClientTimeout(total=wait + _SECONDS, sock_connect=_SECONDS / 2)
        try:
            async with self._http.post(
                self._settings.hook,
                data=body,
                headers=headers,
                timeout=timeout,
                allow_redirects=False,
            ) as answer:
                self._set_clock(answer.headers.get("Date", ""))
                wait_for = _seconds(answer.headers.get("Retry-After", ""))
                return answer.status, await answer.read(), wait_for
        except (aiohttp.ClientError, TimeoutError) as error:
            raise Away(type(error).__name__) from None

    def _set_clock(self, date: str) -> None:
        try:
            theirs = parsedate_to_datetime(date)
        except ValueError:
            return
        aware = theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)
        self._ahead = (aware - self._clock.now()).total_seconds()
        self.knows_the_time = True


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Away("no answer of an office") from error
    if not isinstance(told, dict):
        raise Away("no answer of an office")
    return told


def _seconds(told: str) -> float:
    return float(told) if told.isascii() and told.isdecimal() else 0.0


def moment(seconds: float) -> str:
    """A time as it is written on the way."""
    return datetime.fromtimestamp(seconds, UTC).isoformat()
