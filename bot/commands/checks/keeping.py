"""Keeping: whether citizens know whom to ask about their data, and whether old ones go."""

from __future__ import annotations

from collections.abc import AsyncIterator

from bot.commands.checks.findings import Finding, Level
from bot.commands.words import Words
from bot.house import House
from bot.privacy import retention


async def schedule(house: House, words: Words) -> AsyncIterator[Finding]:
    """Nothing is erased by time before an operator has looked once."""
    async with house.database.read() as db:
        agreed = await retention.is_agreed(db, house)
    if agreed:
        years = house.settings.retention.years
        yield Finding(Level.FINE, words("check.retention_agreed", years=years))
    else:
        yield Finding(Level.LOOK, words("check.retention_open"))
    if not house.settings.privacy.contact:
        yield Finding(Level.LOOK, words("check.privacy_contact"))
