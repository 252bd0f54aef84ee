"""The clocks: lengths, promises, who winds and stops them, and how much is left."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework import clocks
from bot.casework.citations import CITATIONS
from bot.casework.clocks import LANES, RULES, Span
from bot.casework.days import Calendar
from bot.casework.lifecycle import DEEDS, MOVES, Refusal
from bot.casework.words import Clock, DayKind, Event, Kind

CALENDAR = Calendar(ZoneInfo("Asia/Jakarta"))
MONDAY = date(2026, 1, 5)
DATES = st.dates(date(2024, 1, 1), date(2027, 12, 31))
SPANS = st.builds(Span, st.integers(1, 120), st.sampled_from(DayKind))
OFFICE = [clock for clock, rule in RULES.items() if not rule.citizens]
CITIZEN = [clock for clock, rule in RULES.items() if rule.citizens]

DUE = {
    Clock.F: date(2026, 2, 4),
    Clock.V: date(2026, 1, 8),
    Clock.A: date(2026, 1, 19),
    Clock.B: date(2026, 2, 4),
    Clock.C: date(2026, 3, 6),
    Clock.D: date(2026, 1, 19),
    Clock.R: date(2026, 1, 20),
    Clock.I: date(2026, 1, 12),
    Clock.J: date(2026, 1, 20),
}


def test_every_clock_has_its_length_and_an_article() -> None:
    assert set(RULES) == set(Clock) == set(DUE)
    assert {rule.citation for rule in RULES.values()} <= set(CITATIONS)


@pytest.mark.parametrize("clock", Clock)
def test_a_clock_wound_on_monday_the_fifth_runs_out_on_the_lawful_day(clock: Clock) -> None:
    assert clocks.due(clock, MONDAY, CALENDAR) == DUE[clock]


def test_a_promise_may_be_shorter_than_the_law() -> None:
    promise = {Clock.V: Span(1, DayKind.WORKING), Clock.C: Span(14, DayKind.WORKING)}
    assert clocks.due(Clock.V, MONDAY, CALENDAR, promise) == date(2026, 1, 6)
    assert clocks.due(Clock.C, MONDAY, CALENDAR, promise) == date(2026, 1, 26)
    assert clocks.due(Clock.A, MONDAY, CALENDAR, promise) == DUE[Clock.A]


def test_a_promise_longer_than_the_law_is_refused_with_its_article() -> None:
    with pytest.raises(Refusal) as refusal:
        clocks.due(Clock.C, MONDAY, CALENDAR, {Clock.C: Span(61, DayKind.CALENDAR)})
    assert str(refusal.value) == "Keputusan: janji tidak boleh lewat 60 hari (UU 25/2009 Ps. 50)"
    with pytest.raises(Refusal, match="3 hari kerja"):
        clocks.refuse_unkind({Clock.V: Span(4, DayKind.WORKING)})
    with pytest.raises(Refusal):
        clocks.refuse_unkind({Clock.C: Span(60, DayKind.WORKING)})


def test_the_citizens_own_time_may_be_longer_and_never_shorter() -> None:
    longer = {Clock.R: Span(15, DayKind.WORKING)}
    assert clocks.due(Clock.R, MONDAY, CALENDAR, longer) == date(2026, 1, 27)
    for clock in CITIZEN:
        with pytest.raises(Refusal, match="tidak boleh kurang"):
            clocks.refuse_unkind({clock: Span(9, DayKind.CALENDAR)})


def test_a_promise_of_no_day_is_refused() -> None:
    with pytest.raises(Refusal, match="paling sedikit satu hari"):
        clocks.refuse_unkind({Clock.V: Span(0, DayKind.WORKING)})


@given(st.sampled_from(Clock), DATES, SPANS)
def test_whatever_an_office_promises_never_costs_the_citizen(
    clock: Clock, started: date, span: Span
) -> None:
    legal = clocks.due(clock, started, CALENDAR)
    try:
        promised = clocks.due(clock, started, CALENDAR, {clock: span})
    except Refusal:
        return
    assert promised >= legal if RULES[clock].citizens else promised <= legal


@given(st.sampled_from(OFFICE), DATES, st.data())
def test_a_shorter_promise_of_the_same_kind_is_always_accepted(
    clock: Clock, started: date, data: st.DataObject
) -> None:
    law = RULES[clock].span
    span = Span(data.draw(st.integers(1, law.amount)), law.days)
    expected = CALENDAR.add(started, span.amount, span.days)
    assert clocks.due(clock, started, CALENDAR, {clock: span}) == expected


def test_clocks_are_wound_and_stopped_as_the_lifecycle_says() -> None:
    assert _started_by(Event.REGISTER) == (Clock.V, Clock.A)
    assert _started_by(Event.DECLARE_INCOMPLETE) == (Clock.B,)
    assert _started_by(Event.DECLARE_COMPLETE) == (Clock.C,)
    assert _started_by(Event.DECIDE) == (Clock.D,)
    assert _started_by(Event.DELIVER) == (Clock.R,)
    assert _stopped_by(Event.DECLARE_COMPLETE) == (Clock.V, Clock.B)
    assert _stopped_by(Event.NOTIFY) == (Clock.A,)
    assert Clock.C in _stopped_by(Event.DECIDE)
    assert set(_stopped_by(Event.WITHDRAW)) == set(Clock)
    assert _started_by(Event.NOTE) == _stopped_by(Event.NOTE) == ()


def test_only_a_complaint_has_the_clocks_of_the_statute() -> None:
    assert _started_by(Event.REGISTER, Kind.INFORMATION) == (Clock.I,)
    assert _started_by(Event.RECLASSIFY, Kind.INFORMATION) == (Clock.I,)
    assert _started_by(Event.REGISTER, Kind.ASPIRATION) == (Clock.V,)
    assert _started_by(Event.REGISTER, Kind.THANKS) == ()
    assert _started_by(Event.DECLARE_COMPLETE, Kind.INFORMATION) == ()


@pytest.mark.parametrize("kind", Kind)
def test_the_clock_of_the_next_news_is_one_that_runs_from_the_first_day(kind: Kind) -> None:
    first = _started_by(Event.REGISTER, kind)
    assert (kind in clocks.NEWS) == bool(first)
    assert clocks.NEWS.get(kind) in (*first, None)


def test_every_clock_that_a_move_winds_can_be_stopped() -> None:
    wound = {clock for move in MOVES for clock in move.starts}
    stopped = {clock for event in set(Event) - {Event.WITHDRAW}
               for clock in _stopped_by(event)}  # fmt: skip
    assert wound <= stopped


@pytest.mark.parametrize(
    ("today", "days", "kind", "words"),
    [
        (date(2026, 1, 2), 6, "ok", "6 hari lagi"),
        (date(2026, 1, 6), 2, "ok", "2 hari lagi"),
        (date(2026, 1, 7), 1, "soon", "besok"),
        (date(2026, 1, 8), 0, "soon", "hari ini"),
        (date(2026, 1, 10), -2, "overdue", "lewat 2 hari"),
    ],
)
def test_what_is_left_is_said_in_days(today: date, days: int, kind: str, words: str) -> None:
    left = clocks.remaining(date(2026, 1, 8), today, CALENDAR)
    assert (left.days, left.kind, left.words) == (days, kind, words)


def test_the_last_working_day_before_a_closed_date_is_soon() -> None:
    friday, monday = date(2026, 1, 9), date(2026, 1, 12)
    assert clocks.remaining(monday, friday, CALENDAR).kind == "soon"
    assert clocks.remaining(monday, friday, CALENDAR).words == "3 hari lagi"
    assert clocks.remaining(monday, friday - timedelta(days=1), CALENDAR).kind == "ok"


@given(DATES, DATES)
def test_what_is_left_is_overdue_exactly_after_the_day(due: date, today: date) -> None:
    left = clocks.remaining(due, today, CALENDAR)
    assert (left.kind == "overdue") == (today > due)
    assert left.days == (due - today).days


def test_of_several_promises_the_kindest_to_the_citizen_holds() -> None:
    general = {Clock.C: Span(40, DayKind.CALENDAR), Clock.R: Span(12, DayKind.WORKING)}
    light = {Clock.C: Span(5, DayKind.WORKING), Clock.R: Span(15, DayKind.WORKING)}
    assert clocks.kindest(Clock.C, (general, light)) == {Clock.C: light[Clock.C]}
    assert clocks.kindest(Clock.R, (general, light)) == {Clock.R: light[Clock.R]}
    assert clocks.kindest(Clock.D, (general, light)) == {}


@given(
    st.sampled_from(Clock),
    DATES,
    st.lists(SPANS, min_size=1, max_size=5),
    st.lists(st.integers(0, 90), min_size=5, max_size=5),
    st.frozensets(DATES, max_size=8),
)
def test_a_told_date_only_comes_nearer_on_the_office_and_never_on_the_citizen(
    clock: Clock,
    started: date,
    spans: list[Span],
    passed: list[int],
    closed: frozenset[date],
) -> None:
    """Whatever the office promises, takes back or closes, one change after the other."""
    told, today = clocks.due(clock, started, CALENDAR), started
    for span, days in zip(spans, passed, strict=False):
        today += timedelta(days=days)
        try:
            due = clocks.due(clock, started, Calendar(CALENDAR.zone, closed=closed), {clock: span})
        except Refusal:
            continue
        kept = clocks.kept(clock, due, told, today)
        if RULES[clock].citizens:
            assert kept >= told
        else:
            assert min(told, today) <= kept <= told
        told = kept


def _started_by(event: Event, kind: Kind = Kind.COMPLAINT) -> tuple[Clock, ...]:
    wound = {clock for row in (*MOVES, *DEEDS) if row.event is event for clock in row.starts}
    return tuple(clock for clock in Clock if clock in wound & LANES[kind])


def _stopped_by(event: Event) -> tuple[Clock, ...]:
    stopped = {clock for row in (*MOVES, *DEEDS) if row.event is event for clock in row.stops}
    return tuple(clock for clock in Clock if clock in stopped)
