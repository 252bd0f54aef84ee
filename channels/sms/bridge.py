"""The bridge: a modem or phone in an office without a public address, which calls us."""

from __future__ import annotations

import asyncio
import hmac
import json
import time
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from importlib import import_module
from typing import Any, Final

import aiohttp

from channels.base import (
    Address,
    Delivery,
    DeliveryState,
    Event,
    Health,
    Inbound,
    Malformed,
    Outbound,
    Refused,
    Scope,
    SendError,
    Webhook,
)
from channels.settings import Setting, SettingsError, read
from channels.sms.config import Config as Common
from channels.sms.sms import Sms

SETTINGS: Final = (
    Setting(
        "secret",
        "Rahasia bersama dengan sahut sms-bridge, paling sedikit 20 huruf.",
        required=True,
        secret=True,
    ),
)
#: What may stand on the other side; how each is read needs no setting of its own.
READERS: Final = ("android", "gammu", "kannel", "smpp")
SIGNATURE, STAMP = "x-sahut-signature", "x-sahut-timestamp"
#: A call that is older than this, or younger, was not made just now.
FRESH_SECONDS: Final = 300.0
#: Messages that wait for the bridge to take them.
ROOM: Final = 64
#: So long a message waits, and so long a call may wait for one.
PATIENCE: Final = 20.0
WAIT_AT_MOST: Final = 25.0
AWAY_SECONDS: Final = 60.0
ALARM_SECONDS: Final = 600.0
_AWAY_WAIT, _FULL_WAIT = 15.0, 5.0
_SHORTEST: Final = 20
_STATES: Final[Mapping[str, DeliveryState]] = {"sent": "sent", "failed": "failed"}
_SCOPES: Final[Mapping[str, Scope]] = {"recipient": "recipient"}


