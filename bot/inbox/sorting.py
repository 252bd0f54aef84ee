"""Sorting: a message goes to another case or becomes one of its own; a voice gets its words."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, Final

from aiohttp import web

from bot import cases
from bot.casework import numbers
from bot.casework.words import Event, Kind, Protection, Slot, State
from bot.dialogue.desk import Case
from bot.house import House
from bot.inbox import asking, hearing, letters, people, screens
from bot.inbox.acts import Act, Unfit, act, capacity
from bot.inbox.hearing import VOICES
from bot.inbox.sessions import officer_of
from bot.roles import Right, allow
from storage import exchange, inbox, sorting

_NEW: Final = "baru"


def routes(house: House) -> list[web.RouteDef]:
    """/inbox/pesan/{id}/pindah and /inbox/lampiran/{id}/didengar"""

    @allow(Right.RECEIVE)
    async def move(request: web.Request) -> web.StreamResponse:
        message = await _message(house, request)
        target = await asking.words(request, "ke", 12)
        try:
            async with act(house, officer_of(request), message.number, Right.RECEIVE) as case:
                number = await _split(case, message) if target == _NEW else message.number
                if target != _NEW:
                    await _hand_over(case, message, target)
        except screens.REFUSED as error:
            return await screens.refused(house, request, message.number, f"m{message.id}", error)
        return await screens.done(house, request, number)

    @allow(Right.RECEIVE)
    async def heard(request: web.Request) -> web.StreamResponse:
        file = await _voice(house, request)
        text = await asking.words(request, "transkrip", 8000)
        try:
            if not text:
                raise Unfit("Ketik dulu apa yang dikatakan, dengan kata-kata pelapor.")
            async with act(house, officer_of(request), file.number, Right.RECEIVE) as case:
                await hearing.hear(case, file, text)
        except screens.REFUSED as error:
            return await screens.refused(house, request, file.number, f"f{file.id}", error)
        return await screens.done(house, request, file.number)

    return [
        web.post(r"/inbox/pesan/{id:\d{1,19}}/pindah", move),
        web.post(r"/inbox/lampiran/{id:\d{1,19}}/didengar", heard),
    ]


async def _hand_over(case: Act, message: Any, typed: str) -> None:
    """To another case of the same citizen, both of them with an open name."""
    number = numbers.check(typed) or ""
    target = await inbox.by_number(case.db, case.officer.reader, number)
    fits = target is not None and target.contact_id == case.row.contact_id
    if target is None or not fits or target.id == case.row.id:
        raise Unfit("Pilih laporan lain dari pelapor yang sama.")
    if people.is_hidden(case.row.protection) or people.is_hidden(target.protection):
        raise Unfit("Pesan tidak dipindahkan dari atau ke laporan yang ditutup namanya.")
    details = {"message": message.id, "from": case.row.number, "to": target.number}
    await sorting.move_message(case.db, message.id, target.id)
    for row in sorted((case.row, target), key=lambda row: int(row.id)):
        case.record(Event.MOVE_MESSAGE, details, on=row)
        await sorting.recount(case.db, row.id, VOICES)


async def _split(case: Act, message: Any) -> str:
    """A second matter gets its own number, and the citizen is told so once."""
    house, row = case.house, case.row
    capacity(State(row.state), Event.SPLIT_MESSAGE, case.officer.actors)
    files = await exchange.files(case.db, [message.id], [])
    made = _opened(case, message, [file.kind for file in files])
    await sorting.new_case(case.db, _row(case, made))
    await sorting.move_message(case.db, message.id, made.id)
    (fresh,) = await inbox.cards(case.db, case.officer.reader, [made.id])
    case.record(Event.SPLIT_MESSAGE, {"message": message.id, "to": made.number})
    case.record(
        Event.REGISTER, {"kind": str(made.kind), "message": message.id, "from": row.number},
        on=fresh,
    )  # fmt: skip
    for number in (row.id, made.id):
        await sorting.recount(case.db, number, VOICES)
    to = await letters.where(house, case.db, fresh, case.person)
    text = letters.say(house, fresh, to.account, "split_told")
    case.letters += letters.post(house, fresh, to, "receipt", text, case.officer.id)
    return made.number


def _opened(case: Act, message: Any, kinds: Sequence[str]) -> Case:
    voices = sum(1 for kind in kinds if kind in VOICES)
    told = {Slot.DESCRIPTION: message.text.strip()} if message.text.strip() else {}
    before = case.person.case
    known = {slot: words for slot, words in (before.slots if before else {}).items()
             if slot in (Slot.NAME, Slot.ADDRESS)}  # fmt: skip
    return Case(
        id=case.house.new_id(),
        number=numbers.make(os.urandom(16)),
        kind=Kind.COMPLAINT,
        state=State.DRAFT,
        received_at=message.received_at,
        slots=known | told,
        protection=Protection(case.row.protection),
        files=len(kinds),
        voices=voices,
        heard=not voices,
    )


def _row(case: Act, made: Case) -> dict[str, Any]:
    now = case.house.now()
    return cases.columns(made, case.key) | {
        "id": made.id,
        "number": made.number,
        "contact_id": case.row.contact_id,
        "address_id": case.row.address_id,
        "account": case.row.account,
        "state": str(State.DRAFT),
        "reported_post_id": case.row.reported_post_id,
        "sealed_above": case.row.sealed_above,
        "officer_id": case.officer.id,
        "received_at": made.received_at,
        "spoken_at": made.received_at,
        "touched_at": now,
        "seen_at": now,
    }


async def _message(house: House, request: web.Request) -> Any:
    async with house.database.read() as db:
        row = await exchange.message(db, officer_of(request).reader, asking.id_of(request))
        if row is None or row.number is None:
            raise web.HTTPNotFound
    return row


async def _voice(house: House, request: web.Request) -> Any:
    async with house.database.read() as db:
        row = await exchange.file(db, officer_of(request).reader, asking.id_of(request))
    if row is None or row.number is None or row.message_id is None or row.kind not in VOICES:
        raise web.HTTPNotFound
    return row
