"""Which days of the calendar are meant, seen from the day on which it was said."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

_MONTH_NAMES = (
    "januari january|februari february|maret march|april|mei may|juni june|juli july"
    "|agustus august|september|oktober october|november|desember december"
)
MONTHS: Final = {
    name: number
    for number, names in enumerate(_MONTH_NAMES.split("|"), 1)
    for name in names.split()
}
_DAY_NAMES = "senin monday|selasa tuesday|rabu wednesday|kamis thursday|jumat friday|sabtu saturday"
WEEKDAYS: Final = {
    name: number for number, names in enumerate(_DAY_NAMES.split("|")) for name in names.split()
} | {"ahad": 6, "sunday": 6}
#: Days in which something is counted; months and years are counted on the calendar.
UNITS: Final = {
    **dict.fromkeys(("hari", "harian", "day", "days"), "day"),
    **dict.fromkeys(("minggu", "mingguan", "pekan", "week", "weeks"), "week"),
    **dict.fromkeys(("bulan", "bulanan", "wulan", "month", "months"), "month"),
    **dict.fromkeys(("tahun", "tahunan", "year", "years"), "year"),
}
_FIXED = {
    "natal": (12, 25), "christmas": (12, 25), "kemerdekaan": (8, 17), "agustusan": (8, 17),
    "tahunbaru": (1, 1),
}  # fmt: skip
#: The first day of what moves, in each year that may still be spoken of.
_MOVING = {
    "lebaran": "2023-04-22 2024-04-10 2025-03-31 2026-03-21 2027-03-10 2028-02-27",
    "iduladha": "2023-06-29 2024-06-17 2025-06-06 2026-05-27 2027-05-17 2028-05-05",
    "nyepi": "2024-03-11 2025-03-29 2026-03-19 2027-03-08 2028-03-26",
    "imlek": "2024-02-10 2025-01-29 2026-02-17 2027-02-06 2028-01-26",
    "waisak": "2024-05-23 2025-05-12 2026-05-31 2027-05-20",
    "galungan": "2025-04-23 2025-11-19 2026-06-17 2027-01-13 2027-08-11",
    "maulid": "2024-09-16 2025-09-05 2026-08-25 2027-08-15",
    "pemilu": "2019-04-17 2024-02-14",
    "pilpres": "2019-04-17 2024-02-14",
    "pilkada": "2020-12-09 2024-11-27",
}
_SAME = {"idulfitri": "lebaran", "ramadan": "puasa", "idul": "iduladha", "kurban": "iduladha"}
#: Feasts that are called by two words.
PAIRS: Final = {
    "tahun baru": "tahunbaru", "idul adha": "iduladha", "idul fitri": "lebaran",
    "bulan puasa": "puasa", "bulan ramadan": "puasa", "lebaran haji": "iduladha",
    "hari raya": "lebaran", "hari kemerdekaan": "agustusan",
}  # fmt: skip
FEASTS: Final = frozenset({*_FIXED, *_MOVING, "idulfitri", "ramadan", "puasa"})
_DATE = re.compile(r"(0?[1-9]|[12]\d|3[01])([/.-])(0?[1-9]|1[0-2])(?:\2(\d{4}|\d\d))?")
_ISO = re.compile(r"(20\d\d)-(0?[1-9]|1[0-2])-(0?[1-9]|[12]\d|3[01])")


@dataclass(frozen=True, slots=True)
class When:
    """One day, or from the first to the last; `clock` is the hour as it was told, 14.30."""

    first: date
    last: date
    clock: str = ""


def day(at: date) -> When:
    return When(at, at)


def back(today: date, count: float, unit: str) -> When:
    """So many days, weeks, months or years before."""
    if unit in ("month", "year"):
        months = round(count * (12 if unit == "year" else 1))
        return day(_months_back(today, months))
    return day(today - timedelta(days=round(count * (7 if unit == "week" else 1))))


def weekday(today: date, number: int, *, today_too: bool = False) -> When:
    """The last Monday before today."""
    days = (today.weekday() - number) % 7
    return day(today - timedelta(days=days if days or today_too else 7))


def of_last_week(today: date, number: int) -> When:
    monday = today - timedelta(days=today.weekday() + 7)
    return day(monday + timedelta(days=number))


def last(today: date, unit: str) -> When:
    """The whole week, month or year before this one."""
    first = _begin(today, unit)
    end = first - timedelta(days=1)
    return When(_begin(end, unit), end)


def this(today: date, unit: str) -> When:
    return When(_begin(today, unit), today)


def month(today: date, number: int, year: int | None, part: str = "") -> When | None:
    """A month, or its beginning, middle or end; without a year the last one there was."""
    year = year or (today.year if number <= today.month else today.year - 1)
    last_day = monthrange(year, number)[1]
    first, end = {"awal": (1, 10), "pertengahan": (11, 20), "akhir": (21, last_day)}.get(
        part, (1, last_day)
    )
    begin = date(year, number, first)
    return When(begin, date(year, number, end)) if begin <= today else None


def part_of_year(year: int, part: str) -> When:
    months = {"awal": (1, 3), "pertengahan": (5, 8), "akhir": (10, 12)}.get(part, (1, 12))
    return When(date(year, months[0], 1), date(year, months[1], monthrange(year, months[1])[1]))


def date_of(today: date, number: int, month_number: int | None, year: int | None) -> date | None:
    """22 December: of the year that was told, else the last one there was."""
    if year is not None and month_number is not None:
        found = _valid(year, month_number, number)
        return found if found is not None and found <= today else None
    if month_number is not None:
        tried = (_valid(today.year - ago, month_number, number) for ago in range(9))
    else:
        tried = (_same_day(_months_back(today.replace(day=1), ago), number) for ago in range(4))
    return next((one for one in tried if one is not None and one <= today), None)


def numeric(today: date, word: str) -> date | None:
    """22/12, 22-12-2025, 22.12.25, 2025-12-22."""
    if iso := _ISO.fullmatch(word):
        return date_of(today, int(iso[3]), int(iso[2]), int(iso[1]))
    if told := _DATE.fullmatch(word):
        year = int(told[4]) if told[4] else None
        century = 2000 if year is not None and year < 100 else 0
        return date_of(today, int(told[1]), int(told[3]), year + century if year else None)
    return None


def is_numeric(word: str, led: bool) -> bool:
    """A date in digits: by its signs alone, or behind a word that announces one."""
    if _ISO.fullmatch(word):
        return True
    told = _DATE.fullmatch(word)
    return told is not None and (told[2] == "/" or led or (told[4] is not None and len(word) > 6))


def feast(today: date, name: str) -> When | None:
    """The last time that this was, seen from today."""
    name = _SAME.get(name, name)
    if name in _FIXED:
        month_number, number = _FIXED[name]
        found = date_of(today, number, month_number, None)
        return day(found) if found else None
    fast = timedelta(days=30 if name == "puasa" else 0)
    told = _MOVING.get("lebaran" if name == "puasa" else name, "")
    begun = [date.fromisoformat(one) - fast for one in told.split()]
    past = [begin for begin in begun if begin <= today]
    return When(past[-1], past[-1] + fast) if past else None


def semester(today: date, ago: int) -> When:
    """The half of a year in which schools count: from January, and from July."""
    months = today.year * 2 + (today.month > 6) - ago
    first = date(months // 2, 1 if months % 2 == 0 else 7, 1)
    last = _months_back(first, -6) - timedelta(days=1)
    return When(first, min(last, today))


def _begin(today: date, unit: str) -> date:
    if unit == "week":
        return today - timedelta(days=today.weekday())
    return today.replace(day=1) if unit == "month" else today.replace(month=1, day=1)


def _months_back(today: date, months: int) -> date:
    at = max(12, today.year * 12 + today.month - 1 - months)
    year, number = at // 12, at % 12 + 1
    return date(year, number, min(today.day, monthrange(year, number)[1]))


def _same_day(of_month: date, number: int) -> date | None:
    return _valid(of_month.year, of_month.month, number)


def _valid(year: int, month_number: int, number: int) -> date | None:
    if not 0 < number <= monthrange(year, month_number)[1]:
        return None
    return date(year, month_number, number)
