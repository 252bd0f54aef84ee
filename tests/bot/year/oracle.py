"""An oracle of its own: what the law says happens to a complaint, day by day, from the bare rules.

It shares nothing with the service: the days are those of the ministers' decrees, the spans are
those of the statutes, and both are counted here by hand.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

DAY = timedelta(days=1)
#: Public holidays and joint leave on weekdays, by the joint decrees for 2026 and 2027.
_CLOSED = {
    2026: "01-01 01-16 02-16 02-17 03-18 03-19 03-20 03-23 03-24 04-03 05-01 05-14 05-15 05-27"
    " 05-28 06-01 06-16 08-17 08-25 12-24 12-25",
    2027: "01-01 01-05 02-05 03-08 03-09 03-10 03-11 03-12 03-15 03-25 03-26 05-06 05-17 05-18"
    " 05-19 05-20 06-01 08-17 12-24",
}
CLOSED = {
    date(year, int(day[:2]), int(day[3:])) for year, days in _CLOSED.items() for day in days.split()
}


def works(day: date) -> bool:
    return day.weekday() < 5 and day not in CLOSED


def working(day: date, amount: int) -> date:
    while amount:
        day += DAY
        amount -= works(day)
    return day


@dataclass(slots=True)
class Life:
    """One complaint: on which day who did what; None where nobody ever did."""

    received: date
    incomplete: date | None = None
    complete: date | None = None
    decided: date | None = None
    delivered: date | None = None
    seen: list[tuple[date, str]] = field(default_factory=list)


def expected(life: Life, until: date) -> list[tuple[date, str]]:
    """What time itself must have done by this day, in the order of days."""
    return sorted(one for one in _acts(life) if one[0] <= until)


def due_on(life: Life, until: date) -> dict[str, date]:
    """The last day of each clock that still runs."""
    return {
        name: due
        for name, since, due, stopped in _clocks(life)
        if since <= until and stopped is None and not (name == "R" and due < until)
    }


def _clocks(life: Life) -> Iterator[tuple[str, date, date, date | None]]:
    """Name, first day, last day, and the day it was stopped."""
    answered = life.incomplete or life.complete
    yield "V", life.received, working(life.received, 3), answered
    yield "A", life.received, life.received + 14 * DAY, answered
    if life.incomplete:
        yield "B", life.incomplete, life.incomplete + 30 * DAY, life.complete
    if life.complete:
        yield "C", life.complete, life.complete + 60 * DAY, life.decided
    if life.decided:
        yield "D", life.decided, life.decided + 14 * DAY, life.delivered
    if life.delivered:
        yield "R", life.delivered, working(life.delivered, 10), None


def _acts(life: Life) -> Iterator[tuple[date, str]]:
    for name, _, due, stopped in _clocks(life):
        late = due + DAY
        for on, what in _of_one(name, due, late):
            if stopped is None or on <= stopped:
                yield on, what


def _of_one(name: str, due: date, late: date) -> Iterator[tuple[date, str]]:
    if name in "VACD":
        yield late, f"escalate superior {name}"
        yield working(late, 3), f"escalate responsible {name}"
    if name in "ACD":
        yield late, f"apologise {name}"
    if name == "B":
        for before in (15, 5, 1):
            yield due - before * DAY, "remind"
        yield late, "propose withdrawal"
    if name == "R":
        yield late, "close"
        yield late + 90 * DAY, "archive"
