"""What a reading found, and the small steps over words that every finder takes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from bot.dialogue.lexicon import (
    ADDRESS_NOUNS,
    COMMON,
    FILLERS,
    FIRST_PERSON,
    NAMES,
    PLACE_NOUNS,
    ROOTS,
    TOWNS,
    WEAK_WRONGS,
    WRONGS,
    words,
)
from bot.dialogue.tokens import BREAKS, Tokens


@dataclass(frozen=True, slots=True)
class Found:
    """`value` is a verbatim part of the text, from `start` to `end`; confidence 0 to 1."""

    value: str = field(repr=False)
    start: int
    end: int
    confidence: float


#: Words that never belong to a name or a place, even right behind "jalan" or "kampung".
FUNCTION = (
    WRONGS
    | WEAK_WRONGS
    | (FILLERS - {"baru", "saja"})
    | FIRST_PERSON
    | words(
        """yang di ke dari dan atau ini itu sudah masih akan juga pada untuk dengan karena kalau
        tetapi padahal terus seperti dekat depan belakang samping sebelah sangat lebih saja lagi
        banyak semua ada adalah telah jadi sampai supaya agar katanya kata sejak setiap mau ingin
        bukan tanggal bulan tahun jam pukul kemarin tadi semalam malam pagi siang sore
        bilang ngomong jawab menjawab tinggal umur usia alamat lampu air
        kantor masuk keluar dalam atas bawah tanpa the and of
        is are was at by to for with from nya"""
    )
)
_LONGEST = 24
#: "Komandannya" is somebody's; Kenya is a name.
_SHORT_OWNED = 5
_KNOWN = COMMON | PLACE_NOUNS | ADDRESS_NOUNS | ROOTS
_VERBAL = ("di", "me", "ber", "ter", "nge", "nye", "per")
#: Beginnings of made words, and the letter that one has swallowed.
_PREFIXES = (
    ("memper", ""), ("diper", ""), ("meng", "k"), ("peng", "k"), ("meny", "s"), ("peny", "s"),
    ("mem", "p"), ("pem", "p"), ("men", "t"), ("pen", "t"), ("nge", ""), ("ng", "k"), ("ny", "s"),
    ("me", ""), ("pe", ""), ("di", ""), ("ke", ""), ("se", ""), ("ter", ""), ("ber", ""),
    ("per", ""), ("be", ""), ("te", ""), ("n", "t"), ("m", "p"), ("", ""),
)  # fmt: skip
#: These say little: Terban is no tyre.
_WEAK = frozenset({"te", "be", "n", "m", "se", "ke", "pe"})
_SUFFIXES = ("kannya", "annya", "kan", "nya", "an", "in", "i", "lah", "kah", "ku", "mu", "")


def found(tokens: Tokens, first: int, last: int, confidence: float) -> Found:
    return Found(tokens.cut(first, last), tokens.starts[first], tokens.ends[last], confidence)


def proper(tokens: Tokens, at: int) -> bool:
    """May this word be a proper name: unknown to the lexicon, and no verb by its beginning?"""
    word = tokens.words[at]
    if word in NAMES or word in TOWNS:
        return True
    if word in _KNOWN or not word.replace("-", "").replace("'", "").isalpha() or len(word) < 2:
        return False
    if tokens.capital(at):
        return not made(word) and not word.endswith("-nya")
    if word.endswith("nya") and len(word) > _SHORT_OWNED:
        return False
    return len(word) > 2 and not verbal(word) and not made(word)


def made(word: str) -> bool:
    """Is this a form of a known word: menambalkan, kesandung, dibetulin, tanggapannya?"""
    return len(word) <= _LONGEST and _made(word)


@lru_cache(maxsize=16_384)
def _made(word: str) -> bool:
    half, _, other = word.partition("-")
    if other and (half == other or half in _KNOWN or _made(half)):
        return True
    for suffix in _SUFFIXES:
        if suffix and not word.endswith(suffix):
            continue
        stem = word.removesuffix(suffix)
        for prefix, swallowed in _PREFIXES:
            if stem.startswith(prefix) and _is_root(stem.removeprefix(prefix), prefix, swallowed):
                return True
    return False


def _is_root(root: str, prefix: str, swallowed: str) -> bool:
    if len(root) < (4 if prefix in _WEAK else 3):
        return False
    return root in ROOTS or (bool(swallowed) and swallowed + root in ROOTS)


def verbal(word: str) -> bool:
    return len(word) > 5 and word.startswith(_VERBAL)


def run(words: tuple[str, ...], at: int, step: Callable[[int], bool], most: int) -> int:
    """One past the last word, from `at` on, that `step` takes."""
    end = min(len(words), at + most)
    while at < end and step(at):
        at += 1
    return at


def skip(words: tuple[str, ...], at: int, over: frozenset[str]) -> int:
    while at < len(words) and words[at] in over:
        at += 1
    return at


def breaks(words: tuple[str, ...], at: int) -> bool:
    """Does a sentence end here, or the text?"""
    return not 0 <= at < len(words) or words[at] in BREAKS
