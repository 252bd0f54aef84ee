"""The life of a case: who may move it where, and what no machine may do."""

from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework import labels, lifecycle
from bot.casework.citations import CITATIONS, cite
from bot.casework.clocks import LANES
from bot.casework.lifecycle import DEEDS, ENDED, MOVES, OPEN, Refusal
from bot.casework.words import Actor, Clock, Event, Kind, State

STATES, EVENTS, ACTORS = st.sampled_from(State), st.sampled_from(Event), st.sampled_from(Actor)


def reached_from(start: State) -> set[State]:
    seen, waiting = {start}, [start]
    while waiting:
        state = waiting.pop()
        new = {move.target for move in MOVES if state in move.sources} - seen
        seen |= new
        waiting += new
    return seen


def refused(state: State, event: Event, actor: Actor) -> Refusal | None:
    try:
        lifecycle.after(state, event, actor)
    except Refusal as refusal:
        return refusal
    return None


def walks() -> Iterator[tuple[Kind, State, frozenset[Clock]]]:
    """Every (kind, state, running clocks) that any sequence of moves can lead to."""
    start = [(kind, State.DRAFT, frozenset[Clock]()) for kind in Kind]
    seen, waiting = set(start), start
    while waiting:
        kind, state, running = waiting.pop()
        yield kind, state, running
        for move in (move for move in MOVES if state in move.sources):
            for new in Kind if move.event in {Event.RECLASSIFY, Event.RESUME} else [kind]:
                now = (running - set(move.stops)) | (set(move.starts) & LANES[new])
                step = (new, move.target, now)
                if step not in seen:
                    seen.add(step)
                    waiting.append(step)


def test_every_state_can_be_reached() -> None:
    assert reached_from(State.DRAFT) == set(State)


def test_every_state_but_the_archive_has_a_way_out() -> None:
    for state in set(State) - {State.ARCHIVED}:
        assert State.ARCHIVED in reached_from(state)
    assert not [move for move in MOVES if State.ARCHIVED in move.sources]


def test_a_case_is_a_draft_or_open_or_ended() -> None:
    assert {State.DRAFT} | OPEN | ENDED == set(State)
    assert not OPEN & ENDED


def test_every_event_stands_in_exactly_one_table() -> None:
    moving = {move.event for move in MOVES}
    staying = {deed.event for deed in DEEDS}
    assert moving | staying == set(Event)
    assert not moving & staying
    assert len(DEEDS) == len(staying)
    assert {event for event in Event if lifecycle.moves(event)} == moving


def test_an_event_leads_one_way_from_each_state() -> None:
    for state, event in product(State, Event):
        ways = [m for m in MOVES if m.event is event and state in m.sources]
        assert len(ways) <= 1 or event is Event.PART


def test_what_parts_goes_back_to_where_it_was_joined_and_nowhere_else() -> None:
    joined = next(move for move in MOVES if move.event is Event.JOIN)
    parting = [move for move in MOVES if move.event is Event.PART]
    assert {move.target for move in parting} == joined.sources
    assert all(move.actors == {Actor.SYSTEM} for move in parting)
    for state in State:
        if state in joined.sources:
            back = lifecycle.move(State.DUPLICATE, Event.PART, Actor.SYSTEM, target=state)
            assert back.target is state
        else:
            with pytest.raises(ValueError, match="moves no state"):
                lifecycle.move(State.DUPLICATE, Event.PART, Actor.SYSTEM, target=state)


def test_no_move_stays_where_it_is() -> None:
    assert not [move for move in MOVES if move.target in move.sources]


@given(STATES, EVENTS, ACTORS)
def test_a_move_is_offered_exactly_when_it_is_allowed(
    state: State, event: Event, actor: Actor
) -> None:
    offered = [move for move in lifecycle.offers(state, actor) if move.event is event]
    try:
        after = lifecycle.after(state, event, actor)
    except Refusal:
        assert not offered
    else:
        assert after == (offered[0].target if lifecycle.moves(event) else state)


@given(STATES, EVENTS, ACTORS)
def test_a_refusal_names_rule_and_article(state: State, event: Event, actor: Actor) -> None:
    refusal = refused(state, event, actor)
    assert refusal is None or refusal.rule.startswith("Laporan ")
    assert refusal is None or str(refusal) == f"{refusal.rule} ({cite(refusal.article)})"


