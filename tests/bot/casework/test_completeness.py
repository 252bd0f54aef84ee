"""Completeness: what is asked, in which order, and of whom no name is asked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework.completeness import BY_LAW, ORDER, missing, missing_by_law, next_question
from bot.casework.words import IDENTITY, Kind, Protection, Slot

KINDS, PROTECTIONS = st.sampled_from(Kind), st.sampled_from(Protection)
SLOTS = st.dictionaries(st.sampled_from(Slot), st.sampled_from(["", "  ", "kata"]))
SOME = st.frozensets(st.sampled_from(Slot))
TOLD = {Slot.DESCRIPTION: "blangko KTP habis"}


def test_a_story_is_followed_by_place_time_wish_and_the_person_last() -> None:
    assert missing(Kind.COMPLAINT, TOLD, Protection.OPEN) == (
        Slot.PLACE,
        Slot.TIME,
        Slot.REQUEST,
        Slot.NAME,
        Slot.ADDRESS,
    )


def test_a_photograph_alone_is_first_asked_for_its_story() -> None:
    first = next_question(Kind.COMPLAINT, {}, set(), set(), Protection.OPEN)
    assert first is Slot.DESCRIPTION


def test_the_story_names_the_service_but_the_service_tells_no_story() -> None:
    assert Slot.SERVICE not in missing(Kind.COMPLAINT, TOLD, Protection.OPEN)
    named = missing(Kind.COMPLAINT, {Slot.SERVICE: "KTP"}, Protection.OPEN)
    assert Slot.DESCRIPTION in named
    assert Slot.SERVICE not in named


@pytest.mark.parametrize("protection", [Protection.ANONIM, Protection.UNSETTLED])
@given(kind=KINDS, slots=SLOTS)
def test_no_name_is_asked_of_who_refused_it_or_has_not_chosen(
    protection: Protection, kind: Kind, slots: dict[Slot, str]
) -> None:
    assert not set(missing(kind, slots, protection)) & IDENTITY


def test_a_secret_complaint_still_has_an_identity_for_the_custodian() -> None:
    assert {*missing(Kind.COMPLAINT, TOLD, Protection.RAHASIA)} >= IDENTITY


def test_place_and_time_are_no_ground_for_the_statutory_notice() -> None:
    lacking = missing_by_law(Kind.COMPLAINT, {})
    assert not {Slot.PLACE, Slot.TIME} & set(lacking)
    assert set(lacking) == BY_LAW[Kind.COMPLAINT]


def test_a_file_with_all_the_law_wants_is_complete() -> None:
    slots = dict.fromkeys((*IDENTITY, Slot.DESCRIPTION, Slot.REQUEST), "ada")
    assert missing_by_law(Kind.COMPLAINT, slots) == ()


def test_a_question_needs_only_its_words_and_thanks_need_nothing() -> None:
    assert missing(Kind.INFORMATION, TOLD, Protection.OPEN) == ()
    assert missing(Kind.THANKS, {}, Protection.OPEN) == ()


@given(KINDS, SLOTS, PROTECTIONS)
def test_what_is_missing_stands_in_asking_order_and_was_not_given(
    kind: Kind, slots: dict[Slot, str], protection: Protection
) -> None:
    lacking = missing(kind, slots, protection)
    assert list(lacking) == [slot for slot in ORDER if slot in lacking]
    assert not [slot for slot in lacking if slots.get(slot, "").strip()]


@given(KINDS, SLOTS, SOME, SOME, PROTECTIONS)
def test_nothing_is_asked_twice_or_after_it_was_skipped(
    kind: Kind,
    slots: dict[Slot, str],
    asked: frozenset[Slot],
    skipped: frozenset[Slot],
    protection: Protection,
) -> None:
    question = next_question(kind, slots, asked, skipped, protection)
    left = [slot for slot in missing(kind, slots, protection) if slot not in asked | skipped]
    assert question == (left[0] if left else None)
