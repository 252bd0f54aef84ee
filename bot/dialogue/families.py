"""Words in families: whatever is done with a stem, by whichever prefix and ending, is one thing.

A family is a row of words in rules/families.toml. A word with a star is a verb's stem: *minta*
is also meminta, diminta, mintain, permintaan. @NAME stands for the words of another family.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

_FILE = Path(__file__).with_name("rules") / "families.toml"
Names = frozenset[str]
_NOBODY: Final[Names] = frozenset()

#: What a stem's first letter becomes behind a nasal: (with how many letters dropped, beginnings).
_NASALS: Final[Mapping[str, tuple[int, tuple[str, ...]]]] = {
    **dict.fromkeys("aiueogh", (0, ("meng", "ng", "peng"))),
    **dict.fromkeys("k", (1, ("meng", "ng", "peng"))),
    **dict.fromkeys("s", (1, ("meny", "ny", "peny"))),
    **dict.fromkeys("t", (1, ("men", "n", "pen"))),
    **dict.fromkeys("p", (1, ("mem", "m", "pem"))),
    **dict.fromkeys("bfv", (0, ("mem", "m", "pem", "nge"))),
    **dict.fromkeys("djz", (0, ("men", "n", "pen", "nge"))),
    **dict.fromkeys("c", (0, ("men", "n", "pen", "nge"))),
    **dict.fromkeys("lrwymn", (0, ("me", "nge", "pe"))),
}
_PREFIXES = (
    "diper", "memper", "dipun", "keter", "ter", "ber", "per", "ke", "ka", "di", "ta", "ba", "ku",
    "se", "",
)  # fmt: skip
_BARE = ("",)
_BEGINNINGS = tuple(prefix for prefix in _PREFIXES if prefix)
_ENDINGS = (
    "i", "e", "an", "in", "ki", "ne", "na", "mi", "mo", "ko", "ku", "kan", "ken", "ake", "nya",
    "nye", "lah", "kah", "keun", "inya", "annya", "innya", "kannya",
)  # fmt: skip
_SUM = re.compile(
    r"(?:rp)?(?:\d{1,3}(?:\.\d{3})+|\d+(?:[.,]\d+)?(?:rb|ribu|rebu|jt|juta|k)"
    r"|\d+000)"
)


def pair(word: str, following: str) -> Names:
    """The families of two words that are one thing together: bunuh diri, tim sukses."""
    return _WORDS.get(f"{word}-{following}", _NOBODY) if word in PAIRED else _NOBODY


@lru_cache(maxsize=32_768)
def of(word: str) -> Names:
    """The families that a word belongs to."""
    found = _WORDS.get(word) or _derived(word)
    if found and word.endswith("nya"):
        found |= _WORDS.get(word[:-3], _NOBODY)
    if found is None and "-" in word:
        return of(word.partition("-")[0]) | of(word.rpartition("-")[2])
    if (found is None and word[:1].isdigit()) or word[:2] == "rp":
        return _MONEY if _SUM.fullmatch(word) else found or _NOBODY
    return found or _NOBODY


def _derived(word: str) -> Names | None:
    """The families of the stem that is left without an ending and a prefix."""
    for bare in _endless(word):
        if found := _WORDS.get(bare) if len(bare) > 3 else None:
            return found
        if bare.startswith("ma") and (found := _WORDS.get(f"me{bare[2:]}")):
            return found
        if bare.startswith(("tr", "br")) and (found := _WORDS.get(f"{bare[0]}e{bare[1:]}")):
            return found
        if "e" in bare[-3:] and (found := _WORDS.get(_standard(bare))):
            return found
        for prefix in _PREFIXES if bare.startswith(_BEGINNINGS) else _BARE:
            stem = bare[len(prefix) :]
            if bare.startswith(prefix) and len(stem) > 2 and (found := _STEMS.get(stem)):
                return found
    return _skeletal(word)


def _skeletal(word: str) -> Names | None:
    """Danger in another dialect's vowels: tinggalam -> tenggelam."""
    bones = _bones(word)
    return _SKELETONS.get(bones) if len(bones) >= _MANY and len(word) > _MANY + 1 else None


def _bones(word: str) -> str:
    return "".join(letter for letter in word if letter not in "aeiou")


def _standard(word: str) -> str:
    """tenggelem -> tenggelam: as it is said, and as it is written."""
    head, _, tail = word.rpartition("e")
    return f"{head}a{tail}"


def _endless(word: str) -> Iterator[str]:
    yield word
    for ending in _ENDINGS if word.endswith(_ENDINGS) else ():
        if word.endswith(ending) and len(word) - len(ending) > 2:
            yield word[: -len(ending)]


def _nasal(stem: str) -> Iterator[str]:
    dropped, beginnings = _NASALS.get(stem[0], (0, ()))
    for beginning in beginnings:
        yield beginning + stem[dropped:]
    if stem[0] == "c":
        yield f"ny{stem[1:]}"
        yield f"meny{stem[1:]}"


def _sorted_out(
    rows: Mapping[str, str],
) -> tuple[Mapping[str, Names], Mapping[str, Names]]:
    """Words and stems, each with its families."""
    spelt: dict[str, set[str]] = defaultdict(set)
    stems: dict[str, set[str]] = defaultdict(set)
    for name, row in rows.items():
        for member in _members(rows, row):
            for word in _forms(member):
                spelt[word].add(name)
            if member.endswith("*"):
                stems[member[:-1]].add(name)
    return _frozen(spelt.items()), _frozen(stems.items())


def _members(rows: Mapping[str, str], row: str) -> Iterator[str]:
    for member in row.split():
        if member.startswith("@"):
            yield from _members(rows, rows[member[1:]])
        else:
            yield member


def _forms(member: str) -> Iterable[str]:
    stem = member.removesuffix("*")
    return (stem, *_nasal(stem)) if member.endswith("*") else (stem,)


def _frozen(table: Iterable[tuple[str, set[str]]]) -> dict[str, Names]:
    return {word: frozenset(names) for word, names in table}


_MONEY: Final[Names] = frozenset({"MONEY", "SUM"})
with _FILE.open("rb") as _opened:
    ROWS: Final[Mapping[str, str]] = tomllib.load(_opened)["families"]
_WORDS, _STEMS = _sorted_out(ROWS)
_MANY = 6
_SKELETONS: Final = {
    _bones(word): names for word, names in _WORDS.items() if "HARM" in names and "-" not in word
}
#: What may be the first of two words that are one thing.
PAIRED: Final = frozenset(word.partition("-")[0] for word in _WORDS if "-" in word)
