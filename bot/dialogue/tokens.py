"""A text cut into words in their normal spelling, each with its place in what was written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from bot.dialogue import spelling
from bot.dialogue.lexicon import INSTITUTIONS, KNOWN, SPELLING
from bot.dialogue.lexicon import words as listed

#: A reading sees this much of the beginning and of the end.
HEAD, TAIL = 8_000, 2_000
#: What is longer is no word, and not worth remembering.
_LONGEST = 32
#: In fewer words many capitals are a name.
_A_SENTENCE = 8

_TOKEN = re.compile(
    r"(?:jln?|gg|kp|kmp|dsn|ds|kel|kec|kab|prov|perum|komp|no|rt|rw|tgl|pkl)\.(?=\s?[^\W_])"
    r"|\d+(?=(?:hr|hari|mgg?u?|minggu|bln|bulan|thn?|tahun|jm|jam|mnt|menit)(?![^\W_]))"
    r"|(?:rp|idr)(?=\.?\d)|(?:rt|rw)(?=[./]?\d)|\d+(?=r[tw]\d)|\d+(?:[.,:/-]\d+)+"
    r"|[^\W_]+(?:-[^\W_]+|'[^\W\d_]+)*|[^\w\s]|\n",
    re.IGNORECASE,
)
_STRETCHED = re.compile(r"([^\W\d_])\1\1")
_STRETCH = re.compile(r"([^\W\d_])\1{2,}")
_TWICE = re.compile(r"([^\W\d_]{3,})2(nya|an|in|kan|i)?")

_NONE: Mapping[str, str] = MappingProxyType({})

BREAKS = frozenset('.,!?;:\n()"')


@dataclass(frozen=True, slots=True)
class Tokens:
    """`words` are in the dictionary's spelling, `typed` as written; signs stand for themselves."""

    text: str
    words: tuple[str, ...]
    typed: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    #: Nearly every word has a capital, so that none tells a name.
    loud: bool = False

    def capital(self, at: int) -> bool:
        """Does a capital tell that this word is a name?"""
        return not self.loud and self.text[self.starts[at]].isupper()

    def cut(self, first: int, last: int) -> str:
        """What was written from one word to another, both included."""
        return self.text[self.starts[first] : self.ends[last]]


def cut(text: str, own: Mapping[str, str] = _NONE) -> Tokens:
    """Tokens of the first 8,000 and the last 2,000 characters; `own` are the office's words."""
    words: list[str] = []
    typed: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    spoken = shouted = capitals = 0
    for match in _seen(text):
        token = match[0]
        first, low, named = token[0], token.lower(), False
        if first.isalpha():
            spoken += 1
            if first.isupper():
                capitals += 1
                shouted += len(token) > 2 and token.isupper()
                named = bool(words) and token.istitle()
        if len(token) > _LONGEST:
            low = plain(low)
        full = (own.get(low) if own else None) or (
            _normal(low, named) if len(low) <= _LONGEST else low
        )
        if len(low) == 1 and words and low.isalpha():
            full = _letter(token, words[-1], full)
        if " " in full:
            _part(match, full, low, words, typed, starts, ends)
            continue
        words.append(full)
        typed.append(low)
        start, end = match.span()
        starts.append(start)
        ends.append(end)
    loud = 2 * shouted > spoken or (spoken >= _A_SENTENCE and 10 * capitals > 8 * spoken)
    return Tokens(text, tuple(words), tuple(typed), tuple(starts), tuple(ends), loud)


def _part(
    match: re.Match[str],
    full: str,
    low: str,
    words: list[str],
    typed: list[str],
    starts: list[int],
    ends: list[int],
) -> None:
    """Several words typed as one: where they are only joined, each has its own letters."""
    parts = full.split(" ")
    joined = "".join(parts) == low
    at = match.start()
    for part in parts:
        words.append(part)
        typed.append(part if joined else low)
        starts.append(at)
        ends.append(at + len(part) if joined else match.end())
        at += len(part) if joined else 0


def _letter(token: str, before: str, full: str) -> str:
    """ "d rumah", "k kantor", "g ada"; but blok D, loket g, and 5 k."""
    if before in _LETTERED:
        return token.lower()
    return _LETTERS.get(token, full) if before.isalpha() else full


_LETTERS: Mapping[str, str] = MappingProxyType({"d": "di", "k": "ke"})
_LETTERED = listed(
    """blok gang kelas loket nomor no lantai vitamin hepatitis sim jalur gedung tipe type golongan
    gol pintu ruang jalan rt rw seri grup group"""
)


def normal(token: str, named: bool = False) -> str:
    """The word as a dictionary has it: yg -> yang, anak2 -> anak-anak, dalan -> jalan."""
    return _normal(token, named) if len(token) <= _LONGEST else token


@lru_cache(maxsize=16_384)
def _normal(token: str, named: bool) -> str:
    word = plain(token.lower())
    full = SPELLING.get(word, word)
    return full if full in KNOWN or " " in full else spelling.meant(full, named)


def plain(word: str) -> str:
    """Without the dot of an abbreviation, stretched letters, and 2 for what is said twice."""
    if len(word) > 1 and word[-1] == ".":
        word = word[:-1]
    if _STRETCHED.search(word) and word not in INSTITUTIONS:  # pppk
        word = _STRETCH.sub(r"\1", word)
    if word not in SPELLING and "2" in word and (twice := _TWICE.fullmatch(word)):
        root = SPELLING.get(twice[1], "")
        root = root if root.isalpha() else twice[1]
        return f"{root}-{root}{twice[2] or ''}"
    return word


def _seen(text: str) -> list[re.Match[str]]:
    if len(text) <= HEAD + TAIL:
        return list(_TOKEN.finditer(text))
    head, tail = _TOKEN.finditer(text, 0, HEAD), _TOKEN.finditer(text, len(text) - TAIL)
    return [*head, *tail]
