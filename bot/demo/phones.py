"""The demo's page: simulated phones, the officers' way in, and a switchboard of faults."""

from __future__ import annotations

import asyncio
import hmac
import json
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot import pages
from bot.demo.chats import Chats, File
from bot.demo.handsets import HERE, About, Handset
from bot.demo.on_sms import SmsHandset
from bot.demo.sms_rules import BASIC, SECOND
from bot.demo.street import Street
from bot.roles import Handler

MB = 2**20
#: Nobody in the street writes more at once.
_TEXT = 20_000
#: A comment on the stream keeps the connection open.
_BREATH = 15.0
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
        "media-src 'self' blob:; connect-src 'self'; form-action 'none'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_IN_A_BOX = {"Content-Security-Policy": "sandbox; default-src 'none'"}
_KINDS = {"image/jpeg": "photo", "image/png": "photo", "audio/ogg": "voice"}


@dataclass(frozen=True, slots=True)
class Doors:
    """Where the office of the demo is, and how its officers sign in."""

    office: str
    officer: str
    decider: str
    password: str = field(repr=False)
    number: str = ""
    address: str = ""


class Phones:
    """One page and what it may ask for; nobody but this machine may ask at all."""

    def __init__(
        self, street: Street, handsets: Mapping[str, Handset], chats: Chats, doors: Doors
    ) -> None:
        self._street, self._handsets, self._chats = street, handsets, chats
        self._doors = doors
        self._token = secrets.token_urlsafe(32)
        self._closing = asyncio.Event()

    def application(self) -> web.Application:
        app = web.Application(client_max_size=22 * MB, middlewares=[only_here, self._known])
        app.add_routes(
            [
                web.get("/", self._page),
                web.get("/chats", self._all),
                web.get("/stream", self._stream),
                web.get("/files/{key}", self._file),
                web.post("/say", self._say),
                web.post("/sample", self._sample),
                web.post("/upload", self._upload),
                web.post("/place", self._place),
                web.post("/tap", self._tap),
                web.post("/read", self._read),
                web.post("/people", self._people),
                web.post("/credit", self._credit),
                web.post("/faults", self._faults),
                *pages.routes(),
            ]
        )
        app.on_response_prepare.append(_harden)
        app.on_shutdown.append(self._close)
        return app

    @web.middleware
    async def _known(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """A change comes from our own page, which alone knows the token."""
        told = request.headers.get("X-Demo-Token", "").encode(errors="replace")
        if request.method != "GET" and not hmac.compare_digest(told, self._token.encode()):
            raise web.HTTPForbidden(text="Muat ulang halaman ini.")
        try:
            return await handler(request)
        except (KeyError, TypeError, ValueError) as error:
            raise web.HTTPBadRequest(text="Permintaan ini tidak lengkap.") from error

    async def _page(self, _request: web.Request) -> web.Response:
        channels = [
            {
                "id": channel,
                "people": [p for p in self._street.people if p.channel == channel],
                "ideas": [idea for idea in self._street.ideas if idea.channel == channel],
                "faults": handset.faults,
            }
            for channel, handset in self._handsets.items()
        ]
        return pages.render(
            "demo.html",
            token=self._token,
            doors=self._doors,
            channels=channels,
            gallery=self._street.gallery.values(),
            alphabet={"basic": BASIC, "second": SECOND},
        )

    async def _all(self, _request: web.Request) -> web.Response:
        names = {channel: handset.names for channel, handset in self._handsets.items()}
        facts = {channel: handset.facts() for channel, handset in self._handsets.items()}
        told = {"chats": self._chats.all(), "names": names, "facts": facts}
        return web.json_response(
            told | {"faults": self._turned()},
            headers={"Cache-Control": "no-store"},
        )

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await answer.prepare(request)
        with self._chats.watch() as changes, suppress(ConnectionResetError):
            await answer.write(b"retry: 1000\n\n")
            while not self._closing.is_set():
                await answer.write(await _next(changes))
        return answer

    async def _file(self, request: web.Request) -> web.Response:
        stored = self._chats.file(request.match_info["key"])
        if stored is None:
            raise web.HTTPNotFound
        headers = _IN_A_BOX | {"Content-Type": stored.mime, "Cache-Control": "no-store"}
        return web.Response(body=stored.data, headers=headers)

    async def _say(self, request: web.Request) -> web.Response:
        given = await request.json()
        text = str(given["text"])[:_TEXT].strip()
        if text:
            await self._handset(given).say(_person(given), text, _about(given))
        return _done()

    async def _sample(self, request: web.Request) -> web.Response:
        given = await request.json()
        sample = self._street.gallery[given["sample"]]
        file = File(sample.kind, self._chats.keep(sample.data, sample.mime), sample.name)
        text = str(given.get("text", ""))[:_TEXT].strip()
        await self._handset(given).share(
            _person(given), file, sample.data, sample.mime, text, _about(given)
        )
        return _done()

    async def _upload(self, request: web.Request) -> web.Response:
        given = await request.post()
        upload = given["file"]
        if not isinstance(upload, web.FileField):
            raise ValueError("no file")
        data, mime = upload.file.read(), upload.content_type
        kind: Any = _KINDS.get(mime, "document")
        file = File(kind, self._chats.keep(data, mime), upload.filename)
        text = str(given.get("text", ""))[:_TEXT].strip()
        await self._handset(given).share(_person(given), file, data, mime, text, _about(given))
        return _done()

    async def _place(self, request: web.Request) -> web.Response:
        given = await request.json()
        await self._handset(given).place(_person(given), *HERE)
        return _done()

    async def _tap(self, request: web.Request) -> web.Response:
        given = await request.json()
        handset = self._handset(given)
        await handset.press(_person(given), str(given["bubble"]), str(given["button"]))
        return _done()

    async def _read(self, request: web.Request) -> web.Response:
        given = await request.json()
        await self._handset(given).read(_person(given))
        return _done()

    async def _people(self, request: web.Request) -> web.Response:
        """Somebody new gets a phone."""
        given = await request.json()
        handset = self._handset(given)
        name = str(given["name"]).strip()[:40] or "Warga baru"
        person = handset.newcomer(name)
        told = {"person": person, "name": name, "facts": handset.facts()}
        return web.json_response(told)

    async def _credit(self, request: web.Request) -> web.Response:
        """Somebody buys credit."""
        given = await request.json()
        handset = self._handset(given)
        if not isinstance(handset, SmsHandset):
            raise ValueError("nothing to pay for here")
        handset.top_up(_person(given))
        return _done()

    async def _faults(self, request: web.Request) -> web.Response:
        given = await request.json()
        handset, fault = self._handset(given), str(given["fault"])
        if fault not in handset.faults:
            raise KeyError(fault)
        handset.turn(fault, given["on"] is True)
        return web.json_response(self._turned())

    def _handset(self, given: Mapping[str, Any]) -> Handset:
        handset = self._handsets[str(given["channel"])]
        if "person" in given and str(given["person"]) not in handset.names:
            raise KeyError("person")
        return handset

    def _turned(self) -> dict[str, list[str]]:
        return {channel: list(handset.turned()) for channel, handset in self._handsets.items()}

    async def _close(self, _app: web.Application) -> None:
        self._closing.set()


@web.middleware
async def only_here(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Another site's name that points at this machine is not believed."""
    name = request.host.rpartition(":")[0] or request.host
    if name not in ("127.0.0.1", "localhost"):
        raise web.HTTPMisdirectedRequest(text="Kantor contoh hanya menjawab di 127.0.0.1.")
    return await handler(request)


async def _harden(_request: web.BaseRequest, response: web.StreamResponse) -> None:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)


async def _next(changes: asyncio.Queue[dict[str, Any] | None]) -> bytes:
    """The next change, as the stream carries it; a comment where there is none for a while."""
    try:
        async with asyncio.timeout(_BREATH):
            change = await changes.get()
    except TimeoutError:
        return b": \n\n"
    return f"data: {json.dumps(change or {'what': 'reload'})}\n\n".encode()


def _person(given: Mapping[str, Any]) -> str:
    return str(given["person"])


def _about(given: Mapping[str, Any]) -> About:
    subject = " ".join(str(given.get("subject", ""))[:200].split())
    return About(subject, str(given.get("answers", ""))[:500])


def _done() -> web.Response:
    return web.Response(status=204)
