"""Requests: what citizens ask of their own data, and the three days in which it is answered."""

from __future__ import annotations

import asyncio
import json
import tempfile
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

from bot.casework import numbers, privacy
from bot.casework.citations import cite
from bot.casework.lifecycle import Refusal
from bot.casework.privacy import Left, Outcome, RequestKind
from bot.casework.rights import Right, Role
from bot.casework.words import Event, Protection
from bot.house import House
from bot.inbox import asking, breaches, screens, times
from bot.inbox.acts import Unfit, act
from bot.inbox.sessions import Officer, officer_of
from bot.privacy import copies, zips
from bot.privacy.copies import Closed, Copy
from bot.roles import allow
from storage import inbox, openings
from storage import privacy as register

AT: Final = "/inbox/data"
KINDS: Final[dict[str, str]] = {
    RequestKind.COPY: "Salinan data",
    RequestKind.CORRECT: "Perbaikan data",
    RequestKind.RESTRICT: "Pembatasan atau keberatan",
    RequestKind.ERASE: "Penghapusan",
}
OUTCOMES: Final[dict[str, str]] = {
    Outcome.DONE: "Dipenuhi",
    Outcome.PARTLY: "Dipenuhi sebagian",
    Outcome.REFUSED: "Tidak dapat dipenuhi",
}
_SHOWN: Final = 100
_SHORTEST: Final = 10
_PIECE: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Line:
    """One request on the page. left: None once it was answered."""

    id: int
    number: str
    kind: str
    asked: str
    due: str
    left: Left | None
    answered: str
    outcome: str
    by: str
    note: str = field(repr=False)
    erased: bool = False


def routes(house: House) -> list[web.RouteDef]:
    """/inbox/data and what is done there, and /inbox/laporan/{number}/salinan"""

    @allow(Right.RECEIVE, Right.ANSWER_DATA, Right.KEEP_BREACHES)
    async def page(request: web.Request) -> web.StreamResponse:
        return await show(house, request)

    @allow(Right.RECEIVE, Right.ANSWER_DATA)
    async def asked(request: web.Request) -> web.StreamResponse:
        return await _done(house, request, "permintaan", _ask(house, request))

    @allow(Right.ANSWER_DATA)
    async def answered(request: web.Request) -> web.StreamResponse:
        place = f"jawab-{asking.id_of(request)}"
        return await _done(house, request, place, _answer(house, request))

    @allow(Right.KEEP_BREACHES)
    async def leaked(request: web.Request) -> web.StreamResponse:
        try:
            number = await breaches.report(house, request)
        except screens.REFUSED as error:
            return await show(house, request, "kebocoran", str(error))
        raise web.HTTPSeeOther(f"{breaches.AT}/{number}")

    @allow(Right.ANSWER_DATA)
    async def copy(request: web.Request) -> web.StreamResponse:
        try:
            return await _hand_out(house, request)
        except (*screens.REFUSED, Closed) as error:
            return await show(house, request, "salinan", str(error))

    return [
        web.get(AT, page),
        web.post(f"{AT}/permintaan", asked),
        web.post(rf"{AT}/permintaan/{{id:\d{{1,19}}}}", answered),
        web.post(breaches.AT, leaked),
        web.post(f"/inbox/laporan/{screens.NUMBER}/salinan", copy),
    ]


async def show(
    house: House, request: web.Request, place: str = "", problem: str = ""
) -> web.Response:
    """The page, with a sentence beside what was not taken."""
    officer = officer_of(request)
    async with house.database.read() as db:
        rows = await register.requests(db, officer.reader, _SHOWN) if _reads(officer) else []
        leaks = await breaches.lines(db, house) if officer.may(Right.KEEP_BREACHES) else []
    given = await asking.form(request) if problem else {}
    return await screens.frame(
        house,
        request,
        "inbox_data.html",
        status=422 if problem else 200,
        lines=[_line(house, row) for row in rows],
        breaches=leaks,
        kinds=KINDS,
        outcomes=OUTCOMES,
        data_kinds=breaches.DATA,
        place=place,
        problem=problem,
        given={k: v for k, v in given.items() if isinstance(v, str)},
        chosen=request.match_info.get("number") or request.query.get("nomor", "")[:12],
        now_at=breaches.local(house, house.now()),
        law=cite("uu27-30-32"),
        breach_law=cite("uu27-46"),
        secret=officer.role is Role.CUSTODIAN,
    )


def _reads(officer: Officer) -> bool:
    return officer.may(Right.RECEIVE) or officer.may(Right.ANSWER_DATA)


async def _done(house: House, request: web.Request, place: str, doing: Any) -> web.StreamResponse:
    try:
        await doing
    except screens.REFUSED as error:
        return await show(house, request, place, str(error))
    raise web.HTTPSeeOther(AT)


