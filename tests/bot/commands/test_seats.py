"""sahut officer add and post: people take their places in the tree."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select

from storage.tables import complaints, officers, posts
from tests.bot.commands.kit import Ended, given, sahut, write
from tests.bot.inbox.kit import reported
from tests.bot.inbox.tree_kit import SETTINGS
from tests.world import World

UNIT, SERVICE = "Kelurahan Sukajaya", "Seksi Pelayanan"


@pytest.fixture(autouse=True)
def _written(world: World) -> None:
    write(world.folder, given(world) | SETTINGS)


async def test_an_account_is_made_with_its_unit_title_and_place_at_the_top(world: World) -> None:
    await _add(world, "siti", "--role", "head", "--unit", UNIT, "--title", "Lurah", "--leads")
    await _add(world, "rina", "--unit", UNIT.upper(), "--title", "Petugas pengaduan")
    shown = (await _officer(world, "list")).out
    assert re.search(r"siti +pimpinan +aktif +siti \(Lurah, Kelurahan Sukajaya\)", shown)
    assert "rina (Petugas pengaduan, Kelurahan Sukajaya)" in shown
    first, second = await world.rows(select(posts).order_by(posts.c.id))
    assert (first.leads, second.leads, second.superior_id) == (True, False, None)


async def test_a_superior_of_ones_own_is_named_by_login_or_by_name(world: World) -> None:
    await _add(world, "siti", "--unit", UNIT, "--leads")
    await _add(world, "rina", "--unit", SERVICE, "--superior", "siti")
    await _add(world, "tono", "--unit", SERVICE, "--superior", "RINA")
    first, second, third = await world.rows(select(posts).order_by(posts.c.id))
    assert (second.superior_id, third.superior_id) == (first.id, second.id)


async def test_somebody_without_an_account_takes_a_seat_by_name(world: World) -> None:
    ended = await _officer(world, "post", "Pak Gimin", "--person", "--unit", SERVICE)
    assert ended.code == 0, ended.all
    (row,) = await world.rows(select(posts))
    assert (row.name, row.officer_id) == ("Pak Gimin", None)
    assert await world.rows(select(officers)) == []


async def test_a_move_ends_the_earlier_post_and_a_new_one_begins(world: World) -> None:
    await _add(world, "rina", "--unit", UNIT)
    ended = await _officer(world, "post", "rina", "--unit", SERVICE, "--title", "Staf")
    assert ended.code == 0, ended.all
    first, second = await world.rows(select(posts).order_by(posts.c.id))
    assert first.until_on is not None
    assert first.until_on < second.from_on
    assert "(Staf, Seksi Pelayanan)" in (await _officer(world, "list")).out


async def test_the_end_of_a_post_passes_the_open_cases_on(world: World) -> None:
    await _add(world, "siti", "--role", "head", "--unit", UNIT, "--leads")
    await _add(world, "rina", "--unit", UNIT)
    case = await reported(world)
    by_login = {row.login: row.id for row in await world.rows(select(officers))}
    async with world.house.database.write() as db:
        await db.execute(complaints.update().values(officer_id=by_login["rina"]))
    ended = await _officer(world, "post", "rina", "--end")
    assert ended.code == 0, ended.all
    assert "1 laporan terbuka pindah" in ended.out
    (row,) = await world.rows(select(complaints).where(complaints.c.id == case.id))
    assert row.officer_id == by_login["siti"]


async def test_closing_an_account_says_how_many_cases_passed_on(world: World) -> None:
    await _add(world, "siti", "--role", "head")
    await _add(world, "rina")
    await reported(world)
    by_login = {row.login: row.id for row in await world.rows(select(officers))}
    async with world.house.database.write() as db:
        await db.execute(complaints.update().values(officer_id=by_login["rina"]))
    ended = await _officer(world, "disable", "rina")
    assert "1 laporan terbuka pindah" in ended.out, ended.all


@pytest.mark.parametrize(("argv", "says"), [
    (("add", "x1", "--name", "X", "--generate", "--unit", "Dinas Lain"), "Yang ada: "),
    (("add", "x1", "--name", "X", "--generate", "--unit", UNIT, "--superior", "siapa"), "menjabat"),
    (("add", "x1", "--name", "X", "--generate", "--role", "assessor"), "--until"),
    (("add", "x1", "--name", "X", "--generate", "--role", "unit"), "--unit"),
    (("add", "x1", "--name", "X", "--generate", "--until", "besok"), "2026-12-31"),
    (("add", "x1", "--name", "X", "--generate", "--until", "2020-01-01"), "2026-12-31"),
    (("add", "x1", "--name", "X", "--generate", "--unit", UNIT, "--leads"), "sudah dipimpin Siti"),
    (("post", "siapa", "--unit", UNIT), "Tidak ada akun siapa"),
    (("post", "siti",), "--unit NAMA"),
    (("post", "Pak Gimin", "--person", "--end"), "tidak sedang menjabat"),
    (("post", "siti", "--unit", UNIT, "--leads", "--superior", "rina"), "Ps. 41"),
])  # fmt: skip
async def test_what_cannot_be_is_said_in_a_sentence_and_nothing_is_written(
    world: World, argv: tuple[str, ...], says: str
) -> None:
    await _add(world, "siti", "--unit", UNIT, "--leads", name="Siti")
    await _add(world, "rina", "--unit", UNIT, name="Rina")
    before = await _state(world)
    ended = await _officer(world, *argv)
    assert ended.code == 1, ended.all
    assert says in ended.err, ended.all
    assert await _state(world) == before


async def _state(world: World) -> Any:
    people = [tuple(row) for row in await world.rows(select(officers))]
    return people, [tuple(row) for row in await world.rows(select(posts))]


async def _add(world: World, login: str, *argv: str, name: str = "") -> None:
    ended = await _officer(world, "add", login, "--name", name or login, "--generate", *argv)
    assert ended.code == 0, ended.all


async def _officer(world: World, *argv: str) -> Ended:
    return await sahut("officer", *argv, cwd=world.folder)
