"""Findings: what a check saw, and how grave it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.commands.words import Words


class Level(StrEnum):
    """FINE: nothing to do. LOOK: works, but could be better. WRONG: something is broken."""

    FINE = "fine"
    LOOK = "look"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    level: Level
    text: str


def show(found: Finding, words: Words) -> None:
    """Print it; later lines of a long text stand under the first."""
    mark = words(f"level.{found.level}")
    print(f"  {mark:<8}{found.text.replace(chr(10), chr(10) + ' ' * 10)}", flush=True)
