"""Doubt: an officer says whether the server's clock is right, and stops what is late for a day."""

from __future__ import annotations

from aiohttp import web

from bot.house import House
from bot.roles import Role, allow
from bot.timekeeping import doubts


def routes(house: House) -> list[web.RouteDef]:
    """/inbox/jam/..."""

    @allow(Role.OFFICER, Role.HEAD)
    async def veto(_request: web.Request) -> web.StreamResponse:
        async with house.database.write() as db:
            await doubts.veto(db, house)
        raise web.HTTPSeeOther("/inbox")

    @allow(Role.OFFICER, Role.HEAD)
    async def trust(_request: web.Request) -> web.StreamResponse:
        async with house.database.write() as db:
            await doubts.trust(db)
        raise web.HTTPSeeOther("/inbox")

    return [web.post("/inbox/jam/tahan", veto), web.post("/inbox/jam/benar", trust)]
