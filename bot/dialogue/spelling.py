"""A word that no lexicon knows as typed: a region's, one with an ending, or one misspelt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import OSA

from bot.dialogue import families
from bot.dialogue.lexicon import KNOWN, LOCALES, PLACE_NOUNS, REGIONAL, TELLING, words

_ENDINGS = ("nya", "lah", "kah", "pun", "ku", "mu")
#: What is hung on any word in Makassar: rusakmi, tidakji, belumpi, dimintaika.
_EASTERN = ("mi", "ji", "pi", "ki", "ka")
#: Where people write without the space: dirumah, kekantor.
_JOINED = (PLACE_NOUNS | LOCALES | {"rumah"}) - words(
    "langgar bendung turunan raya lembur pasir simpang sakit kali situ tanggul kanal court samping"
)
_BESIDE = words("depan belakang samping dekat dalam atas bawah")
_SHORTEST = 5
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


@lru_cache(maxsize=16_384)
def meant(word: str, named: bool = False) -> str:
    """The dictionary's word for one that is in none; a name with a capital is left alone."""
    if word in KNOWN or not word.isalpha():
        return word
    if word in REGIONAL and not named:
        return REGIONAL[word]
    if (joined := _joined(word)) != word:
        return joined
    stem = _stem(word)
    if stem != word or named or families.of(word):
        return stem
    return _misspelt(word) or word


def _joined(word: str) -> str:
    """dirumah -> di rumah; what is made of a verb stays as it is."""
    led, rest = word[:2], word[2:]
    if len(word) <= _SHORTEST or led not in ("di", "ke"):
        return word
    return f"{led} {rest}" if rest in _JOINED or (led == "di" and rest in _BESIDE) else word


def _stem(word: str) -> str:
    """lampunya -> lampu, where the rest is a word that is known."""
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2 and (stem in KNOWN or stem in REGIONAL):
            return REGIONAL.get(stem, stem) if stem not in KNOWN else stem
    stem = word[:-2]
    return stem if word.endswith(_EASTERN) and len(stem) > 3 and stem in KNOWN else word


def _misspelt(word: str) -> str:
    """The one telling word that a slip of the finger made of this."""
    if len(word) < _SHORTEST:
        return ""
    near = (other for other in _bucket(word) if OSA.distance(word, other, score_cutoff=1) == 1)
    found = [other for other in near if _slipped(word, other)]
    return found[0] if len(found) == 1 else ""


def _bucket(word: str) -> Iterable[str]:
    """Telling words with the same first letter and about the same length."""
    return (
        other
        for length in range(-1, 2)
        for other in _BUCKETS.get((word[0], len(word) + length), ())
    )


def _slipped(typed: str, word: str) -> bool:
    """A letter left out, two changed places, or a key struck beside the right one."""
    if len(typed) < len(word) or sorted(typed) == sorted(word):
        return True
    at = next((i for i, pair in enumerate(zip(typed, word, strict=False)) if pair[0] != pair[1]), 0)
    if len(typed) == len(word):
        return _beside(typed[at], word[at])
    extra = at or len(word)
    around = typed[extra - 1] + typed[extra + 1 : extra + 2]
    return any(letter == typed[extra] or _beside(letter, typed[extra]) for letter in around)


def _beside(one: str, other: str) -> bool:
    return other in _NEIGHBOURS.get(one, "")


def _neighbours() -> dict[str, str]:
    """Each letter and the keys around it."""
    found: dict[str, str] = {}
    for row, keys in enumerate(_KEYS):
        for at, key in enumerate(keys):
            near = keys[max(0, at - 1) : at + 2]
            above = _KEYS[row - 1][at : at + 2] if row else ""
            below = _KEYS[row + 1][max(0, at - 1) : at + 1] if row + 1 < len(_KEYS) else ""
            found[key] = (near + above + below).replace(key, "")
    return found


def _buckets() -> dict[tuple[str, int], list[str]]:
    buckets: dict[tuple[str, int], list[str]] = defaultdict(list)
    for word in sorted(TELLING):
        buckets[word[0], len(word)].append(word)
    return dict(buckets)


_NEIGHBOURS: Final = _neighbours()
_BUCKETS: Final = _buckets()
