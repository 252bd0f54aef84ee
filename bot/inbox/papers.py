"""Papers: an officer writes one in a case, and writes down what was answered."""

from __future__ import annotations

from typing import Any

from aiohttp import web

from bot.casework.paper_table import PAPERS
from bot.casework.papers import Given, Paper, PaperKind
from bot.casework.words import Event
from bot.house import House
from bot.inbox import asking, filing, forms, screens
from bot.inbox.acts import act
from bot.inbox.sessions import officer_of
from bot.roles import Right, allow
from storage import papers


def routes(house: House) -> list[web.RouteDef]:
    """/inbox/laporan/{number}/lembar/..."""
    at = f"/inbox/laporan/{screens.NUMBER}/lembar"

    @allow(Right.FILE_PAPER)
    async def form(request: web.Request) -> web.StreamResponse:
        paper = _paper(request)
        replaces = asking.number(request.query.get("ganti", ""))
        return await screens.show(
            house, request, request.match_info["number"], form=(paper.kind, replaces)
        )

    @allow(Right.FILE_PAPER)
    async def write(request: web.Request) -> web.StreamResponse:
        paper, number = _paper(request), request.match_info["number"]
        if paper.event is not Event.FILE_PAPER:
            raise web.HTTPNotFound
        given = await forms.typed(request, paper.fields)
        older = asking.number(await asking.words(request, "ganti", 20))
        try:
            async with act(house, officer_of(request), number, Right.FILE_PAPER) as case:
                kept = await filing.file(case, paper, given, older)
                wound = await filing.wound(case, kept)
                case.record(Event.FILE_PAPER, kept.details, wound=wound)
        except screens.REFUSED as error:
            return await screens.refused(
                house, request, number, f"{screens.PAPER}{paper.kind}", error
            )
        return await screens.done(house, request, number)

    @allow(Right.FILE_PAPER)
    async def reply(request: web.Request) -> web.StreamResponse:
        number, paper = request.match_info["number"], asking.id_of(request)
        try:
            async with act(house, officer_of(request), number, Right.FILE_PAPER) as case:
                row = await papers.current(case.db, case.row.id, paper)
                await filing.answer(case, row, await _answered(request, row))
        except screens.REFUSED as error:
            return await screens.refused(house, request, number, f"{screens.PAPER}{paper}", error)
        return await screens.done(house, request, number)

    return [
        web.get(f"{at}/{{kind:[a-z0-9_]+}}", form),
        web.post(f"{at}/{{kind:[a-z][a-z0-9_]+}}", write),
        web.post(f"{at}/{{id:\\d{{1,19}}}}/jawab", reply),
    ]


def _paper(request: web.Request) -> Paper:
    kind = request.match_info["kind"]
    if kind not in set(PaperKind):
        raise web.HTTPNotFound
    return PAPERS[PaperKind(kind)]


async def _answered(request: web.Request, row: Any) -> Given:
    if row is None:
        raise web.HTTPNotFound
    return await forms.typed(request, PAPERS[PaperKind(row.kind)].answer)
