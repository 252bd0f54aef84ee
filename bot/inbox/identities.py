"""Identities: a custodian opens one with a reason; who read which name stays on record."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.casework.lifecycle import Refusal
from bot.casework.rights import Right, Role
from bot.casework.words import IDENTITY, Event
from bot.house import House
from bot.inbox import asking, fields, lists, people, screens, times
from bot.inbox.acts import Act, Unfit, act
from bot.inbox.sessions import officer_of
from bot.inbox.words import ATTACHMENTS, ROLES, SLOTS
from bot.roles import allow
from storage import exchange, inbox, openings

PAGE: Final = 50
AT: Final = "/inbox/identitas"
_SHORTEST: Final = 10
#: Messages whose originals are listed.
_FILES: Final = 200
_PLACE: Final = "identitas"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who wrote, for one look."""

    number: str
    lines: list[tuple[str, str]] = field(repr=False)
    #: Originals that are open for an hour: (id, what it is).
    files: list[tuple[int, str]]
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Opening:
    """One line of the record."""

    id: int
    number: str
    who: str
    role: str
    at: str
    protected: bool
    reason: str = field(repr=False)


def routes(house: House) -> list[web.RouteDef]:
    """/inbox/laporan/{number}/identitas and /inbox/identitas"""

    @allow(Right.OPEN_IDENTITY)
    async def reveal(request: web.Request) -> web.StreamResponse:
        number, officer = request.match_info["number"], officer_of(request)
        reason = (await asking.words(request, "alasan", 500)).replace("\n", " ")
        try:
            async with act(house, officer, number, Right.OPEN_IDENTITY) as case:
                found = await _open(case, reason)
        except screens.REFUSED as error:
            return await screens.refused(house, request, number, _PLACE, error)
        return await screens.frame(house, request, "inbox_identity.html", identity=found)

    @allow(Right.READ_OPENINGS)
    async def record(request: web.Request) -> web.StreamResponse:
        before = asking.number(request.query.get("sebelum", ""))
        async with house.database.read() as db:
            rows = await openings.page(db, officer_of(request).reader, before, PAGE + 1)
        shown = [_opening(house, row) for row in rows[:PAGE]]
        older = shown[-1].id if len(rows) > PAGE else None
        return await screens.frame(
            house, request, "inbox_openings.html", openings=shown, older=older
        )

    return [
        web.post(f"/inbox/laporan/{screens.NUMBER}/identitas", reveal),
        web.get(AT, record),
    ]


async def _open(case: Act, reason: str) -> Identity:
    """Write down who looks and why, in the same transaction that lets them look."""
    house, row = case.house, case.row
    if not people.is_hidden(row.protection):
        raise Unfit("Nama laporan ini tidak dirahasiakan.")
    if len(reason) < _SHORTEST:
        rule = "Tulis alasannya: untuk apa identitas ini dibuka. Alasan ini disimpan"
        raise Refusal(rule, "perpres76-15")
    number = house.new_id()
    sealed = house.vault.seal(f"openings.reason.{number}", reason.encode())
    made = {"id": number, "officer_id": case.officer.id, "complaint_id": row.id}
    await openings.add(case.db, made | {"at": house.now(), "reason": sealed})
    case.record(Event.OPEN_IDENTITY, {"opening": number, "reason": reason})
    lines = await _lines(case.db, case)
    return Identity(row.number, lines, await _files(case.db, row.id), reason)


async def _files(db: AsyncConnection, case: int) -> list[tuple[int, str]]:
    said = await exchange.said(db, case, None, _FILES)
    rows = await exchange.files(db, [row.id for row in said], [])
    return [(row.id, ATTACHMENTS.get(row.kind, row.kind)) for row in rows if row.state == "stored"]


async def _lines(db: AsyncConnection, case: Act) -> list[tuple[str, str]]:
    """Name, address, where they wrote from, and what a form said beside it."""
    house, row, key = case.house, case.row, case.key
    known = case.person.case
    slots = known.slots if known else {}
    named = await inbox.shown_names(db, [row.id])
    shown = [people.name(key, one) for one in named.values()]
    home = await exchange.address(db, row.address_id)
    _, account = lists.channel(house, row.account)
    form = [fields.opened(key, one) for one in await exchange.forms(db, [row.id])]
    contacts = [str(one["contact"]) for one in form if one.get("contact")]
    found = [(SLOTS[slot], slots.get(slot, "")) for slot in sorted(IDENTITY, reverse=True)]
    found += [(f"Nama di {account}", one) for one in shown]
    found += [(account, people.address(key, home)), *(("Kontak", one) for one in contacts)]
    return [(label, words) for label, words in found if words]


def _opening(house: House, row: Any) -> Opening:
    reason = ""
    if row.reason is not None:
        reason = house.vault.open(f"openings.reason.{row.id}", row.reason).decode()
    return Opening(
        id=row.id,
        number=row.number,
        who=row.name,
        role=ROLES[Role(row.role)],
        at=times.stamp(row.at, house.settings.zone),
        protected=row.reason is not None,
        reason=reason,
    )
