"""Attempts to sign in: after a few misses each waits longer, by account and by network."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from storage import officers

LONGEST: Final = 15 * 60


@dataclass(frozen=True, slots=True)
class Rule:
    """From the `free`-th miss within `window` on, the wait is 1, 2, 4 ... seconds."""

    name: str
    free: int
    window: timedelta


#: A whole office often has one address on the net, so a network may miss more often.
ACCOUNT: Final = Rule("login", 5, timedelta(days=1))
NETWORK: Final = Rule("login-net", 20, timedelta(hours=1))


@dataclass(frozen=True, slots=True)
class Try:
    """One attempt: the two things it is counted under, by keyed hash."""

    at: datetime
    counted: tuple[tuple[Rule, bytes], ...]


def make(house: House, login: str, network: str) -> Try:
    """Unknown logins count like known ones, so that nobody learns which there are."""
    who = house.vault.blind("login", login.casefold())
    where = house.vault.blind("login-net", network)
    return Try(house.now(), ((ACCOUNT, who), (NETWORK, where)))


def pause(rule: Rule, count: int) -> int:
    """Seconds to wait after so many misses."""
    return 0 if count < rule.free else min(LONGEST, 2 ** min(count - rule.free, 12))


async def begin(db: AsyncConnection, attempt: Try) -> int:
    """Count the attempt before it is made; or the seconds it has to wait, and count nothing."""
    wait = max([await _left(db, attempt.at, rule, who) for rule, who in attempt.counted])
    if not wait:
        await officers.forget_misses(db, *_old(attempt))
        for rule, who in attempt.counted:
            await officers.count_miss(db, rule.name, who, attempt.at)
    return wait


async def forgive(db: AsyncConnection, attempt: Try) -> None:
    """It fitted: the account starts afresh, the network only gets this attempt back."""
    (account, who), (network, where) = attempt.counted
    await officers.forgive(db, account.name, who, attempt.at - account.window)
    await officers.forgive(db, network.name, where, attempt.at)


async def standing(db: AsyncConnection, attempt: Try) -> tuple[int, datetime | None]:
    """An account's misses, and until when it waits; for the list of accounts."""
    rule, who = attempt.counted[0]
    missed = await officers.misses(db, rule.name, who, attempt.at - rule.window)
    wait = pause(rule, missed.count)
    return missed.count, attempt.at + timedelta(seconds=wait) if wait else None


def in_words(seconds: int) -> str:
    """So many seconds as one says it."""
    if seconds < 60:
        return f"{seconds} detik"
    return f"{math.ceil(seconds / 60)} menit"


async def _left(db: AsyncConnection, now: datetime, rule: Rule, who: bytes) -> int:
    missed = await officers.misses(db, rule.name, who, now - rule.window)
    if missed.last is None:
        return 0
    until = missed.last + timedelta(seconds=pause(rule, missed.count))
    return max(0, math.ceil((until - now).total_seconds()))


def _old(attempt: Try) -> tuple[Sequence[str], datetime]:
    rules = [rule for rule, _ in attempt.counted]
    return [rule.name for rule in rules], attempt.at - max(rule.window for rule in rules)
