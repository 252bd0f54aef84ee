"""Accounts: who may sign in and who stands over whom; of cases this page knows nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from aiohttp import web

from bot import duty, tree
from bot.casework.lines import Post, Tree, UnitKind
from bot.house import House
from bot.inbox import asking, screens, times
from bot.inbox.acts import Unfit
from bot.inbox.words import ROLES
from bot.roles import Right, Role, allow
from storage import officers, units

AT: Final = "/inbox/petugas"
_UNITS: Final = {
    UnitKind.INTAKE: "menerima pengaduan",
    UnitKind.SERVICE: "melayani",
    UnitKind.ABOVE: "di atas kantor ini",
}


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


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody in the tree. deputies: who may stand in, as (value, words)."""

    id: int
    name: str
    title: str
    role: str
    account: bool
    leads: bool
    superior: str
    away: str
    deputy: int | None
    away_from: str
    away_until: str
    deputies: Sequence[tuple[int, str]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit with its people and the units below it."""

    name: str
    kind: str
    phone: str
    people: Sequence[Place]
    below: Sequence[Branch]


def routes(house: House) -> list[web.RouteDef]:
    """/inbox/petugas"""

    @allow(Right.READ_ACCOUNTS)
    async def page(request: web.Request) -> web.StreamResponse:
        return await _page(house, request)

    @allow(Right.READ_ACCOUNTS)
    async def leave(request: web.Request) -> web.StreamResponse:
        number = asking.id_of(request)
        try:
            await _leave(house, number, await _asked(request))
        except Unfit as error:
            return await _page(house, request, number, str(error))
        await duty.turn(house)
        raise web.HTTPSeeOther(AT)

    return [web.get(AT, page), web.post(rf"{AT}/{{id:\d{{1,19}}}}/cuti", leave)]


async def _page(
    house: House, request: web.Request, number: int = 0, problem: str = ""
) -> web.StreamResponse:
    async with house.database.read() as db:
        rows = await officers.everyone(db)
        places = await tree.load(db, house)
    form = await asking.form(request) if problem else {}
    return await screens.frame(
        house,
        request,
        "inbox_officers.html",
        status=422 if problem else 200,
        accounts=[_account(house, row) for row in rows],
        branches=_branches(house, places, {row.id: row for row in rows}),
        problem=(number, problem),
        given={name: str(value) for name, value in form.items()},
    )


@dataclass(frozen=True, slots=True)
class _Leave:
    first: date | None
    last: date | None
    deputy: int | None


async def _asked(request: web.Request) -> _Leave:
    first, last = [await asking.words(request, name, 10) for name in ("dari", "sampai")]
    deputy = asking.number(await asking.words(request, "pengganti", 20))
    try:
        days = [date.fromisoformat(text) if text else None for text in (first, last)]
    except ValueError:
        raise Unfit("Tulis tanggalnya seperti 2026-01-31.") from None
    return _Leave(days[0], days[1], deputy)


async def _leave(house: House, number: int, asked: _Leave) -> None:
    """Write a leave down; without a first day there is none any more."""
    async with house.database.write() as db:
        places = await tree.load(db, house)
        post = places.posts.get(number)
        if post is None or not post.holds(places.day):
            raise web.HTTPNotFound
        if asked.first is None:
            await units.change_post(db, number, away_from=None, away_until=None, deputy_id=None)
            return
        if asked.last is None or asked.last < asked.first:
            raise Unfit("Tulis hari terakhir cuti, sesudah hari pertamanya.")
        if asked.deputy is not None and asked.deputy not in {p.id for p in _fit(places, post)}:
            raise Unfit("Penggantinya harus punya akun dan sedang bertugas.")
        await units.change_post(
            db,
            number,
            away_from=asked.first,
            away_until=asked.last,
            deputy_id=asked.deputy,
        )


def _fit(places: Tree, post: Post) -> list[Post]:
    """Who may stand in for somebody."""
    return [one for one in places.held() if one.officer and one.officer != post.officer]


def _branches(house: House, places: Tree, rows: dict[int, Any]) -> list[Branch]:
    """The tree from its roots; units that ended are shown while somebody is still in them."""
    inside: dict[int, list[Post]] = {}
    for post in places.held():
        inside.setdefault(post.unit, []).append(post)
    shown = {
        unit.id: unit
        for unit in places.units.values()
        if unit.until_on is None or unit.until_on >= places.day or unit.id in inside
    }

    def grow(parent: int | None, seen: frozenset[int]) -> list[Branch]:
        return [
            Branch(
                unit.name,
                _UNITS[unit.kind],
                unit.phone,
                [_place(house, places, one, rows) for one in _ordered(inside.get(unit.id, []))],
                grow(unit.id, seen | {unit.id}),
            )
            for unit in shown.values()
            if (unit.parent if unit.parent in shown else None) == parent and unit.id not in seen
        ]

    return grow(None, frozenset())


def _ordered(posts: Sequence[Post]) -> list[Post]:
    return sorted(posts, key=lambda post: (not post.leads, post.name))


def _place(house: House, places: Tree, post: Post, rows: dict[int, Any]) -> Place:
    row = rows.get(post.officer or 0)
    superior = places.superior(post)
    return Place(
        id=post.id,
        name=post.name,
        title=post.title,
        role=ROLES[Role(row.role)] if row is not None else "tanpa akun",
        account=row is not None,
        leads=post.leads,
        superior=superior.name if superior else "",
        away=_away(places, post),
        deputy=post.deputy,
        away_from=post.away_from.isoformat() if post.away_from else "",
        away_until=post.away_until.isoformat() if post.away_until else "",
        deputies=[(one.id, one.name) for one in _fit(places, post)],
    )


def _away(places: Tree, post: Post) -> str:
    if post.away_from is None or post.away_until is None or post.away_until < places.day:
        return ""
    deputy = places.posts.get(post.deputy or 0)
    days = f"{times.short(post.away_from, places.day)} sampai "
    days += times.short(post.away_until, places.day)
    who = f", diganti {deputy.name}" if deputy else ""
    return f"cuti {days}{who}"


def _account(house: House, row: Any) -> Account:
    now, zone = house.now(), house.settings.zone
    return Account(
        login=row.login,
        name=row.name,
        role=ROLES[Role(row.role)],
        since=times.short(row.created_at.astimezone(zone).date(), now.astimezone(zone).date()),
        seen=times.age(row.seen_at, now, zone) if row.seen_at else "tidak sedang masuk",
        state=_state(house, row),
        closed=not _is_open(row, now),
    )


def _is_open(row: Any, now: Any) -> bool:
    return row.disabled_at is None and (row.expires_at is None or row.expires_at > now)


def _state(house: House, row: Any) -> str:
    now, zone = house.now(), house.settings.zone
    if row.disabled_at is not None:
        return f"ditutup {times.brief(row.disabled_at, now, zone)}"
    if row.expires_at is not None:
        until = times.brief(row.expires_at, now, zone)
        return f"aktif sampai {until}" if row.expires_at > now else f"berakhir {until}"
    if row.locked_until is not None and row.locked_until > now:
        return (
            f"menunggu sampai {times.hour(row.locked_until, zone)}, {row.misses} kali belum cocok"
        )
    return "aktif"
