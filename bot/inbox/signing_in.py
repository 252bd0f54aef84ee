"""Signing in and out: one answer for whatever is wrong, and how long to wait after misses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot import edge, pages
from bot.house import House
from bot.inbox import asking, attempts, sessions
from bot.inbox.passwords import Doorkeeper
from bot.roles import STAFF, Role, allow
from storage import officers
from storage.officers import Session

_LONGEST_FORM = 16_384
_WRONG = "Nama pengguna atau kata sandi belum cocok. Periksa huruf besar dan kecilnya."
_WAIT = "Sudah beberapa kali belum cocok. Coba lagi {} lagi. Lupa? Minta pengelola mengatur ulang."


@dataclass(frozen=True, slots=True)
class Admitted:
    """Who may come in: the cookie's token, the row that knows its hash, and where to begin."""

    token: str = field(repr=False)
    session: Session
    role: Role


@dataclass(frozen=True, slots=True)
class Refused:
    """Who may not, why, and for how many seconds."""

    why: str
    wait: int = 0


def routes(house: House) -> list[web.RouteDef]:
    """/inbox/masuk and /inbox/keluar."""
    keeper = Doorkeeper()

    @allow(Role.EVERYONE)
    async def door(request: web.Request) -> web.StreamResponse:
        officer = await sessions.find(house, request)
        if officer is not None:
            raise web.HTTPSeeOther(officer.home)
        return _page(house)

    @allow(Role.EVERYONE)
    async def enter(request: web.Request) -> web.StreamResponse:
        _refuse_strangers(house, request)
        login = await asking.words(request, "nama", 64)
        password = str((await asking.form(request)).get("sandi", ""))
        network = edge.network(edge.visitor(house, request))
        found = await _admit(house, keeper, login, password, network)
        if isinstance(found, Refused):
            return _page(house, found, login)
        async with house.database.write() as db:
            await officers.begin(db, found.session)
        answer = web.HTTPSeeOther(sessions.home(found.role))
        sessions.remember(house, request, answer, found.token)
        raise answer

    @allow(*STAFF)
    async def leave(request: web.Request) -> web.StreamResponse:
        await sessions.sign_out(house, request)
        answer = web.HTTPSeeOther("/inbox/masuk")
        sessions.remember(house, request, answer, "")
        answer.headers["Clear-Site-Data"] = '"cache"'
        raise answer

    return [
        web.get("/inbox/masuk", door),
        web.post("/inbox/masuk", enter),
        web.post("/inbox/keluar", leave),
    ]


async def _admit(
    house: House, keeper: Doorkeeper, login: str, password: str, network: str
) -> Admitted | Refused:
    attempt = attempts.make(house, login, network)
    async with house.database.write() as db:
        wait = await attempts.begin(db, attempt)
        row = await officers.by_login(db, login)
    if wait:
        return Refused(_WAIT.format(attempts.in_words(wait)), wait)
    kept = row.password if row is not None and _is_open(row, house.now()) else None
    if not await keeper.fits(kept, password):
        return await _missed(house, attempt, row.id if row is not None else None)
    assert row is not None
    renewed = await keeper.renewed(row.password, password)
    async with house.database.write() as db:
        await attempts.forgive(db, attempt)
        await officers.lock(db, row.id, 0, None)
        if renewed:
            await officers.rehash(db, row.id, renewed)
    token, session = sessions.fresh(house, row.id)
    return Admitted(token, session, Role(row.role))


def _is_open(row: Any, now: datetime) -> bool:
    return row.disabled_at is None and (row.expires_at is None or row.expires_at > now)


async def _missed(house: House, attempt: attempts.Try, officer: int | None) -> Refused:
    async with house.database.write() as db:
        count, until = await attempts.standing(db, attempt)
        if officer is not None:
            await officers.lock(db, officer, count, until)
    return Refused(_WRONG)


def _refuse_strangers(house: House, request: web.Request) -> None:
    """Another site must not sign anybody in, and a password needs no long form."""
    if (request.content_length or _LONGEST_FORM + 1) > _LONGEST_FORM:
        raise web.HTTPRequestEntityTooLarge(_LONGEST_FORM)
    origin = request.headers.get("Origin", "null")  # "null" is what our own pages send
    ours = {request.host, urlsplit(house.settings.server.public_url).netloc}
    if request.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin") or (
        origin != "null" and origin.partition("://")[2] not in ours
    ):
        raise web.HTTPForbidden(text="Masuklah dari halaman masuk kantor ini.")


def _page(house: House, refused: Refused | None = None, login: str = "") -> web.Response:
    wait = refused.wait if refused else 0
    return pages.render(
        "inbox_sign_in.html",
        status=(429 if wait else 403) if refused else 200,
        headers={"Retry-After": str(wait)} if wait else None,
        office=house.settings.office.name,
        wrong=refused.why if refused else "",
        login=login,
    )
