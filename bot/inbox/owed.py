"""Owed: what a unit has been asked, answered in place by who speaks for it; no case is seen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import tree
from bot.casework.paper_table import PAPERS
from bot.casework.papers import PaperKind
from bot.house import House
from bot.inbox import asking, filing, forms, people, screens, sheets, uploads
from bot.inbox.acts import Unfit, act
from bot.inbox.screens import Notice
from bot.inbox.sessions import Officer, officer_of
from bot.inbox.sheets import Sheet
from bot.roles import Right, allow
from storage import exchange, inbox, papers

AT: Final = "/inbox/unit"
_AT_ONCE: Final = 50


@dataclass(frozen=True, slots=True)
class Owed:
    """One paper, and the number of the case by which everybody speaks of it."""

    sheet: Sheet = field(repr=False)
    number: str
    unit: str


def routes(house: House) -> list[web.RouteDef]:
    """/inbox/unit"""

    @allow(Right.ANSWER_PAPER)
    async def waiting(request: web.Request) -> web.StreamResponse:
        return await _page(house, request)

    @allow(Right.ANSWER_PAPER)
    async def reply(request: web.Request) -> web.StreamResponse:
        officer, paper = officer_of(request), asking.id_of(request)
        async with house.database.read() as db:
            row = await papers.owed_one(
                db, officer.reader, await _places(db, house, officer), paper
            )
        if row is None:
            raise web.HTTPNotFound(text="Surat ini tidak ada, atau bukan untuk unit ini.")
        given = await forms.typed(request, PAPERS[PaperKind(row.kind)].answer)
        try:
            proof = await uploads.taken(house, request, "jawaban")
            await uploads.store(house, officer, row.case, proof)
            async with act(house, officer, row.case, Right.ANSWER_PAPER) as case:
                await filing.answer(case, row, given, proof)
        except screens.REFUSED as error:
            told = {name: value for name, value in given.items() if isinstance(value, str)}
            return await _page(house, request, Notice(str(paper), str(error), given=told))
        raise web.HTTPSeeOther(AT)

    return [web.get(AT, waiting), web.post(f"{AT}/{{id:\\d{{1,19}}}}/jawab", reply)]


async def _page(
    house: House, request: web.Request, notice: Notice | None = None
) -> web.StreamResponse:
    officer = officer_of(request)
    async with house.database.read() as db:
        places = await _places(db, house, officer)
        rows = await papers.owed(db, officer.reader, places, _AT_ONCE)
        owed = [await _owed(db, house, officer, row) for row in rows]
    return await screens.frame(
        house,
        request,
        "inbox_owed.html",
        status=422 if notice else 200,
        owed=owed,
        placed=bool(places),
        notice=notice,
    )


async def _places(db: AsyncConnection, house: House, officer: Officer) -> set[int]:
    """The units that an account speaks for today."""
    return {post.unit for post in (await tree.load(db, house)).of(officer.id)}


async def _owed(db: AsyncConnection, house: House, officer: Officer, row: Any) -> Owed:
    """The paper as it was written, without whatever would tell who complained."""
    case = await inbox.by_number(db, officer.reader, row.case)
    if case is None:
        raise Unfit("Laporan ini tidak terbuka untuk akun ini.")
    named = list((await inbox.shown_names(db, [case.id])).values())
    home = await exchange.address(db, case.address_id)
    key = people.key_of(house, case)
    address = people.address(key, home) if key else ""
    person = people.person(house, case, named, address, known=False)
    return Owed(sheets.owed(house, person, row), row.case, row.unit or "")
