"""Checks: what makes a paper fit to be kept; what does not is refused with rule and article."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bot.casework import paper_values
from bot.casework.labels import STATES
from bot.casework.lifecycle import Refusal
from bot.casework.paper_rules import RULES
from bot.casework.paper_values import Around
from bot.casework.papers import Given, Paper, Shape, Values
from bot.casework.words import Actor, Clock, State


@dataclass(frozen=True, slots=True)
class Filed:
    """What was written, fit to be kept, and until when it is to be answered."""

    values: Values = field(repr=False)
    due: date | None = None


def permit(paper: Paper, state: State, actors: Collection[Actor]) -> None:
    """Raises Refusal where this paper is not written here, or not by somebody like this."""
    if state not in paper.states:
        rule = f"Untuk laporan yang {STATES[state]} tidak ditulis lembar {paper.title.lower()}"
        raise Refusal(rule, paper.citation)
    if paper.writers.isdisjoint(actors):
        raise Refusal(f"Lembar {paper.title.lower()} ditulis petugas pengaduan", paper.citation)


def check(paper: Paper, given: Given, around: Around) -> Filed:
    """The paper as it may be kept. Raises Refusal with the rule and its article."""
    values = paper_values.values(paper.fields, given, around, paper.citation)
    for rule in RULES.get(paper.kind, ()):
        rule(values, around)
    return Filed(values, _due(paper, values, around))


def check_answer(paper: Paper, given: Given, around: Around) -> Values:
    """The answer as it may be kept. Raises Refusal with the rule and its article."""
    values = paper_values.values(paper.answer, given, around, paper.citation)
    if values.get("verdict") in _NEEDS_WHY and not values.get("why"):
        raise Refusal(
            "Tulis alasannya: yang ditolak atau dikembalikan perlu alasan", paper.citation
        )
    return values


_NEEDS_WHY: Final = frozenset({"refused", "partly", "returned", "not_done"})


def _due(paper: Paper, values: Values, around: Around) -> date | None:
    named = next((one for one in paper.fields if one.shape is Shape.DUE), None)
    if not paper.answer and named is None:
        return None
    label = named.label if named else "Batas waktu"
    limit = _limit(paper, around)
    if named is not None and named.name in values:
        due = date.fromisoformat(str(values[named.name]))
        if due < around.today:
            raise Refusal(f"{label}: tanggal ini sudah lewat", paper.citation)
        if limit is not None and due > limit[0]:
            raise Refusal(f"{label}: paling lambat {limit[0]:%d-%m-%Y}", limit[1])
        return due
    if paper.span is None:
        return None
    due = around.calendar.add(around.today, paper.span.amount, paper.span.days)
    return due if limit is None else max(around.today, min(due, limit[0]))


def _limit(paper: Paper, around: Around) -> tuple[date, str] | None:
    """The last day the law leaves, and the article that says so."""
    days = []
    if paper.most is not None:
        last = around.calendar.add(around.today, paper.most.amount, paper.most.days)
        days.append((last, paper.citation))
    clock = paper.within
    if clock is not None and clock in around.due:
        # Where that day has passed already, today is the least that can be given.
        days.append((max(around.due[clock], around.today), _CLOCKS[clock]))
    return min(days, default=None)


_CLOCKS: Final[Mapping[Clock, str]] = {Clock.C: "uu25-50", Clock.D: "uu25-50-2"}
