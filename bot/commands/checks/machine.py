"""The machine: database, room on the disk, clock, and whether the service runs."""

from __future__ import annotations

import asyncio
import hashlib
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from bot import paperwork
from bot.casework.words import Event
from bot.commands.checks.findings import Finding, Level
from bot.commands.words import Words
from bot.house import House
from storage import checking, journal, papers, runs, schema
from storage.seal import Unreadable

_ROOM_LOW: Final = 2 * 2**30
_ROOM_GONE: Final = 2**28
_AHEAD: Final = timedelta(minutes=1)
_SHOWN: Final = 5
_PAGE: Final = 500
_STORED: Final = "stored"


async def database(house: House, words: Words) -> AsyncIterator[Finding]:
    """Its form, the journal's chain from the first row to the last, and the papers it speaks of."""
    yield Finding(Level.FINE, words("check.database", revision=schema.NEWEST))
    async with house.database.read() as db:
        await checking.hold_still(db)
        breaks = [one async for one in journal.verify(db, house.vault, Event.ERASE)]
        breaks += [one async for one in papers.verify(db, house.vault, paperwork.COLUMNS)]
    if not breaks:
        yield Finding(Level.FINE, words("check.chain"))
    for one in breaks[:_SHOWN]:
        yield Finding(Level.WRONG, words("check.broken", row=one.sequence, reason=one.reason))
    if len(breaks) > _SHOWN:
        yield Finding(Level.WRONG, words("check.broken_more", count=len(breaks) - _SHOWN))


async def disk(house: House, words: Words) -> AsyncIterator[Finding]:
    """Room for what is still to come."""
    folder = house.settings.folder
    free = shutil.disk_usage(folder).free
    level = Level.WRONG if free < _ROOM_GONE else Level.LOOK if free < _ROOM_LOW else Level.FINE
    yield Finding(level, words(f"check.disk_{level}", free=f"{free / 2**30:.1f}"))


async def clock(house: House, words: Words) -> AsyncIterator[Finding]:
    """A clock that went back would date receipts and due days wrongly."""
    now = house.now()
    async with house.database.read() as db:
        newest = await checking.newest(db)
    local = now.astimezone(house.settings.zone)
    if newest is not None and newest > now + _AHEAD:
        yield Finding(Level.WRONG, words("check.clock_back", now=f"{local:%d-%m-%Y %H:%M}"))
    elif now < _WRITTEN:
        yield Finding(Level.WRONG, words("check.clock_old", now=f"{local:%d-%m-%Y %H:%M}"))
    else:
        yield Finding(Level.FINE, words("check.clock", now=f"{local:%d-%m-%Y %H:%M %Z}"))


#: No clock that is right shows a day before this program was written.
_WRITTEN: Final = datetime(2026, 1, 1, tzinfo=UTC)


async def service(house: House, words: Words) -> AsyncIterator[Finding]:
    """Whether somebody is there to answer."""
    async with house.database.read() as db:
        alive = await checking.is_running(db, house.now() - runs.SILENCE)
    level = Level.FINE if alive else Level.LOOK
    yield Finding(level, words("check.running" if alive else "check.not_running"))


async def thorough(house: House, words: Words) -> AsyncIterator[Finding]:
    """--full: every page of the file, and every attachment opened and compared."""
    async with house.database.read() as db:
        sound = await checking.is_sound(db)
    yield Finding(
        Level.FINE if sound else Level.WRONG, words("check.sound" if sound else "check.unsound")
    )
    count = lost = 0
    async for row in _stored(house):
        count += 1
        lost += not await asyncio.to_thread(_fits, house, row)
    key = "check.files_lost" if lost else "check.files"
    yield Finding(Level.WRONG if lost else Level.FINE, words(key, count=count, lost=lost))


async def _stored(house: House) -> AsyncIterator[Any]:
    after = 0
    while True:
        async with house.database.read() as db:
            rows = await checking.stored_files(db, after, _STORED, _PAGE)
        for row in rows:
            yield row
        if len(rows) < _PAGE:
            return
        after = rows[-1].id


def _fits(house: House, row: Any) -> bool:
    if row.wrapped_key is None:
        return True  # erased: nobody shall be able to open it
    try:
        content = house.files.get(row.id, house.vault.person(row.contact_id, row.wrapped_key))
    except (OSError, Unreadable):
        return False
    return not row.sha256 or hashlib.sha256(content).hexdigest() == row.sha256
