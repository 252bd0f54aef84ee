"""Proving: a marked message goes out on a channel, and somebody's answer comes back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot import app
from bot.casework import numbers
from bot.commands import run
from bot.commands.checks.findings import Finding, Level
from bot.commands.words import Words
from bot.house import House
from bot.outgoing import sending
from bot.outgoing.sending import FAILED, HELD, Letter
from channels.base import Channel
from storage import checking, facts, outbox, runs
from storage.database import Occupied

_LOOK_EVERY: Final = 0.2


@dataclass(frozen=True, slots=True)
class Test:
    """A test message that is on its way: its row, and from where the answer must come."""

    account: str
    row: int
    address: int
    began: datetime


async def prove(
    house: House, targets: Mapping[str, str], seconds: float, words: Words
) -> AsyncIterator[Finding]:
    """One test for each chat channel. `targets`: where to, by account."""
    accounts = [name for name, one in house.channels.items() if not _is_ours(one)]
    async with _served(house):
        tests = []
        for account in accounts:
            test = await _begin(house, account, targets.get(account, ""), words)
            if test is None:
                yield Finding(Level.LOOK, words("send.nowhere", account=account))
            else:
                tests.append(test)
                yield Finding(Level.FINE, words("send.waiting", account=account, seconds=seconds))
        for ended in asyncio.as_completed([_watch(house, one, seconds, words) for one in tests]):
            yield await ended


@asynccontextmanager
async def _served(house: House) -> AsyncIterator[None]:
    """A service is running: another process's, or ours for as long as the test takes."""
    async with AsyncExitStack() as stack:
        if not await _runs_elsewhere(house):
            service = await stack.enter_async_context(app.running(app.build(house)))
            await run.listen(stack, service, house.settings)
        yield


async def _runs_elsewhere(house: House) -> bool:
    try:
        house.database.occupy()
    except Occupied:
        return True
    if house.database.is_file:
        return False
    async with house.database.read() as db:
        return await checking.is_running(db, house.now() - runs.SILENCE)


async def _begin(house: House, account: str, target: str, words: Words) -> Test | None:
    now = house.now()
    local = now.astimezone(house.settings.zone)
    text = words("send.text", office=house.settings.office.name, time=f"{local:%H.%M}")
    async with house.database.write() as db:
        found = await _place(house, db, account, target, now)
        if found is None:
            return None
        contact, address = found
        row = sending.row(house, Letter(contact, address, account, "test", text))
        await outbox.add(db, [row])
        await checking.note(db, _fact(account), str(address).encode())
    house.outgoing.ring()
    return Test(account, row["id"], address, now)


async def _place(
    house: House, db: Any, account: str, target: str, now: datetime
) -> tuple[int, int] | None:
    """The address that was given, the one behind a test report, or the one of last time."""
    number = numbers.check(target) if target else None
    if number:
        return await checking.place_of_case(db, account, number)
    if target:
        return await checking.place(db, house.vault, house.ids, now, account, target)
    known = await facts.get(db, _fact(account))
    if known is None:
        return None
    owner = await checking.owner(db, int(known))
    return (owner, int(known)) if owner is not None else None


async def _watch(house: House, test: Test, seconds: float, words: Words) -> Finding:
    """Until the answer is there, or the message cannot go, or the time is over."""
    sent: Any = None
    try:
        async with asyncio.timeout(seconds):
            while True:
                async with house.database.read() as db:
                    sent = await checking.sending(db, test.row)
                    answered = await checking.answer(db, test.address, test.row)
                if sent.state in (FAILED, HELD):
                    return _refused(test, sent, words)
                if answered is not None and sent.accepted_at is not None:
                    return _proved(house, test, sent.accepted_at, answered, words)
                await asyncio.sleep(_LOOK_EVERY)
    except TimeoutError:
        key = "send.unanswered" if sent is not None and sent.accepted_at else "send.unsent"
        return Finding(Level.WRONG, words(key, account=test.account, seconds=seconds))


def _refused(test: Test, sent: Any, words: Words) -> Finding:
    key = "send.held" if sent.state == HELD else "send.failed"
    reason = f"{sent.reason} {sent.code}".strip()
    return Finding(Level.WRONG, words(key, account=test.account, reason=reason))


def _proved(house: House, test: Test, sent: datetime, answered: datetime, words: Words) -> Finding:
    zone = house.settings.zone
    return Finding(
        Level.FINE,
        words(
            "send.proved",
            account=test.account,
            sent=f"{sent.astimezone(zone):%H:%M:%S}",
            answered=f"{answered.astimezone(zone):%H:%M:%S}",
            seconds=f"{(answered - test.began).total_seconds():.1f}",
        ),
    )


def _is_ours(channel: Channel) -> bool:
    """Pages, and what our own people carry: there is no wire to prove."""
    return channel.limits.page or channel.limits.by_hand


def _fact(account: str) -> str:
    return f"test_address/{account}"[:64]
