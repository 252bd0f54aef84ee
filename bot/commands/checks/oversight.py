"""Oversight: who watches over the office, and how citizens reach them."""

from __future__ import annotations

from collections.abc import AsyncIterator

from bot.casework import offices, remedies
from bot.commands.checks.findings import Finding, Level
from bot.commands.words import Words
from bot.house import House


async def watching(house: House, words: Words) -> AsyncIterator[Finding]:
    """Whom citizens are told of, and what is still to be written down about them."""
    settings = house.settings
    over = offices.overseers(settings.seat)
    if missing := offices.lacking(settings.seat):
        keys = ", ".join(f"office.{name}" for name in missing)
        yield Finding(Level.LOOK, words("check.overseers_unknown", keys=keys))
    named = (over.head, over.inspectorate, over.ombudsman, over.council, over.village_council)
    names = ", ".join(filter(None, named))
    if over.report_to:
        told = words("check.overseers", names=names, report_to=over.report_to)
        yield Finding(Level.FINE, told)
    for one in remedies.unreachable(settings.remedies):
        told = words("check.no_reach", name=one.name, role=one.role)
        yield Finding(Level.LOOK, told)
    for one in remedies.too_general(settings.remedies, over.ombudsman):
        told = words("check.general_ombudsman", name=one.name, right=over.ombudsman)
        yield Finding(Level.LOOK, told)
