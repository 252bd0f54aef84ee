"""Papers: an officer writes one in a case, and writes down what was answered."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from aiohttp import web

from bot import paperwork
from bot.casework.paper_table import PAPERS
from bot.casework.papers import Given, Paper, PaperKind
from bot.casework.words import Event
from bot.house import House
from bot.inbox import asking, filing, forms, people, screens, times, uploads
from bot.inbox.acts import act
from bot.inbox.blanks import Wanted
from bot.inbox.sessions import officer_of
from bot.roles import Right, allow
from storage import inbox, papers

_SERVICE: Final = 200


def routes(house: House) -> list[web.RouteDef]:
    """/inbox/laporan/{number}/lembar/..."""
    at = f"/inbox/laporan/{screens.NUMBER}/lembar"

    @allow(Right.FILE_PAPER)
    async def form(request: web.Request) -> web.StreamResponse:
        paper = _paper(request)
        replaces = asking.number(request.query.get("ganti", ""))
        wanted = Wanted(paper.kind, replaces, request.query.get("layanan", "")[:_SERVICE])
        return await screens.show(house, request, request.match_info["number"], form=wanted)

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
        officer = officer_of(request)
        try:
            proof = await uploads.taken(house, request, "jawaban")
            await uploads.store(house, officer, number, proof)
            async with act(house, officer, number, Right.FILE_PAPER) as case:
                row = await papers.current(case.db, case.row.id, paper)
                await filing.answer(case, row, await _answered(request, row), proof)
        except screens.REFUSED as error:
            return await screens.refused(house, request, number, f"{screens.PAPER}{paper}", error)
        return await screens.done(house, request, number)

    @allow(Right.READ)
    async def letter(request: web.Request) -> web.StreamResponse:
        number, officer = request.match_info["number"], officer_of(request)
        async with house.database.read() as db:
            case = await inbox.by_number(db, officer.reader, number)
            row = await papers.current(db, case.id, asking.id_of(request)) if case else None
        values = paperwork.opened(people.key_of(house, case), row) if case and row else {}
        if row is None or row.kind != PaperKind.ABOVE or not values:
            raise web.HTTPNotFound(text="Surat ini tidak ada, atau tidak terbuka untuk akun ini.")
        return await screens.frame(
            house,
            request,
            "inbox_above.html",
            number=number,
            letter=values,
            dated=times.full(date.fromisoformat(str(values["dated"]))),
            due=times.full(row.due_on),
        )

    return [
        web.get(f"{at}/{{id:\\d{{1,19}}}}/surat", letter),
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
