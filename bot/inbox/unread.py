"""Unread: messages that could not be handled, kept as they came, and tried again on request."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.casework.words import Protection
from bot.house import House
from bot.inbox import asking, bubbles, lists, screens, times
from bot.inbox.bubbles import Words
from bot.inbox.sessions import officer_of
from bot.roles import Right, allow
from storage import exchange, inbox
from storage.unread import replay

PAGE = 50


@dataclass(frozen=True, slots=True)
class Puzzle:
    """A message nobody could read."""

    id: int
    at: str
    channel: str
    channel_name: str
    reason: str
    words: Words = field(repr=False)
    raw: bool


def routes(house: House) -> list[web.RouteDef]:
    """/inbox/tak-terbaca"""

    @allow(Right.READ_NAMES)
    async def page(request: web.Request) -> web.StreamResponse:
        before = asking.number(request.query.get("sebelum", ""))
        async with house.database.read() as db:
            rows = await inbox.unread(db, officer_of(request).reader, before, PAGE + 1)
            people = sorted({row.contact_id for row in rows})
            hidden = await exchange.hidden_people(db, people, str(Protection.OPEN))
        puzzles = [_puzzle(house, row, row.contact_id in hidden) for row in rows[:PAGE]]
        older = puzzles[-1].id if len(rows) > PAGE else None
        return await screens.frame(
            house, request, "inbox_unread.html", puzzles=puzzles, older=older
        )

    @allow(Right.RECEIVE)
    async def again(request: web.Request) -> web.StreamResponse:
        async with house.database.write() as db:
            await replay(db, house.now(), ids=[asking.id_of(request)])
        house.waiting.ring()
        raise web.HTTPSeeOther("/inbox/tak-terbaca")

    return [
        web.get("/inbox/tak-terbaca", page),
        web.post(r"/inbox/pesan/{id:\d{1,19}}/ulang", again),
    ]


def _puzzle(house: House, row: Any, hidden: bool) -> Puzzle:
    use, channel_name = lists.channel(house, row.account)
    text = "Isinya tertutup, seperti nama pelapornya." if hidden else row.text
    return Puzzle(
        row.id,
        times.stamp(row.received_at, house.settings.zone),
        use,
        channel_name,
        row.unread_reason,
        bubbles.words(text or "Tanpa tulisan."),
        not hidden and row.raw is not None,
    )
