"""Breaches: personal data that came where they should not be, and who is told within three days."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.casework import privacy
from bot.casework.citations import cite
from bot.casework.lifecycle import Refusal
from bot.casework.privacy import BreachStep, Left
from bot.casework.rights import Right
from bot.house import House
from bot.inbox import asking, screens, times
from bot.inbox.acts import Unfit
from bot.inbox.sessions import officer_of
from bot.roles import allow
from storage import privacy as register

AT: Final = "/inbox/data/kebocoran"
#: What may have come out; the last ones are specific data, which the law guards most.
DATA: Final[dict[str, str]] = {
    "names": "Nama",
    "addresses": "Alamat rumah",
    "numbers": "Nomor telepon atau email",
    "texts": "Isi laporan dan percakapan",
    "files": "Lampiran, foto, suara",
    "protected": "Identitas yang dirahasiakan",
    "specific": "Data spesifik: kesehatan, anak, keuangan, catatan kejahatan",
}
STEPS: Final[dict[str, str]] = {
    BreachStep.MEASURE: "Langkah penanganan",
    BreachStep.AUTHORITY: "Lembaga pelindungan data diberi tahu",
    BreachStep.SUBJECTS: "Warga yang terkena diberi tahu",
    BreachStep.PUBLIC: "Diumumkan kepada masyarakat",
    BreachStep.CLOSE: "Ditutup",
}
#: The columns that keep when it was first done.
_COLUMNS: Final = {
    BreachStep.AUTHORITY: "authority_at",
    BreachStep.SUBJECTS: "subjects_at",
    BreachStep.CLOSE: "closed_at",
}
_SHOWN: Final = 100
_SHORTEST: Final = 10
_MOST: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """One breach in the register."""

    id: int
    found: str
    what: Sequence[str]
    persons: int
    left: Left | None
    authority: str
    subjects: str
    closed: str


@dataclass(frozen=True, slots=True)
class Breach:
    """One breach with everything that is known of it."""

    line: Line
    happened: str
    due: str
    how: str = field(repr=False)
    measures: str = field(repr=False)
    by: str
    steps: Sequence[tuple[str, str, str, str]] = field(repr=False)


def routes(house: House) -> list[web.RouteDef]:
    """/inbox/data/kebocoran/{id}"""

    @allow(Right.KEEP_BREACHES)
    async def page(request: web.Request) -> web.StreamResponse:
        return await _page(house, request)

    @allow(Right.KEEP_BREACHES)
    async def step(request: web.Request) -> web.StreamResponse:
        try:
            await _step(house, request)
        except screens.REFUSED as error:
            return await _page(house, request, str(error))
        raise web.HTTPSeeOther(f"{AT}/{asking.id_of(request)}")

    one = rf"{AT}/{{id:\d{{1,19}}}}"
    return [web.get(one, page), web.post(f"{one}/langkah", step)]


async def lines(db: AsyncConnection, house: House) -> list[Line]:
    """The register, the newest first."""
    return [_line(house, row) for row in await register.all_breaches(db, _SHOWN)]


def local(house: House, at: datetime) -> str:
    """A moment as a form's field holds it."""
    return at.astimezone(house.settings.zone).strftime("%Y-%m-%dT%H:%M")


async def _page(house: House, request: web.Request, problem: str = "") -> web.StreamResponse:
    async with house.database.read() as db:
        row = await register.breach(db, asking.id_of(request))
        if row is None:
            raise web.HTTPNotFound(text="Catatan ini tidak ada.")
        steps = await register.steps(db, row.id)
    return await screens.frame(
        house,
        request,
        "inbox_breach.html",
        status=422 if problem else 200,
        breach=_breach(house, row, steps),
        steps=_offered(row),
        problem=problem,
        given=await _given(request) if problem else {},
        now_at=local(house, house.now()),
        responsible=house.settings.responsible,
        privacy=house.settings.privacy,
        law=cite("uu27-46"),
    )


async def _given(request: web.Request) -> dict[str, str]:
    return {k: v for k, v in (await asking.form(request)).items() if isinstance(v, str)}


