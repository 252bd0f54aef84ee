"""Privacy: what is kept of citizens, how long, who reads it, and what they may ask for."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from bot.casework import privacy
from bot.casework.citations import cite
from bot.house import House
from bot.public import shell
from bot.roles import Role, allow

_LAW: Final = {
    "basis": "uu27-20",
    "rights": "uu27-5-13",
    "hours": "uu27-30-32",
    "kept": "uu27-42-44",
    "breach": "uu27-46",
    "duty": "uu25-36",
}


def routes(house: House) -> list[web.RouteDef]:
    """/privasi."""

    @allow(Role.EVERYONE)
    async def notice(_request: web.Request) -> web.Response:
        told = house.settings
        return shell.page(
            house,
            "privacy.html",
            here="/privasi",
            privacy=told.privacy,
            retention=told.retention,
            custodian=told.custodian,
            remedies=told.remedies,
            hours=int(privacy.SPAN.total_seconds() // 3600),
            law={name: cite(article) for name, article in _LAW.items()},
        )

    return [web.get("/privasi", notice)]