async def _ask(house: House, request: web.Request) -> None:
    officer, kind = officer_of(request), await asking.words(request, "jenis", 12)
    number = numbers.check(await asking.words(request, "nomor", 40))
    if kind not in KINDS:
        raise Unfit("Pilih apa yang diminta.")
    async with house.database.write() as db:
        row = await inbox.by_number(db, officer.reader, number or "")
        if row is None:
            raise Unfit("Nomor ini tidak ada, atau tidak terbuka untuk akun ini.")
        made, now = house.new_id(), house.now()
        note = await asking.words(request, "catatan", 1000)
        await register.ask(
            db,
            {
                "id": made,
                "complaint_id": row.id,
                "officer_id": officer.id,
                "kind": kind,
                "asked_at": now,
                "due_at": now + privacy.SPAN,
                "note": _sealed(house, made, note),
            },
        )


async def _answer(house: House, request: web.Request) -> None:
    officer, outcome = officer_of(request), await asking.words(request, "hasil", 12)
    note = await asking.words(request, "catatan", 2000)
    if outcome not in OUTCOMES:
        raise Unfit("Pilih hasilnya.")
    if len(note) < _SHORTEST:
        rule = "Tulis apa yang dilakukan, atau alasannya bila tidak dapat dipenuhi"
        raise Refusal(rule, "uu27-30-32")
    async with house.database.write() as db:
        row = await register.request(db, officer.reader, asking.id_of(request))
        if row is None:
            raise web.HTTPNotFound(text="Permintaan ini tidak ada.")
        told = f"{before}\n{note}" if (before := _opened(house, row)) else note
        sealed = _sealed(house, row.id, told) or b""
        if not await register.answer(db, row.id, officer.id, outcome, sealed, house.now()):
            raise Unfit("Permintaan ini baru saja dijawab orang lain.")


async def _hand_out(house: House, request: web.Request) -> web.StreamResponse:
    """The zip, for whoever may have it made; that it was is on record before it leaves."""
    officer, number = officer_of(request), request.match_info["number"]
    allowed = frozenset({_OPENS[officer.role]}) if officer.role in _OPENS else frozenset()
    try:
        async with house.database.read() as db:
            copy = await copies.gather(db, house, number, officer.reader, allowed)
    except LookupError as error:
        raise web.HTTPNotFound(text="Nomor ini tidak ada.") from error
    if officer.may(Right.OPEN_IDENTITY):
        await _note_opening(house, request, officer, number)
    async with house.database.write() as db:
        await copies.note(db, house, number, officer.id)
    return await _stream(house, request, copy)


#: Whose names each of them may hand out.
_OPENS: Final[dict[Role, Protection]] = {
    Role.HEAD: Protection.OPEN,
    Role.CUSTODIAN: Protection.RAHASIA,
}


async def _note_opening(house: House, request: web.Request, officer: Officer, number: str) -> None:
    reason = (await asking.words(request, "alasan", 500)).replace("\n", " ")
    if len(reason) < _SHORTEST:
        rule = "Tulis alasannya: untuk apa identitas ini dibuka. Alasan ini disimpan"
        raise Refusal(rule, "perpres76-15")
    async with act(house, officer, number, Right.OPEN_IDENTITY) as case:
        made, at = house.new_id(), house.now()
        sealed = house.vault.seal(f"openings.reason.{made}", reason.encode())
        row = {"id": made, "officer_id": officer.id, "complaint_id": case.row.id, "at": at}
        await openings.add(case.db, row | {"reason": sealed})
        case.record(Event.OPEN_IDENTITY, {"opening": made, "reason": reason})


async def _stream(house: House, request: web.Request, copy: Copy) -> web.StreamResponse:
    """From a file that has no name on the disk, and is gone with the request."""
    folder = house.settings.folder / house.settings.storage.folder
    with tempfile.TemporaryFile(dir=folder) as file:
        await asyncio.to_thread(zips.write, house, copy, file)
        answer = web.StreamResponse(
            headers={
                "Content-Type": "application/zip",
                "Content-Disposition": f'attachment; filename="data-{copy.number}.zip"',
                "Content-Length": str(file.tell()),
                "Cache-Control": "private, no-store",
                "X-Content-Type-Options": "nosniff",
            }
        )
        await answer.prepare(request)
        await asyncio.to_thread(file.seek, 0)
        while piece := await asyncio.to_thread(file.read, _PIECE):
            await answer.write(piece)
        await answer.write_eof()
    return answer


def _line(house: House, row: Any) -> Line:
    zone, now = house.settings.zone, house.now()
    waits = row.answered_at is None
    return Line(
        id=row.id,
        number=row.number,
        kind=KINDS[row.kind],
        asked=times.stamp(row.asked_at, zone),
        due=times.stamp(row.due_at, zone),
        left=privacy.left(row.asked_at, row.due_at, now) if waits else None,
        answered="" if waits else times.stamp(row.answered_at, zone),
        outcome=OUTCOMES.get(row.outcome, ""),
        by=row.answered_by or row.officer or "lewat perintah di server",
        note=_opened(house, row),
        erased=row.erased_at is not None,
    )


def _sealed(house: House, number: int, text: str) -> bytes | None:
    plain = json.dumps({"text": text}).encode()
    return house.vault.seal(f"data_requests.note.{number}", plain) if text else None


def _opened(house: House, row: Any) -> str:
    if not row.note:
        return ""
    told = json.loads(house.vault.open(f"data_requests.note.{row.id}", row.note))
    return str(told.get("text", ""))
