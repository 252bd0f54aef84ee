"""What a sender may do with a case: one table of action and standing."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.dialogue.desk import Case, Desk, Said, Talk

#: How long a kunci that was given keeps a case open for a sender who proves nothing else.
TRUST: Final = timedelta(hours=1)


#: After so long a silence a number may belong to somebody else.
SILENT: Final = timedelta(days=90)


class Standing(StrEnum):
    """Who speaks, seen from the case."""

    OWN = "own"
    #: The own address, but nothing proves that it is not forged.
    WEAK = "weak"
    WEAK_KEYED = "weak_keyed"
    #: Somebody else's case, of which only the number is known.
    FOREIGN = "foreign"
    FOREIGN_KEYED = "foreign_keyed"
    FOREIGN_WEAK_KEYED = "foreign_weak_keyed"


class Action(StrEnum):
    STAGE = "stage"
    ADD = "add"
    READ = "read"
    WITHDRAW = "withdraw"
    PROTECT = "protect"
    UNPROTECT = "unprotect"
    MOVE_NEWS = "move_news"
    RATE = "rate"
    CLOSE = "close"
    OBJECT = "object"
    RESUME = "resume"
    PRESSURE = "pressure"
    HUMAN = "human"
    LINK = "link"
    NEW_KEY = "new_key"


_KEYED = frozenset(
    {Standing.OWN, Standing.WEAK_KEYED, Standing.FOREIGN_KEYED, Standing.FOREIGN_WEAK_KEYED}
)
_CLAIMING = _KEYED | {Standing.WEAK}
_ANYBODY = frozenset(Standing)

ALLOWED: Final[dict[Action, frozenset[Standing]]] = {
    Action.STAGE: _ANYBODY,
    Action.ADD: _CLAIMING,
    Action.PROTECT: _CLAIMING,
    Action.CLOSE: _CLAIMING,
    Action.OBJECT: _CLAIMING,
    Action.RESUME: _CLAIMING,
    Action.PRESSURE: _CLAIMING,
    Action.HUMAN: _CLAIMING,
    Action.READ: _KEYED,
    Action.WITHDRAW: _KEYED,
    Action.UNPROTECT: _KEYED,
    Action.MOVE_NEWS: _KEYED,
    Action.RATE: _KEYED,
    Action.NEW_KEY: frozenset({Standing.OWN}),
    Action.LINK: frozenset({Standing.FOREIGN_KEYED}),
}


def standing(desk: Desk, said: Said, case: Case) -> Standing:
    """How this sender stands to this case at this moment."""
    keyed = desk.keyed.get(case.number, False) or _trusted(desk.talk, case, desk.now)
    if case.own and said.strong:
        return Standing.OWN
    if case.own:
        return Standing.WEAK_KEYED if keyed else Standing.WEAK
    if not keyed:
        return Standing.FOREIGN
    return Standing.FOREIGN_KEYED if said.strong else Standing.FOREIGN_WEAK_KEYED


def allows(desk: Desk, said: Said, case: Case, action: Action) -> bool:
    return standing(desk, said, case) in ALLOWED[action]


def told(desk: Desk, said: Said, case: Case) -> bool:
    """May what this case holds be said back: just written, or asked for by who proves it?"""
    known = any(one.id == case.id for one in desk.cases)
    return not known or allows(desk, said, case, Action.READ) or _recently_owed(desk, case)


def owes(desk: Desk, said: Said, case: Case) -> bool:
    """Is number and kunci of this case still to be told, and to this sender?"""
    return case.id in desk.talk.owed and told(desk, said, case)


def _recently_owed(desk: Desk, case: Case) -> bool:
    """Its receipt is on the way to whoever wrote; a number given to somebody else is silent."""
    at = desk.talk.answered_at
    return case.id in desk.talk.owed and at is not None and desk.now - at < SILENT


def _trusted(talk: Talk, case: Case, now: datetime) -> bool:
    """Within an hour of the kunci."""
    if talk.opened != case.id or talk.opened_at is None:
        return False
    return timedelta(0) <= now - talk.opened_at <= TRUST
