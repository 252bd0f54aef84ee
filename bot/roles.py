"""Roles: every route says who may ask for it, and one middleware holds it to that."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeVar

from aiohttp import web

from bot.casework.rights import STAFF, Right, Role, holders

__all__ = ["OPEN", "STAFF", "Identify", "Right", "Role", "allow", "declared", "guard"]

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
H = TypeVar("H", bound=Callable[..., Any])
#: Who asks, as found out by the inbox's session: set before a route of officers is entered.
Identify = Callable[[web.Request], Awaitable[Role | None]]


OPEN: Final = frozenset({Role.EVERYONE, Role.PROVIDER})


def allow(*who: Role | Right) -> Callable[[H], H]:
    """Declare who may ask for this route: these roles, and whoever holds one of these rights."""
    roles = {one for one in who if isinstance(one, Role)}
    roles |= holders(*(one for one in who if isinstance(one, Right)))

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
