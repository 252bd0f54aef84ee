"""Receipts: what somebody at the counter takes home, and that it was handed over."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

import segno
from aiohttp import web
from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.casework import numbers
from bot.casework.words import Slot, State
from bot.house import House
from bot.inbox import asking, bubbles, enclosures, errands, fields, lists, people, screens
from bot.inbox.acts import act
from bot.inbox.errands import WAYS
from bot.inbox.fields import Told
from bot.inbox.people import Person
from bot.inbox.sessions import Officer, officer_of
from bot.inbox.words import SLOTS
from bot.public import dates
from bot.public.dates import Due, Term
from bot.roles import Right, allow
from storage import errands as letters
from storage import exchange, inbox, officers, public

#: So long the officer who wrote it down may read the kunci out or print it.
OPEN_FOR: Final = timedelta(hours=24)
#: What follows by itself from how somebody came.
_USUAL: Final = {"counter": "langsung", "phone": "telepon", "letter": "surat", "social": "medsos"}
_LONGEST: Final = 1200
_LOOKS, _PAUSE = 12, 0.06


@dataclass(frozen=True, slots=True)
class Receipt:
    """Everything on the paper. pile: the letter of ours that it stands for, where it waits."""

    number: str
    spelt: str
    kunci: str = field(repr=False)
    slip: str
    way: str
    by: str
    received: str
    who: str = field(repr=False)
    hidden: bool
    protection: str
    facts: Sequence[tuple[str, str]] = field(repr=False)
    about: Sequence[tuple[str, str]] = field(repr=False)
    files: Sequence[str] = field(repr=False)
    due: Sequence[Due]
    ahead: Sequence[Term]
    pile: int | None
    usual: str
    sent: str
    link: str
    code: Markup


def routes(house: House) -> list[web.RouteDef]:
    """/inbox/laporan/{number}/tanda-terima"""
    at = f"/inbox/laporan/{screens.NUMBER}/tanda-terima"

    @allow(Right.RECEIVE)
    async def paper(request: web.Request) -> web.StreamResponse:
        return await _page(house, request)

    @allow(Right.RECEIVE)
    async def handed(request: web.Request) -> web.StreamResponse:
        number, letter = request.match_info["number"], await asking.words(request, "surat", 20)
        way, note = await asking.words(request, "cara", 12), await asking.words(request, "catatan")
        try:
            async with act(house, officer_of(request), number, Right.RECEIVE) as case:
                await errands.deliver(case, asking.number(letter) or 0, way, note)
        except screens.REFUSED as error:
            return await _page(house, request, str(error))
        raise web.HTTPSeeOther(request.path)

    return [web.get(at, paper), web.post(at, handed)]


async def _page(house: House, request: web.Request, problem: str = "") -> web.StreamResponse:
    number, fresh = request.match_info["number"], "baru" in request.query
    row = await _settled(house, officer_of(request), number, _LOOKS if fresh else 1)
    async with house.database.read() as db:
        shown = await _receipt(db, house, row, officer_of(request)) if row is not None else None
    if shown is None:
        if not fresh or row is not None:
            raise web.HTTPNotFound(text="Tanda terima dengan nomor ini tidak ada.")
        return await screens.frame(house, request, "inbox_waiting.html", number=number, status=202)
    return await screens.frame(
        house,
        request,
        "inbox_receipt.html",
        status=422 if problem else 200,
        receipt=shown,
        fresh=fresh,
        problem=problem,
        ways=WAYS,
        responsible=house.settings.responsible,
        remedies=house.settings.remedies,
        custodian=house.settings.custodian,
    )


async def _settled(house: House, officer: Officer, number: str, looks: int) -> Any:
    """The case, and a moment's patience until what was typed has become one."""
    for look in range(looks):
        await asyncio.sleep(_PAUSE if look else 0)
        async with house.database.read() as db:
            row = await inbox.by_number(db, officer.reader, number)
        if row is not None:
            return row
    return None


