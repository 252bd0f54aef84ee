"""From where to where the name of a place goes: kantor kelurahan Menteng Dalam, sdn 3 pagerwojo."""

from __future__ import annotations

from bot.dialogue import placenames
from bot.dialogue.found import breaks, proper, run
from bot.dialogue.lexicon import (
    BODIES,
    LOCALES,
    NAMING,
    TOWNS,
)
from bot.dialogue.placewords import (
    ADMIN,
    BEHIND,
    HOUSES,
    INNER,
    JOINS,
    LED_BY,
    NAMED,
    NEVER,
    NUMBERED,
    OF_TOWN,
    ROOMS,
    SENTENCES,
    TELLING,
    THROUGH,
    TITLES,
)
from bot.dialogue.tokens import Tokens

_MOST = 14


def extent(tokens: Tokens, at: int, *, most: int = _MOST) -> tuple[int, int]:
    """First word and one past the last of the place whose noun or name stands here; or nothing."""
    at = _inner(tokens, at)
    end = _end(tokens, at, most)
    while end < len(tokens.words) and end > at and tokens.words[end] == ",":
        further = _joined(tokens, end + 1, most)
        if not further:
            break
        end = further
    start = at
    while start + 1 < end and tokens.words[start] in THROUGH and tokens.words[start + 1] in INNER:
        start += 1
    return (start, end) if end > start else (at, at)


def opens(tokens: Tokens, at: int) -> bool:
    """May a place begin here by its noun?"""
    word = tokens.words[at]
    if word in BODIES:
        return _bodily(tokens, at)
    return word in LOCALES and tokens.words[at + 1 : at + 2] != ("nya",)


def named(tokens: Tokens, at: int) -> bool:
    """Is this by its looks the name of a place: a town, or an unknown word with a capital?"""
    word = tokens.words[at]
    if word in TOWNS:
        return True
    if word in NEVER or tokens.typed[at] in NEVER or not word[0].isalpha():
        return False
    if not tokens.capital(at) or at == 0 or tokens.words[at - 1] in SENTENCES:
        return False
    follows = at + 1 < len(tokens.words) and tokens.capital(at + 1)
    return proper(tokens, at) or (tokens.typed[at] in NAMING and follows)


def _end(tokens: Tokens, at: int, most: int) -> int:
    """One past the last word, or `at` where nothing tells this place from others."""
    end = max(at + 1, run(tokens.words, at, lambda i: _belongs(tokens, i, at), most))
    while end > at and _loose(tokens, end - 1, at):
        end -= 1
    return end if any(_tells(tokens, i, at) for i in range(at, end)) else at


def _joined(tokens: Tokens, at: int, most: int) -> int:
    """One past what a comma joins to it: ", Kelurahan Kebon Kacang", ", bekasi utara"."""
    if at >= len(tokens.words):
        return 0
    if tokens.words[at] in ADMIN or tokens.words[at] in TOWNS or named(tokens, at):
        end = _end(tokens, at, most)
        sure = tokens.words[at] in ADMIN or tokens.words[at] in TOWNS
        if end > at and (sure or breaks(tokens.words, end)):
            return end
    return 0


def _belongs(tokens: Tokens, at: int, start: int) -> bool:
    if at == start:
        return True
    word, before = tokens.words[at], tokens.words[at - 1]
    if word in ("no", "nomor", "nomer"):
        return at + 1 < len(tokens.words) and tokens.words[at + 1][0].isdigit()
    if placenames.titled(tokens, at):
        return True
    if word in LED_BY.get(before, ()):
        return True
    if word in JOINS:
        return _inside(tokens, at, start)
    if word[0].isdigit():
        return (
            before in NUMBERED
            or before in ("/", ".", "-")
            or placenames.numbered(tokens, at, start)
        )
    if before == "blok" and len(word) < 4 and word.isalnum():
        return True
    if word in ("pagi", "siang", "petang") and before[0].isdigit() and tokens.capital(at):
        return True  # SDN Kalibaru 05 Pagi
    if word == "km" and at + 1 < len(tokens.words) and tokens.words[at + 1][0].isdigit():
        return True
    if placenames.is_noun(tokens, at) or word in NUMBERED or (word in BODIES and before in LOCALES):
        return not tokens.capital(at - 1) or tokens.capital(at) or word in ADMIN
    return placenames.is_name(tokens, at, start)


