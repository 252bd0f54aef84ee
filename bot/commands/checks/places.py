"""Places: is everybody where the law needs somebody, inside the office and above it."""

from __future__ import annotations

from collections.abc import AsyncIterator

from bot import duty, tree
from bot.casework.rights import Role
from bot.commands.checks.findings import Finding, Level
from bot.commands.words import Words
from bot.house import House
from storage import units


async def responsible(house: House, words: Words) -> AsyncIterator[Finding]:
    """Whose a new case is, and whether any open one is nobody's."""
    async with house.database.read() as db:
        people = await duty.staff(db, house)
        nobodys = await units.count_nobodys(db, duty.OPEN)
    named = house.settings.office.on_duty
    if named and named.strip().casefold() not in {row.login for row in people.accounts.values()}:
        yield Finding(Level.WRONG, words("check.on_duty_unknown", login=named))
    first = next(people.on_duty(), None)
    if first is not None:
        yield Finding(Level.FINE, words("check.on_duty", name=people.accounts[first].name))
    elif people.accounts:
        yield Finding(Level.LOOK, words("check.all_away"))
    else:
        yield Finding(Level.WRONG, words("check.no_handlers"))
    if nobodys:
        yield Finding(Level.WRONG, words("check.nobodys", count=nobodys))


async def custodian(house: House, words: Words) -> AsyncIterator[Finding]:
    """Who keeps secrets, and whether they can be opened by somebody outside the office."""
    told = house.settings.custodian
    async with house.database.read() as db:
        places = await tree.load(db, house)
        keepers = await units.accounts(db, {Role.CUSTODIAN}, house.now())
    outside = [row for row in keepers if places.is_outside(row.id)]
    if told.name:
        yield Finding(Level.FINE, words("check.custodian", body=told.body or told.name))
    else:
        yield Finding(Level.LOOK, words("check.no_custodian"))
    if told.name and not keepers:
        yield Finding(Level.LOOK, words("check.no_custodian_account"))
    for row in keepers:
        if row not in outside:
            yield Finding(Level.LOOK, words("check.custodian_inside", name=row.name))


async def above(house: House, words: Words) -> AsyncIterator[Finding]:
    """Where a report against the office itself goes, and whether somebody there can open it."""
    told = house.settings.above_head
    async with house.database.read() as db:
        opener = await duty.above(db, house)
        sealed = await units.count_sealed(db, duty.OPEN)
    if not (told.name or told.body):
        yield Finding(Level.LOOK, words("check.no_above"))
    elif opener is None:
        yield Finding(Level.LOOK, words("check.no_above_account", body=told.body or told.name))
    else:
        yield Finding(Level.FINE, words("check.above", body=told.body or told.name))
    if sealed and opener is None:
        yield Finding(Level.WRONG, words("check.sealed_waits", count=sealed))
