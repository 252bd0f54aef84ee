"""Screens: the page of the inbox, whole or the piece of it that a script asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import pages
from bot.casework.lifecycle import Refusal
from bot.casework.papers import PaperKind
from bot.casework.rights import Right
from bot.casework.words import Event
from bot.house import House
from bot.inbox import (
    asking,
    fields,
    hours,
    letters,
    lists,
    looks,
    panels,
    parties,
    people,
    sessions,
    sheets,
    threads,
    times,
)
from bot.inbox.acts import Unfit
from bot.inbox.blanks import Wanted
from bot.inbox.fields import Told
from bot.inbox.letters import Where
from bot.inbox.panels import Panel
from bot.inbox.parties import Party
from bot.inbox.sessions import Officer, officer_of
from bot.inbox.sheets import Sheets
from bot.inbox.threads import Thread
from bot.inbox.words import KINDS, ROLES
from bot.timekeeping import doubts
from storage import errands, exchange, inbox, journal, officers, outbox

#: A tracking number in an address.
NUMBER: Final = "{number:[0-9A-Z]{4}-[0-9A-Z]{3}}"
#: What is answered with a sentence beside the form.
REFUSED: Final = (Unfit, Refusal)
#: Before the kind or the id of a paper, where a sentence stands beside its form.
PAPER: Final = "lembar-"
#: Scripts say so when the officer's eyes are on the case.
_SEEN: Final = "X-Sahut-Seen"
_COUNTED: Final = 99


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence beside a form that was not taken, and what had been typed into it."""

    place: str
    text: str = field(repr=False)
    weigh: bool = False
    given: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Opened:
    """One case on the screen."""

    panel: Panel
    thread: Thread
    to: Where
    letter: int
    erased: bool
    sheets: Sheets
    party: Party


async def show(
    house: House,
    request: web.Request,
    number: str | None,
    notice: Notice | None = None,
    form: Wanted | None = None,
) -> web.Response:
    """The inbox with a case opened in it, or none. form: a paper that somebody wants to write."""
    officer, made = officer_of(request), house.now()
    choice = lists.chosen(request.query)
    if number is not None and _looks(request):
        await looks.note(house, officer, number)
    async with house.database.read() as db:
        wanted = form or _begun(notice)
        opened = await _open(house, db, request, officer, number, wanted) if number else None
        notice = _placed(notice, opened)
        context = _common(house, officer) | {"opened": opened, "notice": notice, "choice": choice}
        if asking.wants_piece(request):
            return pages.render("inbox_case.html", status=_status(notice), **context)
        context |= await around(house, db, officer)
        listed = await lists.page(house, db, officer, choice)
        sealed = await lists.sealed(house, db, officer)
    return pages.render(
        "inbox_page.html",
        status=_status(notice),
        filters=lists.FILTERS,
        kinds=KINDS,
        sources=lists.sources(house),
        listed=listed,
        sealed=sealed,
        above=house.settings.above_head,
        empty=lists.EMPTY[choice.filter],
        made=times.mark(made),
        **context,
    )


async def frame(
    house: House, request: web.Request, name: str, status: int = 200, **context: Any
) -> web.Response:
    """Another page of the inbox, with the same head."""
    async with house.database.read() as db:
        officer = officer_of(request)
        head = _common(house, officer) | await around(house, db, officer)
    return pages.render(name, status=status, **head, **context)


async def done(house: House, request: web.Request, number: str) -> web.StreamResponse:
    """It is done: the case as it stands now."""
    if asking.wants_piece(request):
        return await show(house, request, number)
    raise web.HTTPSeeOther(f"/inbox/laporan/{number}{lists.chosen(request.query).query()}")


async def refused(
    house: House,
    request: web.Request,
    number: str,
    place: str,
    error: Exception,
    *,
    weigh: bool = False,
) -> web.Response:
    """The case again, with why it was not done and everything that was typed."""
    form = await asking.form(request)
    given: dict[str, Any] = {k: v for k, v in form.items() if isinstance(v, str)}
    given |= {f"{name}[]": form.getall(name) for name in given}  # of ticks, all that were set
    return await show(house, request, number, Notice(place, str(error), weigh, given))


