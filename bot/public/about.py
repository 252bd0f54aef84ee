"""About the office: what it is, how it is reached, who answers for it, what it promises."""

from __future__ import annotations

from aiohttp import web

from bot.casework import offices
from bot.casework.citations import cite
from bot.casework.words import Clock
from bot.house import House
from bot.public import dates, shell
from bot.roles import Role, allow

_STEPS = (Clock.V, Clock.A, Clock.C, Clock.D, Clock.R, Clock.I)


def routes(house: House) -> list[web.RouteDef]:
    """/ and /standar."""

    @allow(Role.EVERYONE)
    async def home(_request: web.Request) -> web.Response:
        return shell.page(
            house,
            "home.html",
            here="/",
            terms={clock.value: dates.term(house, clock) for clock in _STEPS},
            remedies=house.settings.remedies,
            emergency=house.settings.emergency,
            custodian=house.settings.custodian,
        )

    @allow(Role.EVERYONE)
    async def standards(_request: web.Request) -> web.Response:
        return shell.page(
            house,
            "standards.html",
            here="/standar",
            terms=[dates.term(house, clock) for clock in _STEPS],
            remedies=house.settings.remedies,
            report_to=offices.overseers(house.settings.seat).report_to,
            report_basis=cite(offices.CITED["report_to"]),
        )

    return [web.get("/", home), web.get("/standar", standards)]