def test_a_refusal_reads_as_a_sentence() -> None:
    with pytest.raises(Refusal) as wrong_state:
        lifecycle.move(State.CLOSED, Event.DECLARE_COMPLETE, Actor.OFFICER)
    assert str(wrong_state.value) == (
        "Laporan yang ditutup tidak dapat dinyatakan lengkap (UU 25/2009 Ps. 50)"
    )
    with pytest.raises(Refusal) as wrong_actor:
        lifecycle.move(State.IN_RESOLUTION, Event.DECIDE, Actor.OFFICER)
    assert str(wrong_actor.value) == (
        "Laporan hanya dapat diputus oleh pejabat pemutus, bukan oleh petugas (UU 25/2009 Ps. 50)"
    )


@pytest.mark.parametrize("event", [Event.DECLARE_INCOMPLETE, Event.DEEM_WITHDRAWN])
def test_only_an_officer_takes_time_or_a_case_from_the_citizen(event: Event) -> None:
    assert all(move.actors == {Actor.OFFICER} for move in MOVES if move.event is event)


def test_no_machine_ends_a_case_but_one_whose_result_was_delivered() -> None:
    endings = [
        (source, move.target)
        for move in MOVES
        if Actor.SYSTEM in move.actors and move.target in ENDED
        for source in move.sources & OPEN
    ]
    assert endings == [(State.DELIVERED, State.CLOSED)]


def test_the_citizen_may_withdraw_whatever_is_open_and_nobody_else_may() -> None:
    for state, actor in product(State, Actor):
        offered = {move.event for move in lifecycle.offers(state, actor)}
        assert (Event.WITHDRAW in offered) == (state in OPEN and actor is Actor.CITIZEN)


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.DEEMED_WITHDRAWN])
def test_a_withdrawn_case_is_taken_up_again_with_fresh_clocks(state: State) -> None:
    move = lifecycle.move(state, Event.RESUME, Actor.CITIZEN)
    assert move.target is State.RECEIVED
    assert {Clock.A, Clock.V} <= set(move.starts)


def test_no_clock_runs_on_once_a_case_has_ended() -> None:
    for _, state, running in walks():
        assert state not in ENDED or not running


def test_each_stage_of_a_complaint_has_its_clock_running() -> None:
    state, running = State.DRAFT, set[Clock]()
    path = (
        (Event.REGISTER, Actor.CITIZEN, {Clock.A, Clock.V}),
        (Event.DECLARE_INCOMPLETE, Actor.OFFICER, {Clock.A, Clock.B}),
        (Event.NOTIFY, Actor.SYSTEM, {Clock.B}),
        (Event.DECLARE_COMPLETE, Actor.OFFICER, {Clock.C}),
        (Event.TAKE, Actor.OFFICER, {Clock.C}),
        (Event.RECOMMEND, Actor.OFFICER, {Clock.C}),
        (Event.DECIDE, Actor.DECIDER, {Clock.D}),
        (Event.DELIVER, Actor.SYSTEM, {Clock.R}),
    )
    for event, actor, wanted in path:
        rule = lifecycle.rule(state, event, actor)
        state = rule.target if isinstance(rule, lifecycle.Move) else state
        running = (running - set(rule.stops)) | (set(rule.starts) & LANES[Kind.COMPLAINT])
        assert running == wanted, event


def test_every_outcome_is_told_to_the_citizen() -> None:
    silent = {move.event for move in MOVES if not move.message}
    assert silent == {Event.DELIVER, Event.ARCHIVE, Event.ACCEPT_REPAIR}


def test_protection_is_granted_in_every_state_and_lifted_by_the_citizen_alone() -> None:
    for state in State:
        assert lifecycle.after(state, Event.PROTECT, Actor.CITIZEN) is state
        with pytest.raises(Refusal):
            lifecycle.permit(state, Event.UNPROTECT, Actor.OFFICER)


def test_what_moves_no_state_is_no_move() -> None:
    with pytest.raises(ValueError, match="moves no state"):
        lifecycle.move(State.RECEIVED, Event.NOTE, Actor.OFFICER)


def test_every_article_cited_stands_in_the_table() -> None:
    assert {row.citation for row in (*MOVES, *DEEDS)} <= set(CITATIONS)


def test_states_events_and_capacities_all_have_words() -> None:
    assert set(labels.STATES) == set(State)
    assert set(labels.EVENTS) == set(Event)
    assert set(labels.ACTORS) == set(Actor)
    assert len(set(labels.STATES.values())) == len(State)
    assert len(set(labels.EVENTS.values())) == len(Event)
