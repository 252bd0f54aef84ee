"""Screens: the page of the inbox, whole or the piece of it that a script asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import pages
from bot.casework.lifecycle import Refusal
from bot.casework.words import Event
from bot.house import House
from bot.inbox import asking, fields, letters, lists, panels, people, sessions, threads, times
from bot.inbox.acts import Unfit
from bot.inbox.fields import Told
from bot.inbox.letters import Where
from bot.inbox.panels import Panel
from bot.inbox.sessions import Officer, officer_of
from bot.inbox.threads import Thread
from bot.inbox.words import KINDS, ROLES
from storage import errands, inbox, journal, officers, outbox, sorting

#: A tracking number in an address.
NUMBER: Final = "{number:[0-9A-Z]{4}-[0-9A-Z]{3}}"
#: What is answered with a sentence beside the form.
REFUSED: Final = (Unfit, Refusal)
#: Scripts say so when the officer's eyes are on the case.
_SEEN: Final = "X-Sahut-Seen"
_COUNTED: Final = 99


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence beside a form that was not taken, and what had been typed into it."""

    place: str
    text: str = field(repr=False)
    weigh: bool = False
    given: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Opened:
    """One case on the screen."""

    panel: Panel
    thread: Thread
    to: Where
    letter: int
    erased: bool


async def show(
    house: House, request: web.Request, number: str | None, notice: Notice | None = None
) -> web.Response:
    """The inbox with a case opened in it, or none."""
    officer, made = officer_of(request), house.now()
    choice = lists.chosen(request.query)
    if number is not None and _looks(request) and officer.writes:
        await _see(house, number)
    async with house.database.read() as db:
        opened = await _open(house, db, request, officer, number) if number else None
        notice = _placed(notice, opened)
        context = _common(house, officer) | {"opened": opened, "notice": notice, "choice": choice}
        if asking.wants_piece(request):
            return pages.render("inbox_case.html", status=_status(notice), **context)
        context |= await around(house, db)
        listed = await lists.page(house, db, choice)
    return pages.render(
        "inbox_page.html",
        status=_status(notice),
        filters=lists.FILTERS,
        kinds=KINDS,
        sources=lists.sources(house),
        listed=listed,
        empty=lists.EMPTY[choice.filter],
        made=times.mark(made),
        **context,
    )


async def frame(
    house: House, request: web.Request, name: str, status: int = 200, **context: Any
) -> web.Response:
    """Another page of the inbox, with the same head."""
    async with house.database.read() as db:
        head = _common(house, officer_of(request)) | await around(house, db)
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
    given = {k: v for k, v in (await asking.form(request)).items() if isinstance(v, str)}
    return await show(house, request, number, Notice(place, str(error), weigh, given))


async def around(house: House, db: AsyncConnection) -> dict[str, Any]:
    """What the head of every page tells: what stands still, what is unread, what we carry."""
    now = house.now()
    alarms = [
        (_named(house, row.name), row.reason, times.brief(row.since, now, house.settings.zone))
        for row in await outbox.open_alarms(db)
    ]
    unread = await inbox.count_unread(db, _COUNTED + 1)
    pile = await errands.count(db, lists.by_hand(house), _COUNTED + 1)
    return {"alarms": alarms, "unread": _counted(unread), "pile": _counted(pile)}


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
        "file_mb": limits.file_mb,
        "most_files": limits.files,
    }


def _placed(notice: Notice | None, opened: Opened | None) -> Notice | None:
    """A sentence about a step that is not on the screen stands on top of the file."""
    if notice is None or opened is None or notice.place not in set(Event):
        return notice
    shown = {step.event for step in opened.panel.steps}
    return notice if notice.place in shown else replace(notice, place="berkas")


def _status(notice: Notice | None) -> int:
    return 200 if notice is None else 422


def _looks(request: web.Request) -> bool:
    return _SEEN in request.headers or sessions.BACKGROUND not in request.headers


async def _see(house: House, number: str) -> None:
    async with house.database.read() as db:
        row = await inbox.by_number(db, number)
        fresh = row is not None and await sorting.unseen(db, row.id)
    if row is not None and fresh:
        async with house.database.write() as db:
            await sorting.see(db, row.id, house.now())
        house.live.tell([row.id])


async def _open(
    house: House, db: AsyncConnection, request: web.Request, officer: Officer, number: str
) -> Opened:
    row = await inbox.by_number(db, number)
    if row is None:
        raise web.HTTPNotFound(text="Nomor ini tidak ada di kantor ini.")
    before = asking.number(request.query.get("sebelum", ""))
    rows = await threads.load(db, row.id, before)
    own = [said for said in rows.said if said.contact_id == row.contact_id]
    named = [*(await inbox.shown_names(db, [row.id])).values(), *own]
    home = await inbox.address(db, row.address_id)
    key = people.key_of(house, row)
    address = people.address(key, home) if key else ""
    person = people.person(house, row, named, address)
    story = await journal.story(db, house.vault, row.id)
    names = await officers.names(db, sorted({r["officer_id"] for r in story if r["officer_id"]}))
    return Opened(
        panels.panel(
            house,
            row,
            person,
            address,
            await inbox.running(db, row.id),
            story,
            names,
            await inbox.others(db, row.contact_id, row.id, "open"),
            officer.actors,
            await _told(db, row, person),
        ),
        threads.thread(house, rows, story, names, person, newest=before is None),
        await letters.where(house, db, row, person),
        house.new_id(),
        person.key is None,
    )


async def _told(db: AsyncConnection, row: Any, person: people.Person) -> Told:
    """What forms gave, and by the name of which officer."""
    told = fields.told(person, await inbox.forms(db, [row.id]))
    by = await officers.names(db, [told.by] if told.by else [])
    return replace(told, writer=by.get(told.by or 0, ""))
