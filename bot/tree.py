"""The tree: units as the configuration names them, posts as the command wrote them down."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.casework import lines
from bot.casework.lines import Post, Tree, Unit, UnitKind
from bot.casework.rights import HOLDINGS, Right, Role, holders
from bot.house import House
from bot.settings import Custodian, UnitSettings
from storage import units
from storage.guards import Reader

#: Those who may deal with a case, and those who may decide it.
HANDLERS = holders(Right.RECEIVE)
DECIDERS = frozenset({Role.HEAD})


async def load(db: AsyncConnection, house: House) -> Tree:
    """Everybody's place as of today."""
    return lines.tree(
        [_unit(row) for row in await units.all_units(db)],
        [_post(row) for row in await units.all_posts(db)],
        today(house),
    )


def today(house: House) -> date:
    """The day it is at the office."""
    return house.calendar.local_date(house.now())


def reader(tree: Tree, officer: int, role: Role) -> Reader:
    """Whose eyes an account's are today."""
    holding, outside = HOLDINGS[role], tree.is_outside(officer)
    return Reader(
        officer=officer,
        barred=tree.barred(officer),
        sealed=None if outside and role is Role.CUSTODIAN else outside,
        kinds=holding.kinds and frozenset(map(str, holding.kinds)),
        protections=holding.protections and frozenset(map(str, holding.protections)),
    )


async def seals(db: AsyncConnection, house: House, tree: Tree, reported: Post) -> bool:
    """Whether a report against this one leaves nobody in the office who may deal with it."""
    inside = {
        roles: [
            row.id
            for row in await units.accounts(db, roles, house.now())
            if not tree.is_outside(row.id)
        ]
        for roles in (DECIDERS, HANDLERS)
    }
    return tree.seals(reported, inside[DECIDERS], inside[HANDLERS])


async def plant(db: AsyncConnection, house: House) -> None:
    """Bring the kept units to what the configuration says; one that is no more named ends."""
    named, day = _named(house), today(house)
    before = {row.name for row in await units.all_units(db)}
    for name in (name for name in named if name not in before):
        told = {"id": house.new_id(), "name": name, "kind": named[name].kind, "from_on": day}
        await units.add_unit(db, told)
    kept = {row.name: row for row in await units.all_units(db)}
    for name, row in kept.items():
        wanted = _columns(named[name], kept) if name in named else _ended(row, day)
        if any(getattr(row, column) != value for column, value in wanted.items()):
            await units.change_unit(db, row.id, **wanted)


async def custodian(db: AsyncConnection, house: House) -> Custodian:
    """Who keeps secrets: whom the configuration names, else an account of the body above."""
    if house.settings.custodian.name:
        return house.settings.custodian
    places = await load(db, house)
    for row in await units.accounts(db, {Role.CUSTODIAN}, house.now()):
        if places.is_outside(row.id):
            unit = places.units[places.of(row.id)[0].unit]
            return Custodian(row.name, unit.name, unit.phone)
    return house.settings.custodian


def _columns(unit: UnitSettings, kept: Mapping[str, Any]) -> dict[str, Any]:
    parent = kept[unit.parent].id if unit.parent in kept else None
    return {"kind": unit.kind, "phone": unit.phone, "parent_id": parent, "until_on": None}


def _ended(row: Any, day: date) -> dict[str, Any]:
    return {"until_on": row.until_on or day - timedelta(days=1)}


def _named(house: House) -> Mapping[str, UnitSettings]:
    """The configuration's units, the first being the office itself, and the body above it."""
    told, above = house.settings.units, house.settings.above_head
    own = [unit for unit in told if unit.kind != UnitKind.ABOVE]
    if not own:
        whole = UnitSettings(house.settings.office.name, UnitKind.INTAKE, "", "")
        own, told = [whole], (whole, *told)
    root = own[0].name
    found = {unit.name: _under(unit, root) for unit in told}
    if above.body and not any(unit.kind == UnitKind.ABOVE for unit in told):
        found[above.body] = UnitSettings(above.body, UnitKind.ABOVE, "", above.contact[:64])
    return found


def _under(unit: UnitSettings, root: str) -> UnitSettings:
    hangs = unit.parent or unit.name == root or unit.kind == UnitKind.ABOVE
    return unit if hangs else UnitSettings(unit.name, unit.kind, root, unit.phone)


def _unit(row: Any) -> Unit:
    return Unit(
        row.id, row.name, UnitKind(row.kind), row.parent_id, row.phone, row.from_on, row.until_on
    )


def _post(row: Any) -> Post:
    return Post(
        id=row.id,
        unit=row.unit_id,
        name=row.name,
        officer=row.officer_id,
        title=row.title,
        leads=row.leads,
        superior=row.superior_id,
        from_on=row.from_on,
        until_on=row.until_on,
        away_from=row.away_from,
        away_until=row.away_until,
        deputy=row.deputy_id,
    )
