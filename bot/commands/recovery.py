"""Recovery: the key as thirty-two words and one more that tells a slip, and back again."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from storage.seal import KEY_BYTES

#: Words on a sheet: one for each byte of the key, and the check word.
LENGTH = KEY_BYTES + 1
_PREFIX = 4
_FILE = Path(__file__).with_name("texts") / "recovery.toml"


class Slip(Exception):
    """What was typed is no sheet: how many words there were, or which place is not understood."""

    def __init__(self, count: int, place: int = 0) -> None:
        super().__init__(f"{count} words, place {place}")
        self.count = count
        self.place = place


@lru_cache(maxsize=1)
def all_words() -> tuple[str, ...]:
    """The 256 words, by the byte each stands for."""
    with _FILE.open("rb") as file:
        return tuple(tomllib.load(file)["words"])


def words_of(key: bytes) -> tuple[str, ...]:
    """The words to write down."""
    return tuple(all_words()[byte] for byte in (*key, _check(key)))


def key_of(typed: str) -> bytes:
    """The key that these words stand for; numbering and small slips do no harm. Raises Slip."""
    words = re.findall(r"[a-z]+", typed.casefold())
    if len(words) != LENGTH:
        raise Slip(len(words))
    read = bytes(_read(words))
    key, check = read[:-1], read[-1]
    if check != _check(key):
        raise Slip(LENGTH)
    return key


def same_word(typed: str, word: str) -> bool:
    """Whether somebody meant this word."""
    meant = _meant(typed.strip().casefold())
    return meant is not None and all_words()[meant] == word


def _check(key: bytes) -> int:
    return hashlib.sha256(b"sahut/recovery/" + key).digest()[0]


def _read(words: Sequence[str]) -> Iterator[int]:
    for place, word in enumerate(words, 1):
        meant = _meant(word)
        if meant is None:
            raise Slip(LENGTH, place)
        yield meant


def _meant(word: str) -> int | None:
    """The only word that begins like this, or else that is one slip away."""
    every = all_words()
    head = word[:_PREFIX]
    likely = [n for n, one in enumerate(every) if one == word]
    likely = likely or [n for n, one in enumerate(every) if one[:_PREFIX] == head]
    likely = likely or [n for n, one in enumerate(every) if _is_slip(word, one)]
    return likely[0] if len(likely) == 1 else None


def _is_slip(typed: str, word: str) -> bool:
    """One letter too many, too few or wrong, or two neighbours exchanged."""
    if len(typed) == len(word):
        wrong = [n for n in range(len(word)) if typed[n] != word[n]]
        return len(wrong) == 1 or (
            len(wrong) == 2
            and wrong[1] == wrong[0] + 1
            and typed[wrong[0]] == word[wrong[1]]
            and typed[wrong[1]] == word[wrong[0]]
        )
    long, short = (typed, word) if len(typed) > len(word) else (word, typed)
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))
