"""The counter: one page on which an officer writes down what somebody came, called or wrote for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import PureWindowsPath
from typing import Any, Final

from aiohttp import web

from bot import cases
from bot.casework import vias
from bot.casework.catalogue import BODIES
from bot.casework.words import Slot
from bot.house import House
from bot.inbox import asking, entries, people, screens, times
from bot.inbox.entries import NEEDS, Entry
from bot.inbox.sessions import officer_of
from bot.intake.accept import Intake, Later
from bot.names import brief
from bot.public import tokens
from bot.public.drafts import Drafts, NotKept
from bot.roles import Right, allow
from storage import guards, inbox, slips
from storage.database import Away

PURPOSE: Final = "loket"
AT: Final = "/inbox/loket"
_LATER: tuple[type[Exception], ...] = (Later, OSError, *Away)
_PIECE: Final = 256 * 1024


@dataclass(slots=True)
class Sheet:
    """One form on its way: what was typed, its own number, and what is to be said beside it."""

    entry: Entry
    nonce: str
    token: str
    refused: list[tuple[str, str]] = field(default_factory=list, repr=False)
    wrong: dict[str, str] = field(default_factory=dict)
    notice: str = ""
    before: str = ""
    status: int = 200


def routes(house: House, intake: Intake) -> list[web.RouteDef]:
    """/inbox/loket"""
    folder = house.settings.folder / house.settings.storage.folder
    room = _Room(house, intake, Drafts(folder / "forms", house.vault))

    @allow(Right.RECEIVE)
    async def empty(request: web.Request) -> web.StreamResponse:
        room.drafts.sweep(house.now())
        blank = entries.blank(house, request.query.get("lewat", ""))
        return await room.page(request, room.sheet(blank))

    @allow(Right.RECEIVE)
    async def submit(request: web.Request) -> web.StreamResponse:
        sheet = await room.filled(request)
        if not sheet.notice:
            await room.weigh(sheet)
        if not (sheet.notice or sheet.wrong or sheet.refused):
            await room.file(sheet, officer_of(request).id)
        return await room.page(request, sheet)

    return [web.get(AT, empty), web.post(AT, submit)]


def receipt(number: str) -> str:
    """Where the receipt of a case is printed."""
    return f"/inbox/laporan/{number}/tanda-terima"


@dataclass(frozen=True, slots=True)
class _Room:
    house: House
    intake: Intake
    drafts: Drafts

    def sheet(self, entry: Entry) -> Sheet:
        """A form that was given out now."""
        token = tokens.make(self.house, PURPOSE)
        return Sheet(entry, token.nonce, token.text)

    async def filled(self, request: web.Request) -> Sheet:
        """The form that came back, its files kept beside it."""
        entry = await entries.typed(request)
        token = tokens.read(self.house, request, PURPOSE, entry.text("token"))
        if token is None:
            sheet = self.sheet(entry)
            sheet.status, sheet.notice = 422, "stale"
            return sheet
        sheet = Sheet(entry, token.nonce, token.text)
        form = await asking.form(request)
        for file in form.getall("buang", []):
            self.drafts.remove(sheet.nonce, str(file))
        for given in form.getall("berkas", []):
            if isinstance(given, web.FileField) and given.filename:
                await self._keep(sheet, given)
        return sheet

    async def weigh(self, sheet: Sheet) -> None:
        """What has to be mended, and whether this very form was typed in before."""
        house, entry = self.house, sheet.entry
        if await self._was_typed(sheet):
            await self._again(sheet)
            return
        sheet.wrong = entries.wrong(house, entry, len(self.drafts.kept(sheet.nonce)))
        if entry.text("slip") and "slip" not in sheet.wrong:
            await self._look_up(sheet)
        sheet.status = 422 if sheet.wrong or sheet.refused else 200

    async def file(self, sheet: Sheet, officer: int) -> None:
        """Into the intake, and on to the receipt; what cannot be kept now stays on the page."""
        house, entry, paper = self.house, sheet.entry, None
        if not entry.text("slip"):
            await self._number(sheet)
        number = entries.number(entry, sheet.nonce)
        if entry.text("slip"):
            async with house.database.write() as db:
                paper = await slips.use(db, number, house.now())
            if paper is None:
                sheet.status, sheet.wrong = 422, {"slip": _USED.format(number)}
                return
        try:
            await self._hand_in(sheet, officer, paper)
        except _LATER:
            with suppress(*_LATER):
                async with house.database.write() as db:
                    await slips.free(db, number)
            sheet.status, sheet.notice = 503, "later"
            return
        raise web.HTTPSeeOther(f"{receipt(number)}?baru")

    async def page(self, request: web.Request, sheet: Sheet) -> web.Response:
        settings, local = self.house.settings, self.house.now().astimezone(self.house.settings.zone)
        return await screens.frame(
            self.house,
            request,
            "inbox_counter.html",
            status=sheet.status,
            sheet=sheet,
            entry=sheet.entry,
            wrong=sheet.wrong,
            kept=self.drafts.kept(sheet.nonce),
            vias=vias.NAMES,
            needs=NEEDS,
            bodies=BODIES,
            ways=entries.ways(self.house),
            today=f"{local:%Y-%m-%d}",
            limits=settings.limits,
            services=settings.office.services,
            custodian=settings.custodian,
        )

    async def _hand_in(self, sheet: Sheet, officer: int, paper: int | None) -> None:
        kept = await self.drafts.hand_over(sheet.nonce, self.house.spool)
        message = entries.message(self.house, sheet.entry, officer, sheet.nonce, paper, kept)
        try:
            await self.intake.take(message.sender.account, [], unread=[message])
        except _LATER:
            self.drafts.take_back(sheet.nonce, kept, self.house.spool)
            raise
        self.drafts.forget(sheet.nonce)

    async def _number(self, sheet: Sheet) -> None:
        """The form's own number, unless it is somebody else's by chance."""
        async with self.house.database.read() as db:
            while await slips.is_taken(db, entries.number(sheet.entry, sheet.nonce)):
                self._renew(sheet)

    def _renew(self, sheet: Sheet) -> None:
        """Another form, with the same files."""
        token = tokens.make(self.house, PURPOSE)
        self.drafts.move(sheet.nonce, token.nonce)
        sheet.nonce, sheet.token = token.nonce, token.text

    async def _was_typed(self, sheet: Sheet) -> bool:
        key = f"{sheet.nonce}/{entries.number(sheet.entry, sheet.nonce)}"
        blind = self.house.vault.blind
        forms = [(name, blind(f"key/{name}", key)) for name in entries.accounts(self.house)]
        async with self.house.database.read() as db:
            return await slips.was_typed(db, forms)

    async def _again(self, sheet: Sheet) -> None:
        """The same words need nothing more, other words are not lost."""
        number = entries.number(sheet.entry, sheet.nonce)
        async with self.house.database.read() as db:
            row = await inbox.by_number(db, guards.MACHINE, number)
        if row is None or _words(self.house, row) == entries.words(sheet.entry):
            raise web.HTTPSeeOther(f"{receipt(number)}?baru")
        self._renew(sheet)
        sheet.status, sheet.notice, sheet.before = 409, "again", number

    async def _look_up(self, sheet: Sheet) -> None:
        """A slip must be one of ours, unused, and older than what was written on it."""
        number, house = entries.slip(sheet.entry), self.house
        async with house.database.read() as db:
            row = await slips.find(db, number)
        at = entries.received(house, sheet.entry)
        if row is None:
            sheet.wrong["slip"] = _UNKNOWN
        elif row.written:
            sheet.wrong["slip"], sheet.before = _USED.format(number), number
        elif at is not None and house.calendar.local_date(at) < (
            printed := house.calendar.local_date(row.printed_at)
        ):
            sheet.wrong.setdefault("tanggal", _EARLIER.format(times.full(printed)))

    async def _keep(self, sheet: Sheet, given: web.FileField) -> None:
        """On the disk beside the form, so that nobody has to choose it again."""
        name, limits = _name(given.filename), self.house.settings.limits
        before = self.drafts.kept(sheet.nonce)
        if len(before) >= limits.files:
            sheet.refused.append((name, "many"))
            return
        most = limits.file_mb * 2**20
        try:
            kept = await self.drafts.add(
                sheet.nonce, name, given.content_type, _pieces(given), most
            )
        except NotKept as error:
            sheet.refused.append((name, str(error)))
            return
        if any((kept.name, kept.sha256) == (one.name, one.sha256) for one in before):
            self.drafts.remove(sheet.nonce, kept.id)


_UNKNOWN: Final = "Nomor ini tidak ada pada slip yang dicetak kantor ini. Periksa sekali lagi."
_USED: Final = "Slip {} sudah dipakai untuk laporan lain. Periksa nomornya sekali lagi."
_EARLIER: Final = "Slip ini dicetak {}, jadi laporannya tidak mungkin diterima sebelum itu."


def _words(house: House, row: Any) -> str:
    key = people.key_of(house, row)
    return cases.opened(row, key).slots.get(Slot.DESCRIPTION, "") if key else ""


async def _pieces(given: web.FileField) -> AsyncIterator[bytes]:
    while piece := await asyncio.to_thread(given.file.read, _PIECE):
        yield piece


def _name(claimed: str) -> str:
    last = PureWindowsPath(claimed.replace("/", "\\")).name
    return brief("".join(c for c in last if c.isprintable()).strip() or "berkas")
