"""Media: attachments are fetched after the commit, measured while they stream, sealed, kept."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

from bot import filetypes
from bot.house import House
from bot.outgoing import notices
from channels.base import Gone, SendError
from storage import media
from storage.database import Away
from storage.media import Fetched
from storage.seal import PersonKey, Unreadable

log = logging.getLogger(__name__)

AT_ONCE = 4
LEASE = timedelta(minutes=5)
FETCH_AT_MOST = 240.0
FIRST_WAIT = 10.0
LONGEST_WAIT = 3600.0
TRIES = 12
SPOOLED = "spool:"
#: The message itself as it came: kept whole, whatever it is and however large.
SOURCE = "source"
#: The citizen is told of a file in one of these states.
LOST = frozenset({"refused", "expired", "failed"})


class TooLarge(Exception):
    """The stream grew over the limit, whatever its announcement said."""


class Fetcher:
    """Four files at once, oldest first."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def run(self) -> None:
        """For ever; a file that takes its time holds up a quarter of the others at most."""
        async with asyncio.TaskGroup() as tasks:
            for _ in range(AT_ONCE):
                tasks.create_task(self._work())

    async def _work(self) -> None:
        while True:
            try:
                busy = await self.step()
            except Away as error:
                log.warning("the database is away: %s", type(error).__name__)
                busy = False
            if not busy:
                await self._house.files_due.wait(1.0)

    async def step(self) -> bool:
        """Fetch the oldest file that is due. False when none was."""
        house, now = self._house, self._house.now()
        async with house.database.read() as db:
            if not await media.any_due(db, now):
                return False
        async with house.database.write() as db:
            rows = await media.claim(db, now, now + LEASE, 1)
        for row in rows:
            await self._take(row)
        return bool(rows)

    async def _take(self, row: Any) -> None:
        house = self._house
        try:
            key = house.vault.person(row.contact_id, row.wrapped_key)
            ref = key.open(f"attachments.ref.{row.id}", row.ref).decode()
        except Unreadable:
            # Nobody is told: whoever sent it was erased.
            async with house.database.write() as db:
                await media.settle(db, [Fetched(row.id, "failed", "unreadable")])
            return
        result = await self._fetch(row, key, ref)
        async with house.database.write() as db:
            await media.settle(db, [result])
            await notices.tell_not_kept(db, house, [result] if result.state in LOST else [])
            cases = await media.cases_of(db, [row.id])
        if result.due_at is None and ref.startswith(SPOOLED):
            house.spool.drop(ref.removeprefix(SPOOLED))
        house.live.tell(cases)
        house.outgoing.ring()

    async def _fetch(self, row: Any, key: PersonKey, ref: str) -> Fetched:
        try:
            async with asyncio.timeout(FETCH_AT_MOST):
                return await self._keep(row, key, await self._content(row, ref))
        except TooLarge:
            return Fetched(row.id, "refused", "too_large")
        except filetypes.Forbidden:
            return Fetched(row.id, "refused", "forbidden_type")
        except Gone as error:
            return Fetched(row.id, "expired", str(error)[:40])
        except SendError as error:
            return self._later(row, error.reason)
        except (TimeoutError, OSError) as error:
            return self._later(row, type(error).__name__)
        except Exception:
            log.exception("attachment %d could not be fetched", row.id)
            return self._later(row, "unexpected")

    async def _content(self, row: Any, ref: str) -> bytes:
        limit = self._house.settings.limits.file_mb * 2**20
        if ref.startswith(SPOOLED):
            if row.kind != SOURCE and (row.size or 0) > limit:
                raise TooLarge
            return await asyncio.to_thread(self._house.spool.get, ref.removeprefix(SPOOLED))
        channel = self._house.channels.get(row.account)
        if channel is None:
            raise Gone("account_removed")
        return await _collect(channel.download(ref), min(limit, channel.limits.file))

    async def _keep(self, row: Any, key: PersonKey, content: bytes) -> Fetched:
        mime = row.mime if row.kind == SOURCE else filetypes.recognise(content, row.mime)
        digest = await asyncio.to_thread(self._put, row.id, key, content)
        return Fetched(row.id, "stored", mime=mime, size=len(content), sha256=digest)

    def _put(self, number: int, key: PersonKey, content: bytes) -> str:
        """Keep the file; returns its SHA-256. Blocks: large files would hold up the loop."""
        self._house.files.put(number, key, content)
        return hashlib.sha256(content).hexdigest()

    def _later(self, row: Any, reason: str) -> Fetched:
        if row.attempts + 1 >= TRIES:
            return Fetched(row.id, "failed", reason[:40])
        wait = min(LONGEST_WAIT, FIRST_WAIT * 2**row.attempts)
        due = self._house.now() + timedelta(seconds=wait)
        return Fetched(row.id, row.state, reason[:40], due_at=due)


async def _collect(stream: AsyncIterator[bytes], limit: int) -> bytes:
    pieces, size = [], 0
    async for piece in stream:
        size += len(piece)
        if size > limit:
            raise TooLarge
        pieces.append(piece)
    return b"".join(pieces)
