"""The conversation: an opened case as a chat, where the citizen reads on and writes on."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from typing import Final

from aiohttp import web

from bot import pages
from bot.house import House
from bot.intake.accept import Intake, Later
from bot.public import errors, files, filing, limits, sessions, shell, tokens, views
from bot.public.drafts import Drafts
from bot.public.forms import Form, Reader
from bot.public.sessions import Session
from bot.public.views import View
from bot.roles import Role, allow
from channels.base import Attachment, Delivery, Inbound
from storage import public, visits
from storage.database import Away

TEXT, CHOICE, PLACE, OTHER = "pesan", "pilihan", "lokasi", "laporan"
_LATER: tuple[type[Exception], ...] = (Later, *Away)
_GEO: Final = re.compile(r"geo:-?\d{1,2}(?:\.\d{1,8})?,-?\d{1,3}(?:\.\d{1,8})?")
_LOOKS, _PAUSE = 12, 0.06


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
            tag=views.tag(self._house, view),
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
        view = await views.find(self._house, session)
        if view is None:
            raise web.HTTPNotFound
        tag = views.tag(self._house, view)
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
        view = await views.find(self._house, session)
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

    async def unsent(self, session: Session, form: Form) -> web.Response:
        """Nothing could be kept; what was typed is shown again, with or without the rest."""
        try:
            return await self.page(session, status=503, notice="later", form=form)
        except _LATER:
            return errors.page(self._house, 503, draft=form.text(TEXT))

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
        view = await views.find(self._house, session)
        for _ in range(_LOOKS):
            if view is None or not view.waits:
                break
            await asyncio.sleep(_PAUSE)
            view = await views.find(self._house, session)
        return view

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
    return [*_reading(house, conversation), *_writing(house, conversation, drafts)]


def _reading(house: House, conversation: Conversation) -> list[web.RouteDef]:
    @allow(Role.EVERYONE)
    async def changes(request: web.Request) -> web.Response:
        session = await _session(house, request)
        return await conversation.changes(session, request.headers.get("If-None-Match", ""))

    @allow(Role.EVERYONE)
    async def file(request: web.Request) -> web.Response:
        session = await _session(house, request)
        return await _file(house, session, request)

    return [
        web.get("/lacak/percakapan", changes),
        web.get(r"/lacak/berkas/{number:[0-9]{1,18}}", file),
    ]


def _writing(house: House, conversation: Conversation, drafts: Drafts) -> list[web.RouteDef]:
    @allow(Role.EVERYONE)
    @errors.calm(house)
    async def write(request: web.Request) -> web.StreamResponse:
        try:
            session = await sessions.find(house, request)
        except _LATER:
            return errors.page(house, 503, draft=await _typed(house, request))
        if session is None:
            draft = await _typed(house, request)
            return errors.page(house, 403, why="closed", draft=draft)
        form = await Reader(house, session.purpose, drafts).read(request)
        try:
            return await conversation.write(session, form)
        except _LATER:
            return await conversation.unsent(session, form)

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

    return [web.post("/lacak/pesan", write), web.post("/lacak/pindah", change)]


async def _typed(house: House, request: web.Request) -> str:
    return (await Reader(house, "visit").read(request)).text(TEXT)


async def _session(house: House, request: web.Request) -> Session:
    session = await sessions.find(house, request)
    if session is None:
        raise web.HTTPNotFound
    return session


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
        sender = views.sender(house, row)
        address = await views.address(db, house, row, sender)
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
