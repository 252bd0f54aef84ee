"""A loopback SMS Gateway for Android: a phone with the office's SIM, on this machine only."""

from __future__ import annotations

import asyncio
import base64
import hmac
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aiohttp import web

from bot.demo.sms_hooks import RETRIES, Hooks
from bot.demo.sms_rules import Faults, GateError, Obj, check, check_hook, parts

Listener = Callable[[Obj], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Account:
    """What the app shows its owner."""

    number: str = "+6281100220033"
    device: str = field(default_factory=lambda: secrets.token_hex(8))
    username: str = field(default_factory=lambda: secrets.token_hex(3).upper())
    password: str = field(default_factory=lambda: secrets.token_hex(10), repr=False)
    signing_key: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)


class SmsGate:
    """Takes messages, sends webhooks and plays citizens' phones. Knows no client of its own.

    `now` is the time that messages tell, `today` the one that signatures carry.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        today: Callable[[], datetime] | None = None,
        account: Account | None = None,
        *,
        retries: Sequence[float] = RETRIES,
    ) -> None:
        self.account = account or Account()
        self.faults = Faults()
        self._now, self._today = now, today or now
        self.hooks = Hooks(
            self.account.signing_key, self.account.device, self._today, self.faults, retries
        )
        self.url = ""
        #: Messages that left: id, phone, text, parts, at.
        self.sent: list[Obj] = []
        #: Answers for the next messages, (status, body), used up one by one.
        self.answers: list[tuple[int, Obj]] = []
        self._states: dict[str, Obj] = {}
        self._listeners: list[Listener] = []
        self._closing = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> str:
        """Listen on the loopback interface and return the base URL."""
        app = web.Application(middlewares=[self._guard])
        for path in ("/message", "/messages"):
            app.router.add_post(path, self._message)
            app.router.add_get(path + "/{id}", self._state)
        app.router.add_get("/webhooks", self._hooks)
        app.router.add_post("/webhooks", self._register)
        app.router.add_delete("/webhooks/{id}", self._unregister)
        app.router.add_get("/devices", self._devices)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        await self.hooks.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self.url

    async def close(self) -> None:
        self._closing.set()
        await self.hooks.close()
        if self._runner:
            await self._runner.cleanup()

    def subscribe(self, listener: Listener) -> None:
        """Call `listener` with each message that reaches a citizen's phone."""
        self._listeners.append(listener)

    async def citizen_writes(self, phone: str, text: str) -> str:
        """A text, joined by the office's phone as Android does; returns its id."""
        number = secrets.token_hex(4).upper()
        at = self._now().isoformat(timespec="milliseconds")
        told = {"messageId": number, "message": text, "receivedAt": at, "simNumber": 1}
        named = {"sender": phone, "phoneNumber": phone, "recipient": self.account.number}
        self.hooks.put("sms:received", named | told)
        return number

    @web.middleware
    async def _guard(self, request: web.Request, handler: Any) -> web.StreamResponse:
        if self.faults.hang:
            await self._closing.wait()
            raise web.HTTPServiceUnavailable
        try:
            self._let_in(request)
            answer: web.StreamResponse = await handler(request)
        except GateError as error:
            told = {"message": error.message}
            answer = web.json_response(told, status=error.status, headers=error.headers)
        await asyncio.sleep(self.faults.answer_after)
        return answer

    def _let_in(self, request: web.Request) -> None:
        account = self.account
        due = base64.b64encode(f"{account.username}:{account.password}".encode())
        shown = request.headers.get("Authorization", "").encode(errors="replace")
        if self.faults.password_changed or not hmac.compare_digest(shown, b"Basic " + due):
            raise GateError(401, "Unauthorized")
        if self.faults.http_500:
            raise GateError(500, "Internal Server Error")

    async def _message(self, request: web.Request) -> web.Response:
        if self.answers:
            status, body = self.answers.pop(0)
            return web.json_response(body, status=status)
        if self.faults.rate_limit:
            wait = {"Retry-After": str(self.faults.rate_limit)}
            raise GateError(429, "Too Many Requests", **wait)
        message = await _json(request)
        unchecked = request.query.get("skipPhoneValidation") == "true"
        phone, text = check(message, self.account.device, unchecked=unchecked)
        name = str(message.get("id") or secrets.token_urlsafe(15))
        if name in self._states:
            raise GateError(409, "message with this id exists")
        self._states[name] = {"id": name, "state": "Pending", "deviceId": self.account.device}
        taken = web.json_response(dict(self._states[name]), status=202)
        await self._carry(name, phone, text, reported=bool(message.get("withDeliveryReport")))
        return taken

    async def _carry(self, name: str, phone: str, text: str, *, reported: bool) -> None:
        """Over the air; each part is reported when it has arrived."""
        at = self._now()
        stamp = at.isoformat(timespec="milliseconds")
        named = {"messageId": name, "phoneNumber": phone, "recipient": phone, "simNumber": 1}
        if self.faults.no_service:
            self._states[name]["state"] = "Failed"
            told = {"failedAt": stamp, "reason": "RESULT_ERROR_NO_SERVICE"}
            self.hooks.put("sms:failed", named | told)
            return
        pieces = parts(text)
        self.hooks.put("sms:sent", named | {"sentAt": stamp, "partsCount": len(pieces)})
        sent: Obj = {"id": name, "phone": phone, "text": text, "parts": pieces, "at": at}
        self.sent.append(sent)
        for listener in self._listeners:
            await listener(sent)
        heard = reported and not self.faults.no_receipts
        self._states[name]["state"] = "Delivered" if heard else "Sent"
        for _ in pieces if heard else ():
            self.hooks.put("sms:delivered", named | {"deliveredAt": stamp})

    async def _state(self, request: web.Request) -> web.Response:
        known = self._states.get(request.match_info["id"])
        if known is None:
            raise GateError(404, "message not found")
        return web.json_response(known)

    async def _hooks(self, request: web.Request) -> web.Response:
        return web.json_response(list(self.hooks.registered.values()))

    async def _register(self, request: web.Request) -> web.Response:
        told = await _json(request)
        check_hook(told)
        name = str(told.get("id") or secrets.token_urlsafe(12))
        self.hooks.registered[name] = {"id": name, "url": told["url"], "event": told["event"]}
        return web.json_response(self.hooks.registered[name], status=201)

    async def _unregister(self, request: web.Request) -> web.Response:
        self.hooks.registered.pop(request.match_info["id"], None)
        return web.Response(status=204)

    async def _devices(self, request: web.Request) -> web.Response:
        seen = self._today().isoformat(timespec="milliseconds")
        told = {"id": self.account.device, "name": "HP kantor", "lastSeen": seen}
        return web.json_response([told])


async def _json(request: web.Request) -> Obj:
    try:
        told = await request.json()
    except ValueError as error:
        raise GateError(400, "not JSON") from error
    if not isinstance(told, dict):
        raise GateError(400, "no object")
    return told
