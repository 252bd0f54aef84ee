"""Days: the vectors of the national calendar, and what holds in any office's calendar."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework.days import Calendar
from bot.casework.words import DayKind

JAKARTA, JAYAPURA = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Jayapura")
NATIONAL = Calendar(JAKARTA)
WORKING, CALENDAR = DayKind.WORKING, DayKind.CALENDAR

VECTORS = [
    ("2025-10-22", 3, WORKING, "2025-10-27"),
    ("2025-10-22", 5, WORKING, "2025-10-29"),
    ("2025-10-22", 14, WORKING, "2025-11-11"),
    ("2025-10-22", 60, WORKING, "2026-01-20"),
    ("2025-10-22", 14, CALENDAR, "2025-11-05"),
    ("2025-10-22", 30, CALENDAR, "2025-11-21"),
    ("2025-10-22", 60, CALENDAR, "2025-12-21"),
    ("2025-03-27", 3, WORKING, "2025-04-10"),
    ("2025-03-27", 5, WORKING, "2025-04-14"),
    ("2026-03-17", 3, WORKING, "2026-03-27"),
    ("2026-03-17", 5, WORKING, "2026-03-31"),
    ("2026-03-17", 14, WORKING, "2026-04-14"),
    ("2025-12-23", 3, WORKING, "2025-12-30"),
    ("2025-12-23", 5, WORKING, "2026-01-02"),
    ("2025-12-23", 14, WORKING, "2026-01-15"),
    ("2025-12-23", 60, WORKING, "2026-04-01"),
    ("2025-08-15", 3, WORKING, "2025-08-21"),
    ("2025-08-15", 5, WORKING, "2025-08-25"),
    ("2026-01-05", 3, WORKING, "2026-01-08"),
    ("2026-01-05", 5, WORKING, "2026-01-12"),
    ("2026-01-05", 14, WORKING, "2026-01-26"),
    ("2026-01-05", 60, WORKING, "2026-04-10"),
    ("2026-01-05", 60, CALENDAR, "2026-03-06"),
    ("2026-01-07", 10, WORKING, "2026-01-22"),
    ("2026-01-14", 10, WORKING, "2026-01-29"),
]
WITHOUT_JOINT_LEAVE = [
    ("2025-03-27", 3, "2025-04-03"),
    ("2026-03-17", 3, "2026-03-23"),
    ("2025-10-22", 60, "2026-01-19"),
]

DATES = st.dates(date(2024, 1, 1), date(2027, 12, 31))
AMOUNTS = st.integers(0, 90)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    closed = draw(st.frozensets(DATES, max_size=30))
    opened = draw(st.frozensets(DATES, max_size=30)) - closed
    return Calendar(JAKARTA, draw(st.booleans()), closed, opened)


@pytest.mark.parametrize(("start", "amount", "kind", "end"), VECTORS)
def test_periods_end_where_the_ministers_decree_lets_them_end(
    start: str, amount: int, kind: DayKind, end: str
) -> None:
    assert NATIONAL.add(date.fromisoformat(start), amount, kind) == date.fromisoformat(end)


@pytest.mark.parametrize(("start", "amount", "end"), WITHOUT_JOINT_LEAVE)
def test_an_office_may_work_on_joint_leave(start: str, amount: int, end: str) -> None:
    working = Calendar(JAKARTA, joint_leave=False)
    assert working.add(date.fromisoformat(start), amount, WORKING) == date.fromisoformat(end)


def test_holidays_weekends_and_joint_leave_are_no_working_days() -> None:
    assert not NATIONAL.is_working(date(2026, 8, 17))
    assert not NATIONAL.is_working(date(2026, 8, 15))
    assert not NATIONAL.is_working(date(2026, 3, 18))
    assert Calendar(JAKARTA, joint_leave=False).is_working(date(2026, 3, 18))
    assert NATIONAL.is_working(date(2026, 8, 18))


def test_the_offices_own_days_stand_above_the_calendar() -> None:
    own = Calendar(
        JAKARTA,
        closed=frozenset({date(2026, 8, 18)}),
        open=frozenset({date(2026, 8, 15), date(2026, 8, 17)}),
    )
    assert not own.is_working(date(2026, 8, 18))
    assert own.is_working(date(2026, 8, 15))
    assert own.is_working(date(2026, 8, 17))


def test_a_day_cannot_be_both_open_and_closed() -> None:
    day = frozenset({date(2026, 8, 18)})
    with pytest.raises(ValueError, match="2026-08-18"):
        Calendar(JAKARTA, closed=day, open=day)


@given(calendars(), DATES, AMOUNTS)
def test_working_days_between_undoes_add(calendar: Calendar, day: date, amount: int) -> None:
    end = calendar.add(day, amount, WORKING)
    assert calendar.working_days_between(day, end) == amount
    assert calendar.working_days_between(end, day) == -amount


@given(calendars(), DATES, st.integers(1, 90))
def test_a_period_of_working_days_ends_on_one_and_after_as_many_calendar_days(
    calendar: Calendar, day: date, amount: int
) -> None:
    end = calendar.add(day, amount, WORKING)
    assert calendar.is_working(end)
    assert end >= calendar.add(day, amount, CALENDAR)


@given(calendars(), DATES, AMOUNTS, AMOUNTS)
def test_a_period_can_be_run_in_two_parts(
    calendar: Calendar, day: date, first: int, second: int
) -> None:
    for kind in DayKind:
        at_once = calendar.add(day, first + second, kind)
        assert calendar.add(calendar.add(day, first, kind), second, kind) == at_once


@given(calendars(), DATES, AMOUNTS)
def test_starting_later_never_ends_earlier(calendar: Calendar, day: date, amount: int) -> None:
    tomorrow = day + timedelta(days=1)
    for kind in DayKind:
        assert calendar.add(tomorrow, amount, kind) >= calendar.add(day, amount, kind)


@given(calendars(), DATES, st.integers(1, 30))
def test_closing_another_day_never_ends_a_period_earlier(
    calendar: Calendar, day: date, amount: int
) -> None:
    more = calendar.closed | {day + timedelta(days=1)}
    closed = Calendar(JAKARTA, calendar.joint_leave, more, calendar.open - more)
    assert closed.add(day, amount, WORKING) >= calendar.add(day, amount, WORKING)


def test_a_period_runs_forward() -> None:
    with pytest.raises(ValueError, match="forward"):
        NATIONAL.add(date(2026, 1, 5), -1, WORKING)


def test_the_day_of_an_event_is_the_offices_own() -> None:
    late = datetime(2026, 1, 5, 16, 30, tzinfo=UTC)
    assert NATIONAL.local_date(late) == date(2026, 1, 5)
    assert Calendar(JAYAPURA).local_date(late) == date(2026, 1, 6)
    assert NATIONAL.local_date(datetime(2026, 1, 5, 17, 0, tzinfo=UTC)) == date(2026, 1, 6)


def test_a_moment_without_zone_has_no_date() -> None:
    with pytest.raises(ValueError, match="time zone"):
        NATIONAL.local_date(datetime(2026, 1, 5, 17, 0))
