"""Errands: letters that we carry ourselves, and how each of them reached its citizen."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.casework.words import Event, Slot, State
from bot.house import House
from bot.inbox import asking, bubbles, fields, lists, people, screens, times
from bot.inbox.acts import Act, Unfit, act
from bot.inbox.bubbles import Words
from bot.inbox.fields import Told
from bot.inbox.people import Person
from bot.inbox.sessions import Officer, officer_of
from bot.outgoing import deliveries, packing, proofs
from bot.outgoing.sending import FAILED, RESULT
from bot.roles import Right, allow
from storage import errands, exchange, inbox

AT: Final = "/inbox/sampaikan"
PAGE: Final = 30
#: How a letter of ours reaches somebody: the word on the button, and the one in the record.
WAYS: Final[Mapping[str, tuple[str, str]]] = {
    "langsung": ("Bertemu langsung", "bertemu langsung"),
    "telepon": ("Lewat telepon", "lewat telepon"),
    "surat": ("Lewat surat", "lewat surat"),
    "medsos": ("Lewat media sosial", "lewat media sosial"),
}
#: The way that is none: it is on record, and the letter counts as failed.
NOT: Final = "tidak"
PURPOSES: Final[Mapping[str, str]] = {
    "receipt": "Tanda terima",
    "reply": "Balasan petugas",
    "status": "Kabar tahap laporan",
    RESULT: "Hasil laporan",
    "question": "Pertanyaan",
}
_OTHER: Final = "Pemberitahuan"


@dataclass(frozen=True, slots=True)
class Errand:
    """One letter on the pile, with whom it is for and where they are found."""

    id: int
    number: str
    who: str = field(repr=False)
    hidden: bool
    contact: list[tuple[str, str]] = field(repr=False)
    what: str
    since: str
    subject: str
    words: Words = field(repr=False)
    files: Sequence[str] = field(repr=False)
    secret: bool = False


def routes(house: House) -> list[web.RouteDef]:
    """/inbox/sampaikan"""

    @allow(Right.READ_NAMES)
    async def pile(request: web.Request) -> web.StreamResponse:
        return await show(house, request)

    @allow(Right.RECEIVE)
    async def carried(request: web.Request) -> web.StreamResponse:
        number = asking.id_of(request)
        way, note = await asking.words(request, "cara", 12), await asking.words(request, "catatan")
        from_pile = bool(await asking.words(request, "daftar"))
        case = await _case(house, officer_of(request), number)
        try:
            async with act(house, officer_of(request), case, Right.RECEIVE) as done:
                await deliver(done, number, way, note)
        except screens.REFUSED as error:
            if from_pile:
                return await show(house, request, number, str(error))
            return await screens.refused(house, request, case, f"o{number}", error)
        if from_pile:
            raise web.HTTPSeeOther(AT)
        return await screens.done(house, request, case)

    @allow(Right.READ_NAMES)
    async def paper(request: web.Request) -> web.StreamResponse:
        async with house.database.read() as db:
            officer = officer_of(request)
            row = await errands.letter(db, officer.reader, asking.id_of(request))
            if row is None or row.account not in lists.by_hand(house):
                raise web.HTTPNotFound
            (made,) = await _errands(house, db, officer, [row])
        return await screens.frame(house, request, "inbox_letter.html", letter=made)

    at = rf"{AT}/{{id:\d{{1,19}}}}"
    return [web.get(AT, pile), web.post(at, carried), web.get(f"{at}/cetak", paper)]


async def show(
    house: House, request: web.Request, number: int = 0, problem: str = ""
) -> web.StreamResponse:
    """The pile; `problem` stands beside the letter with this number."""
    before = asking.number(request.query.get("sebelum", ""))
    async with house.database.read() as db:
        officer, by_hand = officer_of(request), lists.by_hand(house)
        rows = await errands.waiting(db, officer.reader, by_hand, before, PAGE + 1)
        found = await _errands(house, db, officer, rows[:PAGE])
    form = await asking.form(request) if problem else {}
    return await screens.frame(
        house,
        request,
        "inbox_errands.html",
        status=422 if problem else 200,
        errands=found,
        older=found[-1].id if len(rows) > PAGE else None,
        ways=WAYS,
        problem=(number, problem),
        given={name: str(value) for name, value in form.items()},
    )


async def deliver(case: Act, number: int, way: str, note: str) -> None:
    """Write down that a letter arrived, or cannot; a decision that arrived is on record as such."""
    letter = await errands.hold(case.db, number)
    _demand(case, letter, way, note)
    told = await errands.tell(case.db, _told(case, letter, way, note))
    changed = await deliveries.apply(case.db, case.house, [(told, letter)])
    changed.arrived.clear()  # in the officer's name, below
    what = PURPOSES.get(letter.purpose, _OTHER)
    decided = letter.purpose == RESULT and case.row.state == State.DECIDED and way != NOT
    words = _words(what, way, note)
    details = {"proof": way, "outbox": number, "text": words}
    case.record(Event.DELIVER if decided else Event.NOTE, details)
    case.entries += await proofs.entries(case.db, case.house, changed)


def _demand(case: Act, letter: Any, way: str, note: str) -> None:
    if letter.complaint_id != case.row.id or letter.account not in lists.by_hand(case.house):
        raise web.HTTPNotFound
    if letter.delivered_at is not None or letter.read_at is not None:
        raise Unfit("Surat ini sudah dicatat sampai.")
    if way not in WAYS and way != NOT:
        raise Unfit("Pilih dengan cara apa ini disampaikan.")
    if way == NOT and not note:
        raise Unfit("Tulis apa yang sudah dicoba, misalnya nomor tidak aktif sejak Senin.")


def _told(case: Act, letter: Any, way: str, note: str) -> dict[str, Any]:
    """What an officer tells, as a provider would: one row that moves the letter forward."""
    house, now = case.house, case.house.now()
    key = house.new_id()
    raw = json.dumps({"officer": case.officer.id, "way": way, "note": note}).encode()
    failed = way == NOT
    return {
        "id": key,
        "account": letter.account,
        "ref": str(letter.id),
        "state": FAILED if failed else "delivered",
        "reason": note[:300] if failed else "",
        "code": "" if failed else way,
        "permanent": True,
        "scope": "message",
        "raw": house.vault.seal(f"deliveries.raw.{key}", raw),
        "at": now,
        "received_at": now,
    }


def _words(what: str, way: str, note: str) -> str:
    if way == NOT:
        return f"{what} tidak dapat disampaikan: {note}"
    said = f"{what} sudah disampaikan {WAYS[way][1]}."
    return f"{said} {note}" if note else said


async def _case(house: House, officer: Officer, number: int) -> str:
    async with house.database.read() as db:
        row = await errands.letter(db, officer.reader, number)
    if row is None:
        raise web.HTTPNotFound
    found: str = row.number
    return found


async def _errands(
    house: House, db: AsyncConnection, officer: Officer, rows: Sequence[Any]
) -> list[Errand]:
    wanted = sorted({row.complaint_id for row in rows if row.complaint_id is not None})
    cases = {row.id: row for row in await inbox.cards(db, officer.reader, wanted)}
    names = await inbox.shown_names(db, wanted)
    forms: dict[int, list[Any]] = {}
    for form in await exchange.forms(db, wanted):
        forms.setdefault(form.complaint_id, []).append(form)
    files: dict[int, list[Any]] = {}
    for file in await exchange.files(db, [], [row.id for row in rows]):
        files.setdefault(file.outbox_id, []).append(file)
    found = []
    for row in rows:
        case = cases.get(row.complaint_id)
        if case is not None:
            named = names.get(case.id)
            person = people.person(house, case, [named] if named else [])
            told = fields.told(person, forms.get(case.id, ()))
            found.append(_errand(house, row, case, person, told, files.get(row.id, ())))
    return found


def _errand(
    house: House, row: Any, case: Any, person: Person, told: Told, files: Sequence[Any]
) -> Errand:
    text = packing.opened(person.key, row) if person.key is not None else ""
    return Errand(
        id=row.id,
        number=case.number,
        who=person.who,
        hidden=person.hidden,
        contact=_contact(person, told),
        what=PURPOSES.get(row.purpose, _OTHER),
        since=times.brief(row.accepted_at or row.created_at, house.now(), house.settings.zone),
        subject=row.subject,
        words=bubbles.words(person.veil.over(text)),
        files=[_named(person, file) for file in files],
        secret=row.purpose == "receipt" and "•" in text,
    )


def _contact(person: Person, told: Told) -> list[tuple[str, str]]:
    home = "" if person.hidden else person.slots().get(Slot.ADDRESS, "")
    known = [("Kontak", told.contact), ("Alamat", home), ("Bantuan", "; ".join(told.needs))]
    return [(label, words) for label, words in known if words]


def _named(person: Person, file: Any) -> str:
    if person.key is None or not file.name:
        return "berkas"
    return person.key.open(f"attachments.name.{file.id}", file.name).decode() or "berkas"
