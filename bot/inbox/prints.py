"""Prints: the whole receipt of any case, for the counter; in which form it was given is noted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.casework.rights import Right
from bot.casework.words import Event, Slot
from bot.dialogue.desk import Case
from bot.house import House
from bot.inbox import asking, enclosures, fields, people, screens
from bot.inbox.acts import Unfit, act
from bot.inbox.people import NOBODY, Person
from bot.inbox.sessions import Officer, officer_of
from bot.privacy import receipts
from bot.privacy.receipts import LABELS, Receipt
from bot.roles import allow
from storage import exchange, inbox, officers

AT: Final = f"/inbox/laporan/{screens.NUMBER}/tanda-terima/lengkap"
#: In which form a receipt leaves the house, and the words for it.
FORMS: Final[dict[str, str]] = {
    "cetak": "dicetak dan diserahkan",
    "telepon": "dibacakan lewat telepon",
    "surat": "dikirim sebagai surat",
}


def routes(house: House) -> list[web.RouteDef]:
    """/inbox/laporan/{number}/tanda-terima/lengkap"""

    @allow(Right.RECEIVE)
    async def paper(request: web.Request) -> web.StreamResponse:
        return await _page(house, request)

    @allow(Right.RECEIVE)
    async def given(request: web.Request) -> web.StreamResponse:
        number, form = request.match_info["number"], await asking.words(request, "bentuk", 12)
        try:
            async with act(house, officer_of(request), number, Right.RECEIVE) as case:
                if form not in FORMS:
                    raise Unfit("Pilih dalam bentuk apa tanda terimanya diberikan.")
                told = f"Tanda terima lengkap {FORMS[form]}."
                case.record(Event.NOTE, {"receipt": form, "text": told})
        except screens.REFUSED as error:
            return await _page(house, request, str(error))
        raise web.HTTPSeeOther(f"/inbox/laporan/{number}")

    return [web.get(AT, paper), web.post(AT, given)]


async def _page(house: House, request: web.Request, problem: str = "") -> web.StreamResponse:
    officer, number = officer_of(request), request.match_info["number"]
    async with house.database.read() as db:
        row = await inbox.by_number(db, officer.reader, number)
        shown = await _receipt(db, house, row, officer) if row is not None else None
    if shown is None:
        raise web.HTTPNotFound(text="Tanda terima dengan nomor ini tidak ada.")
    return await screens.frame(
        house,
        request,
        "inbox_print.html",
        status=422 if problem else 200,
        receipt=shown,
        forms=FORMS,
        problem=problem,
        responsible=house.settings.responsible,
        remedies=house.settings.remedies,
        custodian=house.settings.custodian,
    )


async def _receipt(db: AsyncConnection, house: House, row: Any, officer: Officer) -> Receipt | None:
    """None where its person was erased."""
    forms = await exchange.forms(db, [row.id])
    names = await inbox.shown_names(db, [row.id])
    known = officer.may(Right.READ_NAMES)
    person = people.person(house, row, list(names.values()), known=known)
    if person.case is None or row.erased_at is not None:
        return None
    told = fields.told(person, forms)
    by = await officers.names(db, [told.by] if told.by else [])
    said = await exchange.said(db, row.id, None, _LONGEST)
    files = await exchange.files(db, [one.id for one in said], [])
    return await receipts.of(
        db,
        house,
        row,
        _readable(person),
        who=_who(person),
        files=[enclosures.name(file, person) or "lampiran" for file in files],
        by=by.get(told.by or 0, ""),
    )


_LONGEST: Final = 300


def _readable(person: Person) -> Case:
    """The case with its words as officers may read them."""
    assert person.case is not None
    return replace(person.case, slots=person.slots())


def _who(person: Person) -> list[tuple[str, str]]:
    if person.hidden or person.who == NOBODY:
        return []
    home = person.slots().get(Slot.ADDRESS, "")
    told = [(LABELS[Slot.NAME], person.who), (LABELS[Slot.ADDRESS], home)]
    return [(label, words) for label, words in told if words]
