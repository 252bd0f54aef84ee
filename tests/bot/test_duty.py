"""Duty: whose a case is from its first minute, and what happens to it when they go."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot import duty
from storage import officers
from storage.tables import complaints, journal, posts
from tests.bot.inbox.kit import hire, reported
from tests.bot.inbox.tree_kit import SETTINGS, officer_named, post_of, seat, seat_all
from tests.world import JOKO_WA, World

DAY = date(2026, 1, 5)


async def office(closed_world: World, **more: Any) -> World:
    world = await closed_world.open(**SETTINGS | more)
    await hire(world)
    await seat_all(world)
    return world


async def holder(world: World, case: Any) -> str:
    """The login of whoever is responsible; "" where nobody is."""
    rows = await world.rows(select(complaints).where(complaints.c.id == case.id))
    everyone = await _everyone(world)
    return everyone.get(rows[0].officer_id, "")


async def assigned(world: World, case: Any) -> list[str]:
    """To whom the journal says it passed, oldest first."""
    rows = await world.rows(
        select(journal)
        .where(journal.c.complaint_id == case.id, journal.c.event == "assign")
        .order_by(journal.c.sequence)
    )
    everyone = await _everyone(world)
    return [everyone.get(row.officer_id, "") for row in rows]


async def away(world: World, login: str, first: date, last: date, deputy: str = "") -> None:
    stands_in = (await post_of(world, deputy)).id if deputy else None
    async with world.house.database.write() as db:
        await db.execute(
            posts.update()
            .where(posts.c.id == (await post_of(world, login)).id)
            .values(away_from=first, away_until=last, deputy_id=stands_in)
        )


async def disable(world: World, login: str) -> None:
    async with world.house.database.write() as db:
        row = await officers.by_login(db, login)
        await officers.disable(db, row.id, world.house.now())
        await duty.hand_over(db, world.house, row.id, "Akun ditutup.")


async def test_a_new_case_is_whoever_leads_the_intake(closed_world: World) -> None:
    world = await office(closed_world)
    case = await reported(world)
    assert await holder(world, case) == "siti"
    assert await assigned(world, case) == []


async def test_the_configuration_may_name_who_is_on_duty(closed_world: World) -> None:
    world = await office(closed_world, office={"on_duty": "Rina"})
    assert await holder(world, await reported(world)) == "rina"


async def test_without_a_tree_it_is_the_oldest_account_that_answers(closed_world: World) -> None:
    world = await closed_world.open()
    await hire(world)
    assert await holder(world, await reported(world)) == "rina"


async def test_without_any_officer_nobody_is_until_the_first_one_comes(
    closed_world: World,
) -> None:
    world = await closed_world.open()
    case = await reported(world)
    assert await holder(world, case) == ""
    await duty.turn(world.house)
    assert await holder(world, case) == ""
    await hire(world)
    await duty.turn(world.house)
    assert await holder(world, case) == "rina"
    assert await assigned(world, case) == ["rina"]


async def test_who_is_away_is_not_on_duty(closed_world: World) -> None:
    world = await office(closed_world, office={"on_duty": "rina"})
    await away(world, "rina", DAY, DAY + timedelta(days=2), deputy="tono")
    assert await holder(world, await reported(world)) == "tono"
    world.clock.wind(days=3)
    assert await holder(world, await reported(world, "lampu mati", JOKO_WA)) == "rina"


async def test_a_closed_account_leaves_no_case_behind(closed_world: World) -> None:
    world = await office(closed_world, office={"on_duty": "rina"})
    first = await reported(world)
    second = await reported(world, "lampu jalan mati", JOKO_WA, "Joko")
    await disable(world, "rina")
    for case in (first, second):
        assert await holder(world, case) == "siti", "her superior"
        assert await assigned(world, case) == ["siti"]


async def test_leave_lends_a_case_and_the_return_brings_it_back(closed_world: World) -> None:
    world = await office(closed_world, office={"on_duty": "rina"})
    case = await reported(world)
    await away(world, "rina", DAY + timedelta(days=1), DAY + timedelta(days=2), deputy="tono")
    await duty.turn(world.house)
    assert await holder(world, case) == "rina", "not yet"
    world.clock.wind(days=1)
    for _ in range(2):
        await duty.turn(world.house)
        assert await holder(world, case) == "tono"
    world.clock.wind(days=2)
    for _ in range(2):
        await duty.turn(world.house)
        assert await holder(world, case) == "rina"
    assert await assigned(world, case) == ["tono", "rina"]


async def test_a_lent_case_comes_back_though_who_stood_in_went_for_good(
    closed_world: World,
) -> None:
    world = await office(closed_world, office={"on_duty": "rina"})
    case = await reported(world)
    await away(world, "rina", DAY, DAY, deputy="tono")
    await duty.turn(world.house)
    assert await holder(world, case) == "tono"
    await disable(world, "tono")
    assert await holder(world, case) == "siti"
    world.clock.wind(days=1)
    await duty.turn(world.house)
    assert await holder(world, case) == "rina"


async def test_many_cases_pass_on_a_page_at_a_time(
    closed_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await office(closed_world, office={"on_duty": "rina"})
    cases = [await reported(world, phone=f"62813000000{n}") for n in range(10, 13)]
    monkeypatch.setattr(duty, "AT_ONCE", 1)
    await away(world, "rina", DAY, DAY, deputy="tono")
    await duty.turn(world.house)
    assert [await holder(world, case) for case in cases] == ["tono"] * 3
    world.clock.wind(days=1)
    await duty.turn(world.house)
    assert [await holder(world, case) for case in cases] == ["rina"] * 3


async def test_what_somebody_took_by_hand_meanwhile_does_not_go_back(closed_world: World) -> None:
    world = await office(closed_world, office={"on_duty": "rina"})
    case = await reported(world)
    await away(world, "rina", DAY, DAY, deputy="tono")
    await duty.turn(world.house)
    from tests.bot.inbox.kit import Desk

    siti = Desk(world.base)
    await siti.sign_in("siti")
    await siti.post(f"/inbox/laporan/{case.number}/ambil")
    await siti.close()
    world.clock.wind(days=1)
    await duty.turn(world.house)
    assert await holder(world, case) == "siti"


async def test_a_case_does_not_pass_to_whom_it_is_closed(closed_world: World) -> None:
    world = await office(closed_world, office={"on_duty": "rina"})
    case = await reported(world)
    tono = await post_of(world, "tono")
    async with world.house.database.write() as db:
        await db.execute(complaints.update().values(reported_post_id=tono.id))
    await away(world, "rina", DAY, DAY, deputy="tono")
    await duty.turn(world.house)
    assert await holder(world, case) == "siti"


async def test_an_account_that_ran_out_by_itself_loses_its_cases(closed_world: World) -> None:
    world = await office(closed_world, office={"on_duty": "rina"})
    case = await reported(world)
    row = await officer_named(world, "rina")
    async with world.house.database.write() as db:
        await officers.expire(db, row.id, world.house.now() + timedelta(hours=1))
    await duty.turn(world.house)
    assert await holder(world, case) == "rina"
    world.clock.wind(hours=2)
    await duty.turn(world.house)
    assert await holder(world, case) == "siti"


async def test_ended_cases_stay_with_whom_they_were(closed_world: World) -> None:
    world = await office(closed_world, office={"on_duty": "rina"})
    case = await reported(world)
    async with world.house.database.write() as db:
        await db.execute(complaints.update().values(state="closed"))
    await disable(world, "rina")
    assert await holder(world, case) == "rina"


async def test_who_moves_to_another_unit_leaves_the_cases_where_they_are(
    closed_world: World,
) -> None:
    world = await office(closed_world, office={"on_duty": "rina"})
    case = await reported(world)
    await seat(world, "rina", "Seksi Pelayanan")
    assert await holder(world, case) == "siti"
    assert await assigned(world, case) == ["siti"]


async def test_units_follow_the_configuration_and_end_where_it_names_them_no_more(
    closed_world: World,
) -> None:
    from bot import tree
    from storage import units

    world = await office(closed_world)
    async with world.house.database.read() as db:
        first = {row.name: row for row in await units.all_units(db)}
    root = first["Kelurahan Sukajaya"]
    assert first["Seksi Pelayanan"].parent_id == root.id
    assert first["Inspektorat Kota"].parent_id is None
    await world.stop()
    world.clock.wind(days=1)
    await world.open(**SETTINGS | {"units": SETTINGS["units"][:1]})
    async with world.house.database.read() as db:
        after = {row.name: row for row in await units.all_units(db)}
        places = await tree.load(db, world.house)
    assert after["Seksi Pelayanan"].until_on == DAY
    assert after["Inspektorat Kota"].until_on is None, "above_head still names it"
    assert after.keys() == first.keys()
    assert places.day == DAY + timedelta(days=1)


async def _everyone(world: World) -> dict[int, str]:
    async with world.house.database.read() as db:
        return {row.id: row.login for row in await officers.everyone(db)}
