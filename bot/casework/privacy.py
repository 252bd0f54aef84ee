"""Privacy: how long personal data are kept, what holds them back, and the clock of three days."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, Literal

from bot.casework import lifecycle
from bot.casework.lifecycle import Refusal
from bot.casework.papers import PaperKind
from bot.casework.words import State

#: Clock P: a request is answered, a breach is told, within 3 x 24 hours; hours, and not days.
SPAN: Final = timedelta(hours=72)
#: The recap of three years that the Ombudsman asks for.
LEAST_YEARS: Final = 3
_FIFTH_LEFT: Final = 0.8


class RequestKind(StrEnum):
    """What a citizen may ask of their own data."""

    COPY = "copy"
    CORRECT = "correct"
    RESTRICT = "restrict"
    ERASE = "erase"


class Outcome(StrEnum):
    """How a request ended."""

    DONE = "done"
    PARTLY = "partly"
    REFUSED = "refused"


class BreachStep(StrEnum):
    """What is done about a breach."""

    MEASURE = "measure"
    AUTHORITY = "authority"
    SUBJECTS = "subjects"
    PUBLIC = "public"
    CLOSE = "close"


class Ground(StrEnum):
    """Why somebody's data are erased."""

    REQUEST = "permintaan"
    SCHEDULE = "retensi"
    UNLAWFUL = "melawan-hukum"
    ORDER = "putusan"


#: The law lets these go before the time of keeping is over.
EARLY: Final = frozenset({Ground.UNLAWFUL, Ground.ORDER})


class Hold(StrEnum):
    """Why nothing may be erased yet."""

    OPEN = "open"
    OUTSIDE = "outside"
    OWED = "owed"
    JOINED = "joined"
    FRESH = "fresh"
    ASKED = "asked"
    BUSY = "busy"


#: By which article each of them holds.
HOLDS: Final[Mapping[Hold, str]] = {
    Hold.OPEN: "uu25-50",
    Hold.OUTSIDE: "uu25-46",
    Hold.OWED: "perpres76-8",
    Hold.JOINED: "uu25-50",
    Hold.FRESH: "uu27-42-44",
    Hold.ASKED: "uu27-30-32",
    Hold.BUSY: "perpres76-8",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """A case as far as it decides about keeping. owes: the kinds of its papers without answer."""

    state: State
    ended_on: date | None
    owes: frozenset[PaperKind] = frozenset()


def holds(
    cases: Sequence[Kept], joined: Collection[State], years: int, today: date, ground: Ground
) -> dict[Hold, int]:
    """What holds a citizen's data back, and how many cases say so. joined: cases of others."""
    found: dict[Hold, int] = {}
    for case in cases:
        for hold in _of(case, years, today, ground):
            found[hold] = found.get(hold, 0) + 1
    running = sum(is_running(state) for state in joined)
    return found | ({Hold.JOINED: running} if running else {})


def _of(case: Kept, years: int, today: date, ground: Ground) -> list[Hold]:
    if is_running(case.state):
        return [Hold.OPEN]
    owed = [Hold.OUTSIDE] if PaperKind.OUTSIDE in case.owes else []
    owed += [Hold.OWED] if case.owes - {PaperKind.OUTSIDE} else []
    kept = case.ended_on is None or today <= last_day(case.ended_on, years)
    return [*owed, Hold.FRESH] if kept and ground not in EARLY else owed


def is_running(state: State) -> bool:
    """Whether something is still owed in a case; a draft may become one."""
    return state in lifecycle.OPEN or state is State.DRAFT


def last_day(ended: date, years: int) -> date:
    """The last day on which what ended then is kept."""
    try:
        return ended.replace(year=ended.year + years)
    except ValueError:  # the 29th of February
        return date(ended.year + years, 2, 28)


def first_day(today: date, years: int) -> date:
    """What ended before this day is kept no longer."""
    try:
        return today.replace(year=today.year - years)
    except ValueError:
        return date(today.year - years, 2, 28)


def refuse_reasonless(reason: str) -> None:
    """Nothing is taken out without a word why. Raises Refusal."""
    if not reason.strip():
        raise Refusal("Tulis alasannya; penghapusan tanpa alasan tidak dicatat", "uu27-42-44")


@dataclass(frozen=True, slots=True)
class Left:
    """How much of the three days is left, for somebody who has to hurry."""

    kind: Literal["ok", "half", "soon", "overdue"]
    words: str

    @property
    def warns(self) -> bool:
        return self.kind != "ok"


def left(began: datetime, due: datetime, now: datetime) -> Left:
    """In hours: "sisa 20 jam", "lewat 3 jam"."""
    rest = due - now
    hours = abs(rest) // timedelta(hours=1)
    told = f"{hours} jam" if hours else "kurang dari satu jam"
    if rest <= timedelta():
        return Left("overdue", f"lewat {told}")
    gone = (now - began) / (due - began)
    kind: Literal["ok", "half", "soon"] = (
        "soon" if gone >= _FIFTH_LEFT else "half" if gone >= 0.5 else "ok"
    )
    return Left(kind, f"sisa {told}")
