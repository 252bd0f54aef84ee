"""When a page cannot be shown: a calm one in its place, which says what to do next."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Final

from aiohttp import web

from bot.house import House
from bot.public import shell
from bot.public.forms import TooLong, Unreadable
from bot.roles import Handler

#: Statuses with words of their own in the template; any other 4xx reads like 400.
_TOLD: Final = frozenset({400, 403, 404, 405, 413, 429, 500, 503})
_RETRY: Final = {"Retry-After": "5"}


def page(
    house: House,
    status: int,
    *,
    minutes: int = 0,
    headers: Mapping[str, str] | None = None,
    why: str = "",
    draft: str = "",
) -> web.Response:
    """The page for this status; `minutes` to wait, `draft` is what somebody typed in vain."""
    kept = dict(headers or {})
    if minutes:
        kept["Retry-After"] = str(minutes * 60)
    elif status == 503:
        kept |= _RETRY
    told = why or (status if status in _TOLD else 400)
    return shell.page(
        house,
        "notice.html",
        status=status,
        headers=kept,
        told=told,
        minutes=minutes,
        draft=draft,
    )


def calm(house: House) -> Callable[[Handler], Handler]:
    """Forms that nobody's browser sent, or that are too long, get a page as well."""

    def wrap(handler: Handler) -> Handler:
        @functools.wraps(handler)
        async def answered(request: web.Request) -> web.StreamResponse:
            try:
                return await handler(request)
            except TooLong:
                return page(house, 413)
            except Unreadable:
                return page(house, 400)

        return answered

    return wrap


def wants_page(request: web.Request) -> bool:
    """Whether somebody reads the answer in a browser, on a page that is everybody's."""
    mine = not request.path.startswith(("/hooks/", "/inbox", "/api/", "/static/", "/health/"))
    return mine and "text/html" in request.headers.get("Accept", "")
