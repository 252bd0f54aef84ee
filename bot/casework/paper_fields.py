"""Paper fields: short ways to write the fields of a paper, and the states papers belong to."""

from __future__ import annotations

from typing import Final, TypedDict, Unpack

from bot.casework.catalogue import Choices
from bot.casework.clocks import Span
from bot.casework.papers import Field, Shape
from bot.casework.words import Actor, DayKind, State

OFFICER: Final = frozenset({Actor.OFFICER})
DECIDER: Final = frozenset({Actor.DECIDER})
STAFF: Final = OFFICER | DECIDER
#: While the case is being looked at; what is decided is not looked at again without an objection.
WORK: Final = frozenset(
    {
        State.RECEIVED,
        State.AWAITING_COMPLETION,
        State.COMPLETE,
        State.UNDER_REVIEW,
        State.IN_RESOLUTION,
        State.OBJECTED,
    }
)
AFTER: Final = frozenset({State.DECIDED, State.DELIVERED, State.CLOSED})
EVER: Final = frozenset(State) - {State.DRAFT, State.ARCHIVED}


class Marks(TypedDict, total=False):
    """What else may be said of a field."""

    required: bool
    sent: bool
    more: bool


def line(name: str, label: str, hint: str = "", **marks: Unpack[Marks]) -> Field:
    """A few words."""
    return Field(name, label, Shape.LINE, hint, **marks)


def text(name: str, label: str, hint: str = "", lines: int = 3, **marks: Unpack[Marks]) -> Field:
    """Sentences."""
    return Field(name, label, Shape.TEXT, hint, lines=lines, **marks)


def pick(name: str, label: str, choices: Choices, hint: str = "", **marks: Unpack[Marks]) -> Field:
    """One of a list."""
    return Field(name, label, Shape.CHOICE, hint, choices=choices, **marks)


def tick(name: str, label: str, choices: Choices, hint: str = "", **marks: Unpack[Marks]) -> Field:
    """Any of a list."""
    return Field(name, label, Shape.TICKS, hint, choices=choices, **marks)


def past(name: str, label: str, hint: str = "", **marks: Unpack[Marks]) -> Field:
    """A day that has been."""
    return Field(name, label, Shape.PAST, hint, **marks)


def due(label: str = "Dijawab sampai", hint: str = "", **marks: Unpack[Marks]) -> Field:
    """The day until which it is answered."""
    return Field("due", label, Shape.DUE, hint, **marks)


def unit(label: str = "Unit di kantor ini") -> Field:
    """One of the office's units: whoever speaks for it answers in place."""
    return Field("unit", label, Shape.UNIT)


def why() -> Field:
    """The reason, where the answer needs one."""
    return text("why", "Alasan", lines=2)


def working(amount: int) -> Span:
    """So many working days."""
    return Span(amount, DayKind.WORKING)


def calendar(amount: int) -> Span:
    """So many days."""
    return Span(amount, DayKind.CALENDAR)
