"""Dates on a page: steps behind, clocks ahead, each with its article."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.casework import clocks, lifecycle
from bot.casework.citations import cite
from bot.casework.words import Clock, Kind, Protection, State
from bot.house import House

_LANGUAGE = "id"


@dataclass(frozen=True, slots=True)
class Step:
    """The case came to this stage at this time."""

    stage: str
    moment: str
    iso: str


@dataclass(frozen=True, slots=True)
class Due:
    """What is owed by a day: "Kabar pertama", "Kamis, 8 Januari 2026", "3 hari lagi"."""

    label: str
    day: str
    left: str
    kind: str
    citation: str


@dataclass(frozen=True, slots=True)
class Term:
    """What the law gives so much time for, once it has begun."""

    label: str
    span: str
    since: str
    citation: str


#: From when on a clock counts, in words.
SINCE = {
    Clock.V: "sejak laporan diterima",
    Clock.I: "sejak pertanyaan diterima",
    Clock.A: "sejak laporan diterima",
    Clock.C: "sejak laporan dinyatakan lengkap",
    Clock.D: "sejak diputus",
    Clock.R: "sejak hasil disampaikan, waktu untuk menyatakan keberatan",
}


def moment(house: House, at: datetime) -> str:
    """Senin, 5 Januari 2026, pukul 09.14 WIB."""
    return house.texts.moment(_LANGUAGE, at, house.settings.office.zone)


def time(house: House, at: datetime) -> str:
    """09.14 WIB."""
    return house.texts.time(_LANGUAGE, at, house.settings.office.zone)


def day(house: House, on: date) -> str:
    """Kamis, 8 Januari 2026."""
    return house.texts.day(_LANGUAGE, on)


def stage(house: House, state: str) -> str:
    """Where a case stands, in words for the citizen."""
    return house.texts.say(_LANGUAGE, f"stage.{State(state)}")


def steps(house: House, rows: Iterable[Any]) -> Sequence[Step]:
    """The journal's moves, as a page shows them."""
    return [Step(stage(house, r.target), moment(house, r.at), r.at.isoformat()) for r in rows]


def running(house: House, rows: Iterable[Any], state: State) -> Sequence[Due]:
    """The clocks that run, the next one first; whoever reads that her file is complete is told."""
    today = house.calendar.local_date(house.now())
    told = {Clock.A} if state in lifecycle.ANSWERED else set()
    return [_due(house, Clock(r.clock), r.due_on, today) for r in rows if r.clock not in told]


def ahead(house: House, kind: Kind, protection: Protection) -> Sequence[Term]:
    """What comes after the clocks that run already."""
    later = [clock for clock in (Clock.C, Clock.D, Clock.R) if clock in clocks.LANES[kind]]
    if protection is Protection.ANONIM:
        later = []  # the sixty days begin with a file that is complete, and this one stays open
    return [term(house, clock) for clock in later]


def term(house: House, clock: Clock) -> Term:
    """How long the office has, by law or by its own kinder promise."""
    rule = clocks.RULES[clock]
    span = house.settings.promises.get(clock, rule.span)
    return Term(rule.label, str(span), SINCE[clock], cite(rule.citation))


def _due(house: House, clock: Clock, on: date, today: date) -> Due:
    rule = clocks.RULES[clock]
    left = clocks.remaining(on, today, house.calendar)
    return Due(rule.label, day(house, on), left.words, left.kind, cite(rule.citation))
