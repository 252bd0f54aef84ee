"""Times: ages, days and due dates as officers read them, in the office's own zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.casework import clocks
from bot.casework.citations import cite
from bot.casework.clocks import Remaining
from bot.casework.days import Calendar
from bot.casework.words import Clock

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST: Final = 10**17
_MONTHS: Final = (
    "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des",
)  # fmt: skip
_LONG_MONTHS: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
    "Oktober", "November", "Desember",
)  # fmt: skip
_DAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


def mark(at: datetime) -> int:
    """A moment as a number that an address can carry: microseconds."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def moment(mark: int | None) -> datetime | None:
    """The moment such a number stands for; None for what is none."""
    if mark is None or mark > _LATEST:
        return None
    return _EPOCH + timedelta(microseconds=mark)


def age(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """How long ago: "baru saja", "5 mnt", "2 jam", "kemarin", "Senin", "8 Jan"."""
    minutes = int((now - at).total_seconds() // 60)
    if minutes < 1:
        return "baru saja"
    if minutes < 60:
        return f"{minutes} mnt"
    there, today = at.astimezone(zone).date(), now.astimezone(zone).date()
    days = (today - there).days
    if days == 0 or minutes < 6 * 60:
        return f"{minutes // 60} jam"
    if days == 1:
        return "kemarin"
    return _DAYS[there.weekday()] if days < 7 else short(there, today)


def hour(at: datetime, zone: ZoneInfo) -> str:
    """09.14"""
    return f"{at.astimezone(zone):%H.%M}"


def stamp(at: datetime, zone: ZoneInfo) -> str:
    """Senin, 5 Januari 2026, 09.14"""
    return f"{full(at.astimezone(zone).date())}, {hour(at, zone)}"


def brief(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """09.14 today, else 5 Jan 09.14"""
    there, today = at.astimezone(zone).date(), now.astimezone(zone).date()
    return hour(at, zone) if there == today else f"{short(there, today)} {hour(at, zone)}"


def heading(day: date, today: date) -> str:
    """The separator between two days of a conversation."""
    if day == today:
        return "Hari ini"
    return "Kemarin" if day == today - timedelta(days=1) else full(day)


def short(day: date, today: date) -> str:
    """8 Jan, with the year where it is another one."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {_MONTHS[day.month - 1]}{year}"


def full(day: date) -> str:
    """Senin, 5 Januari 2026"""
    return f"{_DAYS[day.weekday()]}, {day.day} {_LONG_MONTHS[day.month - 1]} {day.year}"


def until(due: date, today: date, calendar: Calendar, clock: str) -> tuple[Remaining, str]:
    """How near a date is, and "6 hari lagi, s.d. 8 Jan (Ps. 50)"."""
    left = clocks.remaining(due, today, calendar)
    return left, f"{left.words}, s.d. {short(due, today)}{_article(clock)}"


def law(clock: str) -> str:
    """The article behind a clock, in full."""
    return cite(clocks.RULES[Clock(clock)].citation) if clock else ""


def _article(clock: str) -> str:
    """Only the number of the article; the statute's name stands in the case's own panel."""
    text = law(clock)
    _, found, number = text.partition("Ps. ")
    return f" (Ps. {number})" if found else f" ({text.removeprefix('praktik ')})" if text else ""
