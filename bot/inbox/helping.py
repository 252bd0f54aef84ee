"""Helping: an officer writes down what help a citizen needs; nobody is ever asked for it."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from aiohttp import web

from bot import cases
from bot.casework.words import Event
from bot.house import House
from bot.inbox import asking, screens
from bot.inbox.acts import Act, Unfit, act
from bot.inbox.findings import NEEDS
from bot.inbox.sessions import officer_of
from bot.roles import Right, allow
from storage import sorting

_PLACE: Final = "bantuan"


def routes(house: House) -> list[web.RouteDef]:
    """/inbox/laporan/{number}/bantuan"""

    @allow(Right.ANSWER)
    async def help_(request: web.Request) -> web.StreamResponse:
        number = request.match_info["number"]
        form = await asking.form(request)
        given = set(form.getall("perlu", []))
        ticked = frozenset(code for code in NEEDS if code in given)
        try:
            async with act(house, officer_of(request), number) as case:
                await _help(case, ticked)
        except screens.REFUSED as error:
            return await screens.refused(house, request, number, _PLACE, error)
        return await screens.done(house, request, number)

    return [web.post(f"/inbox/laporan/{screens.NUMBER}/bantuan", help_)]


async def _help(case: Act, ticked: frozenset[str]) -> None:
    """From now on it counts for the order of work and for the form of our messages."""
    known = case.person.case
    if known is None or case.person.hidden:
        raise Unfit("Nama pelapor ini ditutup; yang menunjukkan siapa pelapornya tidak dicatat.")
    if ticked == known.assistance:
        return
    # No text: the story of a case is read by more than those who handle it.
    case.record(Event.ASSIST, {"is": sorted(ticked), "was": sorted(known.assistance)})
    after = replace(known, assistance=ticked)
    await sorting.change(case.db, case.row.id, facts=cases.columns(after, case.key)["facts"])
