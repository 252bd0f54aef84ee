"""The hour of the day as it is told: jam 8, pukul 14.30 WIB, jam setengah 8 malam."""

from __future__ import annotations

import re
from typing import Final

#: Hours in what is counted.
HOURS: Final = {"jam": 1.0, "hour": 1.0, "hours": 1.0, "menit": 1 / 60, "minutes": 1 / 60}
LEADS: Final = frozenset({"jam", "pukul", "at"})
_AROUND = frozenset({"sekitar", "kira-kira", "about", "around", ","})
_ZONES = frozenset({"wib", "wita", "wit"})
_NUMBERS = {
    "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
    "sembilan": 9, "sepuluh": 10, "sebelas": 11,
}  # fmt: skip
_CLOCK = re.compile(r"([01]?\d|2[0-4])(?:[.:]([0-5]\d)|an)?")


def told(words: tuple[str, ...], at: int, part: str = "") -> tuple[str, int] | None:
    """The hour that stands here, and one past its last word; `part` of the day was told before."""
    start = at + (_word(words, at) in _AROUND)
    if _word(words, start) not in LEADS:
        return None
    half = _word(words, start + 1) == "setengah"
    stated = _stated(_word(words, start + 1 + half))
    if stated is None:
        return None
    hour, minute = stated
    minutes = hour * 60 + minute - (30 if half else 0)
    return _of_day(words, start + 2 + half, minutes, part)


def _stated(word: str) -> tuple[int, int] | None:
    if word in _NUMBERS:
        return _NUMBERS[word], 0
    told = _CLOCK.fullmatch(word)
    return (int(told[1]), int(told[2] or 0)) if told else None


def _of_day(words: tuple[str, ...], end: int, minutes: int, part: str) -> tuple[str, int]:
    """With the part of the day and the zone behind it."""
    if _word(words, end) in _PARTS:
        part, end = _word(words, end), end + 1
    minutes = _PARTS[part](minutes) if part in _PARTS else minutes
    end += _word(words, end) in _ZONES
    minutes %= 24 * 60
    return f"{minutes // 60:02}.{minutes % 60:02}", end


def _noon(minutes: int) -> int:
    return minutes + 720 if minutes < 5 * 60 else minutes


def _evening(minutes: int) -> int:
    return minutes + 720 if minutes < 720 else minutes


def _night(minutes: int) -> int:
    if minutes >= 720:
        return minutes + 720 if minutes < 780 else minutes
    return minutes + 720 if minutes >= 5 * 60 else minutes


_PARTS = {
    "pagi": lambda minutes: minutes,
    "subuh": lambda minutes: minutes,
    "siang": _noon,
    "sore": _evening,
    "petang": _evening,
    "malam": _night,
}


def _word(words: tuple[str, ...], at: int) -> str:
    return words[at] if at < len(words) else ""
