"""Budget: what each account has cost this month, and what stops when it has cost enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from storage import settling

#: What may wait for the next month; receipts, statutory messages and officers' replies may not.
SPARABLE: Final = frozenset({"reminder", "survey"})


@dataclass(frozen=True, slots=True)
class Bill:
    """What an account has sent this month in units, what these cost, and what they may cost."""

    account: str
    units: int
    rupiah: float
    limit: float | None

    @property
    def used_up(self) -> bool:
        return self.limit is not None and self.rupiah >= self.limit


async def bills(db: AsyncConnection, house: House) -> list[Bill]:
    """The accounts whose messages are counted."""
    counted = {name: c.limits for name, c in house.channels.items() if c.limits.units}
    if not counted:
        return []
    units = await settling.billed(db, month(house))
    return [
        Bill(
            name,
            units.get(name, 0),
            units.get(name, 0) * limits.price,
            house.settings.budget.get(name),
        )
        for name, limits in counted.items()
    ]


async def used_up(db: AsyncConnection, house: House) -> Mapping[str, datetime]:
    """The accounts that may send nothing sparable any more, and from when they may again."""
    if not house.settings.budget:
        return {}
    again = datetime.combine(_next(month(house)), time(8), house.settings.zone)
    return {bill.account: again for bill in await bills(db, house) if bill.used_up}


def month(house: House) -> date:
    """The first day of this month, where the office is."""
    return house.calendar.local_date(house.now()).replace(day=1)


def rupiah(amount: float) -> str:
    """Rp74.900"""
    return f"Rp{amount:,.0f}".replace(",", ".")


def _next(first: date) -> date:
    return (first + timedelta(days=32)).replace(day=1)
