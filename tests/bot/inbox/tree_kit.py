"""A kelurahan with its tree: who leads what, who stands under whom, and the body above."""

from __future__ import annotations

import argparse
from typing import Any

from sqlalchemy import select

from bot.commands import seats
from bot.commands.seats import Someone
from storage import officers
from storage.tables import posts, units
from tests.world import World

INTAKE, SERVICE, ABOVE = "Kelurahan Sukajaya", "Seksi Pelayanan", "Inspektorat Kota"
SETTINGS: dict[str, Any] = {
    "units": [
        {"name": INTAKE, "kind": "intake", "phone": "022-5550117"},
        {"name": SERVICE, "kind": "service"},
        {"name": ABOVE, "kind": "above"},
    ],
    "above_head": {"name": "Inspektur Kota", "body": ABOVE, "contact": "022-5550199"},
}
#: login or name, unit, title, leads, superior by name.
SEATS = (
    ("siti", INTAKE, "Lurah", True, None),
    ("rina", INTAKE, "Petugas pengaduan", False, None),
    ("tono", SERVICE, "Kepala Seksi Pelayanan", True, None),
    ("yanti", SERVICE, "Petugas loket", False, None),
    ("Pak Gimin", SERVICE, "Penjaga dari mitra", False, None),
    ("dewi", ABOVE, "Auditor", False, None),
)


async def seat_all(world: World) -> None:
    """Everybody takes their place, on the first day of the story."""
    for who, unit, title, leads, superior in SEATS:
        await seat(world, who, unit, title=title, leads=leads, superior=superior)


async def seat(world: World, who: str, unit: str, **more: Any) -> None:
    """As `sahut officer post` does it."""
    given = {"unit": unit, "title": "", "leads": False, "superior": None} | more
    async with world.house.database.write() as db:
        row = await officers.by_login(db, who)
        someone = Someone(row.name, row.id) if row is not None else Someone(who)
        await seats.enter(db, world.house, someone, argparse.Namespace(**given))


async def post_of(world: World, name: str) -> Any:
    """The newest post of somebody, by login or name."""
    async with world.house.database.read() as db:
        row = await officers.by_login(db, name)
    wanted = posts.c.officer_id == row.id if row is not None else posts.c.name == name
    return (await world.rows(select(posts).where(wanted).order_by(posts.c.id)))[-1]


async def unit_named(world: World, name: str) -> Any:
    (row,) = await world.rows(select(units).where(units.c.name == name))
    return row


async def officer_named(world: World, login: str) -> Any:
    async with world.house.database.read() as db:
        return await officers.by_login(db, login)
