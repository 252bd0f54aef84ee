"""sahut retention: look first, agree once, and from then on time does it."""

from __future__ import annotations

from sqlalchemy import select

from bot.privacy import retention
from storage.tables import contacts
from tests import databases
from tests.bot.commands.kit import given, sahut, write
from tests.bot.persons_kit import LONG_AGO, NAME, archived, life
from tests.world import World, WoundClock


async def test_a_trial_counts_and_erases_nothing(closed_world: World) -> None:
    world = await _old(closed_world)
    told = await sahut("retention", "--dry-run", cwd=world.folder)
    assert told.code == 0, told.all
    assert "5 tahun" in told.out
    assert "1 laporan" in told.out
    assert "percobaan" in told.out
    assert NAME.encode() in await databases.everything(world.url)


async def test_nothing_goes_without_a_yes(closed_world: World) -> None:
    world = await _old(closed_world)
    told = await sahut("retention", cwd=world.folder, typed="t\n")
    assert told.code == 1
    assert NAME.encode() in await databases.everything(world.url)
    assert "sahut retention" in (await sahut("check", cwd=world.folder)).out


async def test_a_yes_erases_and_lets_the_service_go_on(closed_world: World) -> None:
    world = await _old(closed_world)
    told = await sahut("retention", cwd=world.folder, typed="y\n")
    assert told.code == 0, told.all
    assert "1 laporan dihapus" in told.out
    compacted = await sahut("retention", "--compact", cwd=world.folder)
    assert compacted.code == 0
    assert NAME.encode() not in await databases.everything(world.url)
    rows = await world.rows(select(contacts.c.wrapped_key))
    assert {row.wrapped_key for row in rows} == {None}
    assert "jadwalnya disetujui" in (await sahut("check", cwd=world.folder)).out


async def test_years_that_are_too_few_are_refused(closed_world: World) -> None:
    world = closed_world
    await world.open()
    write(world.folder, given(world) | {"retention": {"years": 2}})
    told = await sahut("retention", "--dry-run", cwd=world.folder)
    assert told.code == 3
    assert "retention.years: paling sedikit 3" in told.err


async def _old(world: World) -> World:
    """An office of ten years ago, with a case that lies in its archive."""
    world.clock = WoundClock(LONG_AGO)
    await world.open()
    write(world.folder, given(world))
    await life(world)
    await archived(world)
    assert await retention.keep(world.house) == 0
    return world
