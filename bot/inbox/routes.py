"""Routes: every page and button of the officers' inbox, and how the guard learns who asks."""

from __future__ import annotations

from aiohttp import web

from bot.house import House
from bot.inbox import (
    accounts,
    casefile,
    counter,
    downloads,
    errands,
    live,
    moves,
    receipts,
    replies,
    signing_in,
    sorting,
    unfiled,
    unread,
)
from bot.inbox.sessions import identify
from bot.intake.accept import Intake

__all__ = ["identify", "routes"]

_ROOMS = (
    signing_in,
    casefile,
    replies,
    moves,
    sorting,
    downloads,
    live,
    unread,
    unfiled,
    accounts,
    errands,
    receipts,
)


def routes(house: House, intake: Intake) -> list[web.RouteDef]:
    """All routes under /inbox."""
    rooms = [route for room in _ROOMS for route in room.routes(house)]
    return [*rooms, *counter.routes(house, intake)]
