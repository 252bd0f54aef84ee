"""Routes: every page and button of the officers' inbox, and how the guard learns who asks."""

from __future__ import annotations

from aiohttp import web

from bot.house import House
from bot.inbox import (
    accounts,
    casefile,
    downloads,
    live,
    moves,
    replies,
    signing_in,
    sorting,
    unread,
)
from bot.inbox.sessions import identify

__all__ = ["identify", "routes"]

_ROOMS = (signing_in, casefile, replies, moves, sorting, downloads, live, unread, accounts)


def routes(house: House) -> list[web.RouteDef]:
    """All routes under /inbox."""
    return [route for room in _ROOMS for route in room.routes(house)]
