"""Failures: channels tell facts, and this one table decides what becomes of the message."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.outgoing.sending import FAILED, HELD, QUEUED, UNKNOWN
from channels.base import SendError
from storage.settling import Settled

FIRST_WAIT = 2.0
LONGEST_WAIT = 3600.0
#: A message that nobody would take for so long is given up, and its officer is told.
GIVE_UP_AFTER = timedelta(days=3)
#: One that waited for days before it could be tried at all has so many tries first.
FAIR_TRIES = 10
#: An account whose token is refused is tried again after this time.
ACCOUNT_REST = timedelta(minutes=5)
#: An attempt without an answer keeps its lease: a delivery may yet tell that it went. The next
#: one keeps it for longer, as each may be a message that the citizen has had before.
UNKNOWN_REST = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Alarm:
    """An account of the office stands still."""

    account: str
    reason: str
    rest: timedelta


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of the row, and whom else it concerns."""

    settled: Settled
    alarm: Alarm | None = None
    block: bool = False
    #: It will not reach this recipient by this way: another one may.
    lost: bool = False
    rests_until: datetime | None = None


def judge(claimed: Any, lease: int, error: SendError, now: datetime) -> Verdict:
    """The first row that fits decides."""
    for fits, decide in _TABLE:
        if fits(error):
            return decide(claimed, lease, error, now)
    return _again(claimed, lease, error, now)


def _stopped(claimed: Any, lease: int, error: SendError, now: datetime) -> Verdict:
    later = now + ACCOUNT_REST
    return Verdict(
        _settled(claimed, lease, error, QUEUED, not_before=later),
        alarm=Alarm(claimed.account, error.reason, ACCOUNT_REST),
    )


def _slower(claimed: Any, lease: int, error: SendError, now: datetime) -> Verdict:
    later = now + timedelta(seconds=error.wait or FIRST_WAIT)
    return Verdict(_settled(claimed, lease, error, QUEUED, not_before=later), rests_until=later)


def _held(claimed: Any, lease: int, error: SendError, now: datetime) -> Verdict:
    return Verdict(_settled(claimed, lease, error, HELD, held=True))


def _unknown(claimed: Any, lease: int, error: SendError, now: datetime) -> Verdict:
    if _is_hopeless(claimed, now):
        return _lost(claimed, lease, error, now)
    rest = min(UNKNOWN_REST * 2 ** min(claimed.attempts, 12), timedelta(seconds=LONGEST_WAIT))
    return Verdict(_settled(claimed, lease, error, UNKNOWN, lease_until=now + rest))


def _lost(claimed: Any, lease: int, error: SendError, now: datetime) -> Verdict:
    return Verdict(
        _settled(claimed, lease, error, FAILED, failed=True, done=True),
        block=error.scope == "recipient" and error.wait is None,
        lost=error.scope == "recipient" or not error.permanent,
    )


def _again(claimed: Any, lease: int, error: SendError, now: datetime) -> Verdict:
    if _is_hopeless(claimed, now):
        return _lost(claimed, lease, error, now)
    later = now + timedelta(seconds=_wait(claimed.attempts, error))
    return Verdict(_settled(claimed, lease, error, QUEUED, not_before=later))


_Fits = Callable[[SendError], bool]
_Decide = Callable[[Any, int, SendError, datetime], Verdict]
_TABLE: tuple[tuple[_Fits, _Decide], ...] = (
    (lambda e: e.window_closed, _held),
    (lambda e: e.scope == "account" and e.permanent, _stopped),
    (lambda e: e.scope == "account", _slower),
    (lambda e: e.unknown, _unknown),
    (lambda e: e.permanent, _lost),
)


def _is_hopeless(claimed: Any, now: datetime) -> bool:
    return bool(now - claimed.created_at > GIVE_UP_AFTER and claimed.attempts >= FAIR_TRIES)


def _wait(attempts: int, error: SendError) -> float:
    backoff = min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(attempts, 12)) * random.uniform(0.8, 1.2)
    return error.wait if error.wait is not None else backoff


def _settled(claimed: Any, lease: int, error: SendError, state: str, **how: Any) -> Settled:
    return Settled(claimed.id, lease, state, reason=error.reason, code=error.code, **how)
