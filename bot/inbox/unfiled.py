"""Unfiled: what came in and belongs to no case, shown as what it was taken for."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

from bot.casework.words import Protection
from bot.house import House
from bot.inbox import asking, bubbles, lists, people, screens, times
from bot.inbox.bubbles import Words
from bot.inbox.sessions import officer_of
from bot.inbox.words import TAKEN_FOR
from bot.names import brief
from bot.roles import Right, allow
from storage import exchange, inbox
from storage.unread import replay

PAGE: Final = 50
#: Everything but one-time codes, which are nobody's business.
SHOWN: Final = ("auto_reply", "bounce", "list", "report", "system")


@dataclass(frozen=True, slots=True)
class Piece:
    """A message that opened nothing."""

    id: int
    at: str
    channel: str
    channel_name: str
    kind: str
    sender: str = field(repr=False)
    subject: str = field(repr=False)
    words: Words = field(repr=False)
    raw: bool


def routes(house: House) -> list[web.RouteDef]:
    """/inbox/lain"""

    @allow(Right.READ_NAMES)
    async def page(request: web.Request) -> web.StreamResponse:
        before = asking.number(request.query.get("sebelum", ""))
        async with house.database.read() as db:
            reader = officer_of(request).reader
            rows = await inbox.unfiled(db, reader, SHOWN, before, PAGE + 1)
            closed = await exchange.hidden_people(
                db, sorted({row.contact_id for row in rows}), str(Protection.OPEN)
            )
        pieces = [_piece(house, row, row.contact_id in closed) for row in rows[:PAGE]]
        older = pieces[-1].id if len(rows) > PAGE else None
        return await screens.frame(house, request, "inbox_unfiled.html", pieces=pieces, older=older)

    @allow(Right.RECEIVE)
    async def heard(request: web.Request) -> web.StreamResponse:
        """It was a citizen's after all: it is handled like any other message."""
        reader, number = officer_of(request).reader, asking.id_of(request)
        async with house.database.write() as db:
            if await exchange.message(db, reader, number) is None:
                raise web.HTTPNotFound(text="Pesan ini tidak ada, atau tidak terbuka.")
            await replay(db, house.now(), ids=[number], kinds=SHOWN, as_kind="citizen")
        house.waiting.ring()
        raise web.HTTPSeeOther("/inbox/lain")

    return [
        web.get("/inbox/lain", page),
        web.post(r"/inbox/pesan/{id:\d{1,19}}/warga", heard),
    ]


def _piece(house: House, row: Any, hidden: bool) -> Piece:
    use, channel_name = lists.channel(house, row.account)
    text = "Isinya tertutup, seperti nama pelapornya." if hidden else row.full or row.text
    return Piece(
        row.id,
        times.stamp(row.received_at, house.settings.zone),
        use,
        channel_name,
        TAKEN_FOR.get(row.kind, row.kind),
        "" if hidden else _sender(house, row),
        "" if hidden else row.subject,
        bubbles.words(text or "Tanpa tulisan."),
        not hidden and row.raw is not None,
    )


def _sender(house: House, row: Any) -> str:
    key = people.key_of(house, row)
    return "" if key is None else brief(people.address(key, _Address(row.address_id, row.value)))


@dataclass(frozen=True, slots=True)
class _Address:
    id: int
    value: bytes
