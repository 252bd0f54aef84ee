"""Moves: an officer's step with a case, told to the citizen in the same breath."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from aiohttp import web

from bot import cases
from bot.casework import clocks, lifecycle, rights
from bot.casework.lifecycle import Deed, Move
from bot.casework.paper_table import BY_EVENT
from bot.casework.papers import Given
from bot.casework.words import Clock, Event, Kind, State
from bot.dialogue.desk import Button
from bot.house import House
from bot.inbox import asking, filing, forms, giving_up, letters, parting, results, screens
from bot.inbox.acts import Act, act, capacity
from bot.inbox.forms import Field
from bot.inbox.sessions import officer_of
from bot.inbox.steps import FORMS, lacking
from bot.inbox.words import KINDS
from bot.outgoing import proofs
from bot.outgoing.sending import RESULT
from bot.roles import Right, allow
from storage import exchange, officers, sorting
from storage.journal import Entry, Wound

#: The clock whose date a text names; where none of the case's fits, its next date does.
_NAMED: Final[Mapping[str, Clock]] = {
    "status_incomplete": Clock.B,
    "status_complete": Clock.C,
    "status_under_review": Clock.C,
    "status_review_again": Clock.C,
    "status_in_resolution": Clock.C,
    "status_decided": Clock.R,
    "status_resumed": Clock.V,
    "status_to_complaint": Clock.V,
    "status_repair_again": Clock.C,
    "status_fast_repair": Clock.C,
    "status_to_ppid": Clock.J,
    "status_extended": Clock.J,
}
#: What a citizen may tap under a result.
_UNDER_RESULT: Final = ("done", "undone")
_TAPS: Final = {"done": "word:SELESAI:{}", "undone": "word:KEBERATAN:{}"}


def routes(house: House) -> list[web.RouteDef]:
    """/inbox/laporan/{number}/langkah/{event}"""

    @allow(Right.ANSWER)
    async def step(request: web.Request) -> web.StreamResponse:
        number, event = request.match_info["number"], _event(request.match_info["event"])
        try:
            async with act(
                house, officer_of(request), number, joined=event in parting.ENDINGS
            ) as case:
                await _move(case, event, await _written(request, event))
        except screens.REFUSED as error:
            return await screens.refused(house, request, number, str(event), error)
        return await screens.done(house, request, number)

    return [web.post(f"/inbox/laporan/{screens.NUMBER}/langkah/{{event:[a-z_]+}}", step)]


async def _move(case: Act, event: Event, given: Given) -> None:
    """Check what only this case can tell, change it, tell the citizen, and last the journal."""
    state = State(case.row.state)
    actor = capacity(state, event, case.officer.actors)
    move = lifecycle.rule(state, event, actor, Kind(case.row.kind))
    details, told = await _taken(case, event, given, move.citation)
    kind = _kind(case, event, details)
    winding = _WINDS.get(event)
    wound = await winding(case) if winding is not None else None
    entry = case.record(event, details, actor=actor, kind=kind, wound=[wound] if wound else ())
    changes: dict[str, Any] = {"seen_at": case.house.now()}
    if event in _REPAIRS:
        changes["repaired_at"] = case.house.now() if event is Event.REPAIRED else None
    if event is Event.NOTIFY and case.row.alarm == proofs.UNTOLD:
        changes |= {"alarm": "", "alarm_at": None}
    if kind != case.row.kind:
        changes["kind"] = str(kind)
    if case.row.officer_id is None:
        changes["officer_id"] = case.officer.id
    await sorting.change(case.db, case.row.id, **changes)
    if event in parting.ENDINGS:
        await _part(case, event)
    if move.message:
        await _tell(case, move, entry, told)


async def _part(case: Act, event: Event) -> None:
    """Whoever was joined with it and is not answered by this goes on by themselves."""
    left = await parting.part(case.house, case.db, [parting.Ending(case.row, event)])
    case.entries += left.entries
    case.letters += left.letters
    case.touched |= left.cases


async def _taken(
    case: Act, event: Event, given: Given, article: str
) -> tuple[dict[str, Any], Mapping[str, Any]]:
    """What the journal keeps of what was written, and what the citizen may be told of it."""
    paper = BY_EVENT.get(event)
    if paper is not None:
        kept = await filing.file(case, paper, given)
        to = {"to": kept.values["to"]} if "to" in kept.values else {}
        return {**kept.details, **to}, {**kept.values, **kept.details}
    details: dict[str, Any] = dict(given)
    _demand(event, details, article)
    check = _CHECKS.get(event)
    if check is not None:
        details |= await check(case, details)
    sent = {one.name: details[one.name] for one in FORMS[event].fields if one.sent}
    return details, {**sent, "other": details.get("other", "")}


async def _tell(case: Act, move: Move | Deed, entry: Entry, told: Mapping[str, Any]) -> None:
    to = await letters.where(case.house, case.db, case.row, case.person)
    compose = results.COMPOSED.get(move.event)
    body = compose(case.house, case.row, to.account, told) if compose else told.get("text", "")
    due = await _date(case, move, entry)
    given = {
        "date": letters.day(case.house, case.row, to.account, due) if due else "",
        "officer": case.officer.name,
        "to": told.get("to", ""),
        "other": told.get("other", ""),
        "text": body,
        "remedies": results.remedies(case.house, case.row, to.account),
    }
    text = letters.say(case.house, case.row, to.account, move.message, **given)
    letters.refuse_long(case.house, to, text)
    buttons = _buttons(case) if move.event in (Event.DECIDE, Event.REPAIRED) else ()
    purpose = RESULT if move.event is Event.DECIDE else "status"
    case.letters += letters.post(
        case.house, case.row, to, purpose, text, case.officer.id, buttons=buttons
    )
    case.letters += await letters.copies(
        case.house, case.db, case.row, "status", move.message, case.officer.id, **given
    )
    case.letters += await letters.to_joined(
        case.house, case.db, case.row, move.message, case.officer.id, **given
    )


async def _date(case: Act, move: Move | Deed, entry: Entry) -> date | None:
    """The date the text names: of the clock it speaks of, else the next one that runs."""
    wanted = _NAMED.get(move.message)
    kept: dict[Clock, date] = {
        Clock(row.clock): row.due_on
        for row in await exchange.running(case.db, case.row.id)
        if row.stopped_at is None and Clock(row.clock) not in move.stops
    }
    fresh = {Clock(one.clock): one.due for one in entry.starts}
    anew = {Clock(one.clock): one.due for one in entry.starts if one.since}
    kept = fresh | kept | anew  # one that runs runs on, unless it was counted anew
    if wanted in kept:
        return kept[wanted]
    if wanted is Clock.R:  # it starts when the result has arrived; this is the earliest end
        names = cases.promises_of(case.row)
        return cases.due(case.house, wanted, case.house.calendar.local_date(entry.at), names)
    return min(kept.values(), default=None)


async def _incomplete(case: Act, given: Mapping[str, str]) -> dict[str, Any]:
    if not lacking(case.person):
        rule = "Semua yang diminta undang-undang sudah ada; tanyakan hal lain lewat balasan"
        raise lifecycle.Refusal(rule, "uu25-42-45")
    if not any(line.strip(" -\t") for line in given["text"].splitlines()):
        raise lifecycle.Refusal("Tulis apa yang masih diperlukan", "uu25-42-45")
    return {}


async def _mended(case: Act, _given: Mapping[str, str]) -> dict[str, Any]:
    if await sorting.moved_by(case.db, case.row.id, str(case.row.state)) != Event.FAST_REPAIR:
        rule = "Hanya untuk laporan yang diserahkan untuk langsung diperbaiki; yang lain diputus"
        raise lifecycle.Refusal(rule, "uu25-50")
    return {}


async def _lengthened(case: Act, _given: Mapping[str, str]) -> dict[str, Any]:
    running = await _running(case, Clock.J)
    if running is None:
        raise lifecycle.Refusal("Hanya untuk permintaan yang ditangani PPID", "uu14")
    if running.due_on < case.house.calendar.local_date(case.house.now()):
        rule = "Waktu jawaban sudah lewat; perpanjangan diberitahukan sebelum itu"
        raise lifecycle.Refusal(rule, "uu14")
    if await sorting.happened(case.db, case.row.id, str(Event.EXTEND)):
        raise lifecycle.Refusal("Waktu jawaban hanya diperpanjang satu kali", "uu14")
    return {}


async def _ppid_winds(case: Act) -> Wound:
    """The ten working days count from the day it was received, not from when it was passed on."""
    house, received = case.house, case.row.received_at
    return cases.winding(house, Clock.J, house.calendar.local_date(received), since=received)


async def _extension_winds(case: Act) -> Wound:
    house, row = case.house, await _running(case, Clock.J)
    more = clocks.EXTENSIONS[Clock.J]
    due = house.calendar.add(row.due_on, more.amount, more.days)
    started = house.calendar.local_date(row.started_at)
    return cases.winding(house, Clock.J, started, due, row.started_at)


async def _completing_winds(case: Act) -> Wound | None:
    """Whoever is told today what the file lacks has all the days from today."""
    row = await _running(case, Clock.B)
    if row is None:
        return None
    return proofs.counted(case.house, case.row, row.started_at, case.house.now())


async def _running(case: Act, clock: Clock) -> Any:
    rows = await exchange.running(case.db, case.row.id)
    return next((r for r in rows if r.clock == clock and r.stopped_at is None), None)


_WINDS: Final = {
    Event.TO_PPID: _ppid_winds,
    Event.EXTEND: _extension_winds,
    Event.NOTIFY: _completing_winds,
}
_REPAIRS: Final = (Event.REPAIRED, Event.REFUSE_REPAIR)


async def _untold(case: Act, _given: Mapping[str, str]) -> dict[str, Any]:
    if not await proofs.untold(case.db, case.house, case.row):
        raise lifecycle.Refusal("Pelapor sudah diberi tahu", "uu25-42-45")
    return {}


async def _closed(case: Act, _given: Mapping[str, str]) -> dict[str, Any]:
    if not await sorting.was_answered(case.db, case.row.id, "reply"):
        raise lifecycle.Refusal("Laporan ditutup sesudah dijawab: tulis balasan dulu", "uu25-37")
    return {}


async def _by_another(case: Act, _given: Mapping[str, str]) -> dict[str, Any]:
    """Whoever decided does not look again, where the office has another decider."""
    decided = await sorting.done_by(case.db, case.row.id, str(Event.DECIDE))
    roles = [str(role) for role in rights.deciders()]
    if decided == case.officer.id and await officers.others(
        case.db, case.officer.id, roles, case.house.now()
    ):
        raise lifecycle.Refusal(
            "Keberatan ditelaah ulang pejabat lain, bukan yang memutus", "uu25-37"
        )
    return {}


_CHECKS: Final = {
    Event.REVIEW_AGAIN: _by_another,
    Event.DECLARE_INCOMPLETE: _incomplete,
    Event.JOIN: parting.join,
    Event.CLOSE: _closed,
    Event.REPAIRED: _mended,
    Event.EXTEND: _lengthened,
    Event.NOTIFY: _untold,
    Event.DEEM_WITHDRAWN: giving_up.check,
}


def _demand(event: Event, given: Mapping[str, Any], article: str) -> None:
    for one in FORMS[event].fields:
        if not given[one.name]:
            raise lifecycle.Refusal(f"Isi dulu: {one.label.lower()}", article)


def _kind(case: Act, event: Event, given: Mapping[str, Any]) -> Kind:
    """RECLASSIFY says what it is; whoever resumes it from there takes it for a complaint."""
    if event is Event.RECLASSIFY:
        return Kind(given["kind"])
    if event is Event.TO_COMPLAINT:
        return Kind.COMPLAINT
    if event is Event.RESUME and case.row.state == State.RECLASSIFIED:
        return Kind.COMPLAINT
    return Kind(case.row.kind)


def _buttons(case: Act) -> tuple[Button, ...]:
    say = case.house.texts.say
    return tuple(
        Button(_TAPS[name].format(case.row.id), say(case.row.language, f"button.{name}"))
        for name in _UNDER_RESULT
    )


def _event(name: str) -> Event:
    if name not in set(Event) or Event(name) not in FORMS:
        raise web.HTTPNotFound
    return Event(name)


async def _written(request: web.Request, event: Event) -> Given:
    if event in BY_EVENT:
        return await forms.typed(request, BY_EVENT[event].fields)
    return {one.name: await _field(request, one) for one in FORMS[event].fields}


async def _field(request: web.Request, one: Field) -> str:
    text = await asking.words(request, one.name, 8000)
    if one.choices:
        return text if text in KINDS else ""
    return text
