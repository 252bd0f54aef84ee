"""Roles: every route says who may ask for it, and one middleware holds it to that."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Any, TypeVar

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
H = TypeVar("H", bound=Callable[..., Any])
#: Who asks, as found out by the inbox's session: set before a route of officers is entered.
Identify = Callable[[web.Request], Awaitable["Role | None"]]


class Role(StrEnum):
    """EVERYONE and PROVIDER prove themselves in the route; the others sign in."""

    EVERYONE = "everyone"
    PROVIDER = "provider"
    OFFICER = "officer"
    HEAD = "head"
    INSPECTOR = "inspector"
    ADMIN = "admin"


OPEN = frozenset({Role.EVERYONE, Role.PROVIDER})


def allow(*roles: Role) -> Callable[[H], H]:
    """Declare who may ask for this route."""

    def declare(handler: H) -> H:
        handler.roles = frozenset(roles)  # type: ignore[attr-defined]
        return handler

    return declare


def declared(handler: Any) -> frozenset[Role]:
    """Who may ask; nobody where nothing was declared."""
    roles: frozenset[Role] = getattr(handler, "roles", frozenset())
    return roles


def guard(identify: Identify, sign_in: str) -> Any:
    """The middleware: refuses what was not declared, sends who is not signed in to `sign_in`."""

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        roles = declared(request.match_info.handler)
        if not roles:
            if request.match_info.http_exception is not None:
                return await handler(request)
            raise web.HTTPForbidden(text="No role is declared for this route.")
        if roles & OPEN:
            return await handler(request)
        who = await identify(request)
        if who is None:
            raise web.HTTPSeeOther(sign_in)
        if who not in roles:
            raise web.HTTPForbidden(text="Peran ini tidak membuka halaman itu.")
        return await handler(request)

    return guarded
