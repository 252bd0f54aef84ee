"""Sessions: a browser that gave number and kunci sees that one case for a while."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import edge
from bot.house import House
from storage import visits

#: Shared telephones and internet cafes: not longer than somebody reads and writes.
LASTS: Final = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Session:
    """Who may see which case; `purpose` binds the forms on its pages to this browser."""

    digest: bytes
    complaint: int
    address: int
    began: Any
    token: str = field(repr=False)

    @property
    def purpose(self) -> str:
        return f"visit/{self.digest.hex()}"


async def begin(db: AsyncConnection, house: House, case: Any) -> str:
    """Open a case for this browser; returns what goes into its cookie."""
    token, now = secrets.token_urlsafe(32), house.now()
    visit = visits.Visit(_digest(token), case.id, case.address_id, now + LASTS)
    await visits.begin(db, visit, now)
    return token


async def find(house: House, request: web.Request) -> Session | None:
    """The case that this browser has opened."""
    token = request.cookies.get(_name(house, request), "")
    if not token:
        return None
    async with house.database.read() as db:
        row = await visits.find(db, _digest(token), house.now())
    if row is None:
        return None
    return Session(row.token, row.complaint_id, row.address_id, row.created_at, token)


async def prolong(db: AsyncConnection, house: House, session: Session) -> None:
    """Somebody who writes is still there."""
    await visits.prolong(db, session.digest, house.now() + LASTS)


def remember(house: House, request: web.Request, answer: web.StreamResponse, token: str) -> None:
    """Give the browser its cookie, or take it away where the token is empty."""
    secure = edge.is_secure(house, request)
    name = _name(house, request)
    if token:
        answer.set_cookie(name, token, secure=secure, path="/", httponly=True, samesite="Lax")
    else:
        answer.del_cookie(name, secure=secure, path="/", httponly=True, samesite="Lax")


def _name(house: House, request: web.Request) -> str:
    # A browser takes the prefix over https only; plain http is for the loopback.
    return "__Host-lacak" if edge.is_secure(house, request) else "lacak"


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode(errors="replace")).digest()
