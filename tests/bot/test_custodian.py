"""Secrecy is offered while somebody outside the office keeps it, and not otherwise."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from storage import officers
from tests.bot.inbox.kit import hire
from tests.bot.inbox.tree_kit import SETTINGS, officer_named, seat
from tests.world import World

NOBODY: dict[str, Any] = SETTINGS | {"custodian": {"name": "", "body": "", "contact": ""}}


async def again(world: World) -> World:
    """The service is stopped and started."""
    await world.stop()
    return await world.open(**NOBODY)


async def offers(world: World) -> bool:
    async with aiohttp.ClientSession() as http, http.get(f"{world.base}/lapor") as page:
        return 'value="rahasia"' in await page.text()


async def test_the_configuration_names_a_custodian(closed_world: World) -> None:
    world = await closed_world.open()
    assert world.house.office.custodian == "Ibu Dewi Lestari dari Inspektorat"
    assert await offers(world)


async def test_an_account_of_the_body_above_is_a_custodian_as_well(closed_world: World) -> None:
    world = await closed_world.open(**NOBODY)
    assert (world.house.office.custodian, await offers(world)) == ("", False)
    await hire(world)
    await seat(world, "dewi", "Inspektorat Kota")
    world = await again(world)
    assert world.house.office.custodian == "Dewi Lestari dari Inspektorat Kota"
    assert await offers(world)
    async with world.house.database.write() as db:
        row = await officer_named(world, "dewi")
        await officers.disable(db, row.id, world.house.now())
    world = await again(world)
    assert (world.house.office.custodian, await offers(world)) == ("", False)


@pytest.mark.parametrize("unit", ["", "Kelurahan Sukajaya"])
async def test_who_works_in_the_office_keeps_no_secret_from_it(
    closed_world: World, unit: str
) -> None:
    world = await closed_world.open(**NOBODY)
    await hire(world)
    if unit:
        await seat(world, "dewi", unit)
    world = await again(world)
    assert (world.house.office.custodian, await offers(world)) == ("", False)
