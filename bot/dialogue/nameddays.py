"""Days that are named: 22 desember, senin minggu lalu, akhir november, lebaran kemarin."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from bot.dialogue import almanac, clocks
from bot.dialogue.agos import counted
from bot.dialogue.almanac import MONTHS, WEEKDAYS, When
from bot.dialogue.lexicon import words
from bot.dialogue.timewords import (
    AROUND_FEASTS,
    FULL,
    GOOD,
    LEADS,
    LEAST,
    NEAR,
    NEVER_BEFORE,
    SINCE,
    VAGUE,
    YEAR,
    Hit,
    after,
    past,
)

_AND = words("& dan sampai - hingga and to s/d")
_RANGE = re.compile(r"([12]?\d|3[01])-([12]?\d|3[01])")
_NTH = re.compile(r"([12]?\d|3[01])(?:st|nd|rd|th)")
_ORDINALS = {"pertama": 1, "kedua": 2, "ketiga": 3, "keempat": 4, "terakhir": 4}
#: A year behind these is one of data, not of what happened.
_OF_A_YEAR = NEVER_BEFORE | words("bantuan bansos dana program pbb tagihan apbd laporan perda uu")


def digits(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    word, today = words[at], there.date()
    led = at > 0 and words[at - 1] in SINCE
    if almanac.is_numeric(word, led) and after(words, at + 1) not in MONTHS:
        told = almanac.numeric(today, word)
        half = after(words, at + 1) in clocks.HOURS and clocks.told(words, at + 1) is None
        return Hit(at + 1, almanac.day(told), FULL, "date") if told and not half else None
    if YEAR.fullmatch(word):
        data = at > 1 and words[at - 1] == "tahun" and words[at - 2] in _OF_A_YEAR
        led = led and not data and int(word) <= today.year
        return Hit(at + 1, almanac.part_of_year(int(word), ""), VAGUE) if led else None
    return days_of_month(words, at, today) or counted(words, at, there)


def named_day(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    return weekday(words, at, there.date(), WEEKDAYS[words[at]])


def weekday(words: tuple[str, ...], at: int, today: date, number: int) -> Hit | None:
    behind = after(words, at + 1)
    if behind in ("sampai", "-", "s", "hingga", "to") or words[max(0, at - 1)] in ("sampai", "-"):
        return None  # opening hours
    if behind in WEEKDAYS or behind == "minggu" or behind in ("dan", "&"):
        return _two_days(words, at, today, number)
    start = at + 1 + (behind == ",")
    start += after(words, start) == "tanggal"
    if after(words, start)[:1].isdigit():
        stated = _digits_of_date(words, start, today)
        if stated is not None:
            return stated
    if behind in ("minggu", "pekan") and after(words, at + 2) in ("lalu", "kemarin"):
        return Hit(at + 3, almanac.of_last_week(today, number))
    now = "tadi" in words[at + 1 : at + 3] or behind == "ini"
    meant = almanac.weekday(today, number, today_too=now)
    return Hit(past(words, at + 1) or at + 1, meant, kind="weekday")


def _two_days(words: tuple[str, ...], at: int, today: date, number: int) -> Hit | None:
    """ "senin dan selasa kemarin" happened; "sabtu minggu tutup" tells of every week."""
    behind = after(words, at + 1)
    if behind == "minggu" and after(words, at + 2) in ("lalu", "kemarin"):
        return Hit(at + 3, almanac.of_last_week(today, number))
    second = at + 1 + (behind in ("dan", "&"))
    other = 6 if after(words, second) == "minggu" else WEEKDAYS.get(after(words, second))
    if other is None:
        return Hit(at + 1, almanac.weekday(today, number), kind="weekday")
    gone = past(words, second + 1)
    if not gone:
        return None
    last = almanac.weekday(today, other).last
    first = last - timedelta(days=(other - number) % 7)
    return Hit(gone, When(first, last))


def month(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    before = words[at - 1] if at else ""
    if words[at] in ("mei", "may", "march") and before not in LEADS | NEAR:
        return None
    behind = after(words, at + 1)
    if nth := _NTH.fullmatch(behind):
        told = almanac.date_of(there.date(), int(nth[1]), MONTHS[words[at]], None)
        return Hit(at + 2, almanac.day(told), FULL, "date") if told else None
    if before in ("on", "since") and behind.isdecimal() and 0 < int(behind) < 32:
        told = almanac.date_of(there.date(), int(behind), MONTHS[words[at]], None)
        end = at + 2 + (after(words, at + 2) == "tahun")  # "12th" is twelve years elsewhere
        return Hit(end, almanac.day(told), FULL, "date") if told else None
    if behind in _AND and after(words, at + 2) in MONTHS:
        return _months(words, at, there.date(), after(words, at + 2), at + 3)
    if behind == "tahun" and after(words, at + 2) in ("lalu", "kemarin"):
        meant = almanac.month(there.date(), MONTHS[words[at]], there.year - 1, "")
        return Hit(at + 3, meant, GOOD, "month") if meant else None
    year = int(behind) if YEAR.fullmatch(behind) else None
    near = words[at - 2] if before == "bulan" and at > 1 else before
    meant = almanac.month(there.date(), MONTHS[words[at]], year, near if near in NEAR else "")
    return Hit(at + 1 + (year is not None), meant, VAGUE, "month") if meant else None


def is_span(word: str) -> bool:
    first, _, last = word.partition("-")
    return first in MONTHS and last in MONTHS


def span(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    """januari-maret"""
    if not is_span(words[at]):
        return None
    first, _, last = words[at].partition("-")
    return _months((first,), 0, there.date(), last, 1, at + 1)


def _months(
    words: tuple[str, ...], at: int, today: date, last: str, end: int, stop: int = 0
) -> Hit | None:
    year = int(words[end]) if YEAR.fullmatch(after(words, end)) else None
    until = almanac.month(today, MONTHS[last], year)
    if until is None:
        return None
    of = until.first.year - (MONTHS[words[at]] > MONTHS[last])
    begin = almanac.month(today, MONTHS[words[at]], of)
    if begin is None:
        return None
    return Hit(stop or end + (year is not None), When(begin.first, until.last), VAGUE)


def near(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    """akhir november, awal bulan, akhir bulan lalu, pertengahan tahun 2025, akhir pekan lalu."""
    part, behind, today = words[at], after(words, at + 1), there.date()
    named = at + 2 if behind == "bulan" and after(words, at + 2) in MONTHS else at + 1
    if after(words, named) in MONTHS:
        return month(words, named, there)
    gone = past(words, at + 2)
    if behind == "semester":
        return Hit(gone or at + 2, almanac.semester(today, 0), VAGUE)
    if (part, behind) == ("akhir", "pekan"):
        return Hit(gone, almanac.weekday(today, 5)) if gone else None
    if behind not in ("bulan", "tahun"):
        return None
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


def week(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    """minggu kedua januari, minggu pertama bulan ini, weekend kemarin."""
    today = there.date()
    if words[at] == "weekend":
        gone = past(words, at + 1)
        return Hit(gone, almanac.weekday(today, 5)) if gone else None
    number = _ORDINALS.get(after(words, at + 1), 0)
    if not number:
        return None
    at += 2 + (after(words, at + 2) == "bulan")
    if (name := after(words, at)) in MONTHS:
        of, end = almanac.month(today, MONTHS[name], None), at + 1
    else:
        end = past(words, at)
        said = almanac.this if name == "ini" else almanac.last
        of = said(today, "month") if end and words[at - 1] == "bulan" else None
    if of is None:
        return None
    first = of.first + timedelta(days=7 * (number - 1))
    return Hit(end, When(first, first + timedelta(days=6))) if first <= today else None


def semester(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    """semester lalu, semester ini"""
    gone = past(words, at + 1)
    before = after(words, at + 1) != "ini"
    return Hit(gone, almanac.semester(there.date(), int(before)), VAGUE) if gone else None


def feast(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    """sejak lebaran, idul adha kemarin, setelah pilkada, bulan puasa."""
    pair = f"{words[at]} {after(words, at + 1)}"
    double = pair in almanac.PAIRS
    name = almanac.PAIRS.get(pair, words[at])
    before = words[at - 1] if at else ""
    led = before in SINCE or before in AROUND_FEASTS
    led = led or (before in _AT and name not in _VOTES)
    meant = almanac.feast(there.date(), name)
    ago = past(words, at + 1 + double)
    if meant is None or not (led or ago):
        return None
    return Hit(ago or at + 1 + double, meant, 2 if led or double or ago else LEAST)


_VOTES = words("pemilu pilkada pilpres")
_AT = words("waktu pas saat ketika mas")


def _digits_of_date(words: tuple[str, ...], at: int, today: date) -> Hit | None:
    told = almanac.numeric(today, words[at])
    if told:
        return Hit(at + 1, almanac.day(told), FULL, "date")
    return days_of_month(words, at, today)


def days_of_month(words: tuple[str, ...], at: int, today: date) -> Hit | None:
    """22 desember, tanggal 22 & 29 des, 22-24 desember 2025, tanggal 28, 17 agustusan."""
    numbers, end = _day_numbers(words, at)
    if not numbers or max(numbers) > 31:
        return None
    month = 8 if after(words, end) == "agustusan" else MONTHS.get(after(words, end))
    if month is None and (at == 0 or words[at - 1] != "tanggal"):
        return None
    end += month is not None
    year = int(words[end]) if month and YEAR.fullmatch(after(words, end)) else None
    first = almanac.date_of(today, numbers[0], month, year)
    if first is None:
        return None
    last = almanac.date_of(today, numbers[-1], month, year) or first
    kind = "number" if month is None and len(numbers) == 1 else "date"
    return Hit(end + (year is not None), When(first, max(first, last)), FULL, kind)


def _day_numbers(words: tuple[str, ...], at: int) -> tuple[list[int], int]:
    if pair := _RANGE.fullmatch(words[at]):
        return [int(pair[1]), int(pair[2])], at + 1
    if nth := _NTH.fullmatch(words[at]):
        return [int(nth[1])], at + 1 + (after(words, at + 1) == "of")
    if not words[at].isdecimal():
        return [], at
    numbers, end = [int(words[at])], at + 1
    more = after(words, end + 1)
    if after(words, end) in _AND and more.isdecimal() and int(more) <= 31:
        return [*numbers, int(more)], end + 2
    return numbers, end