async def report(house: House, request: web.Request) -> int:
    """Write a breach down; returns its id. Raises Unfit."""
    form = await asking.form(request)
    what = [name for name in DATA if name in form.getall("data", [])]
    how, measures = (
        await asking.words(request, "bagaimana", 4000),
        await asking.words(request, "langkah", 4000),
    )
    if not what:
        raise Unfit("Pilih data apa yang terkena.")
    if len(how) < _SHORTEST:
        raise Unfit("Tulis bagaimana data itu sampai keluar, sejauh yang diketahui.")
    found = await _moment(house, request, "ditemukan") or house.now()
    happened = await _moment(house, request, "terjadi")
    persons = asking.number(await asking.words(request, "orang", 12))
    if persons is None or persons > _MOST:
        raise Unfit("Tulis perkiraan jumlah orang, misalnya 12. Belum tahu ditulis 0.")
    number = house.new_id()
    told = json.dumps({"what": what, "how": how, "measures": measures}).encode()
    row = {
        "id": number,
        "officer_id": officer_of(request).id,
        "found_at": found,
        "happened_at": happened,
        "due_at": found + privacy.SPAN,
        "persons": persons,
        "details": house.vault.seal(f"breaches.details.{number}", told),
    }
    async with house.database.write() as db:
        await register.report(db, row)
    return number


async def _step(house: House, request: web.Request) -> None:
    number, now = asking.id_of(request), house.now()
    kind, note = (
        await asking.words(request, "jenis", 12),
        await asking.words(request, "catatan", 4000),
    )
    if kind not in STEPS:
        raise Unfit("Pilih apa yang dilakukan.")
    if len(note) < _SHORTEST:
        raise Unfit("Tulis apa yang dilakukan, kepada siapa, dan nomor suratnya.")
    at = await _moment(house, request, "waktu") or now
    async with house.database.write() as db:
        row = await register.breach(db, number, lock=True)
        if row is None:
            raise web.HTTPNotFound(text="Catatan ini tidak ada.")
        _refuse_early(row, BreachStep(kind))
        made = house.new_id()
        told = {"id": made, "breach_id": number, "officer_id": officer_of(request).id}
        sealed = house.vault.seal(f"breach_steps.note.{made}", note.encode())
        column = _COLUMNS.get(BreachStep(kind), "")
        await register.add_step(db, told | {"kind": kind, "at": at, "note": sealed}, column)


def _refuse_early(row: Any, kind: BreachStep) -> None:
    """A register that is closed stays as it is, and none is closed before everybody was told."""
    if row.closed_at is not None:
        raise Refusal("Catatan kebocoran ini sudah ditutup", "uu27-46")
    told = row.authority_at is not None and row.subjects_at is not None
    if kind is BreachStep.CLOSE and not told:
        raise Refusal(
            "Ditutup sesudah lembaga pelindungan data dan warga yang terkena diberi tahu", "uu27-46"
        )


async def _moment(house: House, request: web.Request, name: str) -> datetime | None:
    """Local time as somebody wrote it; None where nothing was. Raises Unfit."""
    typed = await asking.words(request, name, 20)
    if not typed:
        return None
    try:
        at = datetime.fromisoformat(typed).replace(tzinfo=house.settings.zone).astimezone(UTC)
    except ValueError as error:
        raise Unfit("Tulis tanggal dan jam, misalnya 2026-03-17 09:30.") from error
    if at > house.now():
        raise Refusal("Waktunya belum tiba. Tulis kapan itu terjadi", "uu27-46")
    return at


def _offered(row: Any) -> dict[str, str]:
    closed = row.closed_at is not None
    told = row.authority_at is not None and row.subjects_at is not None
    return {k: v for k, v in STEPS.items() if not closed and (told or k != BreachStep.CLOSE)}


def _line(house: House, row: Any) -> Line:
    told, zone = _opened(house, row), house.settings.zone
    waits = row.closed_at is None and (row.authority_at is None or row.subjects_at is None)
    return Line(
        id=row.id,
        found=times.stamp(row.found_at, zone),
        what=[DATA[name] for name in told["what"]],
        persons=row.persons,
        left=privacy.left(row.found_at, row.due_at, house.now()) if waits else None,
        authority=_stamp(house, row.authority_at),
        subjects=_stamp(house, row.subjects_at),
        closed=_stamp(house, row.closed_at),
    )


def _breach(house: House, row: Any, steps: Sequence[Any]) -> Breach:
    told = _opened(house, row)
    return Breach(
        line=_line(house, row),
        happened=_stamp(house, row.happened_at),
        due=_stamp(house, row.due_at),
        how=told["how"],
        measures=told["measures"],
        by=row.officer,
        steps=[
            (
                STEPS[one.kind],
                times.stamp(one.at, house.settings.zone),
                one.officer,
                house.vault.open(f"breach_steps.note.{one.id}", one.note).decode(),
            )
            for one in steps
        ],
    )


def _opened(house: House, row: Any) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(house.vault.open(f"breaches.details.{row.id}", row.details))
    return told


def _stamp(house: House, at: datetime | None) -> str:
    return times.stamp(at, house.settings.zone) if at else ""