async def _receipt(db: AsyncConnection, house: House, row: Any, officer: Officer) -> Receipt | None:
    """None where no officer wrote it down, or its person was erased."""
    forms = await exchange.forms(db, [row.id])
    names = await inbox.shown_names(db, [row.id])
    person = people.person(house, row, list(names.values()))
    told = fields.told(person, forms)
    if not row.via or person.case is None:
        return None
    files = await exchange.files(db, [form.id for form in forms], [])
    letter = await _letter(db, house, row)
    by = await officers.names(db, [told.by] if told.by else [])
    base = house.settings.server.public_url.rstrip("/")
    return Receipt(
        number=row.number,
        spelt=numbers.spell(row.number),
        kunci=_kunci(house, row, told, forms, officer),
        slip=told.slip,
        way=told.way,
        by=by.get(told.by or 0, ""),
        received=dates.moment(house, row.received_at),
        who=person.who,
        hidden=person.hidden,
        protection=row.protection,
        facts=_facts(person),
        about=_about(person, told),
        files=[enclosures.name(file, person) or "lampiran" for file in files],
        due=dates.running(house, await public.running_clocks(db, row.id), State(row.state)),
        ahead=dates.ahead(house, person.case.kind, person.case.protection),
        pile=letter.id if letter is not None and _waits(house, letter) else None,
        usual=_USUAL.get(told.via, ""),
        sent=_sent(house, letter),
        link=f"{base}/lacak" if base else "",
        code=_code(f"{base}/lacak") if base else Markup(),
    )


async def _letter(db: AsyncConnection, house: House, row: Any) -> Any:
    """The receipt that the dialogue wrote, wherever it goes."""
    rows = await letters.of_case(db, row.id, "receipt")
    return rows[0] if rows else None


def _waits(house: House, letter: Any) -> bool:
    carried = letter.account in lists.by_hand(house)
    return carried and letter.delivered_at is None and letter.failed_at is None


def _sent(house: House, letter: Any) -> str:
    """How far the receipt has come by itself, or by whose hands."""
    if letter is None:
        return ""
    if letter.account in lists.by_hand(house):
        return "" if _waits(house, letter) else bubbles.tick(house, letter).words
    _, name = lists.channel(house, letter.account)
    return f"{name}: {bubbles.tick(house, letter).words}"


def _kunci(house: House, row: Any, told: Told, forms: Sequence[Any], officer: Officer) -> str:
    """Only for who wrote it down, on that day, while it is the first; a slip has its own."""
    fresh = bool(forms) and house.now() - forms[0].received_at < OPEN_FOR
    if told.slip or told.by != officer.id or not fresh or row.generation != 1:
        return ""
    return numbers.kunci(house.vault.kunci_key, row.id, row.generation)


def _facts(person: Person) -> list[tuple[str, str]]:
    slots = person.slots()
    story = slots.get(Slot.DESCRIPTION, "")
    shown = {Slot.DESCRIPTION: story[:_LONGEST] + ("…" if len(story) > _LONGEST else "")}
    order = (Slot.DESCRIPTION, Slot.SERVICE, Slot.PLACE, Slot.TIME, Slot.REQUEST)
    facts = [(SLOTS[slot], shown.get(slot, slots.get(slot, ""))) for slot in order]
    return [(label, words) for label, words in facts if words]


def _about(person: Person, told: Told) -> list[tuple[str, str]]:
    home = person.slots().get(Slot.ADDRESS, "")
    known = (("Alamat", home), ("Kontak", told.contact), ("Bantuan", "; ".join(told.needs)))
    return [(label, words) for label, words in known if words]


def _code(link: str) -> Markup:
    """A picture of the address, as large as the page wants it."""
    drawn = segno.make_qr(link, error="m").svg_inline(border=2, omitsize=True, dark="#1b2420")
    return Markup(drawn)  # noqa: S704 - ours
