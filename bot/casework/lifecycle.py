"""The life of a case as one table of moves, and a second one of what leaves the state alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bot.casework.citations import cite
from bot.casework.labels import ACTORS, EVENTS, STATES
from bot.casework.words import Actor, Clock, Event, Kind, State


class Refusal(Exception):
    """What the law or the office's rules do not allow, and the article that says so."""

    def __init__(self, rule: str, article: str) -> None:
        super().__init__(f"{rule} ({cite(article)})")
        self.rule = rule
        self.article = article


@dataclass(frozen=True, slots=True)
class Move:
    """One way from state to state.

    `message` is the key of the text that the citizen gets, "" for none; where the citizen moved
    the case herself, the dialogue says it in its own answer. `citation` is an id of CITATIONS.
    """

    event: Event
    sources: frozenset[State]
    target: State
    actors: frozenset[Actor]
    starts: tuple[Clock, ...]
    stops: tuple[Clock, ...]
    message: str
    citation: str
    kinds: frozenset[Kind] = frozenset(Kind)


@dataclass(frozen=True, slots=True)
class Deed:
    """What may be done to a case without moving it; `message` as with a move."""

    event: Event
    states: frozenset[State]
    actors: frozenset[Actor]
    citation: str
    starts: tuple[Clock, ...] = ()
    stops: tuple[Clock, ...] = ()
    message: str = ""
    kinds: frozenset[Kind] = frozenset(Kind)


def move(
    state: State,
    event: Event,
    actor: Actor,
    kind: Kind | None = None,
    target: State | None = None,
) -> Move:
    """The one move that this event makes from here, or a Refusal. kind: None for any.

    target: where to, for the event that leads back to where a case came from.
    """
    found = [move for move in MOVES if move.event is event and target in (None, move.target)]
    if not found:
        raise ValueError(f"{event} moves no state")
    fitting = [move for move in found if kind is None or kind in move.kinds]
    if not fitting:
        raise Refusal(_wrong_kind(found[0].kinds, event), found[0].citation)
    here = [move for move in fitting if state in move.sources]
    if not here:
        raise Refusal(_wrong_state(state, event), found[0].citation)
    allowed = [move for move in here if actor in move.actors]
    if not allowed:
        raise Refusal(_wrong_actor(event, here[0].actors, actor), here[0].citation)
    return allowed[0]


def offers(state: State, actor: Actor, kind: Kind | None = None) -> tuple[Move, ...]:
    """The moves somebody may make from here, in the order of the table. kind: None for any."""
    return tuple(
        move
        for move in MOVES
        if state in move.sources and actor in move.actors and (kind is None or kind in move.kinds)
    )


def asides(state: State, actor: Actor, kind: Kind) -> tuple[Deed, ...]:
    """What somebody may do here that moves nothing, but is told to the citizen or stops a clock."""
    return tuple(
        deed
        for deed in DEEDS
        if (deed.message or deed.stops)
        and state in deed.states
        and actor in deed.actors
        and kind in deed.kinds
    )


def rule(
    state: State,
    event: Event,
    actor: Actor,
    kind: Kind | None = None,
    target: State | None = None,
) -> Move | Deed:
    """The row of either table that allows this, or a Refusal."""
    if moves(event):
        return move(state, event, actor, kind, target)
    return permit(state, event, actor, kind)


def permit(state: State, event: Event, actor: Actor, kind: Kind | None = None) -> Deed:
    """The deed as it may be done here by this actor, or a Refusal. kind: None for any."""
    deed = _DEEDS[event]
    if kind is not None and kind not in deed.kinds:
        raise Refusal(_wrong_kind(deed.kinds, event), deed.citation)
    if state not in deed.states:
        raise Refusal(_wrong_state(state, event), deed.citation)
    if actor not in deed.actors:
        raise Refusal(_wrong_actor(event, deed.actors, actor), deed.citation)
    return deed


def moves(event: Event) -> bool:
    """Does this event move the state, or leave it?"""
    return event not in _DEEDS


def after(state: State, event: Event, actor: Actor, kind: Kind | None = None) -> State:
    """Where the case stands once this has happened, moved or not; or a Refusal."""
    if moves(event):
        return move(state, event, actor, kind).target
    permit(state, event, actor, kind)
    return state


