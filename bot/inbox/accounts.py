"""Accounts: who may sign in, for whoever runs the machine; of cases this page knows nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.house import House
from bot.inbox import screens, times
from bot.inbox.words import ROLES
from bot.roles import Role, allow
from storage import officers


@dataclass(frozen=True, slots=True)
class Account:
    """One line of the list."""

    login: str
    name: str
    role: str
    since: str
    seen: str
    state: str
    closed: bool


def routes(house: House) -> list[web.RouteDef]:
    """/inbox/petugas"""

    @allow(Role.ADMIN, Role.HEAD)
    async def page(request: web.Request) -> web.StreamResponse:
        async with house.database.read() as db:
            rows = await officers.everyone(db)
        accounts = [_account(house, row) for row in rows]
        return await screens.frame(house, request, "inbox_officers.html", accounts=accounts)

    return [web.get("/inbox/petugas", page)]


def _account(house: House, row: Any) -> Account:
    now, zone = house.now(), house.settings.zone
    return Account(
        login=row.login,
        name=row.name,
        role=ROLES[Role(row.role)],
        since=times.short(row.created_at.astimezone(zone).date(), now.astimezone(zone).date()),
        seen=times.age(row.seen_at, now, zone) if row.seen_at else "tidak sedang masuk",
        state=_state(house, row),
        closed=row.disabled_at is not None,
    )


def _state(house: House, row: Any) -> str:
    now, zone = house.now(), house.settings.zone
    if row.disabled_at is not None:
        return f"ditutup {times.brief(row.disabled_at, now, zone)}"
    if row.locked_until is not None and row.locked_until > now:
        return (
            f"menunggu sampai {times.hour(row.locked_until, zone)}, {row.misses} kali belum cocok"
        )
    return "aktif"
