"""Sessions: who asks, proved by a cookie; and the one place where a form's token is checked."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from aiohttp import web

from bot import edge, tree
from bot.casework.rights import HOLDINGS, Right, Role, may
from bot.casework.words import Actor
from bot.house import House
from bot.inbox import asking
from bot.roles import Identify
from storage import officers
from storage.guards import Reader
from storage.officers import Session

#: Set by scripts on requests that nobody's hand caused: they do not count as being busy.
BACKGROUND: Final = "X-Sahut-Background"
_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_SEEN_EVERY: Final = timedelta(minutes=1)
_STALE: Final = "Halaman ini sudah lama terbuka. Muat ulang, lalu kirim sekali lagi."


@dataclass(frozen=True, slots=True)
class Officer:
    """Who is signed in."""

    id: int
    login: str
    name: str
    role: Role
    csrf: str = field(repr=False)
    #: Whose eyes they are: every question about cases is asked with them.
    reader: Reader

    @property
    def writes(self) -> bool:
        """Whether this role answers citizens and moves cases on."""
        return self.may(Right.ANSWER)

    @property
    def actors(self) -> tuple[Actor, ...]:
        """The capacities this role acts in; a head may do what an officer may."""
        return HOLDINGS[self.role].actors

    def may(self, right: Right) -> bool:
        """Whether this role holds a right; templates ask by its name."""
        return may(self.role, right)

    @property
    def home(self) -> str:
        """Where this role begins."""
        return home(self.role)


_KEY: Final = web.RequestKey("officer", Officer)
_HOMES: Final = {Role.ADMIN: "/inbox/petugas", Role.UNIT: "/inbox/unit"}


def identify(house: House) -> Identify:
    """Find out who asks, for the guard in front of every officers' route."""

    async def who(request: web.Request) -> Role | None:
        officer = await find(house, request)
        if officer is None:
            return None
        request[_KEY] = officer
        if request.method not in _SAFE:
            await _check_token(request, officer)
        return officer.role

    return who


def home(role: Role) -> str:
    """Where a role begins: who runs the machine sees no case, a unit sees its papers."""
    return _HOMES.get(role, "/inbox")


def officer_of(request: web.Request) -> Officer:
    """Who asks, on a route that let them in."""
    return request[_KEY]


async def find(house: House, request: web.Request) -> Officer | None:
    """The officer whose session this request carries, if it is still good."""
    token = _digest(request.cookies.get(_name(house, request), ""))
    now, idle = house.now(), timedelta(minutes=house.settings.limits.idle_minutes)
    async with house.database.read() as db:
        row = await officers.find(db, token, now, now - idle)
        if row is None:
            return None
        places = await tree.load(db, house)
    if now - row.seen_at > _SEEN_EVERY and not _by_itself(request):
        async with house.database.write() as db:
            await officers.seen(db, token, now)
    role = Role(row.role)
    reader = tree.reader(places, row.id, role)
    return Officer(row.id, row.login, row.name, role, row.csrf, reader)


def fresh(house: House, officer: int) -> tuple[str, Session]:
    """A new token for the cookie, and the row that knows its hash."""
    token, now = secrets.token_urlsafe(32), house.now()
    ends = now + timedelta(hours=house.settings.limits.session_hours)
    return token, Session(_digest(token), officer, secrets.token_urlsafe(32), now, ends)


async def sign_out(house: House, request: web.Request) -> None:
    """End this session on the server; the browser's cookie is another matter."""
    async with house.database.write() as db:
        await officers.end(db, _digest(request.cookies.get(_name(house, request), "")))


def remember(house: House, request: web.Request, answer: web.StreamResponse, token: str) -> None:
    """Give the browser its cookie; an empty token takes it away."""
    secure = edge.is_secure(house, request)
    kept: dict[str, Any] = {"path": "/", "secure": secure, "httponly": True, "samesite": "Lax"}
    if token:
        answer.set_cookie(_name(house, request), token, **kept)
    else:
        answer.del_cookie(_name(house, request), **kept)


def _by_itself(request: web.Request) -> bool:
    """Whether a page asks without anybody's hand: a refresh, or the stream of hints."""
    stream = "text/event-stream" in request.headers.get("Accept", "")
    return stream or BACKGROUND in request.headers


def _name(house: House, request: web.Request) -> str:
    # A browser takes the prefix over https only; plain http is for the loopback.
    return "__Host-sahut" if edge.is_secure(house, request) else "sahut"


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="replace")).digest()


async def _check_token(request: web.Request, officer: Officer) -> None:
    given = request.headers.get("X-CSRF-Token") or await asking.words(request, "csrf")
    if not hmac.compare_digest(given.encode(errors="replace"), officer.csrf.encode()):
        raise web.HTTPForbidden(text=_STALE)
