"""When it happened or since when: the words that say so, and the days they mean."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.dialogue import agos, clocks, nameddays
from bot.dialogue.almanac import FEASTS, MONTHS, UNITS, WEEKDAYS, When
from bot.dialogue.found import Found, found
from bot.dialogue.lexicon import words
from bot.dialogue.texts import local
from bot.dialogue.timewords import (
    COUNTS,
    DAYS_BACK,
    LEADS,
    NEAR,
    NEVER_BEFORE,
    NEVER_BEHIND,
    PARTS,
    WHOLE,
    Hit,
    after,
)
from bot.dialogue.tokens import Tokens

_STARTS = (
    frozenset(MONTHS) | frozenset(WEEKDAYS) | frozenset(COUNTS) | frozenset(WHOLE)
    | frozenset(DAYS_BACK) | frozenset(UNITS) | FEASTS | PARTS | NEAR
    | words("tadi baru last this akhir-akhir belakangan")
)  # fmt: skip


def when(tokens: Tokens, now: datetime, zone: str) -> tuple[Found, When] | None:
    """The most exact of the times named, the first among equals."""
    there = local(now, zone)
    best: tuple[int, Hit] | None = None
    at = 0
    while at < len(tokens.words):
        word = tokens.words[at]
        if word not in _STARTS and not word[0].isdigit():
            at += 1
            continue
        hit = _phrase(tokens.words, at, there)
        if hit is not None and (best is None or hit.weight > best[1].weight):
            best = (at, hit)
        at = hit.end if hit is not None else at + 1
    if best is None:
        return None
    first = _led(tokens.words, best[0])
    return found(tokens, first, best[1].end - 1, 0.8), best[1].when


def _phrase(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    if at and words[at - 1] in NEVER_BEFORE and not _announced(words, at):
        return None
    hit = _core(words, at, there)
    if hit is None or after(words, hit.end) in NEVER_BEHIND:
        return None
    return _tail(words, at, hit)


def _announced(words: tuple[str, ...], at: int) -> bool:
    """ "kata petugas sejak senin" happened all the same."""
    return words[at - 1] in ("katanya", "kata") and words[at] in WEEKDAYS


def _core(words: tuple[str, ...], at: int, there: datetime) -> Hit | None:
    word, today = words[at], there.date()
    if word[0].isdigit():
        return nameddays.digits(words, at, there)
    if word == "minggu" and _is_sunday(words, at):
        return nameddays.weekday(words, at, today, 6)
    for table, rule in _RULES:
        if word in table and (hit := rule(words, at, there)) is not None:
            return hit
    return None


def _is_sunday(words: tuple[str, ...], at: int) -> bool:
    behind = after(words, at + 1)
    return (at > 0 and words[at - 1] == "hari") or behind in PARTS or behind == "tanggal"


def _tail(words: tuple[str, ...], at: int, hit: Hit) -> Hit:
    """What still belongs to it: a part of the day, the hour, "lalu", "sampai sekarang"."""
    end, clock = hit.end, ""
    while True:
        word = after(words, end)
        told = clocks.told(words, end, _part_of(words[at:end]))
        if told and not clock:
            clock, end = told
        elif word in PARTS or word in ("lebih", "lalu", "kemarin", "lamanya"):
            end += 1
        elif word == "sampai" and after(words, end + 1) in ("sekarang", "kini", "saat"):
            end += 2
        else:
            return replace(hit, end=end, when=replace(hit.when, clock=clock))


def _part_of(told: tuple[str, ...]) -> str:
    return next((word for word in told if word in PARTS), "")


def _led(words: tuple[str, ...], at: int) -> int:
    while at > 0 and words[at - 1] in LEADS:
        at -= 1
    return at


_RULES = (
    (WEEKDAYS, nameddays.named_day),
    (NEAR, nameddays.near),
    (DAYS_BACK, agos.back),
    (PARTS, agos.part),
    (frozenset({"tadi", "baru", "last", "this", "akhir-akhir", "belakangan"}), agos.just_now),
    (WHOLE, agos.whole),
    (UNITS, agos.unit),
    (MONTHS, nameddays.month),
    (COUNTS, agos.counted),
    (FEASTS, nameddays.feast),
)
