"""A text cut into words in their normal spelling, each with its place in what was written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.dialogue.spelling import SPELLING

#: A reading sees this much of the beginning and of the end.
HEAD, TAIL = 8_000, 2_000

_TOKEN = re.compile(
    r"(?:rt|rw)(?=[./]?\d)|\d+(?=r[tw]\d)|\d+(?:[.,:/-]\d+)+"
    r"|[^\W_]+(?:-[^\W_]+|'[^\W\d_]+)*|[^\w\s]|\n",
    re.IGNORECASE,
)
_STRETCHED = re.compile(r"([^\W\d_])\1\1")
_STRETCH = re.compile(r"([^\W\d_])\1{2,}")
_TWICE = re.compile(r"([^\W\d_]{3,})2(nya)?")

BREAKS = frozenset('.,!?;:\n()"')


@dataclass(frozen=True, slots=True)
class Tokens:
    """`words` are lower case and spelt out; punctuation stands for itself."""

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def cut(self, first: int, last: int) -> str:
        """What was written from one word to another, both included."""
        return self.text[self.starts[first] : self.ends[last]]


def cut(text: str) -> Tokens:
    """Tokens of the first 8,000 and the last 2,000 characters."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    stretched = _STRETCHED.search(text, 0, HEAD + TAIL) is not None
    for match in _seen(text):
        for word in normal(match[0], stretched).split(" "):
            words.append(word)
            starts.append(match.start())
            ends.append(match.end())
    return Tokens(text, tuple(words), tuple(starts), tuple(ends))


def normal(token: str, stretched: bool = True) -> str:
    """The word as a dictionary has it: yg -> yang, anak2 -> anak-anak, lamaaa -> lama."""
    word = token.lower()
    if stretched:
        word = _STRETCH.sub(r"\1", word)
    full = SPELLING.get(word)
    if full is not None:
        return full
    if "2" in word and (twice := _TWICE.fullmatch(word)):
        return f"{twice[1]}-{twice[1]}{twice[2] or ''}"
    return word


def _seen(text: str) -> list[re.Match[str]]:
    if len(text) <= HEAD + TAIL:
        return list(_TOKEN.finditer(text))
    head, tail = _TOKEN.finditer(text, 0, HEAD), _TOKEN.finditer(text, len(text) - TAIL)
    return [*head, *tail]
