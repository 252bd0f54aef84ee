"""Privacy: what holds data back, until which day they are kept, and the three days in hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.casework import openhours, privacy
from bot.casework.lifecycle import ENDED, OPEN, Refusal
from bot.casework.papers import PaperKind
from bot.casework.privacy import HOLDS, SPAN, Ground, Hold, Kept
from bot.casework.words import State

TODAY = date(2026, 1, 5)
LONG_AGO = date(2019, 1, 4)
MONDAY = datetime(2026, 1, 5, 2, 14, tzinfo=UTC)


def held(*cases: Kept, joined=(), ground=Ground.REQUEST, years=5):
    return privacy.holds(cases, joined, years, TODAY, ground)


@pytest.mark.parametrize("state", [*sorted(OPEN), State.DRAFT])
@pytest.mark.parametrize("ground", list(Ground))
def test_what_still_runs_is_held_whoever_asks(state, ground):
    assert held(Kept(state, None), ground=ground) == {Hold.OPEN: 1}


@pytest.mark.parametrize("state", sorted(ENDED))
def test_what_ended_long_ago_is_held_by_nothing(state):
    assert held(Kept(state, LONG_AGO)) == {}


def test_what_is_at_the_ombudsman_is_held_whoever_asks():
    case = Kept(State.CLOSED, LONG_AGO, frozenset({PaperKind.OUTSIDE, PaperKind.FOLLOW_UP}))
    for ground in Ground:
        assert held(case, ground=ground) == {Hold.OUTSIDE: 1, Hold.OWED: 1}


def test_the_time_of_keeping_holds_unless_the_law_lets_go():
    case = Kept(State.ARCHIVED, date(2025, 6, 1))
    assert held(case) == held(case, ground=Ground.SCHEDULE) == {Hold.FRESH: 1}
    assert held(case, ground=Ground.UNLAWFUL) == held(case, ground=Ground.ORDER) == {}


def test_words_in_a_running_case_of_somebody_else_are_held():
    done = Kept(State.ARCHIVED, LONG_AGO)
    assert held(done, joined=[State.CLOSED, State.RECEIVED]) == {Hold.JOINED: 1}


def test_five_years_end_on_their_day_and_not_before():
    ended = date(2021, 1, 5)
    assert privacy.last_day(ended, 5) == TODAY
    assert held(Kept(State.ARCHIVED, ended)) == {Hold.FRESH: 1}
    assert held(Kept(State.ARCHIVED, ended - timedelta(days=1))) == {}
    assert privacy.first_day(TODAY, 5) == ended


def test_a_leap_day_is_kept_until_the_end_of_february():
    assert privacy.last_day(date(2024, 2, 29), 5) == date(2029, 2, 28)
    assert privacy.first_day(date(2024, 2, 29), 5) == date(2019, 2, 28)


def test_every_hold_says_why():
    assert set(HOLDS) == set(Hold)


def test_nothing_is_erased_without_a_reason():
    with pytest.raises(Refusal, match=r"UU 27/2022 Ps\. 42-44"):
        privacy.refuse_reasonless("  ")


@pytest.mark.parametrize(
    ("hours", "kind", "words"),
    [
        (0, "ok", "sisa 72 jam"),
        (35.9, "ok", "sisa 36 jam"),
        (36, "half", "sisa 36 jam"),
        (57.5, "half", "sisa 14 jam"),
        (57.6, "soon", "sisa 14 jam"),
        (71.5, "soon", "sisa kurang dari satu jam"),
        (72, "overdue", "lewat kurang dari satu jam"),
        (75, "overdue", "lewat 3 jam"),
    ],
)
def test_three_days_are_counted_in_hours(hours, kind, words):
    left = privacy.left(MONDAY, MONDAY + SPAN, MONDAY + timedelta(hours=hours))
    assert (left.kind, left.words) == (kind, words)
    assert left.warns is (kind != "ok")


@pytest.mark.parametrize(
    ("hours", "at", "there"),
    [
        ("Senin sampai Jumat, pukul 08.00 sampai 15.00", "08:00", True),
        ("Senin sampai Jumat, pukul 08.00 sampai 15.00", "15:00", False),
        ("Senin sampai Jumat, pukul 08.00 sampai 15.00", "22:14", False),
        ("7:30-12:00", "07:30", True),
        ("hari kerja", "15:59", True),
        ("hari kerja", "16:00", False),
    ],
)
def test_the_office_is_open_between_the_hours_it_names(hours, at, there):
    local = datetime.fromisoformat(f"2026-01-05T{at}")
    assert openhours.is_open(hours, local, working=True) is there
    assert not openhours.is_open(hours, local, working=False)
