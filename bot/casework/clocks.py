"""The clocks of a case: how long, by which article, what winds and what stops them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from bot.casework.days import Calendar
from bot.casework.lifecycle import Refusal
from bot.casework.words import Clock, DayKind, Kind


@dataclass(frozen=True, slots=True)
class Span:
    """So many days of one kind: "60 hari", "14 hari kerja"."""

    amount: int
    days: DayKind

    def __str__(self) -> str:
        return f"{self.amount} hari{' kerja' if self.days is DayKind.WORKING else ''}"


@dataclass(frozen=True, slots=True)
class Rule:
    """One clock. `citizens`: the time is the citizen's own, and the office may only lengthen it."""

    span: Span
    citation: str
    label: str
    citizens: bool = False


@dataclass(frozen=True, slots=True)
class Remaining:
    """Days until a date, negative once it has passed, and the words for it."""

    days: int
    kind: Literal["ok", "soon", "overdue"]
    words: str


#: What an office promises of its own will, clock by clock.
Promise = Mapping[Clock, Span]

_C, _W = DayKind.CALENDAR, DayKind.WORKING

RULES: Final[Mapping[Clock, Rule]] = {
    Clock.F: Rule(Span(30, _C), "perpres76-12", "Batas melapor", citizens=True),
    Clock.V: Rule(Span(3, _W), "sp4n", "Kabar pertama"),
    Clock.A: Rule(Span(14, _C), "uu25-42-45", "Jawaban kelengkapan"),
    Clock.B: Rule(Span(30, _C), "uu25-42-45", "Dilengkapi pelapor", citizens=True),
    Clock.C: Rule(Span(60, _C), "uu25-50", "Keputusan"),
    Clock.D: Rule(Span(14, _C), "uu25-50-2", "Penyampaian hasil"),
    Clock.R: Rule(Span(10, _W), "sp4n", "Tanggapan pelapor", citizens=True),
    Clock.I: Rule(Span(5, _W), "permenpanrb62", "Jawaban informasi"),
    Clock.J: Rule(Span(10, _W), "uu14", "Jawaban PPID"),
}

#: Which clocks run for what the citizen wants; only a complaint has those of UU 25/2009.
LANES: Final[Mapping[Kind, frozenset[Clock]]] = {
    Kind.COMPLAINT: frozenset(Clock) - {Clock.I, Clock.J},
    Kind.INFORMATION: frozenset({Clock.I, Clock.J}),
    Kind.ASPIRATION: frozenset({Clock.V}),
    Kind.THANKS: frozenset(),
}

#: What the classes of SP4N-LAPOR! promise (PermenPANRB 62/2018). The other class has sixty working
#: days, and the statute's sixty days are over before them.
CLASSED: Final[Mapping[str, Promise]] = {"class/non_oversight": {Clock.C: Span(14, _W)}}

#: What a clock may be lengthened by, once and with notice (UU 14/2008).
EXTENSIONS: Final[Mapping[Clock, Span]] = {Clock.J: Span(7, _W)}

#: The clock that says by when the next news is owed on a new case; thanks owe none.
NEWS: Final[Mapping[Kind, Clock]] = {
    Kind.COMPLAINT: Clock.V,
    Kind.INFORMATION: Clock.I,
    Kind.ASPIRATION: Clock.V,
}


def due(clock: Clock, started: date, calendar: Calendar, promise: Promise | None = None) -> date:
    """The last day: the law's, or the office's promise where that is kinder to the citizen."""
    rule = RULES[clock]
    legal = calendar.add(started, rule.span.amount, rule.span.days)
    span = (promise or {}).get(clock)
    if span is None:
        return legal
    _refuse_unkind(clock, span)
    promised = calendar.add(started, span.amount, span.days)
    return max(legal, promised) if rule.citizens else min(legal, promised)


def kept(clock: Clock, due: date, told: date, today: date) -> date:
    """A last day that is counted anew, beside the one that was told of.

    On the office it only comes nearer, on the citizen it only moves away, whatever became of
    promises, weight or holidays; and nothing is late at a stroke.
    """
    if RULES[clock].citizens:
        return max(due, told)
    return max(min(due, told), min(told, today))


def kindest(clock: Clock, promises: Iterable[Promise]) -> Promise:
    """Of several promises the one that is kindest to the citizen: what applies to a case."""
    spans = [promise[clock] for promise in promises if clock in promise]
    if not spans:
        return {}
    better = max if RULES[clock].citizens else min
    return {clock: better(spans, key=_least_days)}


def refuse_unkind(promise: Promise) -> None:
    """Refuse promises that take more time than the law, or leave the citizen less."""
    for clock, span in promise.items():
        _refuse_unkind(clock, span)


def remaining(due: date, today: date, calendar: Calendar) -> Remaining:
    """How long there is, with "soon" from the last working day before the date on."""
    days = (due - today).days
    if days < 0:
        return Remaining(days, "overdue", f"lewat {-days} hari")
    soon = calendar.working_days_between(today, due) <= 1
    words = {0: "hari ini", 1: "besok"}.get(days, f"{days} hari lagi")
    return Remaining(days, "soon" if soon else "ok", words)


def _refuse_unkind(clock: Clock, span: Span) -> None:
    rule = RULES[clock]
    if span.amount < 1:
        raise Refusal(f"{rule.label}: janji paling sedikit satu hari", rule.citation)
    given, legal = _least_days(span), _least_days(rule.span)
    if rule.citizens and given < legal:
        raise Refusal(f"{rule.label}: tidak boleh kurang dari {rule.span}", rule.citation)
    if not rule.citizens and given > legal:
        raise Refusal(f"{rule.label}: janji tidak boleh lewat {rule.span}", rule.citation)


def _least_days(span: Span) -> int:
    """Calendar days that a span takes at the least: five working days take a week."""
    if span.days is DayKind.CALENDAR:
        return span.amount
    weeks, rest = divmod(span.amount, 5)
    return weeks * 7 + rest