#: Something is still owed to the citizen.
OPEN: Final = frozenset(
    {
        State.RECEIVED,
        State.AWAITING_COMPLETION,
        State.COMPLETE,
        State.UNDER_REVIEW,
        State.IN_RESOLUTION,
        State.DECIDED,
        State.DELIVERED,
        State.OBJECTED,
        State.RECLASSIFIED,
    }
)
ENDED: Final = frozenset(State) - OPEN - {State.DRAFT}
#: The office knows of the case and may still write in it.
_LIVE = frozenset(State) - {State.DRAFT, State.ARCHIVED}
_EVER = frozenset(State)

_CITIZEN, _OFFICER, _DECIDER, _SYSTEM = (
    frozenset({actor}) for actor in (Actor.CITIZEN, Actor.OFFICER, Actor.DECIDER, Actor.SYSTEM)
)
_STAFF = _OFFICER | _DECIDER


def _states(*states: State) -> frozenset[State]:
    return frozenset(states)


_S, _E, _C = State, Event, Clock
_ANSWERING = (_C.A, _C.V)
#: The office has said whether the file is complete; from here on NOTIFY is the proof of it.
ANSWERED: Final = _states(
    _S.AWAITING_COMPLETION, _S.COMPLETE, _S.UNDER_REVIEW, _S.IN_RESOLUTION, _S.DECIDED,
    _S.DELIVERED, _S.OBJECTED,
)  # fmt: skip
_ALL = tuple(_C)  # whatever ends a case ends its clocks
_COMPLAINT = frozenset({Kind.COMPLAINT})
_OTHER = frozenset(Kind) - _COMPLAINT
_ASKING = frozenset({Kind.INFORMATION})

