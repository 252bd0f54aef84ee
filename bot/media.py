"""Media: attachments are fetched after the commit, measured while they stream, sealed, kept."""

from __future__ import annotations

import asyncio
import hashlib
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

from bot import filetypes, notices
from bot.house import House
from channels.base import Gone, SendError
from storage import media
from storage.database import Away
from storage.media import Fetched
from storage.seal import PersonKey

log = logging.getLogger(__name__)

AT_ONCE = 4
LEASE = timedelta(minutes=5)
FETCH_AT_MOST = 240.0
FIRST_WAIT = 10.0
LONGEST_WAIT = 3600.0
TRIES = 12
SPOOLED = "spool:"
#: The citizen is told of a file in one of these states.
LOST = frozenset({"refused", "expired", "failed"})


class TooLarge(Exception):
    """The stream grew over the limit, whatever its announcement said."""


class Fetcher:
    """Four files at once, oldest first."""

    def __init__(self, house: House) -> None:
        self._house = house

    async def run(self) -> None:
        """For ever."""
        while True:
            try:
                busy = await self.step()
            except Away as error:
                log.warning("the database is away: %s", type(error).__name__)
                busy = False
            if not busy:
                await self._house.files_due.wait(1.0)

    async def step(self) -> bool:
        """Fetch what is due. False when nothing was."""
        house, now = self._house, self._house.now()
        async with house.database.read() as db:
            if not await media.any_due(db, now):
                return False
        async with house.database.write() as db:
            rows = await media.claim(db, now, now + LEASE, AT_ONCE)
        if not rows:
            return False
        results = await asyncio.gather(*(self._fetch(row) for row in rows))
        async with house.database.write() as db:
            await media.settle(db, results)
            await notices.tell_not_kept(db, house, [r for r in results if r.state in LOST])
            cases = await media.cases_of(db, [row.id for row in rows])
        house.live.tell(cases)
        house.outgoing.ring()
        return True

    async def _fetch(self, row: Any) -> Fetched:
        key = self._house.vault.person(row.contact_id, row.wrapped_key)
        ref = key.open(f"attachments.ref.{row.id}", row.ref).decode()
        try:
            async with asyncio.timeout(FETCH_AT_MOST):
                content = await self._content(row.account, ref)
                return await self._keep(row, key, content, ref)
        except TooLarge:
            return Fetched(row.id, "refused", "too_large")
        except filetypes.Forbidden:
            self._drop(ref)
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

    async def _content(self, account: str, ref: str) -> bytes:
        limit = self._house.settings.limits.file_mb * 2**20
        if ref.startswith(SPOOLED):
            return await asyncio.to_thread(self._house.spool.get, ref.removeprefix(SPOOLED))
        channel = self._house.channels.get(account)
        if channel is None:
            raise Gone("account_removed")
        return await _collect(channel.download(ref), min(limit, channel.limits.file))

    async def _keep(self, row: Any, key: PersonKey, content: bytes, ref: str) -> Fetched:
        mime = filetypes.recognise(content, row.mime)
        await asyncio.to_thread(self._house.files.put, row.id, key, content)
        self._drop(ref)
        digest = hashlib.sha256(content).hexdigest()
        return Fetched(row.id, "stored", mime=mime, size=len(content), sha256=digest)

    def _drop(self, ref: str) -> None:
        if ref.startswith(SPOOLED):
            self._house.spool.drop(ref.removeprefix(SPOOLED))

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
