"""The office: accounts, what waits for a human, and what cannot be promised yet."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Final

from bot.commands.checks.findings import Finding, Level
from bot.commands.founding.sheet import FILE as SHEET
from bot.commands.words import Words
from bot.house import House
from storage import checking, facts, guards, inbox, officers, outbox

#: Noted once the recovery sheet was typed back in and fitted.
REHEARSED: Final = "restore_rehearsed"
_SLOW: Final = timedelta(hours=1)
_COUNTED: Final = 1000


async def people(house: House, words: Words) -> AsyncIterator[Finding]:
    """Who can sign in."""
    async with house.database.read() as db:
        active = [row for row in await officers.everyone(db) if row.disabled_at is None]
    if active:
        yield Finding(Level.FINE, words("check.officers", count=len(active)))
    else:
        yield Finding(Level.WRONG, words("check.no_officers"))


async def waiting(house: House, words: Words) -> AsyncIterator[Finding]:
    """What stands still until somebody looks."""
    async with house.database.read() as db:
        alarms = await outbox.open_alarms(db)
        unread = await inbox.count_unread(db, guards.MACHINE, _COUNTED)
        stuck = await checking.stuck(db, house.now() - _SLOW)
    for alarm in alarms:
        yield Finding(Level.WRONG, words("check.alarm", name=alarm.name, reason=alarm.reason))
    if unread:
        yield Finding(Level.LOOK, words("check.unread", count=unread))
    if stuck:
        yield Finding(Level.LOOK, words("check.stuck", count=stuck))
    if not (alarms or unread or stuck):
        yield Finding(Level.FINE, words("check.nothing_waits"))


async def key(house: House, words: Words) -> AsyncIterator[Finding]:
    """A key that nobody can bring back is a key that will be lost."""
    yield Finding(Level.FINE, words("check.key"))
    async with house.database.read() as db:
        rehearsed = await facts.get(db, REHEARSED)
    if rehearsed is None:
        yield Finding(Level.LOOK, words("check.not_rehearsed"))
    else:
        yield Finding(Level.FINE, words("check.rehearsed", date=rehearsed.decode()[:10]))
    if (house.settings.folder / SHEET).exists():
        yield Finding(Level.LOOK, words("check.sheet_lies_about", file=SHEET))
