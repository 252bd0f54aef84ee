"""Lines: who stands over whom, for any tree that can be written down, and some that cannot."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework import lines
from bot.casework.lifecycle import Refusal
from bot.casework.lines import Post, Tree, Unit, UnitKind

DAY = date(2026, 1, 5)
OFFICE, SERVICE, ABOVE = 1, 2, 3
UNITS = (
    Unit(OFFICE, "Kelurahan", UnitKind.INTAKE),
    Unit(SERVICE, "Pelayanan", UnitKind.SERVICE, parent=OFFICE),
    Unit(ABOVE, "Inspektorat", UnitKind.ABOVE),
)
LURAH = Post(11, OFFICE, "Siti", officer=101, leads=True)
RINA = Post(12, OFFICE, "Rina", officer=102)
TONO = Post(13, SERVICE, "Tono", officer=103, leads=True)
YANTI = Post(14, SERVICE, "Yanti", officer=104)
GIMIN = Post(15, SERVICE, "Gimin")
DEWI = Post(16, ABOVE, "Dewi", officer=106)
ALL = (LURAH, RINA, TONO, YANTI, GIMIN, DEWI)


def tree(*posts: Post, day: date = DAY) -> Tree:
    return lines.tree(UNITS, posts or ALL, day)


def test_without_a_superior_of_ones_own_the_unit_says_who_it_is() -> None:
    found = tree()
    assert found.chain(YANTI) == (TONO, LURAH)
    assert found.chain(RINA) == (LURAH,)
    assert found.chain(LURAH) == ()
    assert found.under(LURAH) == {RINA.id, TONO.id, YANTI.id, GIMIN.id}
    assert found.under(TONO) == {YANTI.id, GIMIN.id}
    assert found.is_under(YANTI, LURAH)
    assert not found.is_under(LURAH, YANTI)


def test_a_report_is_closed_to_whom_it_names_and_to_everybody_under_them() -> None:
    found = tree()
    assert found.line(TONO) == {103, 104}
    assert found.line(YANTI) == {104}
    assert found.line(LURAH) == {101, 102, 103, 104}
    assert found.line(GIMIN) == set()


def test_who_moved_to_another_post_is_still_the_same_person() -> None:
    before = Post(20, SERVICE, "Tono", officer=103, from_on=date(2025, 1, 1), until_on=DAY)
    now = Post(21, OFFICE, "Tono", officer=103, leads=True, from_on=DAY + timedelta(days=1))
    clerk = Post(22, OFFICE, "Rina", officer=102, from_on=DAY + timedelta(days=1))
    later = tree(before, now, clerk, day=DAY + timedelta(days=2))
    assert later.barred(103) == {before.id, now.id}
    assert before.id in later.barred(102), "his people of today serve him still"


def test_who_left_the_post_but_kept_the_account_is_in_the_line_of_a_report_on_it() -> None:
    before = Post(20, SERVICE, "Tono", officer=103, from_on=date(2025, 1, 1), until_on=DAY)
    later = tree(LURAH, RINA, before, day=DAY + timedelta(days=2))
    assert before.id in later.barred(103)
    assert later.line(before) == {103}


def test_who_went_leaves_the_line_whole() -> None:
    gone = Post(13, SERVICE, "Tono", officer=103, superior=LURAH.id, until_on=date(2025, 12, 31))
    left = Post(14, SERVICE, "Yanti", officer=104, superior=gone.id)
    found = tree(LURAH, gone, left)
    assert found.superior(left) == LURAH
    assert found.is_under(left, LURAH)


@pytest.mark.parametrize(("reported", "sealed"), [
    (LURAH, True), (TONO, False), (YANTI, False), (RINA, False), (GIMIN, False),
])  # fmt: skip
def test_what_leaves_nobody_in_the_office_is_sealed(reported: Post, sealed: bool) -> None:
    assert tree().seals(reported, deciders={101}, handlers={101, 102}) is sealed


def test_the_only_decider_reported_seals_the_case_wherever_she_stands() -> None:
    assert tree().seals(TONO, deciders={103}, handlers={101, 102, 103})
    assert tree().seals(TONO, deciders={104}, handlers={102, 104}), "he is her superior"
    assert not tree().seals(TONO, deciders={103, 101}, handlers={102})


def test_the_only_handler_reported_seals_the_case() -> None:
    assert tree().seals(RINA, deciders={101}, handlers={102})


def test_an_office_without_accounts_seals_nothing_by_that() -> None:
    assert not tree().seals(YANTI, deciders=(), handlers=())


def test_the_body_above_is_outside_the_office() -> None:
    found = tree()
    assert found.is_outside(106)
    assert not found.is_outside(101)
    assert not found.is_outside(999)
    both = Post(30, OFFICE, "Dewi", officer=106)
    assert not tree(*ALL, both).is_outside(106)


def test_who_is_away_is_stood_in_for_by_the_deputy_else_by_the_next_one_above() -> None:
    away = {"away_from": DAY, "away_until": DAY + timedelta(days=3)}
    yanti = Post(14, SERVICE, "Yanti", officer=104, deputy=RINA.id, **away)
    assert tree(LURAH, RINA, TONO, yanti).acting(yanti) == RINA
    rina = Post(12, OFFICE, "Rina", officer=102, **away)
    assert tree(LURAH, rina, TONO, yanti).acting(yanti) == TONO
    back = tree(LURAH, rina, TONO, yanti, day=DAY + timedelta(days=4))
    assert back.acting(yanti) == yanti


def test_a_circle_is_refused_with_its_article() -> None:
    found = tree()
    with pytest.raises(Refusal, match=r"Ps\. 41"):
        found.refuse_circle(LURAH.id, YANTI.id)
    with pytest.raises(Refusal):
        found.refuse_circle(LURAH.id, LURAH.id)
    found.refuse_circle(YANTI.id, RINA.id)
    found.refuse_circle(YANTI.id, None)


@pytest.mark.parametrize(
    "parents", [{"a": "a"}, {"a": "b", "b": "a"}, {"a": "b", "b": "c", "c": "b"}]
)
def test_a_unit_does_not_lie_within_itself(parents: dict[str, str]) -> None:
    with pytest.raises(Refusal):
        lines.refuse_loop(parents)


def test_a_chain_of_units_is_no_loop() -> None:
    lines.refuse_loop({"a": "", "b": "a", "c": "b", "d": "unknown"})


@st.composite
def trees(draw: st.DrawFn) -> Tree:
    """Any posts over some units, with superiors chosen at will: circles and all."""
    count = draw(st.integers(1, 9))
    units = [
        Unit(n, str(n), draw(st.sampled_from(UnitKind)), draw(st.none() | st.integers(0, 3)))
        for n in range(4)
    ]
    made = [
        Post(
            id=n,
            unit=draw(st.integers(0, 3)),
            name=str(n),
            officer=draw(st.none() | st.integers(100, 104)),
            leads=draw(st.booleans()),
            superior=draw(st.none() | st.integers(0, count)),
            from_on=DAY - timedelta(days=draw(st.integers(-1, 3))),
            until_on=draw(st.none() | st.just(DAY) | st.just(DAY - timedelta(days=1))),
            away_from=draw(st.none() | st.just(DAY)),
            deputy=draw(st.none() | st.integers(0, count)),
        )
        for n in range(count)
    ]
    return lines.tree(units, made, DAY)


@given(trees())
def test_every_chain_ends_and_names_nobody_twice(found: Tree) -> None:
    for post in found.posts.values():
        chain = [one.id for one in found.chain(post)]
        assert len(chain) == len(set(chain))
        assert post.id not in chain


@given(trees())
def test_under_somebody_are_those_whose_line_leads_to_them(found: Tree) -> None:
    for head in found.held():
        below = {post.id for post in found.held() if found.is_under(post, head)}
        assert found.under(head) == below
        assert head.id not in below


@given(trees())
def test_a_report_is_never_open_to_its_own_party_nor_to_those_below(found: Tree) -> None:
    for reported in found.posts.values():
        line = found.line(reported)
        if reported.officer is not None and reported.holds(DAY):
            assert reported.officer in line
        for post in found.held():
            if post.officer is not None and found.is_under(post, reported):
                assert post.officer in line


@given(trees(), st.sets(st.integers(100, 104)), st.sets(st.integers(100, 104)))
def test_what_is_not_sealed_leaves_somebody_to_decide_and_to_handle(
    found: Tree, deciders: set[int], handlers: set[int]
) -> None:
    for reported in found.posts.values():
        if not found.seals(reported, deciders, handlers):
            line = found.line(reported)
            assert not deciders or deciders - line
            assert not handlers or handlers - line


@given(trees())
def test_who_stands_in_has_an_account_and_is_there(found: Tree) -> None:
    for post in found.posts.values():
        acting = found.acting(post)
        assert acting is None or (acting.officer and acting.holds(DAY) and not acting.is_away(DAY))
