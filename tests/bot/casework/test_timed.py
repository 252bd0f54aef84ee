"""What time does to a running clock, and on which day."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from bot.casework import clocks, timed
from bot.casework.days import Calendar
from bot.casework.timed import Act
from bot.casework.words import Clock, Step

CALENDAR = Calendar(ZoneInfo("Asia/Jakarta"))
MONDAY = date(2026, 1, 5)
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


def on(clock: Clock, since: date = MONDAY) -> dict[Step, date]:
    due = clocks.due(clock, since, CALENDAR)
    return {act.step: act.on for act in timed.acts(clock, since, due, CALENDAR)}


def test_the_sixty_days_are_warned_of_at_half_at_four_fifths_and_before_the_end() -> None:
    found = on(Clock.C)
    assert found[Step.HALF] == date(2026, 2, 4)
    assert found[Step.FIFTH] == date(2026, 2, 22)
    assert found[Step.LAST] == date(2026, 3, 5)
    assert found[Step.OVER] == found[Step.APOLOGY] == found[Step.SUPERIOR] == date(2026, 3, 7)
    assert found[Step.RESPONSIBLE] == date(2026, 3, 11)


def test_half_of_three_working_days_is_not_over_on_a_sunday() -> None:
    friday, due = date(2026, 11, 20), date(2026, 11, 25)
    warned = [
        timed.warned(Clock.V, friday, due, friday + timedelta(days=ahead), CALENDAR)
        for ahead in range(6)
    ]
    assert warned == [None, None, None, None, Step.LAST, Step.LAST]


def test_of_fifteen_days_seven_are_not_half() -> None:
    due = MONDAY + timedelta(days=15)
    assert timed.warned(Clock.A, MONDAY, due, MONDAY + timedelta(days=7), CALENDAR) is None
    assert timed.warned(Clock.A, MONDAY, due, MONDAY + timedelta(days=8), CALENDAR) is Step.HALF


def test_a_last_day_on_a_sunday_is_warned_of_on_thursday() -> None:
    due = date(2026, 1, 18)
    found = {act.step: act.on for act in timed.acts(Clock.A, date(2026, 1, 4), due, CALENDAR)}
    assert found[Step.LAST] == date(2026, 1, 14)  # Friday 16 January is Isra Mikraj


def test_the_citizen_is_reminded_on_days_fifteen_twenty_five_and_twenty_nine() -> None:
    found = on(Clock.B)
    reminders = [Step.FIRST_REMINDER, Step.SECOND_REMINDER, Step.LAST_REMINDER]
    assert [(found[step] - MONDAY).days for step in reminders] == [15, 25, 29]
    assert found[Step.PROPOSAL] == MONDAY + timedelta(days=31)


def test_the_machine_closes_after_the_last_day_of_the_answer() -> None:
    assert on(Clock.R) == {Step.CLOSING: date(2026, 1, 21)}


def test_of_reminders_that_wait_together_the_last_alone_is_sent() -> None:
    due = clocks.due(Clock.B, MONDAY, CALENDAR)
    acts = timed.acts(Clock.B, MONDAY, due, CALENDAR)
    doing, stood_for = timed.told_late(acts[:2])
    assert [act.step for act in doing] == [Step.SECOND_REMINDER]
    assert [act.step for act in stood_for] == [Step.FIRST_REMINDER]
    doing, _ = timed.told_late(acts)
    assert [act.step for act in doing] == [Step.PROPOSAL]


@given(st.sampled_from(sorted(Clock)), DAYS)
def test_nothing_is_done_before_its_clock_began_and_what_is_late_only_after_its_last_day(
    clock: Clock, since: date
) -> None:
    due = clocks.due(clock, since, CALENDAR)
    for act in timed.acts(clock, since, due, CALENDAR):
        late = act.step in _LATE
        assert since <= act.on
        assert (act.on > due) is late
        assert act == Act(clock, act.step, act.on, since)


@given(st.sampled_from(sorted(Clock)), DAYS)
def test_a_clock_is_first_looked_at_on_the_day_of_its_first_act(clock: Clock, since: date) -> None:
    due = clocks.due(clock, since, CALENDAR)
    acts = timed.acts(clock, since, due, CALENDAR)
    assert timed.first(clock, since, due, CALENDAR) == min((a.on for a in acts), default=None)


_LATE = {
    Step.OVER,
    Step.APOLOGY,
    Step.SUPERIOR,
    Step.RESPONSIBLE,
    Step.PROPOSAL,
    Step.CLOSING,
}