MOVES: Final[tuple[Move, ...]] = (
    Move(
        _E.REGISTER, _states(_S.DRAFT), _S.RECEIVED, _CITIZEN | _OFFICER | _SYSTEM,
        (_C.V, _C.A, _C.I), (_C.F,), "receipt", "uu25-42-45",
    ),
    Move(  # never the machine: this starts the citizen's thirty days
        _E.DECLARE_INCOMPLETE, _states(_S.RECEIVED), _S.AWAITING_COMPLETION, _OFFICER,
        (_C.B,), (_C.V,), "status_incomplete", "uu25-42-45", _COMPLAINT,
    ),
    Move(
        _E.DECLARE_COMPLETE, _states(_S.RECEIVED, _S.AWAITING_COMPLETION), _S.COMPLETE,
        _OFFICER | _SYSTEM, (_C.C,), (_C.V, _C.B), "status_complete", "uu25-50",
        _COMPLAINT,
    ),
    Move(
        _E.TAKE, _states(_S.COMPLETE), _S.UNDER_REVIEW, _OFFICER,
        (), (), "status_under_review", "perpres76-8",
    ),
    Move(
        _E.RECOMMEND, _states(_S.UNDER_REVIEW), _S.IN_RESOLUTION, _OFFICER,
        (), (), "status_in_resolution", "perpres76-11",
    ),
    Move(  # a light case: the unit mends it at once, and the citizen says whether it did
        _E.FAST_REPAIR, _states(_S.RECEIVED, _S.COMPLETE, _S.UNDER_REVIEW), _S.IN_RESOLUTION,
        _OFFICER, (_C.C,), (_C.V,), "status_fast_repair", "uu25-40", _COMPLAINT,
    ),
    Move(  # one tap decides and, in the same breath, proves the delivery
        _E.ACCEPT_REPAIR, _states(_S.IN_RESOLUTION), _S.DECIDED, _CITIZEN,
        (_C.D,), (_C.C,), "", "uu25-50",
    ),
    Move(
        _E.REFUSE_REPAIR, _states(_S.IN_RESOLUTION), _S.UNDER_REVIEW, _CITIZEN | _OFFICER,
        (), (), "status_repair_again", "uu25-50",
    ),
    Move(  # the result leaves with the decision; DELIVER is the proof that it arrived
        _E.DECIDE, _states(_S.IN_RESOLUTION), _S.DECIDED, _DECIDER,
        (_C.D,), (_C.C,), "status_decided", "uu25-50",
    ),
    Move(
        _E.DELIVER, _states(_S.DECIDED), _S.DELIVERED, _OFFICER | _SYSTEM,
        (_C.R,), (_C.D, _C.I), "", "uu25-50-2",
    ),
    Move(
        _E.OBJECT, _states(_S.DELIVERED), _S.OBJECTED, _CITIZEN | _OFFICER,
        (_C.C,), (_C.R,), "status_objected", "uu25-37",
    ),
    Move(
        _E.REVIEW_AGAIN, _states(_S.OBJECTED), _S.UNDER_REVIEW, _DECIDER,
        (), (), "status_review_again", "uu25-37",
    ),
    Move(
        _E.REFER, _states(_S.RECEIVED, _S.UNDER_REVIEW), _S.REFERRED, _OFFICER,
        (), _ALL, "status_referred", "perpres76-2",
    ),
    Move(
        _E.RECLASSIFY, _states(_S.RECEIVED, _S.UNDER_REVIEW), _S.RECLASSIFIED, _OFFICER,
        (_C.I,), (*_ANSWERING, _C.C), "status_reclassified", "permenpanrb62",
    ),
    Move(
        _E.JOIN, _states(_S.RECEIVED, _S.COMPLETE, _S.UNDER_REVIEW), _S.DUPLICATE, _OFFICER,
        (), _ALL, "status_duplicate", "perpres76-8",
    ),
    # What it was joined with ended without an answer: back to where it was, with its own dates.
    *(
        Move(
            _E.PART, _states(_S.DUPLICATE), before, _SYSTEM,
            (), (), "status_parted", "uu25-37",
        )
        for before in (_S.RECEIVED, _S.COMPLETE, _S.UNDER_REVIEW)
    ),
    Move(  # a question, a proposal, thanks: the answer itself ends them
        _E.ANSWER, _states(_S.RECEIVED, _S.RECLASSIFIED), _S.CLOSED, _OFFICER,
        (), _ALL, "status_answered", "permenpanrb62", _OTHER,
    ),
    Move(
        _E.CLOSE, _states(_S.DELIVERED), _S.CLOSED, _CITIZEN | _SYSTEM,
        (), _ALL, "status_closed", "sp4n",
    ),
    Move(
        _E.CLOSE, _states(_S.RECLASSIFIED), _S.CLOSED, _CITIZEN | _OFFICER,
        (), _ALL, "status_closed", "permenpanrb62",
    ),
    Move(
        _E.WITHDRAW, OPEN, _S.WITHDRAWN, _CITIZEN,
        (), _ALL, "status_withdrawn", "uu25-37",
    ),
    Move(  # never the machine: it only proposes
        _E.DEEM_WITHDRAWN, _states(_S.AWAITING_COMPLETION), _S.DEEMED_WITHDRAWN, _OFFICER,
        (), _ALL, "status_deemed_withdrawn", "uu25-42-45",
    ),
    Move(
        _E.RESUME, _states(_S.DEEMED_WITHDRAWN, _S.WITHDRAWN), _S.RECEIVED, _CITIZEN | _OFFICER,
        (_C.V, _C.A, _C.I), (), "status_resumed", "uu25-42-45",
    ),
    Move(  # taken for a question or a proposal, and a complaint after all
        _E.RESUME, _states(_S.RECLASSIFIED), _S.RECEIVED, _OFFICER,
        (_C.V, _C.A), (_C.I, _C.J), "status_resumed", "uu25-42-45",
    ),
    Move(
        _E.ARCHIVE, ENDED - {_S.ARCHIVED}, _S.ARCHIVED, _SYSTEM,
        (), (), "", "uu27-42-44",
    ),
)  # fmt: skip

