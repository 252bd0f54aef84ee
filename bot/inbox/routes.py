"""Routes: every page and button of the officers' inbox, and how the guard learns who asks."""

from __future__ import annotations

from aiohttp import web

from bot.house import House
from bot.inbox import (
    accounts,
    breaches,
    casefile,
    counter,
    doubt,
    downloads,
    errands,
    helping,
    identities,
    live,
    moves,
    naming,
    owed,
    papers,
    prints,
    receipts,
    replies,
    requests,
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
    owed,
    papers,
    sorting,
    downloads,
    live,
    unread,
    unfiled,
    accounts,
    errands,
    prints,
    receipts,
    helping,
    doubt,
    naming,
    identities,
    requests,
    breaches,
)


def routes(house: House, intake: Intake) -> list[web.RouteDef]:
    """All routes under /inbox."""
    rooms = [route for room in _ROOMS for route in room.routes(house)]
    return [*rooms, *counter.routes(house, intake)]
