"""The conversation: an opened case as a chat, where the citizen reads on and writes on."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import cases, pages
from bot.casework import numbers
from bot.dialogue.desk import Case
from bot.house import House
from bot.intake.accept import Intake, Later
from bot.public import bubbles, dates, errors, files, filing, limits, sessions, shell, tokens
from bot.public.bubbles import Bubble
from bot.public.dates import Due, Step
from bot.public.drafts import Drafts
from bot.public.forms import Form, Reader
from bot.public.sessions import Session
from bot.roles import Role, allow
from bot.sending import ACCEPTED, CANCELLED
from channels.base import Address, Attachment, Delivery, Inbound
from storage import public, visits
from storage.database import Away
from storage.seal import PersonKey

SHOWN: Final = 300
TEXT, CHOICE, PLACE, OTHER = "pesan", "pilihan", "lokasi", "laporan"
_LATER: tuple[type[Exception], ...] = (Later, *Away)
_GEO: Final = re.compile(r"geo:-?\d{1,2}(?:\.\d{1,8})?,-?\d{1,3}(?:\.\d{1,8})?")
_LOOKS, _PAUSE = 12, 0.06


@dataclass(frozen=True, slots=True)
class View:
    """An opened case with everything its page shows, and who writes here."""

    case: Case
    kunci: str = field(repr=False)
    sender: Address
    aliases: tuple[Address, ...]
    stage: str
    steps: Sequence[Step]
    due: Sequence[Due]
    bubbles: Sequence[Bubble]
    others: Sequence[Any]
    unread: Sequence[int]

    @property
    def waits(self) -> bool:
        return any(bubble.waits for bubble in self.bubbles)

    @property
    def choices(self) -> dict[str, tuple[str, str, str]]:
        """What may be tapped now, by id."""
        last = self.bubbles[-1].choices if self.bubbles else ()
        return {choice[0]: choice for choice in last}


class Conversation:
    """The pages of opened cases."""

    def __init__(self, house: House, intake: Intake, drafts: Drafts) -> None:
        self._house = house
        self._intake = intake
        self._drafts = drafts

    async def page(
        self,
        session: Session,
        *,
        status: int = 200,
        notice: str = "",
        form: Form | None = None,
        minutes: int = 0,
    ) -> web.Response:
        """The whole page; a message that was sent a moment ago may still become an answer."""
        view = await self._settled(session)
        if view is None:
            return errors.page(self._house, 404)
        await self._note_read(view)
        token = form.token if form and form.token else tokens.make(self._house, session.purpose)
        return shell.page(
            self._house,
            "conversation.html",
            status=status,
            headers={"Retry-After": str(minutes * 60)} if minutes else None,
            here="/lacak",
            view=view,
            tag=_tag(self._house, view),
            token=token.text,
            leaving=tokens.make(self._house, "keluar").text,
            kept=self._drafts.kept(token.nonce),
            draft=form.text(TEXT) if form else "",
            refused=form.refused if form else (),
            notice=notice,
            minutes=minutes,
            limits=self._house.settings.limits,
            remedies=self._house.settings.remedies,
        )

    async def changes(self, session: Session, known: str) -> web.Response:
        """What moves on the page, for the script; nothing where nothing moved."""
        view = await self._view(session)
        if view is None:
            raise web.HTTPNotFound
        tag = _tag(self._house, view)
        if tag == known:
            return web.Response(status=304, headers={"ETag": tag})
        await self._note_read(view)
        token = tokens.make(self._house, session.purpose).text
        return web.Response(
            text=pages.fragment(
                "thread.html", view=view, office=self._house.settings.office, token=token
            ),
            content_type="text/html",
            headers={"ETag": tag, "Cache-Control": "no-store"},
        )

    async def write(self, session: Session, form: Form) -> web.StreamResponse:
        """A message of the citizen, from this page."""
        house = self._house
        view = await self._view(session)
        if view is None or form.token is None:
            return await self.page(session, status=403, notice="stale", form=form)
        if not _says(form, view) and not self._drafts.kept(form.token.nonce):
            notice = "refused" if form.refused else "empty"
            return await self.page(session, status=422, notice=notice, form=form)
        limit = limits.writing(house, session.digest)
        async with house.database.write() as db:
            minutes = await limits.wait(db, house, limit)
            if not minutes:
                await limits.count(db, house, limit)
                await sessions.prolong(db, house, session)
        if minutes:
            return await self.page(session, status=429, notice="limit", form=form, minutes=minutes)
        await self._send(view, form, form.token.nonce)
        raise web.HTTPSeeOther("/lacak#akhir")

    async def _send(self, view: View, form: Form, nonce: str) -> None:
        kept = await self._drafts.hand_over(nonce, self._house.spool)
        try:
            await self._intake.take(
                view.sender.account, [_message(self._house, view, form, nonce, kept)]
            )
        except _LATER:
            self._drafts.take_back(nonce, kept, self._house.spool)
            raise
        self._drafts.forget(nonce)

    async def _settled(self, session: Session) -> View | None:
        view = await self._view(session)
        for _ in range(_LOOKS):
            if view is None or not view.waits:
                break
            await asyncio.sleep(_PAUSE)
            view = await self._view(session)
        return view

    async def _view(self, session: Session) -> View | None:
        async with self._house.database.read() as db:
            row = await public.case(db, session.complaint)
            if row is None or row.wrapped_key is None:
                return None
            return await _look(db, self._house, row, session)

    async def _note_read(self, view: View) -> None:
        """What stands on the page was read; a note that cannot be kept now is made next time."""
        now = self._house.now()
        told = [
            Delivery(f"{number}/read", str(number), "read", now, str(number))
            for number in view.unread
        ]
        try:
            await self._intake.take(view.sender.account, told)
        except _LATER:
            return


def routes(house: House, conversation: Conversation, drafts: Drafts) -> list[web.RouteDef]:
    """What the page of an opened case asks for."""

    @allow(Role.EVERYONE)
    async def changes(request: web.Request) -> web.Response:
        session = await _session(house, request)
        return await conversation.changes(session, request.headers.get("If-None-Match", ""))

    @allow(Role.EVERYONE)
    @errors.calm(house)
    async def write(request: web.Request) -> web.StreamResponse:
        session = await sessions.find(house, request)
        if session is None:
            raise web.HTTPSeeOther("/lacak")
        form = await Reader(house, session.purpose, drafts).read(request)
        try:
            return await conversation.write(session, form)
        except Later:
            return await conversation.page(session, status=503, notice="later", form=form)

    @allow(Role.EVERYONE)
    async def file(request: web.Request) -> web.Response:
        session = await _session(house, request)
        return await _file(house, session, request)

    @allow(Role.EVERYONE)
    @errors.calm(house)
    async def change(request: web.Request) -> web.StreamResponse:
        session = await _session(house, request)
        form = await Reader(house, session.purpose).read(request)
        answer = web.HTTPSeeOther("/lacak")
        if form.token is not None:
            token = await _changed(house, session, form.text(OTHER))
            if token:
                sessions.remember(house, request, answer, token)
        raise answer

    return [
        web.get("/lacak/percakapan", changes),
        web.post("/lacak/pesan", write),
        web.post("/lacak/pindah", change),
        web.get(r"/lacak/berkas/{number:\d{1,19}}", file),
    ]


def _tag(house: House, view: View) -> str:
    """Changes when anything moves on the page but the token."""
    still = pages.fragment("thread.html", view=view, office=house.settings.office, token="")
    return f'"{hashlib.sha256(still.encode()).hexdigest()[:24]}"'


async def _session(house: House, request: web.Request) -> Session:
    session = await sessions.find(house, request)
    if session is None:
        raise web.HTTPNotFound
    return session


async def _look(db: AsyncConnection, house: House, row: Any, session: Session) -> View:
    key = house.vault.person(row.contact_id, row.wrapped_key)
    case = cases.opened(row, key)
    sender = _sender(house, row, key)
    address = await _address(db, house, row, sender)
    thread = await public.thread(
        db, case.id, row.contact_id, address or 0, house.now(), (CANCELLED,), SHOWN
    )
    others = await public.newer_cases(db, address, case.id, session.began) if address else ()
    return View(
        case=case,
        kunci=numbers.kunci(house.vault.kunci_key, case.id, case.generation),
        sender=sender,
        aliases=() if row.account == sender.account else (_original(row, key),),
        stage=dates.stage(house, case.state),
        steps=dates.steps(house, await public.steps(db, case.id)),
        due=dates.running(house, await public.running_clocks(db, case.id)),
        bubbles=bubbles.of(house, thread, key),
        others=others,
        unread=[
            sent.id
            for sent in thread.answered
            if sent.account == sender.account and sent.state == ACCEPTED
        ],
    )


def _sender(house: House, row: Any, key: PersonKey) -> Address:
    """Who writes here: the address that filed the case on these pages, or one made for it."""
    account = shell.web_account(house)
    if row.account != account:
        return Address(account, f"case:{row.id}")
    return _original(row, key)


def _original(row: Any, key: PersonKey) -> Address:
    value = key.open(f"addresses.value.{row.address_id}", row.address)
    return Address(row.account, value.decode("utf-8", "surrogatepass"))


async def _address(db: AsyncConnection, house: House, row: Any, sender: Address) -> int | None:
    if row.account == sender.account:
        number: int = row.address_id
        return number
    blind = house.vault.blind(f"address/{sender.account}", sender.value)
    return await public.address(db, sender.account, blind)


def _says(form: Form, view: View) -> bool:
    place = _GEO.fullmatch(form.text(PLACE))
    return bool(form.text(TEXT) or place or form.text(CHOICE) in view.choices)


def _message(house: House, view: View, form: Form, nonce: str, kept: list[Attachment]) -> Inbound:
    text, choice = form.text(TEXT), form.text(CHOICE)
    files = filing.attachments(form, kept)
    if _GEO.fullmatch(form.text(PLACE)):
        files = (*files, Attachment("location", form.text(PLACE)))
        choice = ""
    told = json.dumps([text, choice, form.text(PLACE), [file.name for file in files]])
    # The same form may be sent twice by a double tap, and with other words by somebody in a hurry.
    key = f"{nonce}/{hashlib.sha256(told.encode()).hexdigest()[:16]}"
    return Inbound(
        key=key,
        sender=view.sender,
        aliases=view.aliases,
        proof="strong",
        provider_id="page:" + hashlib.sha256(key.encode()).hexdigest(),
        text=text,
        choice=choice if choice in view.choices else "",
        sent_at=house.now(),
        attachments=files,
        fields=json.dumps({"about": view.case.id}).encode(),
        raw=told.encode(),
    )


async def _changed(house: House, session: Session, wanted: str) -> str:
    """The cookie for another case that was opened from the same page, "" where there is none."""
    async with house.database.write() as db:
        row = await public.case(db, session.complaint)
        assert row is not None
        sender = _sender(house, row, house.vault.person(row.contact_id, row.wrapped_key))
        address = await _address(db, house, row, sender)
        others = await public.newer_cases(db, address or 0, row.id, session.began)
        if wanted not in {str(other.id) for other in others}:
            return ""
        other = await public.case(db, int(wanted))
        await visits.end(db, session.digest)
        return await sessions.begin(db, house, other)


async def _file(house: House, session: Session, request: web.Request) -> web.Response:
    async with house.database.read() as db:
        row = await public.file(db, int(request.match_info["number"]), session.complaint)
    if row is None or row.state != "stored":
        raise web.HTTPNotFound
    key = house.vault.person(row.contact_id, row.wrapped_key)
    content = await asyncio.to_thread(house.files.get, row.id, key)
    name = key.open(f"attachments.name.{row.id}", row.name).decode() if row.name else ""
    return files.answer(request, row.mime, name, content)
