"""Which service it is about: the office's own by its names, else those that every office knows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from rapidfuzz.distance import OSA

from bot.dialogue.found import Found
from bot.dialogue.lexicon import CAPITALS, INSTITUTIONS, KNOWN, SERVICES, words
from bot.dialogue.tokens import Tokens
from bot.dialogue.tokens import cut as cut_tokens

_LINKING = words("dan di untuk atau bagi dari ke yang pada")
_SHORTEST = 5


@dataclass(frozen=True, slots=True)
class _Catalogue:
    """What marks each service of the office, and the marks by their first letter."""

    marks: dict[str, tuple[str, ...]]
    letters: dict[str, tuple[str, ...]]
    content: dict[str, frozenset[str]]


def service(tokens: Tokens, catalogue: tuple[str, ...]) -> Found | None:
    """The office's own services and units first, then those that every office knows."""
    if catalogue and (hit := _own(tokens, _marked(catalogue))):
        return hit
    best: Found | None = None
    for at in [at for at, word in enumerate(tokens.words) if word in _OF_SERVICES]:
        name, last = _named(SERVICES, tokens, at)
        if name and tokens.words[at] == "kk" and _counted(tokens, at):
            continue
        if name and (best is None or last > at):
            best = best if best and best.confidence > 0.7 else _hit(tokens, name, at, last)
    return best or _told_together(tokens) or _of_institution(tokens)


def _own(tokens: Tokens, own: _Catalogue) -> Found | None:
    said = frozenset(tokens.words)
    for at, word in enumerate(tokens.words):
        pair = _pair(tokens, at)
        mark = pair if pair in own.marks else word if word in own.marks else _near(own, word)
        if mark:
            name = max(own.marks[mark], key=lambda one: len(own.content[one] & said))
            return Found(name, tokens.starts[at], tokens.ends[at + (mark == pair)], 0.9)
    return None


def _near(own: _Catalogue, word: str) -> str:
    """The mark that a slip of the finger made of this, where no lexicon knows the word."""
    if len(word) < _SHORTEST or word in KNOWN:
        return ""
    marks = own.letters.get(word[0], ())
    near = (mark for mark in marks if abs(len(mark) - len(word)) < 2)
    return next((mark for mark in near if OSA.distance(word, mark, score_cutoff=1) == 1), "")


def _told_together(tokens: Tokens) -> Found | None:
    """ "jalan depan SD bolong" and "air di RT 3 mati": the thing here, what ails it there."""
    said = frozenset(tokens.words)
    for mark, (ails, name) in _TOGETHER.items():
        if mark in said and not (ails and said.isdisjoint(ails)):
            return _hit(tokens, name, at := tokens.words.index(mark), at)
    return None


_TOGETHER: Final = {
    "air": (
        words(
            """mati keruh bau kuning macet ngalir mengalir keluar bocor kotor kecil hitam nyala
            mampet ngocor asin off"""
        ),
        "Air bersih",
    ),
    "jalan": (
        words(
            """rusak bolong berlubang lubang ambles amblas hancur becek licin retak gelap diaspal
            ditutup tutup longsor putus sempit perbaikan diperbaiki aspal galian jelek parah macet
            ambrol tergenang lumpur berlumpur debu berdebu terputus mulus broken"""
        ),
        "Jalan",
    ),
    "road": (frozenset[str](), "Jalan"),
    "dukcapil": (frozenset[str](), "Kependudukan"),
    "disdukcapil": (frozenset[str](), "Kependudukan"),
}


def _of_institution(tokens: Tokens) -> Found | None:
    """Where nothing else is told, the house or the uniform tells it: sdn 2, polisi, damkar."""
    for at, word in enumerate(tokens.words):
        name, last = _named(INSTITUTIONS, tokens, at) if word in _OF_INSTITUTIONS else ("", at)
        if name and not (word == "min" and _addressed(tokens, at)):
            return Found(name, tokens.starts[at], tokens.ends[last], 0.5)
    return None


def _counted(tokens: Tokens, at: int) -> bool:
    """ "40 KK" are households, and no paper."""
    before = tokens.words[at - 1] if at else ""
    return before[:1].isdigit() or before in _MANY


_MANY: Final = words("puluhan ratusan belasan beberapa semua seluruh banyak sekian ribuan")


def _addressed(tokens: Tokens, at: int) -> bool:
    """ "Min, lampu mati": the admin; MIN 2 is a school."""
    following = tokens.words[at + 1] if at + 1 < len(tokens.words) else ""
    written = tokens.text[tokens.starts[at] : tokens.ends[at]]
    return not following[:1].isdigit() and (tokens.loud or not written.isupper())


def _hit(tokens: Tokens, name: str, at: int, last: int) -> Found:
    return Found(name, tokens.starts[at], tokens.ends[last], 0.8 if last > at else 0.7)


def _pair(tokens: Tokens, at: int) -> str:
    return f"{tokens.words[at]}-{tokens.words[at + 1]}" if at + 1 < len(tokens.words) else ""


def _named(table: dict[str, str], tokens: Tokens, at: int) -> tuple[str, int]:
    pair = _pair(tokens, at)
    if pair and pair in table:
        return table[pair], at + 1
    return table.get(tokens.words[at], ""), at


#: What a mark is, or begins with where it is two words.
_OF_SERVICES: Final = frozenset(mark.partition("-")[0] for mark in SERVICES) | SERVICES.keys()
_OF_INSTITUTIONS: Final = (
    frozenset(mark.partition("-")[0] for mark in INSTITUTIONS) | INSTITUTIONS.keys()
)


@lru_cache(maxsize=64)
def _marked(names: tuple[str, ...]) -> _Catalogue:
    """What marks each service of the office: its abbreviation, or two of its words."""
    marks: dict[str, list[str]] = defaultdict(list)
    content: dict[str, frozenset[str]] = {}
    for name in names:
        spoken = [word for word in cut_tokens(name).words if word.isalnum()]
        content[name] = frozenset(spoken)
        for mark in _marks(spoken):
            marks[mark].append(name)
    letters: dict[str, list[str]] = defaultdict(list)
    for mark in marks:
        if len(mark) >= _SHORTEST and "-" not in mark:
            letters[mark[0]].append(mark)
    return _Catalogue(
        {mark: tuple(of) for mark, of in marks.items()},
        {letter: tuple(of) for letter, of in letters.items()},
        content,
    )


def _marks(spoken: list[str]) -> list[str]:
    short = [word for word in spoken if word in CAPITALS]
    content = [word for word in spoken if word not in _LINKING]
    pairs = [f"{a}-{b}" for a, b in pairwise(content)]
    known = [word for word in spoken if word in SERVICES]
    rare = [word for word in content if word not in KNOWN and len(word) >= _SHORTEST]
    return short + pairs + known + rare + (spoken if len(spoken) == 1 else [])
