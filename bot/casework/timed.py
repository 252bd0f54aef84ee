"""What time itself does to a running clock: on which day, seen by whom, by which article."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from bot.casework.clocks import RULES
from bot.casework.days import Calendar
from bot.casework.words import Clock, DayKind, Step


@dataclass(frozen=True, slots=True)
class Act:
    """One thing to do, on this day or later. `since`: when this run of the clock began."""

    clock: Clock
    step: Step
    on: date
    since: date


@dataclass(frozen=True, slots=True)
class Timed:
    """When a step is due: from the first day, the last day, and the office's calendar."""

    step: Step
    clocks: frozenset[Clock]
    on: Callable[[date, date, Calendar], date]


def acts(clock: Clock, since: date, due: date, calendar: Calendar) -> tuple[Act, ...]:
    """Everything that time does to this run of a clock, in order."""
    found = [
        Act(clock, one.step, one.on(since, due, calendar), since)
        for one in TIMED
        if clock in one.clocks
    ]
    return tuple(sorted(found, key=lambda act: (act.on, _ORDER[act.step])))


def first(clock: Clock, since: date, due: date, calendar: Calendar) -> date | None:
    """The day on which a clock that starts is first looked at; None where nothing ever is due."""
    return next((act.on for act in acts(clock, since, due, calendar)), None)


def warned(clock: Clock, since: date, due: date, today: date, calendar: Calendar) -> Step | None:
    """The newest warning that a clock of the office has given; None before the first."""
    past = [
        act
        for act in acts(clock, since, due, calendar)
        if act.step in _WARNINGS and act.on <= today <= due
    ]
    return past[-1].step if past else None


def told_late(waiting: tuple[Act, ...]) -> tuple[tuple[Act, ...], tuple[Act, ...]]:
    """Of acts that wait together: those to do, and those for which a later one of a kind stands."""
    last = {_FAMILY.get(act.step, act.step): act for act in waiting}
    doing = tuple(act for act in waiting if last[_FAMILY.get(act.step, act.step)] is act)
    return doing, tuple(act for act in waiting if act not in doing)


def _gone(percent: int) -> Callable[[date, date, Calendar], date]:
    """The first day on which at least so much of the days has gone."""

    def on(since: date, due: date, calendar: Calendar) -> date:
        day = since + timedelta(days=_part((due - since).days, percent))
        return min(day, _one_working_day_left(since, due, calendar))

    return on


def _worked(percent: int) -> Callable[[date, date, Calendar], date]:
    """The same for working days: a weekend is no half of three of them."""

    def on(since: date, due: date, calendar: Calendar) -> date:
        days = _part(calendar.working_days_between(since, due), percent)
        day = calendar.add(since, days, DayKind.WORKING)
        return min(day, _one_working_day_left(since, due, calendar))

    return on


def _part(days: int, percent: int) -> int:
    return -(-days * percent // 100)


def _before(days: int) -> Callable[[date, date, Calendar], date]:
    """So many days before the last one: days 15, 25 and 29 of the thirty that the law gives."""

    def on(since: date, due: date, _calendar: Calendar) -> date:
        return max(since + _DAY, due - timedelta(days=days))

    return on


def _one_working_day_left(since: date, due: date, calendar: Calendar) -> date:
    """The working day before the last one on which the office can still act."""
    return max(since, _working_before(_working_by(due, calendar), calendar))


def _past(working: int) -> Callable[[date, date, Calendar], date]:
    def on(_since: date, due: date, calendar: Calendar) -> date:
        return calendar.add(due + _DAY, working, DayKind.WORKING)

    return on


def _working_by(day: date, calendar: Calendar) -> date:
    while not calendar.is_working(day):
        day -= _DAY
    return day


def _working_before(day: date, calendar: Calendar) -> date:
    return _working_by(day - _DAY, calendar)


_DAY = timedelta(days=1)
#: Run on the office; what is late here is the office's to answer for.
OURS: Final = frozenset({Clock.V, Clock.A, Clock.C, Clock.D, Clock.I, Clock.J})
#: Named by a statute: the citizen is told when one is missed.
STATUTORY: Final = OURS - {Clock.V}

_IN_WORKING_DAYS: Final = frozenset(
    clock for clock in OURS if RULES[clock].span.days is DayKind.WORKING
)
_IN_DAYS: Final = OURS - _IN_WORKING_DAYS

TIMED: Final[tuple[Timed, ...]] = (
    Timed(Step.HALF, _IN_DAYS, _gone(50)),
    Timed(Step.HALF, _IN_WORKING_DAYS, _worked(50)),
    Timed(Step.FIFTH, _IN_DAYS, _gone(80)),
    Timed(Step.FIFTH, _IN_WORKING_DAYS, _worked(80)),
    Timed(Step.LAST, OURS, _one_working_day_left),
    Timed(Step.OVER, OURS, _past(0)),
    Timed(Step.APOLOGY, STATUTORY, _past(0)),
    Timed(Step.SUPERIOR, OURS, _past(0)),
    Timed(Step.RESPONSIBLE, OURS, _past(3)),
    Timed(Step.FIRST_REMINDER, frozenset({Clock.B}), _before(15)),
    Timed(Step.SECOND_REMINDER, frozenset({Clock.B}), _before(5)),
    Timed(Step.LAST_REMINDER, frozenset({Clock.B}), _before(1)),
    Timed(Step.PROPOSAL, frozenset({Clock.B}), _past(0)),
    Timed(Step.CLOSING, frozenset({Clock.R}), _past(0)),
)

#: What the citizen sees, or what ends a case: it stops while the clock is in doubt.
SEEN: Final = frozenset(
    {
        Step.APOLOGY,
        Step.FIRST_REMINDER,
        Step.SECOND_REMINDER,
        Step.LAST_REMINDER,
        Step.PROPOSAL,
        Step.CLOSING,
    }
)
_WARNINGS = dict.fromkeys((Step.HALF, Step.FIFTH, Step.LAST, Step.OVER), Step.OVER)
_REMINDERS = dict.fromkeys(
    (Step.FIRST_REMINDER, Step.SECOND_REMINDER, Step.LAST_REMINDER, Step.PROPOSAL), Step.PROPOSAL
)
_FAMILY = _WARNINGS | _REMINDERS
_ORDER = {step: place for place, step in enumerate(Step)}