_DEED_ROWS = (
    Deed(
        _E.REPAIRED, _states(_S.IN_RESOLUTION), _STAFF, "uu25-40",
        message="status_repaired", kinds=_COMPLAINT,
    ),
    Deed(  # one tap, and number and words stay
        _E.TO_COMPLAINT, _states(_S.RECEIVED), _CITIZEN | _OFFICER, "uu25-42-45",
        _ANSWERING, (_C.I, _C.J), "status_to_complaint", _OTHER,
    ),
    Deed(  # and back, as long as nobody has worked on it; the days that were told run on
        _E.TO_QUESTION, _states(_S.RECEIVED), _CITIZEN, "permenpanrb62",
        (_C.I,), (), kinds=_COMPLAINT,
    ),
    Deed(
        _E.TO_PPID, _states(_S.RECEIVED, _S.RECLASSIFIED), _OFFICER, "uu14",
        (_C.J,), (_C.I,), "status_to_ppid", _ASKING,
    ),
    Deed(
        _E.EXTEND, _states(_S.RECEIVED, _S.RECLASSIFIED), _OFFICER, "uu14",
        (_C.J,), (), "status_extended", _ASKING,
    ),
    Deed(_E.REMIND, _states(_S.AWAITING_COMPLETION), _SYSTEM, "uu25-42-45"),
    Deed(_E.APOLOGISE, OPEN, _SYSTEM, "uu25-45"),
    Deed(_E.ESCALATE, OPEN, _SYSTEM, "uu25-41"),
    Deed(_E.PROPOSE, _states(_S.AWAITING_COMPLETION), _SYSTEM, "uu25-42-45"),
    Deed(_E.COUNT_ANEW, _EVER, _STAFF | _SYSTEM, "uu25-50"),
    Deed(  # the answer is given when a channel has taken it, not when it was written
        _E.NOTIFY, ANSWERED, _STAFF | _SYSTEM, "uu25-42-45", (), (_C.A,), kinds=_COMPLAINT,
    ),
    Deed(_E.CONFIRM, OPEN, _CITIZEN, "uu25-42-45"),
    Deed(_E.FILL, OPEN | {_S.DRAFT}, _CITIZEN | _OFFICER | _SYSTEM, "uu25-42-45"),
    Deed(_E.PROTECT, _EVER, _CITIZEN | _OFFICER | _SYSTEM, "perpres76-15"),
    Deed(_E.UNPROTECT, _EVER, _CITIZEN, "perpres76-15"),
    Deed(_E.PRESSURE, _EVER, _CITIZEN | _OFFICER, "perpres76-15"),
    Deed(_E.ASK_HUMAN, _EVER, _CITIZEN, "uu25-37"),
    Deed(_E.ASSIST, _LIVE, _STAFF, "perpres76-3"),
    Deed(_E.ASSIGN, _LIVE, _STAFF | _SYSTEM, "uu25-37"),
    Deed(_E.NAME_PARTY, _LIVE, _STAFF, "uu25-41"),
    Deed(_E.SEAL_ABOVE, _LIVE, _STAFF, "uu25-41"),
    Deed(_E.OPEN_IDENTITY, _LIVE, _STAFF, "perpres76-15"),
    Deed(_E.REPLY, _LIVE, _STAFF, "perpres76-8"),
    Deed(_E.NOTE, _LIVE, _STAFF | _SYSTEM, "perpres76-8"),
    Deed(_E.FILE_PAPER, _LIVE, _STAFF | _SYSTEM, "perpres76-8"),
    Deed(_E.ANSWER_PAPER, _LIVE, _STAFF | _SYSTEM, "perpres76-8"),
    Deed(_E.MOVE_MESSAGE, _LIVE, _STAFF, "perpres76-8"),
    Deed(_E.SPLIT_MESSAGE, _LIVE, _STAFF, "perpres76-8"),
    Deed(_E.NEW_KEY, _LIVE, _CITIZEN | _OFFICER, "perpres76-15"),
    Deed(_E.LINK, _LIVE, _CITIZEN | _OFFICER, "perpres76-15"),
    Deed(_E.UNLINK, _EVER, _CITIZEN | _OFFICER, "perpres76-15"),
    Deed(_E.MOVE_NEWS, _EVER, _CITIZEN, "perpres76-15"),
    Deed(_E.ALLOW_FALLBACK, _EVER, _CITIZEN, "perpres76-15"),
    Deed(_E.FORBID_FALLBACK, _EVER, _CITIZEN, "perpres76-15"),
    Deed(_E.REFILE, _states(_S.ARCHIVED), _CITIZEN, "uu25-42-45"),
    Deed(_E.ERASE, ENDED, _STAFF | _SYSTEM, "uu27-42-44"),
    Deed(_E.RATE, _states(_S.DELIVERED, _S.OBJECTED, _S.CLOSED), _CITIZEN, "permenpanrb14"),
)  # fmt: skip
_DEEDS = {deed.event: deed for deed in _DEED_ROWS}
DEEDS: Final[tuple[Deed, ...]] = _DEED_ROWS


def _wrong_state(state: State, event: Event) -> str:
    return f"Laporan yang {STATES[state]} tidak dapat {EVENTS[event]}"


def _wrong_kind(kinds: frozenset[Kind], event: Event) -> str:
    here = "bukan pengaduan" if Kind.COMPLAINT in kinds else "tidak termasuk jenis itu"
    return f"Yang ini {here}, jadi tidak dapat {EVENTS[event]}"


def _wrong_actor(event: Event, allowed: Iterable[Actor], actor: Actor) -> str:
    who = " atau ".join(ACTORS[one] for one in Actor if one in set(allowed))
    return f"Laporan hanya dapat {EVENTS[event]} oleh {who}, bukan oleh {ACTORS[actor]}"
