"""The table: what was measured beside its goal."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

_COLORS = {"cukup": "32", "terlalu lambat": "31", "belum dapat diukur": "31"}


@dataclass(frozen=True, slots=True)
class Row:
    """One figure. `fine` is None where the part to be measured does not exist."""

    name: str
    what: str
    measured: str
    goal: str
    fine: bool | None
    note: str = ""

    @property
    def verdict(self) -> str:
        if self.fine is None:
            return "belum dapat diukur"
        return "cukup" if self.fine else "terlalu lambat"


def ratio(name: str, what: str, value: float, goal: float, note: str = "") -> Row:
    return Row(name, what, f"{value:.3g} x", f">= {goal:g} x", value >= goal, note)


def rate(name: str, what: str, value: float, goal: float, note: str = "") -> Row:
    return Row(name, what, f"{value:,.0f}/s", f">= {goal:,.0f}/s", value >= goal, note)


def wait(name: str, what: str, seconds: float, goal: float, note: str = "") -> Row:
    """A time that must stay below its goal; both in seconds."""
    shown = f"{seconds * 1000:.3g} ms"
    return Row(name, what, shown, f"< {goal * 1000:g} ms", seconds < goal, note)


def missing(name: str, what: str, goal: str, reason: str) -> Row:
    return Row(name, what, "-", goal, None, reason)


def show(row: Row) -> None:
    """One row, as soon as it is known."""
    print(f"{row.name:9} {row.what:56} {row.measured:>12} {row.goal:>12}  {_painted(row.verdict)}")
    if row.note:
        print(f"{'':9} {row.note}")
    sys.stdout.flush()


def summary(rows: list[Row]) -> str:
    counts = {word: sum(row.verdict == word for row in rows) for word in _COLORS}
    return ", ".join(f"{count} {word}" for word, count in counts.items() if count)


def _painted(verdict: str) -> str:
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR"):
        return verdict
    return f"\033[{_COLORS[verdict]}m{verdict}\033[0m"
