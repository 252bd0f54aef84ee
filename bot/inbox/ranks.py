"""Ranks: the place of a case in the queue, from its row."""

from __future__ import annotations

from typing import Any

from bot.casework import priority
from bot.casework.priority import Facts, Rank
from bot.house import House
from bot.inbox.words import CALM


def rank(house: House, row: Any, *, assisted: bool) -> Rank:
    """How soon this case is served; `assisted`: its citizen needs another form of our answers."""
    left = None
    if row.due_on is not None:
        today = house.calendar.local_date(house.now())
        left = house.calendar.working_days_between(today, row.due_on)
        if row.due_on < today:
            left = min(left, -1)
    return priority.rank(
        Facts(
            urgent=bool(row.urgent),
            alarmed=bool(row.alarm) and row.alarm not in CALM,
            weight=row.weight,
            assisted=assisted,
            left=left,
            level=row.level,
        )
    )
