"""Rules of the law as lists and words: nothing is missing, and nobody is guilty beforehand."""

from __future__ import annotations

import re
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework import catalogue, clocks, timed
from bot.casework.citations import CITATIONS, cite
from bot.casework.completeness import missing_by_law
from bot.casework.days import Calendar
from bot.casework.lifecycle import ENDED, MOVES
from bot.casework.paper_table import PAPERS
from bot.casework.papers import PaperKind
from bot.casework.words import Clock, Event, Kind, Slot, State, Step
from bot.dialogue import moments
from bot.dialogue.almanac import When
from bot.dialogue.texts import LANGUAGES, Texts

CALENDAR = Calendar(ZoneInfo("Asia/Jakarta"))
MONDAY = date(2026, 1, 5)
#: Words that would call somebody guilty.
GUILTY = {
    "id": r"pelaku|bersalah|tersangka|oknum|terdakwa|koruptor|pungli",
    "en": r"guilty|culprits?|offenders?|perpetrators?|crooks?|corrupt",
    "jv": r"pelaku|ingkang lepat|tersangka|oknum|koruptor|pungli",
}


def values(choices: catalogue.Choices) -> set[str]:
    return {value for value, _ in choices}


def test_there_are_three_grounds_and_twelve_forms_of_maladministration_or_none() -> None:
    assert values(catalogue.GROUNDS) == {"below_standard", "duty_neglected", "prohibition_broken"}
    assert len(values(catalogue.MALADMINISTRATION) - {"none"}) == 12
    assert values(catalogue.REPORTED) >= {"organisation", "unit", "named", "described", "partner"}
    assert values(catalogue.COMPLAINANTS) == {"person", "group", "body"}


def test_every_body_that_may_write_to_us_stands_in_the_list() -> None:
    bodies = {"ombudsman", "dpr", "dprd", "sp4n", "media", "internal"}
    assert values(catalogue.BODIES) == bodies
    assert {"mediation", "conciliation", "adjudication", "lha", "lhp", "recommendation"} <= values(
        catalogue.STAGES
    )


def test_what_follows_a_decision_may_be_a_sanction_and_is_written_down() -> None:
    kinds = {"repair", "coaching", "sanction", "compensation", "apology", "system"}
    assert values(catalogue.FOLLOW_UPS) == kinds
    assert PAPERS[PaperKind.FOLLOW_UP].blocks


def test_no_identity_number_is_ever_asked_for_and_none_can_be_missing() -> None:
    assert not [slot for slot in Slot if "nik" in slot or "ktp" in slot]
    lacking = missing_by_law(Kind.COMPLAINT, {})
    assert set(lacking) == {
        Slot.NAME, Slot.ADDRESS, Slot.SERVICE, Slot.DESCRIPTION, Slot.REQUEST,
    }  # fmt: skip
    named = [one.name for paper in PAPERS.values() for one in (*paper.fields, *paper.answer)]
    assert not {"nik", "ktp"} & set(named)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nobody_is_called_guilty_in_any_text(language: str) -> None:
    guilty = re.compile(rf"\b(?:{GUILTY[language]})\b", re.IGNORECASE)
    texts = Texts.load().wordings[language]
    assert {key: one.marked for key, one in texts.items() if guilty.search(one.marked)} == {}


def test_the_four_periods_of_the_statutes_are_days_of_the_calendar() -> None:
    spans = {clock: clocks.RULES[clock].span for clock in (Clock.F, Clock.A, Clock.B, Clock.C)}
    assert {clock: str(span) for clock, span in spans.items()} == {
        Clock.F: "30 hari",
        Clock.A: "14 hari",
        Clock.B: "30 hari",
        Clock.C: "60 hari",
    }
    assert str(clocks.RULES[Clock.D].span) == "14 hari"
    assert clocks.RULES[Clock.F].citizens, "the office may take more, never less"


def test_what_was_not_read_in_a_statute_awaits_it_and_what_was_is_marked() -> None:
    assert {rule.citation for rule in clocks.RULES.values()} <= set(CITATIONS)
    assert cite("perpres76-12") == "Perpres 76/2013 Ps. 12"
    assert {CITATIONS[one].verified for one in ("perpres76-12", "uu25-50")} == {True}


def test_a_complaint_ends_as_answered_passed_on_or_given_up_and_in_no_other_way() -> None:
    """What ends without a text of the table is answered by the dialogue in the same breath."""
    endings = {move.event for move in MOVES if move.target in ENDED - {State.ARCHIVED}}
    assert endings == {
        Event.REFER, Event.JOIN, Event.ANSWER, Event.CLOSE, Event.WITHDRAW, Event.DEEM_WITHDRAWN,
    }  # fmt: skip
    assert all(move.message for move in MOVES if move.event in endings)


@pytest.mark.parametrize(
    ("typed", "goes_on"),
    [
        ("tanggal 3 november", False),
        ("kemarin", False),
        ("3 minggu lalu", False),
        ("sejak 3 november", True),
        ("sudah 3 minggu", True),
        ("sampai tanggal 3 november", False),
    ],
)
def test_what_goes_on_is_told_from_what_is_over(typed: str, goes_on: bool) -> None:
    assert moments.goes_on(typed, When(MONDAY, MONDAY)) is goes_on


def test_the_sixty_days_are_warned_of_in_three_steps_and_no_more_once_they_are_over() -> None:
    due = date(2026, 3, 6)

    def on(day: date) -> Step | None:
        return timed.warned(Clock.C, MONDAY, due, day, CALENDAR)

    assert [on(day) for day in (date(2026, 2, 3), date(2026, 2, 4))] == [None, Step.HALF]
    assert [on(day) for day in (date(2026, 2, 21), date(2026, 2, 22))] == [Step.HALF, Step.FIFTH]
    assert [on(day) for day in (date(2026, 3, 5), due)] == [Step.LAST, Step.LAST]
    assert on(date(2026, 3, 7)) is None


@given(st.integers(1, 90), st.integers(0, 100))
def test_a_warning_is_never_taken_back_while_the_clock_runs(length: int, day: int) -> None:
    due = MONDAY + timedelta(days=length)
    steps = [
        timed.warned(Clock.C, MONDAY, due, MONDAY + timedelta(days=ahead), CALENDAR)
        for ahead in range(min(day, length) + 1)
    ]
    given_so_far = [step is not None for step in steps]
    assert given_so_far == sorted(given_so_far)
