"""Two times that stand side by side and tell one day: tgl 3 bulan lalu, rabu minggu kemarin."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from bot.dialogue import almanac
from bot.dialogue.almanac import When
from bot.dialogue.timewords import FULL, Hit


def one_day(one: Hit, other: Hit) -> Hit | None:
    """What both mean together, to the end of the second; None where they are two times."""
    rule = _RULES.get((one.kind, other.kind))
    meant = rule(one.when, other.when) if rule is not None else None
    if meant is None:
        return None
    return replace(one, end=other.end, when=meant, weight=max(one.weight, other.weight, FULL - 1))


def _day_in_month(number: When, month: When) -> When | None:
    first = month.first
    if number.first.day > monthrange(first.year, first.month)[1]:
        return None
    return almanac.day(date(first.year, first.month, number.first.day))


def _day_in_week(weekday: When, week: When) -> When:
    monday = week.first - timedelta(days=week.first.weekday())
    return almanac.day(monday + timedelta(days=weekday.first.weekday()))


def _same_day(day: When, weekday: When) -> When:
    """ "hari ini minggu" is today, "kemarin hari jumat" the last Friday there was."""
    return day if day.first.weekday() == weekday.first.weekday() else weekday


def _second(_: When, other: When) -> When:
    return other


def _first(one: When, _: When) -> When:
    return one


_RULES = {
    ("number", "month"): _day_in_month,
    ("month", "number"): lambda month, number: _day_in_month(number, month),
    ("weekday", "week"): _day_in_week,
    ("week", "weekday"): lambda week, weekday: _day_in_week(weekday, week),
    ("day", "weekday"): _same_day,
    ("weekday", "day"): lambda weekday, day: _same_day(day, weekday),
    ("day", "number"): _second,
    ("day", "date"): _second,
    ("weekday", "date"): _second,
    ("date", "day"): _first,
    ("week", "date"): _second,
    ("month", "date"): _second,
}
