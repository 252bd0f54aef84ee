"""Papers: what the office writes in a case beside messages, as values."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.casework.catalogue import Choices
from bot.casework.clocks import Span
from bot.casework.words import Actor, Clock, Event, State

#: What a form gave: text as it was typed, several ticks as a tuple.
Given = Mapping[str, str | Sequence[str]]
#: What is kept: words, days as ISO text, rupiah and counts as whole numbers, ticks as a list.
Values = dict[str, str | int | list[str]]


class PaperKind(StrEnum):
    """Every kind of paper there is."""

    REVIEW = "review"
    SUBSTANCE = "substance"
    EVIDENCE = "evidence"
    CLARIFICATION = "clarification"
    STATEMENT = "statement"
    PRIORITY = "priority"
    RECOMMENDATION = "recommendation"
    DECISION = "decision"
    FOLLOW_UP = "follow_up"
    OBJECTION = "objection"
    REFERRAL = "referral"
    HAND_OVER = "hand_over"
    OUTSIDE = "outside"
    SP4N = "sp4n"
    ATTEMPT = "attempt"
    DOCUMENT = "document"
    PROTECTION = "protection"
    ABOVE = "above"


class Shape(StrEnum):
    """How something is written. PAST: a day that has been; DUE: a day until which.

    UNIT, SERVICE, FILE: one of those the office or the case has. KEPT: a rule writes it.
    """

    LINE = "line"
    TEXT = "text"
    CHOICE = "choice"
    TICKS = "ticks"
    DAY = "day"
    PAST = "past"
    DUE = "due"
    RUPIAH = "rupiah"
    COUNT = "count"
    UNIT = "unit"
    SERVICE = "service"
    FILE = "file"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to write.

    `sent`: the citizen reads it. `more`: folded away until it is wanted. `beside`: it stands to the
    right of the one before it, to be compared.
    """

    name: str
    label: str
    shape: Shape = Shape.LINE
    hint: str = ""
    required: bool = False
    sent: bool = False
    choices: Choices = ()
    lines: int = 3
    more: bool = False
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of paper.

    `event`: what filing it does to the case. `answer`: what is written when it is answered; a
    paper without is never open. `span`: until when it is answered where no day was given.
    `within`: the clock whose day it may not pass, `most`: so far at the most. `blocks`: the case
    is not archived while it is open. `several`: each is of its own; else the newest replaces.
    `form`: the number of the office's printed form it belongs to. `verb`: "" where nobody is
    offered to write it.
    """

    kind: PaperKind
    group: str
    title: str
    verb: str
    about: str
    fields: tuple[Field, ...]
    states: frozenset[State]
    writers: frozenset[Actor]
    citation: str
    event: Event = Event.FILE_PAPER
    answer: tuple[Field, ...] = ()
    answers: frozenset[Actor] = frozenset({Actor.OFFICER, Actor.DECIDER})
    asks: str = ""
    span: Span | None = None
    within: Clock | None = None
    most: Span | None = None
    blocks: bool = False
    several: bool = False
    form: int = 0


def may_write(paper: Paper, state: State, actors: Collection[Actor]) -> bool:
    """Whether somebody in these capacities may file it where the case stands."""
    return state in paper.states and not paper.writers.isdisjoint(actors)


def is_open(paper: Paper, answered: bool) -> bool:
    """Whether something is still to be answered."""
    return bool(paper.answer) and not answered
