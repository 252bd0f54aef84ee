"""Casefile: the pages of the list and of one case, and what is done to it by a single button."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot import pages
from bot.casework.words import Event
from bot.house import House
from bot.inbox import asking, lists, screens
from bot.inbox.acts import Act, Unfit, act
from bot.inbox.sessions import officer_of
from bot.inbox.words import KINDS
from bot.roles import Right, allow
from storage import sorting

_AT = f"/inbox/laporan/{screens.NUMBER}"


def routes(house: House) -> list[web.RouteDef]:
    """Everything under /inbox that shows cases."""

    @allow(Right.READ)
    async def home(request: web.Request) -> web.StreamResponse:
        return await screens.show(house, request, None)

    @allow(Right.READ)
    async def case(request: web.Request) -> web.StreamResponse:
        return await screens.show(house, request, request.match_info["number"])

    @allow(Right.READ)
    async def more(request: web.Request) -> web.StreamResponse:
        choice = lists.chosen(request.query)
        async with house.database.read() as db:
            listed = await lists.page(house, db, officer_of(request), choice)
        return pages.render(
            "inbox_list.html", listed=listed, choice=choice, opened=None, kinds=KINDS, empty=""
        )

    @allow(Right.READ)
    async def line(request: web.Request) -> web.StreamResponse:
        choice = lists.chosen(request.query)
        async with house.database.read() as db:
            officer, case = officer_of(request), asking.id_of(request)
            card = await lists.one(house, db, officer, choice, case)
        if card is None:
            return web.Response(status=204)
        return pages.render("inbox_line.html", card=card, choice=choice, opened=None)

    return [
        web.get("/inbox", home),
        web.get("/inbox/daftar", more),
        web.get(r"/inbox/daftar/{id:\d{1,19}}", line),
        web.get(_AT, case),
        *_buttons(house),
    ]


def _buttons(house: House) -> list[web.RouteDef]:
    @allow(Right.ANSWER)
    async def take(request: web.Request) -> web.StreamResponse:
        return await _do(house, request, "berkas", _take)

    @allow(Right.ANSWER)
    async def note(request: web.Request) -> web.StreamResponse:
        text = await asking.words(request, "text")

        async def noted(case: Act) -> None:
            if not text:
                raise Unfit("Tulis catatannya dulu.")
            case.record(Event.NOTE, {"text": text})

        return await _do(house, request, "catatan", noted)

    @allow(Right.ANSWER)
    async def calm(request: web.Request) -> web.StreamResponse:
        return await _do(house, request, "berkas", _calm)

    return [
        web.post(f"{_AT}/ambil", take),
        web.post(f"{_AT}/catatan", note),
        web.post(f"{_AT}/ditangani", calm),
    ]


async def _do(
    house: House, request: web.Request, place: str, deed: Callable[[Act], Awaitable[None]]
) -> web.StreamResponse:
    """One deed on the case of this address; a refusal is read at its place."""
    number = request.match_info["number"]
    try:
        async with act(house, officer_of(request), number) as case:
            await deed(case)
    except screens.REFUSED as error:
        return await screens.refused(house, request, number, place, error)
    return await screens.done(house, request, number)


async def _take(case: Act) -> None:
    if case.row.officer_id != case.officer.id:
        case.record(Event.ASSIGN)
        taken = {"officer_id": case.officer.id, "lent_by_id": None}
        await sorting.change(case.db, case.row.id, **taken)


async def _calm(case: Act) -> None:
    """What was urgent is dealt with; that it was urgent stays in the story."""
    told = lists.alarm(case.row).removeprefix("Mendesak: ")
    await case.confirm()
    if told:
        case.record(Event.NOTE, {"text": f"Sudah ditangani: {told}."})
    await sorting.change(case.db, case.row.id, alarm="", alarm_at=None, urgent="")
