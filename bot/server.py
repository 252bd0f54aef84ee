"""The server: one application, its middlewares, and how it answers when things are wrong."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from bot import edge
from bot.house import House
from bot.intake.accept import Later
from bot.public import errors
from bot.roles import Handler, Identify, Role, allow, guard
from storage.database import Away, ping

log = logging.getLogger(__name__)
#: Where aiohttp speaks of requests that it could not read, of which no log shall name the sender.
wire = logging.getLogger("bot.server.wire")

#: Meta's webhooks may be 3 MB; forms bring files of their own limit.
BODY = 4 * 2**20
_LATER: tuple[type[Exception], ...] = (Later, *Away)
SIGN_IN = "/inbox/masuk"
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        "media-src 'self' blob:; connect-src 'self'; font-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(self), microphone=(self)",
}


def application(
    house: House, routes: Sequence[web.RouteDef], identify: Identify
) -> web.Application:
    """Everything that answers over HTTP."""
    body = max(BODY, (house.settings.limits.file_mb * house.settings.limits.files + 2) * 2**20)
    app = web.Application(
        client_max_size=body, middlewares=[_calm(house), guard(identify, SIGN_IN)]
    )
    app.add_routes([*routes, *_health(house)])
    app.on_response_prepare.append(_harden)
    return app


def _health(house: House) -> list[web.RouteDef]:
    @allow(Role.EVERYONE)
    async def live(_request: web.Request) -> web.Response:
        return web.Response(text="ok\n")

    @allow(Role.EVERYONE)
    async def ready(_request: web.Request) -> web.Response:
        try:
            async with house.database.read() as db:
                await ping(db)
        except Away:
            return web.Response(status=503, text="database\n")
        return web.Response(text="ok\n")

    return [web.get("/health/live", live), web.get("/health/ready", ready)]


def _calm(house: House) -> Any:
    """A database that is away is said so, with when to come again; our own faults say little."""

    @web.middleware
    async def calm(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPException as error:
            if error.status < 400 or not errors.wants_page(request):
                raise
            return errors.page(house, error.status)
        except edge.BROKEN:
            return _page(house, request, 400)
        except _LATER as error:
            log.warning("%s: later: %s", request.match_info.route.resource, type(error).__name__)
            return _page(house, request, 503)
        except Exception:
            log.exception("a request broke its handler")
            return _page(house, request, 500)

    return calm


async def _harden(_request: web.BaseRequest, response: web.StreamResponse) -> None:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)


def _unsigned(record: logging.LogRecord) -> bool:
    """Broken requests come from everywhere and are no fault of ours; no line names a visitor."""
    record.args = ("somebody",) if record.args else ()
    return not (record.exc_info and isinstance(record.exc_info[1], edge.BROKEN))


wire.addFilter(_unsigned)


def _page(house: House, request: web.Request, status: int) -> web.Response:
    if errors.wants_page(request):
        return errors.page(house, status)
    later = {"Retry-After": "5"} if status in _OURS else None
    return web.Response(status=status, text=_TOLD[status], headers=later)


_OURS = frozenset({500, 503})
_TOLD = {
    400: "Yang dikirim belum dapat kami baca.",
    500: "Halaman ini sedang bermasalah. Petugas teknis sudah diberi tahu.",
    503: "Sedang ada gangguan. Coba lagi sebentar lagi; tidak ada yang hilang.",
}
