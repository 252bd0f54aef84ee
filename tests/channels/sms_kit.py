"""SMS over the wire: loopback gateways that keep what they were asked and answer as scripted."""

from __future__ import annotations

import asyncio
import hmac
import json
from base64 import b64encode
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha1, sha256
from typing import Any
from urllib.parse import parse_qsl, urlencode

import aiohttp
from aiohttp import web

from channels.base import Address, Outbound, Webhook
from channels.sms import open_channel
from channels.sms.sms import Sms

DARMO = "+6281234567890"
SULASTRI = "+6285711112222"

PASSWORD = "sandi-gerbang-yang-panjang"
SECRET = "rahasia-di-dalam-alamat-0123"
SIGNING_KEY = "kunci-tanda-tangan-hp"
AUTH_TOKEN = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
ACCOUNT_SID = "AC0123456789abcdef0123456789abcdef"

HOOK = "http://127.0.0.1:8081/hooks/sms"
PUBLIC_HOOK = "https://lapor.sukajaya.go.id/hooks/sms"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that reached a gateway."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class Answered:
    """What a gateway says to it."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


Usual = Callable[[Asked], Answered]


class Gate:
    """A gateway on 127.0.0.1. `answers` are said in turn, and then the usual ones."""

    def __init__(self, usual: Usual) -> None:
        self.asked: list[Asked] = []
        self.answers: list[Answered] = []
        self.hangs = False
        self.url = ""
        self._usual = usual
        self._over = asyncio.Event()
        self._runner: web.AppRunner | None = None

    async def start(self) -> str:
        site = web.Application()
        site.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(site, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self.url

    async def close(self) -> None:
        self._over.set()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _answer(self, request: web.Request) -> web.Response:
        asked = Asked(
            request.method,
            request.path,
            dict(request.query),
            {name.lower(): value for name, value in request.headers.items()},
            await request.read(),
        )
        self.asked.append(asked)
        if self.hangs:
            await self._over.wait()
        said = self.answers.pop(0) if self.answers else self._usual(asked)
        return web.Response(status=said.status, body=said.body, headers=dict(said.headers))


@dataclass(frozen=True, slots=True)
class Line:
    """The office's number and its gateway."""

    channel: Sms
    gate: Gate


@asynccontextmanager
async def line(
    gateway: str, usual: Usual, path: str = "", **settings: object
) -> AsyncIterator[Line]:
    """A channel that talks to a loopback gateway."""
    gate = Gate(usual)
    given = _GIVEN[gateway] | {f"{gateway}_url": await gate.start() + path, "timeout": 2.0}
    async with aiohttp.ClientSession() as http:
        channel = open_channel("sms", {"gateway": gateway} | given | settings, http)
        assert isinstance(channel, Sms)
        try:
            yield Line(channel, gate)
        finally:
            await gate.close()


_GIVEN: dict[str, dict[str, object]] = {
    "kannel": {
        "number": "1708",
        "kannel_username": "sahut",
        "kannel_password": PASSWORD,
        "kannel_secret": SECRET,
        "kannel_callback_url": HOOK,
    },
    "android": {
        "android_username": "HPKANTOR",
        "android_password": PASSWORD,
        "android_signing_key": SIGNING_KEY,
    },
    "twilio": {
        "twilio_account_sid": ACCOUNT_SID,
        "twilio_auth_token": AUTH_TOKEN,
        "twilio_sender": "+15005550006",
    },
}


class Phone:
    """The app: keeps what it was given under its name, once."""

    def __init__(self) -> None:
        self.states: dict[str, str] = {}
        self.hooks: list[dict[str, str]] = []
        self.devices: object = None
        #: What a phone without the cloud between answers to a name it knows.
        self.clash = 409

    def __call__(self, asked: Asked) -> Answered:
        where = asked.path.strip("/").split("/")
        if asked.method == "GET" and where[0] == "messages":
            state = self.states.get(where[1])
            return told({"id": where[1], "state": state}, 200 if state else 404)
        if where == ["webhooks"]:
            return self._hooked(asked)
        if where == ["devices"]:
            return told(self.devices, 200 if self.devices is not None else 404)
        return self._taken(asked)

    def _hooked(self, asked: Asked) -> Answered:
        if asked.method == "GET":
            return told(self.hooks)
        self.hooks = [one for one in self.hooks if one["id"] != asked.json()["id"]]
        self.hooks.append(asked.json())
        return told(asked.json(), 201)

    def _taken(self, asked: Asked) -> Answered:
        name = asked.json()["id"]
        if name in self.states:
            return told({"message": "duplicate id"}, self.clash)
        self.states[name] = "Pending"
        return told({"id": name, "state": "Pending"}, 202)


def outbound(text: str = "Terima kasih. Laporan diterima.", **fields: Any) -> Outbound:
    return Outbound(
        **({"id": "77", "to": Address("sms", DARMO), "text": text} | fields)  # type: ignore[arg-type]
    )


def told(body: object, status: int = 200, **headers: str) -> Answered:
    """An answer in JSON."""
    return Answered(status, json.dumps(body).encode(), headers)


def from_kannel(
    body: bytes = b"", secret: str = SECRET, headers: Mapping[str, str] | None = None, **query: str
) -> Webhook:
    """A call of Kannel's smsbox."""
    asked = {"secret": secret, **query} if secret else query
    written = urlencode(asked, errors="surrogateescape")
    shown = {"content-type": 'text/plain; charset="UTF-8"'} if headers is None else dict(headers)
    return Webhook("sms", f"{HOOK}?{written}", dict(parse_qsl(written)), shown, body)


def from_phone(body: bytes, at: float, key: str = SIGNING_KEY) -> Webhook:
    """A push of the app, signed at this second."""
    stamp = str(int(at))
    made = hmac.new(key.encode(), body + stamp.encode(), sha256).hexdigest()
    return Webhook("sms", PUBLIC_HOOK, {}, {"x-signature": made, "x-timestamp": stamp}, body)


def from_twilio(
    form: Mapping[str, str], token: str = AUTH_TOKEN, url: str = PUBLIC_HOOK, **query: str
) -> Webhook:
    """A form of Twilio's, signed over the address that it called."""
    called = f"{url}?{urlencode(query)}" if query else url
    body = urlencode(form, errors="surrogatepass").encode()
    signed = called + "".join(name + form[name] for name in sorted(form))
    mac = hmac.new(token.encode(), signed.encode(errors="surrogatepass"), sha1)
    made = {"x-twilio-signature": b64encode(mac.digest()).decode()}
    return Webhook("sms", called, query, made, body)
