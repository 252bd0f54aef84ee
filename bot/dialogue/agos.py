"""Days that are counted back from today: 3 minggu lalu, tadi malam, kemarin lusa, bulan ini."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from bot.dialogue import almanac, clocks
from bot.dialogue.almanac import UNITS, WEEKDAYS
from bot.dialogue.lexicon import words
from bot.dialogue.timewords import (
    COUNTS,
    DAYS_BACK,
    LASTING,
    NEVER_BEHIND,
    PARTS,
    VAGUE,
    WHOLE,
    Hit,
    after,
    past,
)

_GOES_ON = words("tidak belum rusak mati padam bocor macet")


def counted(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    """3 minggu behind "sudah" or before "lalu"; "beras untuk 2 hari" is none."""
    count, end = _count(words, at)
    word = after(words, end)
    if word in clocks.HOURS:
        gone = past(words, end + 1)
        hours = timedelta(hours=count * clocks.HOURS[word])
        return Hit(gone, almanac.day((there - hours).date())) if gone else None
    if word not in UNITS:
        return None
    before, behind = words[at - 1] if at else "", after(words, end + 1)
    ago = past(words, end + 1)
    lasting = ago or before in LASTING or (word.endswith("an") and word != "pekan")
    lasting = lasting and not (word == "bulan" and not ago and before not in LASTING)
    waited = before == "menunggu" and words[max(0, at - 2)] != "disuruh"
    if not (lasting or waited or behind in _GOES_ON or len(words) < 5) or behind in NEVER_BEHIND:
        return None
    return Hit(ago or end + 1, almanac.back(there.date(), count, UNITS[word]))


def whole(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    count, unit = WHOLE[words[at]]
    return Hit(past(words, at + 1) or at + 1, almanac.back(there.date(), count, unit))


def unit(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    """minggu lalu, bulan kemarin, tahun ini, hari ini, hari senin, bulan juli, tahun 2019."""
    unit, behind, today = UNITS[words[at]], after(words, at + 1), there.date()
    if unit == "day":
        return Hit(at + 2, almanac.day(today)) if behind == "ini" else None
    ago = past(words, at + 1)
    if ago:
        return Hit(ago, almanac.this(today, unit) if behind == "ini" else almanac.last(today, unit))
    return None


def back(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    """kemarin, kemarin lusa, semalam, barusan."""
    days, end = DAYS_BACK[words[at]], at + 1
    if words[at] == "kemarin" and after(words, end) in ("lusa", "dulu", "dulunya"):
        days, end = 2, end + 1
    return Hit(end, almanac.day(there.date() - timedelta(days=days)))


def part(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    """pagi ini, malam tadi, malam jumat, sore kemarin."""
    behind, today = after(words, at + 1), there.date()
    night = words[at] in ("malam", "night")
    if behind in ("ini", "tadi"):
        return Hit(at + 2, almanac.day(today - timedelta(days=night and behind == "tadi")))
    if behind == "kemarin":
        return Hit(at + 2, almanac.day(today - timedelta(days=1)))
    if night and behind in WEEKDAYS:  # the night that leads into Friday
        eve = almanac.weekday(today, (WEEKDAYS[behind] - 1) % 7)
        return Hit(past(words, at + 2) or at + 2, eve)
    return None


def just_now(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    """tadi pagi, tadi malam, tadi jam 9, baru saja, last night, this morning, akhir-akhir ini."""
    word, behind, today = words[at], after(words, at + 1), there.date()
    night = behind in ("malam", "night") and word != "this"
    if behind in PARTS and word in ("tadi", "last", "this"):
        return Hit(at + 2, almanac.day(today - timedelta(days=night)))
    if word == "tadi":
        told = clocks.told(words, at + 1)
        return Hit(at + 1, almanac.day(today)) if told else None
    if (word, behind) == ("baru", "saja"):
        return Hit(at + 2, almanac.day(today))
    if word in ("akhir-akhir", "belakangan") and behind == "ini":
        return Hit(at + 2, almanac.back(today, 1, "week"), VAGUE)
    if word == "last" and behind in WEEKDAYS:
        return Hit(at + 2, almanac.weekday(today, WEEKDAYS[behind]))
    if word in ("last", "this") and behind in UNITS and UNITS[behind] != "day":
        span = almanac.last if word == "last" else almanac.this
        return Hit(at + 2, span(today, UNITS[behind]))
    return None


def _count(words: tuple[str, ...], at: int) -> tuple[float, int]:
    word = words[at]
    if word[0].isdigit():
        number = re.split(r"[-–]", word)[-1].replace(",", ".")
        return (float(number), at + 1) if re.fullmatch(r"\d{1,3}(\.\d)?", number) else (0, at)
    count, end = COUNTS[word], at + 1
    if after(words, end) == "belas":
        return count + 10, end + 1
    if after(words, end) == "puluh":
        more = COUNTS.get(after(words, end + 1), 0)
        return count * 10 + more, end + (2 if more else 1)
    return count, end
