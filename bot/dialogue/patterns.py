"""Families of words in order and near one another: how a deed or a danger is told.

A pattern is a line: `OFFICER ASK MONEY / 6` is somebody of the office, then asking, then money,
with at most six words between two of them; `A & B` is either way round; a word in small letters
stands for itself.
"""

from __future__ import annotations

import tomllib
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path
from typing import Any, Final

from bot.dialogue import families
from bot.dialogue.lexicon import KNOWN, words
from bot.dialogue.tokens import BREAKS, Tokens

_FOLDER = Path(__file__).with_name("rules")
_GAP = 4

#: Where each family stands in a text.
Sight = Mapping[str, Sequence[int]]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Families in this order; what they mean together; how much that weighs."""

    steps: tuple[str, ...]
    gap: int
    means: str
    weight: float


@dataclass(frozen=True, slots=True)
class Match:
    pattern: Pattern
    first: int
    last: int


class Patterns:
    """Patterns that are looked up by their rarest part."""

    def __init__(self, patterns: Iterable[Pattern]) -> None:
        by_key: dict[str, list[tuple[frozenset[str], Pattern]]] = defaultdict(list)
        for pattern in patterns:
            by_key[_key(pattern.steps)].append((frozenset(pattern.steps), pattern))
        self._by_key = dict(by_key)
        self._keys = frozenset(by_key)
        self.steps = frozenset(step for pattern in self for step in pattern.steps)

    def __iter__(self) -> Iterator[Pattern]:
        return (pattern for row in self._by_key.values() for _, pattern in row)

    def matches(self, sight: Sight) -> list[Match]:
        """Each pattern that is there, where it is first there, in the order of the text."""
        present = frozenset(sight)
        hits = [
            hit
            for key in self._keys & present
            for needed, pattern in self._by_key[key]
            if needed <= present and (hit := _find(pattern, sight))
        ]
        # Families are sets: without this the words that are shown differ from start to start.
        return sorted(hits, key=_place) if len(hits) > 1 else hits


def _place(match: Match) -> tuple[int, int, tuple[str, ...]]:
    return match.first, match.last, match.pattern.steps


def load(name: str) -> Patterns:
    """The patterns of rules/NAME.toml: a table per meaning, or a row of patterns."""
    with (_FOLDER / f"{name}.toml").open("rb") as opened:
        tables: dict[str, Any] = tomllib.load(opened)
    return Patterns(
        pattern
        for means, table in tables.items()
        for strength, lines in table.items()
        for line in lines.splitlines()
        for pattern in _parsed(line, means, _WEIGHTS[strength])
    )


#: What is sure, what is likely, and what holds where nothing better is said.
SURE: Final = 3.0
_WEIGHTS: Final = {"sure": SURE, "likely": 2.0, "weak": 1.0}


def sight(tokens: Tokens, literals: frozenset[str]) -> Sight:
    """Every family of the text with its places; `literals` are words that stand for themselves."""
    seen: dict[str, list[int]] = defaultdict(list)
    said = zip(tokens.words, tokens.typed, (*tokens.words[1:], ""), strict=False)
    for at, (word, typed, behind) in enumerate(said):
        names = families.of(word) if word == typed else families.of(word) | families.of(typed)
        if word in families.PAIRED:
            names |= families.pair(word, behind)
        for name in names:
            seen[name].append(at)
        if word in literals:
            seen[word].append(at)
    if len(tokens.words) <= _PLACES:
        return seen
    return {name: places[:_PLACES] for name, places in seen.items()}


#: So many places of a family are remembered, and so many tried at each step.
_PLACES, _TRIES = 64, 3


def end(tokens: Tokens, match: Match) -> int:
    """The last word of a match; two words that are one thing are not torn apart."""
    last = match.last
    following = tokens.words[last + 1] if last + 1 < len(tokens.words) else ""
    return last + (match.pattern.steps[-1] in families.pair(tokens.words[last], following))


def _parsed(line: str, means: str, weight: float) -> Iterable[Pattern]:
    line, _, gap = line.partition("/")
    if not line.strip():
        return
    width = int(gap) if gap.strip() else _GAP
    parts = [tuple(part.split()) for part in line.split("&")]
    for order in permutations(parts):
        yield Pattern(tuple(step for part in order for step in part), width, means, weight)


def _key(steps: tuple[str, ...]) -> str:
    """The step by which a pattern is looked up: words that are everywhere are the last resort."""
    return next((step for step in steps if step not in _EVERYWHERE), steps[0])


_EVERYWHERE = frozenset(
    {"NOT", "NOTYET", "OFFICER", "OFFICE", "WHO", "PERSON", "HELP", "MONEY", "di", "yang", "GET"}
)


def _find(pattern: Pattern, sight: Sight) -> Match | None:
    for start in sight[pattern.steps[0]]:
        last = _follow(pattern, sight, 1, start)
        if last >= 0:
            return Match(pattern, start, last)
    return None


def _follow(pattern: Pattern, sight: Sight, step: int, at: int) -> int:
    """Where the pattern ends that has come to `at`, or -1."""
    if step == len(pattern.steps):
        return at
    places = sight[pattern.steps[step]]
    begin = bisect_right(places, at)
    for place in places[begin : begin + _TRIES]:
        if place - at > pattern.gap + 1:
            break
        if (last := _follow(pattern, sight, step + 1, place)) >= 0:
            return last
    return -1


FAULTS: Final = load("maladministration")
DANGERS: Final = load("danger")
PRESSING: Final = load("urgency")
# Every word that is known is looked up at the start, and not while somebody waits.
for _word in KNOWN:
    families.of(_word)
_LITERALS: Final = (FAULTS.steps | DANGERS.steps | PRESSING.steps) - families.ROWS.keys()


def seen(tokens: Tokens) -> Sight:
    """What every pattern of this house looks at, found once for a text."""
    found = dict(sight(tokens, _LITERALS))
    for name in _FALLING & found.keys():
        found[name] = [at for at in found[name] if not _named(tokens, at)]
    for name, keeps in _UNLESS.items():
        if name in found and not (kept := [at for at in found[name] if keeps(tokens.words, at)]):
            del found[name]
        elif name in found:
            found[name] = kept
    return found


def _named(tokens: Tokens, at: int) -> bool:
    """Tumbang Tahai is a village, and nothing has fallen there."""
    return at > 0 and tokens.capital(at) and tokens.words[at - 1] not in BREAKS


_FALLING: Final = frozenset({"TOFALL", "COLLAPSE", "DROWN", "FLOOD", "FLAME", "VICTIM"})


def _calls(words: Sequence[str], at: int) -> bool:
    """ "tolong!" calls for help, "tolong diperbaiki" asks for a repair."""
    if words[at] == "tolong" and words[at + 1 : at + 2] in (("dong",), ("lah",)):
        return False
    behind = [word for word in words[at + 1 : at + 4] if word not in _BETWEEN][:1]
    verb = behind[0] if behind else ""
    repair = verb.startswith("di") and "HARM" not in families.of(verb)
    return words[at] != "tolong" or not repair or verb in _SAVING


def _bursting(words: Sequence[str], at: int) -> bool:
    """ "mau meledak kepala saya": a head, not a cylinder."""
    around = words[max(0, at - 4) : at + 3]
    return words[at - 1] in _TIRED and not _HEADS.isdisjoint(around)


def _put_off(words: Sequence[str], at: int) -> bool:
    """ "jawabnya besok besok terus": nothing is due tomorrow."""
    behind = "".join(words[at + 1 : at + 2])
    return behind in _AND_ON or (behind == words[at]) or words[at - 1] in (words[at], *_ANSWERED)


_AND_ON = words("terus melulu mulu")
_ANSWERED = words("jawabnya jawabannya dijawab janjinya")
#: "Ayah saya sudah meninggal" tells of a death, and of no danger.
_LATE = words("sudah telah ayah bapak ibu suami istri orangtua kakek nenek saya")
_HEADS = words("kepala emosi dada hati amarah otak")
_BETWEEN = words("segera pak bu dong untuk dapat agar supaya cepat ya min")
_SAVING = words("di ditolong diselamatkan dievakuasi dibantu dikirim dikirimkan")
_WISHES = words("tolong mohon minta segera harap agar supaya kapan perlu harus belum")
_TIRED = words("mau bikin membuat buat hampir")
_NO_FIRE = words("kereta bunga gunung korek senjata kayu stasiun tungku")
_CARRIED = words("diangkut angkut ngangkut")
_OWN = words("saya kami aku kita ku my our")
_UNLESS: Final[Mapping[str, Callable[[Sequence[str], int], bool]]] = {
    "HELP": _calls,
    "CALL": _calls,
    "FAINT": lambda words, at: words[at - 1] not in _TIRED,
    "REPAIR": lambda words, at: not _WISHES.isdisjoint(words[max(0, at - 4) : at]),
    "CUT": lambda words, at: "TALK" not in families.of("".join(words[at + 1 : at + 2])),
    "BLEED": lambda words, at: words[at - 1] != "demam",
    "LIKE": lambda words, at: not {"mau", "akan"} & set(words[at + 1 : at + 3]),
    "FORCE": lambda words, at: words[at] not in _CARRIED or "sampah" not in words,
    "LAZY": lambda words, at: words[at - 1] != "polisi",
    "FLAME": lambda words, at: words[at - 1] not in _NO_FIRE,
    "KIN": lambda words, at: _OWN.isdisjoint(words[at + 1 : at + 2]),
    "BURIED": lambda words, at: words[at - 1] != "sandal",
    "VICTIM": lambda words, at: words[at] != "meninggal" or words[at - 1] not in _LATE,
    "SOON": lambda words, at: not _put_off(words, at),
    "EXPLODE": lambda words, at: not _bursting(words, at),
}
