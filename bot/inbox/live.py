"""Live: hints to open browsers that a case changed; the page then fetches with its own rights."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from aiohttp import web

from bot.house import House
from bot.inbox import asking, sessions, times
from bot.roles import Right, allow
from storage import inbox
from storage.database import Away
from storage.guards import Reader

#: So often the database is asked what other processes did, and the browser hears that we live.
LOOK: Final = 1.5
BEAT: Final = 15.0
#: So often it is asked whether the officer is still signed in.
_ASK_AGAIN: Final = 30.0
_AT_MOST: Final = 100
_RELOAD: Final = "event: reload\ndata: {}\n\n"


def routes(house: House) -> list[web.RouteDef]:
    """/inbox/hidup"""

    @allow(Right.READ)
    async def stream(request: web.Request) -> web.StreamResponse:
        answer = web.StreamResponse(
            headers={
                "Content-Type": "text/event-stream; charset=utf-8",
                "Cache-Control": "no-store",
                "X-Accel-Buffering": "no",
            }
        )
        await answer.prepare(request)
        with suppress(ConnectionError):
            async for hint in _hints(house, request):
                await answer.write(hint.encode())
        return answer

    return [web.get("/inbox/hidup", stream)]


async def _hints(house: House, request: web.Request) -> AsyncIterator[str]:
    """For as long as the browser listens and the officer is signed in."""
    since, reader = _since(house, request), sessions.officer_of(request).reader
    steady = house.clock.steady
    beat = asked = steady()
    yield f"retry: 3000\nid: {times.mark(since)}\n\n"
    with house.live.watch() as watched:
        while True:
            told = await _told(watched)
            since, seen, gap = await _seen(house, reader, since, told)
            if gap or watched.full():
                yield _RELOAD
            for case in sorted(seen):
                yield f'id: {times.mark(since)}\nevent: case\ndata: {{"id": "{case}"}}\n\n'
            if steady() - beat > BEAT:
                yield ": hidup\n\n"
                beat = steady()
            if steady() - asked > _ASK_AGAIN:
                officer = await sessions.find(house, request)
                if officer is None:
                    yield "event: out\ndata: {}\n\n"
                    return
                reader, asked = officer.reader, steady()


async def _told(watched: asyncio.Queue[int]) -> set[int]:
    """What this process tells, or nothing after a while."""
    told: set[int] = set()
    with suppress(TimeoutError):
        async with asyncio.timeout(LOOK):
            told.add(await watched.get())
    while not watched.empty():
        told.add(watched.get_nowait())
    return told


async def _seen(
    house: House, reader: Reader, since: datetime, told: set[int]
) -> tuple[datetime, set[int], bool]:
    """What any process changed, of what is open to them; too much of it is a gap, after which
    the page loads anew."""
    try:
        async with house.database.read() as db:
            rows = await inbox.changed(db, since, _AT_MOST)
            seen = await inbox.open_among(db, reader, told | {row.id for row in rows})
    except Away:
        return since, set(), False
    if len(rows) == _AT_MOST:
        return house.now(), set(), True
    newest = max((row.touched_at for row in rows), default=since)
    return newest, seen, False


def _since(house: House, request: web.Request) -> datetime:
    """Where a browser left off, or when its page was made; what is between them is not lost."""
    left_off = request.headers.get("Last-Event-ID") or request.query.get("sejak", "")
    known = times.moment(asking.number(left_off))
    # Another case may have changed in the very same moment; telling twice does no harm.
    return known - timedelta(microseconds=1) if known else house.now()
