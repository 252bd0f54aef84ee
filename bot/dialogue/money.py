"""Sums of money as they are told: Rp300.000, 50 ribu, 1,5 juta, dua ratus ribu, 150rb."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from bot.dialogue.tokens import Tokens

_SCALES: Final = {"ribu": 1_000, "juta": 1_000_000, "miliar": 1_000_000_000, "k": 1_000}
_COUNTS: Final = {
    "satu": 1, "dua": 2, "tiga": 3, "empat": 4, "lima": 5, "enam": 6, "tujuh": 7, "delapan": 8,
    "sembilan": 9, "sepuluh": 10, "sebelas": 11, "seratus": 100, "setengah": 0.5, "sejuta": 10**6,
    "seribu": 1_000, "goceng": 5_000, "ceban": 10_000, "gocap": 50_000, "cepek": 100_000,
}  # fmt: skip
_MARKS = frozenset({"rp", "idr", "rupiah"})
_STARTS = _MARKS | frozenset(_COUNTS)
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d\d)?")
_PLAIN = re.compile(r"\d{1,9}(?:,\d{1,2})?|\d+\.\d{1,2}")
_JOINED = re.compile(r"(\d+(?:[.,]\d+)*)(rb|ribu|jt|juta|k|m)?", re.IGNORECASE)
_SHORT: Final = {"rb": "ribu", "jt": "juta", "m": "miliar"}
_MOST = 10**13


@dataclass(frozen=True, slots=True)
class Sum:
    """So many rupiah, from the first word to the last."""

    rupiah: int
    first: int
    last: int


def sums(tokens: Tokens) -> tuple[Sum, ...]:
    """Every sum in the text, in order."""
    found: list[Sum] = []
    end = 0
    for at in [i for i, word in enumerate(tokens.words) if word in _STARTS or word[0].isdigit()]:
        if at >= end and (one := _sum(tokens.words, at)) is not None:
            found.append(one)
            end = one.last + 1
    return tuple(found)


def _sum(words: tuple[str, ...], at: int) -> Sum | None:
    marked = words[at] in _MARKS
    start = at + marked
    start += marked and _word(words, start) == "."
    amount, end, scaled = _amount(words, start)
    behind = _word(words, end) == "rupiah"
    if amount is None or not (marked or scaled or behind) or not 0 < amount < _MOST:
        return None
    return Sum(round(amount), at, end - 1 + behind)


def _amount(words: tuple[str, ...], at: int) -> tuple[float | None, int, bool]:
    """The number, one past it, and whether it can only be money."""
    word = _word(words, at)
    if word[:1].isdigit():
        return _digits(words, at)
    if word not in _COUNTS:
        return None, at, False
    amount, end = _spelt(words, at)
    scale = _SCALES.get(_word(words, end), 0)
    return amount * (scale or 1), end + bool(scale), bool(scale) or amount >= 1_000


def _digits(words: tuple[str, ...], at: int) -> tuple[float | None, int, bool]:
    joined = _JOINED.fullmatch(words[at])
    if joined is None:
        return None, at, False
    unit = (joined[2] or "").lower()
    amount = _number(joined[1])
    scale = _SCALES.get(_SHORT.get(unit, unit), 0)
    end = at + 1
    if not scale and (behind := _SCALES.get(_word(words, end), 0)):
        scale, end = behind, end + 1
    grouped = _GROUPED.fullmatch(joined[1]) is not None
    return (amount * (scale or 1) if amount else None), end, bool(scale) or grouped


def _number(digits: str) -> float | None:
    if _GROUPED.fullmatch(digits):
        return float(digits.split(",")[0].replace(".", ""))
    if _PLAIN.fullmatch(digits):
        return float(digits.replace(",", "."))
    return None


def _spelt(words: tuple[str, ...], at: int) -> tuple[float, int]:
    """dua ratus lima puluh, tiga belas, seratus."""
    total, end = 0.0, at
    while (count := _COUNTS.get(_word(words, end))) is not None:
        end += 1
        times = {"ratus": 100, "puluh": 10}.get(_word(words, end), 0)
        teen = _word(words, end) == "belas"
        total += count * times if times else count + (10 if teen else 0)
        end += bool(times) or teen
    return total, end


def _word(words: tuple[str, ...], at: int) -> str:
    return words[at] if at < len(words) else ""
