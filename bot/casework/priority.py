"""Priority: which case is served first, counted from its facts, with the reasons in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bot.casework import catalogue
from bot.casework.words import Weight


@dataclass(frozen=True, slots=True)
class Facts:
    """What counts. left: working days until the next date of the law, None where none runs.

    level: what an officer set instead, one of catalogue.PRIORITIES; "" where nobody did.
    """

    urgent: bool = False
    alarmed: bool = False
    weight: str = ""
    assisted: bool = False
    left: int | None = None
    level: str = ""


@dataclass(frozen=True, slots=True)
class Rank:
    """More points are served first; between equals the older one is."""

    points: int
    level: str
    reasons: tuple[str, ...]

    @property
    def words(self) -> str:
        return catalogue.words(catalogue.PRIORITIES, self.level)


#: From so many points on a case is served first, or may not wait.
FIRST: Final = 45
USUAL: Final = 10
_WEIGHTS: Final[Mapping[str, tuple[int, str]]] = {
    Weight.HEAVY: (30, "bobot berat"),
    Weight.MEDIUM: (15, "bobot sedang"),
}
#: (working days left at the most, points, words), the nearest first.
_LEFT: Final = (
    (-1, 45, "tenggat lewat"),
    (0, 40, "tenggat hari ini"),
    (1, 30, "tenggat satu hari kerja lagi"),
    (3, 20, "tenggat tiga hari kerja lagi"),
    (7, 10, "tenggat sepekan lagi"),
)
#: What an officer sets stands above and below whatever is counted.
_SET: Final[Mapping[str, int]] = {"first": 1000, "usual": FIRST - 1, "later": -1}


def rank(facts: Facts) -> Rank:
    """The case's place in the queue."""
    counted = tuple(_counted(facts))
    reasons = tuple(words for _, words in counted)
    if facts.level in _SET:
        return Rank(_SET[facts.level], facts.level, ("diubah petugas", *reasons))
    points = sum(amount for amount, _ in counted)
    return Rank(points, _level(points), reasons)


def _counted(facts: Facts) -> list[tuple[int, str]]:
    found = []
    if facts.urgent:
        found.append((50, "mendesak"))
    elif facts.alarmed:
        found.append((25, "perlu dilihat petugas"))
    if facts.weight in _WEIGHTS:
        found.append(_WEIGHTS[facts.weight])
    if facts.assisted:
        found.append((15, "pelapor perlu bantuan"))
    near = (row for row in _LEFT if facts.left is not None and facts.left <= row[0])
    found += [(points, words) for _, points, words in list(near)[:1]]
    return found


def _level(points: int) -> str:
    return "first" if points >= FIRST else "usual" if points >= USUAL else "later"