def _inner(tokens: Tokens, at: int) -> int:
    """Where the house begins whose room is told first: poli jantung RSUD, halaman samsat."""
    numbered = tokens.words[at] == "loket" and _is_number(tokens, at + 1)
    if tokens.words[at] not in ROOMS or numbered:
        return at
    further = range(at + 1, min(at + 4, len(tokens.words)))
    return next((i for i in further if tokens.words[i] in HOUSES), at)


def _is_number(tokens: Tokens, at: int) -> bool:
    return at < len(tokens.words) and len(tokens.words[at]) < 3


def _inside(tokens: Tokens, at: int, start: int) -> bool:
    """A sign inside a place: 02/05, RT.03, Jl. Mawar."""
    word, before = tokens.words[at], tokens.words[at - 1]
    after = tokens.words[at + 1] if at + 1 < len(tokens.words) else ""
    if word == "/":
        return before in ("rt", "rw") or (
            before[:1].isdigit() and (after[:1].isdigit() or after == "rw")
        )
    if word in ("-", "–"):
        roads = tokens.words[start] in ("jalan", "raya", "tol", "poros", "ruas")
        return roads and at + 1 < len(tokens.words) and placenames.follows(tokens, at + 1)
    if word == ".":
        joined = at + 1 < len(tokens.words) and tokens.ends[at] == tokens.starts[at + 1]
        return before in ADMIN and (joined or tokens.typed[at - 1] != before)
    return False


def _bodily(tokens: Tokens, at: int) -> bool:
    """ "bpn kab garut" and "dukcapil Depok" are places; "bpjs mati" and "pdam" are none."""
    if at + 1 >= len(tokens.words):
        return False
    after = tokens.words[at + 1]
    shouted = tokens.cut(at + 1, at + 1).isupper() and not tokens.loud  # BPJS PBI
    if after in TOWNS or (named(tokens, at + 1) and not shouted):
        return True
    if after in BODIES:
        return _bodily(tokens, at + 1)
    if tokens.loud and proper(tokens, at + 1):
        return True  # DI DUKCAPIL SUKAJAYA
    return (
        after in OF_TOWN and at + 2 < len(tokens.words) and placenames.is_name(tokens, at + 2, at)
    )


def _loose(tokens: Tokens, at: int, start: int) -> bool:
    """Nothing that only leads to something else ends a place."""
    word = tokens.words[at]
    if word in JOINS or word in ("no", "nomor", "dan", "tgl", "tanggal", "mulai", "sejak"):
        return True
    if at == start:
        return False
    if tokens.capital(at) and tokens.words[at - 1] in ADMIN:
        return False  # Kecamatan Tanggul
    return (placenames.is_noun(tokens, at) or word in NUMBERED) and not _ends_name(tokens, at)


def _ends_name(tokens: Tokens, at: int) -> bool:
    """ "Purwakarta Kota", "Jalan Raya": a noun with a capital behind a name."""
    behind = tokens.typed[at] in BEHIND and tokens.capital(at) and tokens.capital(at - 1)
    before, word = tokens.words[at - 1], tokens.words[at]
    return (
        behind or (before, word) == ("simpang", "pos") or (word == "raya" and before not in LOCALES)
    )


def _tells(tokens: Tokens, at: int, start: int) -> bool:
    """Is this the part that tells one place from all others of its kind?"""
    word = tokens.words[at]
    if word in JOINS:
        return False
    if word[0].isdigit():
        return at > start and tokens.words[at - 1] in TELLING
    if at == start:
        return word not in LOCALES and word not in BODIES
    if tokens.typed[at] in TITLES:
        return False
    before = tokens.words[at - 1]
    if before == "blok" and len(word) < 4:
        return True
    if word in LED_BY.get(before, ()):
        return before in ("simpang", "masjid")
    if word in BODIES or word in NUMBERED:
        return False
    if tokens.capital(at) and before in ADMIN and word not in ADMIN:
        return True
    return not placenames.is_noun(tokens, at) or (tokens.typed[at] in NAMING and before in NAMED)
