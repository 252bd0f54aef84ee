"""Tracking: the number alone tells stage and dates; number and kunci open the conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.casework import numbers
from bot.casework.words import State
from bot.house import House
from bot.outgoing import notices
from bot.public import dates, errors, limits, sessions, shell, tokens
from bot.public.conversation import Conversation
from bot.public.dates import Due, Step
from bot.public.forms import Form, Reader
from bot.public.sessions import Session
from bot.roles import Role, allow
from storage import public, visits

PURPOSE: Final = "lacak"
NUMBER, KUNCI = "nomor", "kunci"
#: Wrong tries on one complaint, from anywhere, until a new kunci is asked for.
MISSES: Final = 5
_LONGEST: Final = 40


@dataclass(frozen=True, slots=True)
class Found:
    """What the number alone tells."""

    number: str
    stage: str
    steps: Sequence[Step]
    due: Sequence[Due]


@dataclass(frozen=True, slots=True)
class Tried:
    """How a look-up ended: the word for it, and what may be shown; `opens` is a new cookie."""

    how: str
    found: Found | None = None
    left: int = 0
    opens: str = ""


def routes(house: House, conversation: Conversation) -> list[web.RouteDef]:
    """/lacak and its way out."""
    return [*_looking(house, conversation), *_leaving(house)]


def _looking(house: House, conversation: Conversation) -> list[web.RouteDef]:
    reader = Reader(house, PURPOSE)

    @allow(Role.EVERYONE)
    async def look(request: web.Request) -> web.StreamResponse:
        number = request.query.get(NUMBER, "")[:_LONGEST]
        session = None if number else await sessions.find(house, request)
        if session is not None:
            return await conversation.page(session)
        return _page(house, number)

    @allow(Role.EVERYONE)
    @errors.calm(house)
    async def open_case(request: web.Request) -> web.StreamResponse:
        form = await reader.read(request)
        number = form.text(NUMBER)[:_LONGEST]
        if form.token is None:
            return _page(house, number, Tried("stale"), status=403)
        minutes = await _wait(house, request)
        if minutes:
            return _page(house, number, status=429, minutes=minutes)
        tried = await _try(house, form)
        if not tried.opens:
            return _page(house, number, tried, status=_STATUS[tried.how])
        await _leave(house, await sessions.find(house, request))
        answer = web.HTTPSeeOther("/lacak")
        sessions.remember(house, request, answer, tried.opens)
        raise answer

    return [web.get("/lacak", look), web.post("/lacak", open_case)]


def _leaving(house: House) -> list[web.RouteDef]:
    reader = Reader(house, "keluar")

    @allow(Role.EVERYONE)
    @errors.calm(house)
    async def leave(request: web.Request) -> web.StreamResponse:
        session = await sessions.find(house, request)
        form = await reader.read(request)
        if form.token is not None:
            await _leave(house, session)
        answer = web.HTTPSeeOther("/lacak")
        sessions.remember(house, request, answer, "")
        raise answer

    return [web.post("/lacak/keluar", leave)]


_STATUS: Final = {
    "empty": 422,
    "mistyped": 422,
    "unknown": 404,
    "stage": 200,
    "wrong": 403,
    "closed": 403,
}


async def _wait(house: House, request: web.Request) -> int:
    """Minutes to wait; else the look-up is counted for its network."""
    network = limits.lookups(house, request)
    async with house.database.write() as db:
        minutes = await limits.wait(db, house, network, limits.misses(house))
        if not minutes:
            await limits.count(db, house, network)
    return minutes


async def _try(house: House, form: Form) -> Tried:
    typed = form.text(NUMBER)
    if not typed:
        return Tried("empty")
    number = numbers.check(typed)
    if number is None:
        return Tried("mistyped")
    async with house.database.write() as db:
        case = await public.case_by_number(db, number)
        if case is None or case.state == State.DRAFT:
            await limits.count(db, house, limits.misses(house))
            return Tried("unknown")
        if not form.text(KUNCI) or case.erased_at is not None:
            return Tried("stage", await _found(db, house, case))
        return await _open(db, house, case, form.text(KUNCI))


async def _open(db: AsyncConnection, house: House, case: Any, typed: str) -> Tried:
    """A try is counted before it is made, so that many at once are no more than five."""
    count = await visits.reserve_try(db, case.id, MISSES)
    if count is None:
        return Tried("closed", await _found(db, house, case))
    if not numbers.kunci_fits(house.vault.kunci_key, case.id, case.generation, typed):
        await limits.count(db, house, limits.misses(house))
        left = MISSES - count
        return Tried("wrong" if left else "closed", await _found(db, house, case), left)
    await visits.forgive_tries(db, case.id)
    # Who filed elsewhere hears of it there; a page cannot be told.
    here = case.account == shell.web_account(house)
    await notices.tell_linked(db, house, case.id, case.contact_id if here else 0)
    return Tried("opened", opens=await sessions.begin(db, house, case))


async def _leave(house: House, session: Session | None) -> None:
    if session is not None:
        async with house.database.write() as db:
            await visits.end(db, session.digest)


async def _found(db: AsyncConnection, house: House, case: Any) -> Found:
    return Found(
        number=case.number,
        stage=dates.stage(house, case.state),
        steps=dates.steps(house, await public.steps(db, case.id)),
        due=dates.running(house, await public.running_clocks(db, case.id), case.state),
    )


def _page(
    house: House,
    number: str,
    tried: Tried | None = None,
    *,
    status: int = 200,
    minutes: int = 0,
) -> web.Response:
    return shell.page(
        house,
        "track.html",
        status=status,
        headers={"Retry-After": str(minutes * 60)} if minutes else None,
        here="/lacak",
        number=number,
        how=tried.how if tried else "",
        found=tried.found if tried else None,
        left=tried.left if tried else 0,
        minutes=minutes,
        token=tokens.make(house, PURPOSE).text,
    )
