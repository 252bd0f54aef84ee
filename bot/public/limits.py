"""Limits: how much one network may do in an hour, and for how long it then has to wait.

Counted by keyed hash of the network, in slices that are forgotten after a day.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import edge
from bot.house import House
from storage import tries

_HOUR: Final = timedelta(hours=1)
#: Everybody together may look up in vain this many times as often as one network.
_TOGETHER: Final = 50


@dataclass(frozen=True, slots=True)
class Limit:
    """So many times an hour for one `who`; the name is what is counted."""

    name: str
    per_hour: int
    who: bytes


def forms(house: House, request: web.Request) -> Limit:
    """Reports that were sent."""
    return _of(house, "form", house.settings.limits.form_per_hour, _network(house, request))


def drafts(house: House, request: web.Request) -> Limit:
    """Forms that came back to be mended, with their files."""
    return _of(house, "draft", 3 * house.settings.limits.form_per_hour, _network(house, request))


def lookups(house: House, request: web.Request) -> Limit:
    """Numbers that were looked up."""
    return _of(house, "look", house.settings.limits.lookups_per_hour, _network(house, request))


def misses(house: House) -> Limit:
    """Look-ups in vain, of all networks together."""
    return _of(house, "miss", _TOGETHER * house.settings.limits.lookups_per_hour, "")


def writing(house: House, visit: bytes) -> Limit:
    """Messages on the page of an opened case."""
    return _of(house, "write", 3 * house.settings.limits.form_per_hour, visit.hex())


async def wait(db: AsyncConnection, house: House, *limits: Limit) -> int:
    """Minutes to wait before the next one, 0 where there is room."""
    return max([await _wait(db, house, limit) for limit in limits])


async def count(db: AsyncConnection, house: House, limit: Limit) -> None:
    """One more."""
    await tries.count(db, limit.name, limit.who, house.now())


async def _wait(db: AsyncConnection, house: House, limit: Limit) -> int:
    now = house.now()
    slices = await tries.lately(db, limit.name, limit.who, now - _HOUR)
    total = sum(often for _, often in slices)
    free_at = now
    for since, often in slices:
        if total < limit.per_hour:
            break
        total -= often
        free_at = since + _HOUR
    return math.ceil((free_at - now).total_seconds() / 60)


def _of(house: House, name: str, per_hour: int, who: str) -> Limit:
    return Limit(name, max(1, per_hour), house.vault.blind(f"tries/{name}", who))


def _network(house: House, request: web.Request) -> str:
    return edge.network(edge.visitor(house, request))