@dataclass(frozen=True, slots=True)
class Config:
    """What `bridge_...` says, checked."""

    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A message, and the moment at which the bridge has it on its disk."""

    told: Mapping[str, str] = field(repr=False)
    taken: asyncio.Future[None]


def check(given: Mapping[str, object]) -> Config:
    """Raises SettingsError."""
    config = read(Config, SETTINGS, given)
    if len(config.secret) < _SHORTEST:
        raise SettingsError([("secret", f"paling sedikit {_SHORTEST} huruf")])
    return config


def open_gateway(account: str, common: Common, own: Config, http: aiohttp.ClientSession) -> Sms:
    """Nobody is called: the bridge calls."""
    return Bridge(account, common, own)


def signature(secret: str, stamp: str, body: bytes) -> str:
    """The proof that the bridge has made this call at this time."""
    return hmac.new(secret.encode(), body + stamp.encode(), sha256).hexdigest()


class Bridge(Sms):
    """One number, far away."""

    def __init__(
        self,
        account: str,
        common: Common,
        own: Config,
        now: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(account, common)
        self._own = own
        self._now = now
        self._steady = steady
        self._called = steady()
        self._ever_called = False
        self._waiting: dict[str, _Waiting] = {}
        self._news = asyncio.Event()
        self._closed = False

    def verify(self, hook: Webhook) -> None:
        stamp, told = hook.headers.get(STAMP, ""), hook.headers.get(SIGNATURE, "")
        if not told or not (stamp.isascii() and stamp.isdecimal()):
            raise Refused(401)
        due = signature(self._own.secret, stamp, hook.body)
        if not hmac.compare_digest(told.encode(errors="replace"), due.encode()):
            raise Refused(403)
        if abs(self._now() - int(stamp)) > FRESH_SECONDS:
            raise Refused(401)

    def parse(self, hook: Webhook) -> Sequence[Event]:
        told = _object(hook.body)
        events = list(self._carried(told))
        refs = _mapping(told, "refs")
        events = [_named(event, refs) for event in events]
        return [*events, *(self._outcome(one) for one in _objects(told, "deliveries"))]

    async def reply(self, hook: Webhook) -> tuple[str, str]:
        """What is to be sent; where there is nothing, as soon as there is something."""
        told = _object(hook.body)
        self._called, self._ever_called = self._steady(), True
        for outbound in told.get("taken") or ():
            waiting = self._waiting.get(str(outbound))
            if waiting is not None and not waiting.taken.done():
                waiting.taken.set_result(None)
        messages = await self._soon(_seconds(told))
        self._called = self._steady()
        return json.dumps({"send": messages}), "application/json"

    async def send(self, outbound: Outbound) -> str:
        told = {"id": outbound.id, "to": outbound.to.value, "text": self.written(outbound.text)}
        silent = self._steady() - self._called
        if silent > AWAY_SECONDS:
            # Long enough, and officers hear of it.
            long, reason = silent > ALARM_SECONDS, "the bridge is away"
            raise SendError(reason, permanent=long, wait=_AWAY_WAIT, scope="account", code="away")
        if len(self._waiting) >= ROOM and outbound.id not in self._waiting:
            raise SendError("the bridge is busy", wait=_FULL_WAIT, scope="account", code="busy")
        waiting = _Waiting(told, asyncio.get_running_loop().create_future())
        self._waiting[outbound.id] = waiting
        self._news.set()
        try:
            async with asyncio.timeout(PATIENCE):
                await waiting.taken
        except TimeoutError:
            # The bridge takes the same id only once, so that nothing is unknown.
            reason = "the bridge has not taken it"
            raise SendError(reason, wait=_AWAY_WAIT, scope="account", code="late") from None
        finally:
            if self._waiting.get(outbound.id) is waiting:
                del self._waiting[outbound.id]
        return outbound.id

    async def health(self) -> Health:
        if not self._ever_called:
            # Only the service itself is called.
            return Health(True, "Menunggu jembatan; periksa di sana: sahut sms-bridge --check")
        since = round(self._steady() - self._called)
        return Health(since <= AWAY_SECONDS, f"Jembatan SMS menghubungi {since} detik lalu.")

    async def close(self) -> None:
        self._closed = True
        self._news.set()
        for waiting in self._waiting.values():
            if not waiting.taken.done():
                waiting.taken.set_exception(SendError("closing", scope="account"))

    async def _soon(self, seconds: float) -> list[Mapping[str, str]]:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                while not (self._open_ones() or self._closed):
                    self._news.clear()
                    await self._news.wait()
        return self._open_ones()

    def _open_ones(self) -> list[Mapping[str, str]]:
        return [one.told for one in self._waiting.values() if not one.taken.done()]

    def _carried(self, told: Mapping[str, Any]) -> Iterator[Event]:
        """The events of every push; one that breaks its reader is kept, and stops no other."""
        hooks = _objects(told, "hooks")
        if not hooks:
            return
        gateway = str(told.get("gateway", ""))
        if gateway not in READERS:
            raise Malformed("a gateway that nobody knows")
        read = import_module(f"channels.sms.{gateway}.parsing").events
        for one in hooks:
            inner = _unpacked(self.account, one)
            try:
                yield from read(self, inner)
            except Exception:
                digest = sha256(inner.body).hexdigest()
                yield Inbound(digest, Address(self.account, "?"), "system", raw=inner.body)

    def _outcome(self, told: Mapping[str, Any]) -> Delivery:
        outbound, state = str(told.get("id", "")), _STATES.get(str(told.get("state", "")))
        if not outbound or state is None:
            raise Malformed("an outcome of nothing")
        return Delivery(
            key=f"{outbound}/bridge/{state}/{told.get('attempt', '')}",
            provider_id=outbound,
            ref=outbound,
            state=state,
            at=_moment(str(told.get("at", ""))),
            reason=str(told.get("reason", "")),
            code=str(told.get("code", "")),
            permanent=bool(told.get("permanent", True)),
            scope=_SCOPES.get(str(told.get("scope", "")), "message"),
        )


def _named(event: Event, refs: Mapping[str, Any]) -> Event:
    """A receipt names a message as its gateway does; the bridge knows it by our own id."""
    if isinstance(event, Delivery) and not event.ref and event.provider_id in refs:
        return replace(event, ref=str(refs[event.provider_id]))
    return event


def _unpacked(account: str, told: Mapping[str, Any]) -> Webhook:
    try:
        body = b64decode(str(told.get("body", "")), validate=True)
    except ValueError as error:
        raise Malformed("a body in no base") from error
    return Webhook(
        account,
        url=str(told.get("url", "")),
        query={str(key): str(value) for key, value in _mapping(told, "query").items()},
        headers={str(key): str(value) for key, value in _mapping(told, "headers").items()},
        body=body,
    )


def _object(body: bytes) -> Mapping[str, Any]:
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Malformed("no JSON") from error
    if not isinstance(told, dict) or not isinstance(told.get("taken") or [], list):
        raise Malformed("no call of a bridge")
    return told


def _objects(told: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = told.get(name) or []
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise Malformed(f"{name} is no list")
    return found


def _mapping(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = told.get(name) or {}
    if not isinstance(found, dict):
        raise Malformed(f"{name} is no object")
    return found


def _seconds(told: Mapping[str, Any]) -> float:
    wait = told.get("wait")
    if isinstance(wait, (int, float)) and 0 < wait < float("inf"):
        return min(float(wait), WAIT_AT_MOST)
    return 0.0


def _moment(told: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(told)
    except ValueError:
        return None
    return at if at.tzinfo else None