async def around(house: House, db: AsyncConnection, officer: Officer) -> dict[str, Any]:
    """What the head of every page tells: what stands still, what is unread, what we carry."""
    now = house.now()
    stands = await outbox.open_alarms(db)
    alarms = [
        (_named(house, row.name), row.reason, times.brief(row.since, now, house.settings.zone))
        for row in stands
        if row.name != doubts.NAME
    ]
    doubt = next((row.reason for row in stands if row.name == doubts.NAME), "")
    reader = officer.reader
    unread = await inbox.count_unread(db, reader, _COUNTED + 1)
    pile = await errands.count(db, reader, lists.by_hand(house), _COUNTED + 1)
    warned = await hours.warnings(db, house, officer)
    counts = {"unread": _counted(unread), "pile": _counted(pile)}
    return {"alarms": alarms, "doubt": doubt, "hours": warned, **counts}


def _named(house: House, alarm: str) -> str:
    """The channel's name; what stands behind a stroke says which of its alarms it is."""
    return lists.channel(house, alarm.partition("/")[0])[1]


def _counted(amount: int) -> str:
    return f"{_COUNTED}+" if amount > _COUNTED else str(amount or "")


def _common(house: House, officer: Officer) -> dict[str, Any]:
    limits = house.settings.limits
    return {
        "officer": officer,
        "role": ROLES[officer.role],
        "office": house.settings.office,
        "now": times.stamp(house.now(), house.settings.zone),
        "zone": house.settings.zone.key,
        "file_mb": limits.file_mb,
        "most_files": limits.files,
    }


def _placed(notice: Notice | None, opened: Opened | None) -> Notice | None:
    """A sentence about a form that is not on the screen stands on top of the file."""
    if notice is None or opened is None:
        return notice
    if notice.place not in set(Event) and not notice.place.startswith(PAPER):
        return notice
    shown = {step.event for step in opened.panel.steps}
    shown |= {f"{PAPER}{name}" for name in opened.sheets.forms}
    return notice if notice.place in shown else replace(notice, place="berkas")


def _begun(notice: Notice | None) -> Wanted | None:
    """The paper that was being written when something stood against it."""
    kind = notice.place.removeprefix(PAPER) if notice else ""
    if notice is None or kind not in set(PaperKind):
        return None
    replaces = asking.number(str(notice.given.get("ganti", "")))
    return Wanted(PaperKind(kind), replaces, str(notice.given.get("service", "")))


def _status(notice: Notice | None) -> int:
    return 200 if notice is None else 422


def _looks(request: web.Request) -> bool:
    return _SEEN in request.headers or sessions.BACKGROUND not in request.headers


async def _open(
    house: House,
    db: AsyncConnection,
    request: web.Request,
    officer: Officer,
    number: str,
    wanted: Wanted | None = None,
) -> Opened:
    row = await inbox.by_number(db, officer.reader, number)
    if row is None:
        raise web.HTTPNotFound(text="Nomor ini tidak ada, atau tidak terbuka untuk akun ini.")
    before = asking.number(request.query.get("sebelum", ""))
    rows = await threads.load(db, row.id, before)
    own = [said for said in rows.said if said.contact_id == row.contact_id]
    named = [*(await inbox.shown_names(db, [row.id])).values(), *own]
    home = await exchange.address(db, row.address_id)
    key = people.key_of(house, row)
    address = people.address(key, home) if key else ""
    known = officer.may(Right.READ_NAMES)
    person = people.person(house, row, named, address, known=known)
    story = await journal.story(db, house.vault, row.id)
    names = await officers.names(db, sorted({r["officer_id"] for r in story if r["officer_id"]}))
    papers = await sheets.load(db, house, row, person, officer, wanted)
    return Opened(
        panels.panel(
            house,
            row,
            person,
            address,
            await exchange.running(db, row.id),
            story,
            names,
            await exchange.others(db, officer.reader, row.contact_id, row.id, "open"),
            officer.actors if officer.writes else (),
            await _told(db, row, person),
            papers,
        ),
        threads.thread(house, rows, story, names, person, newest=before is None),
        await letters.where(house, db, row, person),
        house.new_id(),
        person.key is None or row.erased_at is not None,
        papers,
        await parties.load(db, house, row, person, officer),
    )


async def _told(db: AsyncConnection, row: Any, person: people.Person) -> Told:
    """What forms gave, and by the name of which officer."""
    told = fields.told(person, await exchange.forms(db, [row.id]))
    by = await officers.names(db, [told.by] if told.by else [])
    return replace(told, writer=by.get(told.by or 0, ""))
