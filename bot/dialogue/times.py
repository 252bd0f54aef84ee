"""When it happened or since when, in the writer's words."""

from __future__ import annotations

import re

from bot.dialogue.found import Found, found
from bot.dialogue.lexicon import words
from bot.dialogue.tokens import Tokens

_MONTHS = words(
    """januari februari maret april mei juni juli agustus september oktober november desember
    january february march may june july august october december"""
)
_DAYS = words(
    """senin selasa rabu kamis jumat sabtu ahad monday tuesday wednesday thursday friday saturday
    sunday"""
)
_RELATIVE = words("kemarin semalam barusan yesterday wingi lebaran ramadan kemarin-kemarin")
_PARTS = words("pagi siang sore malam subuh magrib morning afternoon evening night")
_UNITS = words("hari minggu bulan tahun pekan days weeks months years day week month year")
_WHOLE = words(
    """seminggu sebulan setahun sehari sepekan semingguan sebulanan setahunan mingguan bulanan
    tahunan berhari-hari berminggu-minggu berbulan-bulan bertahun-tahun"""
)
_COUNTS = words(
    """satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas beberapa setengah
    one two three four five six seven eight nine ten several"""
)
_LEADS = words(
    """sejak dari mulai semenjak hari pada tanggal sudah selama sekitar kira-kira hampir lebih tadi
    bulan tahun since for about almost last on kurang"""
)
_LAGS = words("lalu kemarin terakhir lamanya ini ago yll tadi")
_NEVER_BEFORE = words("setiap tiap sampai tinggal untuk besok depan per jam rt rw no nomor")
_DATE = re.compile(r"(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|1[0-2])(?:[/.-](?:\d{4}|\d\d))?")
_EXACT = re.compile(rf"{_DATE.pattern}|20\d\d|(?:[01]?\d|2[0-4])[.:][0-5]\d")

_FULL, _GOOD, _VAGUE = 3, 2, 1


def when(tokens: Tokens) -> Found | None:
    """The most exact of the times named, the first among equals."""
    best, rank = None, 0
    for at in range(len(tokens.words)):
        weight = _weight(tokens.words, at)
        if weight > rank:
            best, rank = _stretch(tokens, at), weight
    return best


def _weight(words: tuple[str, ...], at: int) -> int:
    word = words[at]
    before = words[at - 1] if at else ""
    after = words[at + 1] if at + 1 < len(words) else ""
    if before in _NEVER_BEFORE:
        return 0
    if word[0].isdigit():
        return _number_weight(words, at, before, after)
    if word in _MONTHS:
        return _VAGUE if word not in ("mei", "may", "march") or before in _LEADS else 0
    if word in _DAYS:
        return _GOOD if after not in ("sampai", "-", "s") else 0
    return _word_weight(word, before, after)


def _number_weight(words: tuple[str, ...], at: int, before: str, after: str) -> int:
    word = words[at]
    if after in _MONTHS or before == "tanggal" or (_DATE.fullmatch(word) and "/" in word):
        return _FULL
    if after in ("minggu", "bulan", "tahun", "hari") or after in _UNITS:
        return _GOOD if _lasting(words, at) else 0
    return _GOOD if after in ("mingguan", "bulanan", "tahunan", "harian") else 0


def _word_weight(word: str, before: str, after: str) -> int:
    if word in _RELATIVE or (word in _WHOLE and before not in ("untuk", "dalam")):
        return _GOOD
    if word == "tadi" and after in _PARTS:
        return _GOOD
    if word in _PARTS and after in ("tadi", "ini"):
        return _GOOD
    if word == "hari" and after in ("ini", "minggu"):
        return _GOOD
    if word in ("minggu", "bulan", "tahun", "pekan", "week", "month", "year"):
        return _GOOD if after in ("lalu", "kemarin") or before == "last" else 0
    if word in _COUNTS and after in _UNITS:
        return _GOOD if before in _LEADS else 0
    return 0


def _lasting(words: tuple[str, ...], at: int) -> bool:
    """3 minggu counts behind "sudah" or before "lalu"; "beras untuk 2 hari" does not."""
    before = words[at - 1] if at else ""
    lag = words[at + 2 : at + 4]
    return (
        before in _LEADS or before == "ada" or any(word in _LAGS for word in lag) or len(words) < 5
    )


def _stretch(tokens: Tokens, at: int) -> Found:
    """From the word that gave it away to all that belongs to it."""
    first = last = at
    while first > 0 and _leads(tokens.words[first - 1]):
        first -= 1
    while last + 1 < len(tokens.words) and _trails(tokens.words, last + 1):
        last += 1
    while tokens.words[last] in _LOOSE and last > at:
        last -= 1
    return found(tokens, first, last, 0.8)


_LOOSE = words("& yang jam pukul sampai pada")
_TRAILING = (_MONTHS | _DAYS | _RELATIVE | _PARTS | _UNITS | _LAGS | _LOOSE | _WHOLE) | words(
    "tanggal wib wita wit sekitar sekarang hari , harian"
)


def _leads(word: str) -> bool:
    return word in _LEADS or word in _DAYS or word in _PARTS


def _trails(words: tuple[str, ...], at: int) -> bool:
    word = words[at]
    if word == ",":
        return at + 1 < len(words) and (words[at + 1][0].isdigit() or words[at + 1] == "tanggal")
    if word[0].isdigit():
        return bool(_EXACT.fullmatch(word)) or _counted(words, at)
    return word in _TRAILING


def _counted(words: tuple[str, ...], at: int) -> bool:
    """A bare number belongs to a time by its neighbours: tanggal 22, jam 9, 29 desember."""
    after = words[at + 1] if at + 1 < len(words) else ""
    return words[at - 1] in ("tanggal", "jam", "pukul", "&") or after in _MONTHS or after in _UNITS
