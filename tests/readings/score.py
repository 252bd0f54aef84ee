"""How well messages are read: labels beside what the reader says, counted field by field.

A message may be labelled in part: what has no label is not counted.
"""

from __future__ import annotations

import json
import string
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.dialogue.report import report

ZONE = "Asia/Jakarta"
Label = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Judged:
    """One message: what is right, what was said, and how long it took in milliseconds."""

    label: Label
    said: Label = field(repr=False)
    took: float


@dataclass(frozen=True, slots=True)
class Row:
    """So many right of so many."""

    name: str
    right: int
    of: int

    def __str__(self) -> str:
        share = f"{100 * self.right / self.of:5.1f} %" if self.of else "    - "
        return f"{self.name:44} {self.right:4} / {self.of:<4} {share}"


def labels(file: Path) -> list[Label]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def judge(told: Iterable[Label]) -> list[Judged]:
    return [_judged(label) for label in told]


def rows(judged: Sequence[Judged]) -> list[Row]:
    """The table of one file, line by line."""
    complaints = _labelled(judged, "kind", "complaint")
    faults = [one for one in complaints if one.label["maladministration"]]
    blameless = [one for one in judged if not one.label["maladministration"]]
    pressing = [one for one in judged if one.label["urgent"]]
    calm = [one for one in judged if not one.label["urgent"]]
    whole = [one for one in complaints if "missing" in one.label]
    return [
        _row("kind", judged, _same("kind")),
        _row("emergencies found", _labelled(judged, "kind", "emergency"), _same("kind")),
        _row("urgent found", pressing, _urgent),
        _row("falsely urgent", calm, _urgent),
        _row("maladministration, all complaints", complaints, _same("maladministration")),
        _row("maladministration, where there is one", faults, _same("maladministration")),
        _row("maladministration, filled where there is none", blameless, _filled),
        *_parts(whole),
        _row("missing, exactly", whole, _missing_same),
    ]


def pace(judged: Sequence[Judged]) -> tuple[float, float]:
    """Median and the 99th of a hundred, in milliseconds."""
    took = sorted(one.took for one in judged)
    return took[len(took) // 2], took[min(len(took) - 1, int(len(took) * 0.99))]


def misses(judged: Sequence[Judged]) -> Iterator[str]:
    """Each message that was misread, and where."""
    for one in judged:
        wrong = [name for name, same in FIELDS.items() if name in one.label and not same(one)]
        if one.label["kind"] != "complaint":
            wrong = [name for name in wrong if name in ("kind", "urgent", "maladministration")]
        told = [f"    {name}: {one.label[name]!r}, not {one.said[name]!r}" for name in wrong]
        if told:
            yield "\n".join([one.label["text"], *told])


def trimmed(part: str | None) -> str:
    return " ".join((part or "").lower().strip(string.punctuation + " \n").split())


def overlap(one: str | None, other: str | None) -> float:
    """How much of two parts is common, by their words: 1 if the same, 0 if nothing."""
    mine, theirs = set(trimmed(one).split()), set(trimmed(other).split())
    if not mine and not theirs:
        return 1.0
    return len(mine & theirs) / len(mine | theirs)


def _judged(label: Label) -> Judged:
    at = datetime.fromisoformat(label["received_at"])
    at = at if at.tzinfo is not None else at.replace(tzinfo=ZoneInfo(ZONE))
    start = time.thread_time()
    said = report(label["text"], (), at, zone=ZONE)
    return Judged(label, said, (time.thread_time() - start) * 1000)


def _parts(complaints: Sequence[Judged]) -> list[Row]:
    """Verbatim parts count where they are the same, and where half of the words are."""
    return [
        _row("place, exactly", complaints, _part_same("place")),
        _row("place, by half", complaints, _part_near("place")),
        _row("when_text, exactly", complaints, _part_same("when_text")),
        _row("when_text, by half", complaints, _part_near("when_text")),
        _row("when, the day", complaints, _same("when")),
    ]


Same = Callable[[Judged], bool]


def _row(name: str, judged: Sequence[Judged], right: Same) -> Row:
    return Row(name, sum(map(right, judged)), len(judged))


def _labelled(judged: Sequence[Judged], name: str, value: str) -> list[Judged]:
    return [one for one in judged if one.label[name] == value]


def _same(name: str) -> Same:
    return lambda one: bool(one.said[name] == one.label[name])


def _part_same(name: str) -> Same:
    return lambda one: trimmed(one.said[name]) == trimmed(one.label[name])


def _part_near(name: str) -> Same:
    return lambda one: overlap(one.said[name], one.label[name]) >= 0.5


def _urgent(one: Judged) -> bool:
    return bool(one.said["urgent"])


def _urgent_same(one: Judged) -> bool:
    return bool(one.said["urgent"]) == bool(one.label["urgent"])


def _filled(one: Judged) -> bool:
    return one.said["maladministration"] is not None


def _missing_same(one: Judged) -> bool:
    return set(one.said["missing"]) == set(one.label["missing"])


FIELDS: dict[str, Same] = {
    "kind": _same("kind"),
    "urgent": _urgent_same,
    "maladministration": _same("maladministration"),
    "place": _part_same("place"),
    "when_text": _part_same("when_text"),
    "when": _same("when"),
    "missing": _missing_same,
}
