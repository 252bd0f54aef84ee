"""How fast each account may send: buckets of tokens that processes share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Row,
    bindparam,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Into, ready
from storage.tables import (
    pace,
)


@dataclass(frozen=True, slots=True)
class Rate:
    """How fast a bucket fills, how much it holds, and how many seconds ahead it lends.

    One message takes one token. A lent one may be used when the bucket will have it.
    """

    per_second: float
    holds: float
    ahead: float = 0.0


@dataclass(frozen=True, slots=True)
class Lack:
    """The bucket that was empty, and when it will give a token again."""

    bucket: str
    seconds: float


async def take_tokens(
    db: AsyncConnection, now: datetime, wanted: Sequence[Mapping[str, Rate]]
) -> list[Lack | float]:
    """For each wish (bucket name -> rate) take one token of every bucket, or none at all.

    Returns what each wish lacked, or in how many seconds its message may go. Processes that
    share a database share the buckets.
    """
    rates = {name: rate for wish in wanted for name, rate in wish.items()}
    if not rates:
        return [0.0 for _ in wanted]
    levels = {}
    for row in await _buckets(db, now, rates):
        rate = rates[row.name]
        gained = max(0.0, (now - row.at).total_seconds()) * rate.per_second
        levels[row.name] = min(rate.holds, row.tokens + gained)
    lacks = [_take(levels, wish) for wish in wanted]
    left = [{"b_name": name, "b_tokens": levels[name], "b_at": now} for name in sorted(levels)]
    await db.execute(_LEVELS, left)
    return lacks


async def _buckets(
    db: AsyncConnection, now: datetime, rates: Mapping[str, Rate]
) -> Sequence[Row[Any]]:
    """The rows of these buckets, locked; one that is new is full."""
    rows = await db.execute(
        ready(db, _all_there),
        [{"name": name, "tokens": rates[name].holds, "at": now} for name in sorted(rates)],
    )
    return rows.all()


def _all_there(into: Into) -> Any:
    """A bucket that is there stays as it is: naming it anew locks it and brings it back."""
    new = into(pace)
    named = new.on_conflict_do_update(index_elements=["name"], set_={"name": new.excluded["name"]})
    return named.returning(pace.c.name, pace.c.tokens, pace.c["at"])


_LEVELS = (
    update(pace)
    .where(pace.c.name == bindparam("b_name"))
    .values(tokens=bindparam("b_tokens"), at=bindparam("b_at"))
)


def _take(levels: dict[str, float], wish: Mapping[str, Rate]) -> Lack | float:
    waits = {name: max(0.0, (1.0 - levels[name]) / r.per_second) for name, r in wish.items()}
    lacking = [
        Lack(name, wait - wish[name].ahead)
        for name, wait in waits.items()
        if wait > wish[name].ahead
    ]
    if lacking:
        return max(lacking, key=lambda lack: lack.seconds)
    for name in wish:
        levels[name] -= 1.0
    return max(waits.values(), default=0.0)
