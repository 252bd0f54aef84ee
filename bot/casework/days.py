"""Calendar days and working days of one office: weekends, public holidays, joint leave, its own."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from bot.casework.words import DayKind

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """`closed` and `open` are the office's own days and stand above the national calendar."""

    zone: ZoneInfo
    joint_leave: bool = True
    closed: frozenset[date] = frozenset()
    open: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        both = sorted(self.closed & self.open)
        if both:
            raise ValueError(f"a day is both open and closed: {both[0].isoformat()}")

    def local_date(self, at: datetime) -> date:
        """The office's date at this moment; the law counts days, not hours."""
        if at.tzinfo is None:
            raise ValueError("a moment without a time zone has no local date")
        return at.astimezone(self.zone).date()

    def is_working(self, day: date) -> bool:
        if day in self.open:
            return True
        if day in self.closed or day.weekday() >= _SATURDAY:
            return False
        return day not in _national(day.year, self.joint_leave)

    def working_days(self, day: date, span: int) -> list[date]:
        """The working days among so many days from this one on."""
        days = (day + ahead * _DAY for ahead in range(span))
        return [one for one in days if self.is_working(one)]

    def add(self, day: date, amount: int, kind: DayKind) -> date:
        """The last day of a period; the first day is not counted."""
        if amount < 0:
            raise ValueError("a period runs forward")
        if kind is DayKind.CALENDAR:
            return day + amount * _DAY
        while amount:
            day += _DAY
            amount -= self.is_working(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after `start` up to and with `end`; negative when `end` came before."""
        if end < start:
            return -self.working_days_between(end, start)
        span = (end - start).days
        return sum(self.is_working(start + ahead * _DAY) for ahead in range(1, span + 1))


@lru_cache(maxsize=256)
def _national(year: int, joint_leave: bool) -> frozenset[date]:
    categories = ("public", "government") if joint_leave else ("public",)
    return frozenset(holidays.country_holidays("ID", years=year, categories=categories))
