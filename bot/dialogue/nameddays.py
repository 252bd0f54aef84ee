"""Days that are named: 22 desember, senin minggu lalu, akhir november, lebaran kemarin."""

from __future__ import annotations

import re
from datetime import date, datetime

from bot.dialogue import almanac, clocks
from bot.dialogue.agos import counted
from bot.dialogue.almanac import MONTHS, WEEKDAYS, When
from bot.dialogue.lexicon import words
from bot.dialogue.timewords import (
    FULL,
    LEADS,
    NEAR,
    NEVER_BEFORE,
    SINCE,
    VAGUE,
    YEAR,
    Hit,
    after,
    past,
)

_AND = words("& dan sampai - hingga and to")
_RANGE = re.compile(r"([12]?\d|3[01])-([12]?\d|3[01])")


def digits(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    word, today = words[at], there.date()
    led = at > 0 and words[at - 1] in SINCE
    if almanac.is_numeric(word, led):
        told = almanac.numeric(today, word)
        half = after(words, at + 1) in clocks.HOURS
        return Hit(at + 1, almanac.day(told), FULL) if told and not half else None
    if YEAR.fullmatch(word):
        data = at > 1 and words[at - 1] == "tahun" and words[at - 2] in NEVER_BEFORE
        led = led and not data and int(word) <= today.year
        return Hit(at + 1, almanac.part_of_year(int(word), ""), VAGUE) if led else None
    return days_of_month(words, at, today) or counted(words, at, there)


def named_day(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    return weekday(words, at, there.date(), WEEKDAYS[words[at]])


def weekday(words: tuple[str, ...], at: int, today: date, number: int) -> Hit | None:
    behind = after(words, at + 1)
    if behind in ("sampai", "-", "s", "hingga", "to") or words[max(0, at - 1)] in ("sampai", "-"):
        return None  # opening hours
    start = at + 1 + (behind == ",")
    start += after(words, start) == "tanggal"
    if after(words, start)[:1].isdigit():
        stated = _digits_of_date(words, start, today)
        if stated is not None:
            return stated
    if behind in ("minggu", "pekan") and after(words, at + 2) in ("lalu", "kemarin"):
        return Hit(at + 3, almanac.of_last_week(today, number))
    return Hit(past(words, at + 1) or at + 1, almanac.weekday(today, number))


def month(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    before = words[at - 1] if at else ""
    if words[at] in ("mei", "may", "march") and before not in LEADS | NEAR:
        return None
    behind = after(words, at + 1)
    year = int(behind) if YEAR.fullmatch(behind) else None
    near = words[at - 2] if before == "bulan" and at > 1 else before
    meant = almanac.month(there.date(), MONTHS[words[at]], year, near if near in NEAR else "")
    return Hit(at + 1 + (year is not None), meant, VAGUE) if meant else None


def near(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    """akhir november, awal bulan, akhir bulan lalu, pertengahan tahun 2025."""
    part, behind, today = words[at], after(words, at + 1), there.date()
    named = at + 2 if behind == "bulan" and after(words, at + 2) in MONTHS else at + 1
    if after(words, named) in MONTHS:
        return month(words, named, there)
    if behind not in ("bulan", "tahun"):
        return None
    gone = past(words, at + 2)
    before = gone and after(words, at + 2) != "ini"
    if behind == "bulan":
        of = almanac.last(today, "month").first if before else today
        meant = almanac.month(today, of.month, of.year, part)
        return Hit(gone or at + 2, meant) if meant else None
    year = after(words, at + 2)
    told = int(year) if YEAR.fullmatch(year) else today.year - bool(before)
    end = gone or at + 2 + bool(YEAR.fullmatch(year))
    meant = almanac.part_of_year(told, part)
    return Hit(end, meant) if meant.first <= today else None


def feast(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    led = at > 0 and words[at - 1] in SINCE
    meant = almanac.feast(there.date(), words[at])
    ago = past(words, at + 1)
    return Hit(ago or at + 1, meant) if meant and (led or ago) else None


def _digits_of_date(words: tuple[str, ...], at: int, today: date) -> Hit | None:
    told = almanac.numeric(today, words[at])
    return Hit(at + 1, almanac.day(told), FULL) if told else days_of_month(words, at, today)


def days_of_month(words: tuple[str, ...], at: int, today: date) -> Hit | None:
    """22 desember, tanggal 22 & 29 des, 22-24 desember 2025, tanggal 28."""
    numbers, end = _day_numbers(words, at)
    if not numbers or max(numbers) > 31:
        return None
    month = MONTHS.get(after(words, end))
    if month is None and words[at - 1 if at else 0] != "tanggal":
        return None
    end += month is not None
    year = int(words[end]) if month and YEAR.fullmatch(after(words, end)) else None
    first = almanac.date_of(today, numbers[0], month, year)
    if first is None:
        return None
    last = almanac.date_of(today, numbers[-1], month, year) or first
    return Hit(end + (year is not None), When(first, max(first, last)), FULL)


def _day_numbers(words: tuple[str, ...], at: int) -> tuple[list[int], int]:
    if pair := _RANGE.fullmatch(words[at]):
        return [int(pair[1]), int(pair[2])], at + 1
    if not words[at].isdecimal():
        return [], at
    numbers, end = [int(words[at])], at + 1
    more = after(words, end + 1)
    if after(words, end) in _AND and more.isdecimal() and int(more) <= 31:
        return [*numbers, int(more)], end + 2
    return numbers, end
