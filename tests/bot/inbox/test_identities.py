"""Identities: who opened which name, and why, is on record before it is shown."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from storage.tables import complaints, journal, openings
from tests.bot.inbox.conftest import Enter
from tests.bot.inbox.kit import reported, stored
from tests.bot.inbox.tree_kit import post_of, seat
from tests.world import World

AGUS, PHONE = "Agus Setiawan", "6281355551234"
WHY = "Menghubungi pelapor untuk memastikan lokasi"


async def secret(world: World, protection: str = "rahasia") -> Any:
    case = await reported(world, "ada pejabat minta setoran 10 persen", PHONE, AGUS)
    async with world.house.database.write() as db:
        await db.execute(update(complaints).values(protection=protection))
    return case


async def test_a_custodian_opens_a_secret_identity_with_a_reason_that_is_kept(
    world: World, enter: Enter
) -> None:
    case = await secret(world)
    dewi = await enter("dewi")
    text = await dewi.page(f"/inbox/laporan/{case.number}")
    assert "Agus" not in text
    assert "Buka identitas" in text
    answer = await dewi.post(f"/inbox/laporan/{case.number}/identitas", alasan=WHY)
    text = await answer.text()
    assert answer.status == 200
    assert AGUS in text
    assert "6281355551234" in text
    assert answer.headers["Cache-Control"] == "no-store"
    (row,) = await world.rows(select(openings))
    assert WHY.encode() not in row.reason
    events = [entry.event for entry in await world.rows(select(journal))]
    assert events.count("open_identity") == 1
    record = await (await enter("siti")).page("/inbox/identitas")
    for words in (case.number, "Dewi Lestari", WHY):
        assert words in record, words


async def test_the_originals_of_a_secret_case_are_a_custodians_for_an_hour_after_her_reason(
    world: World, enter: Enter
) -> None:
    case = await secret(world)
    await world.whatsapp.citizen_sends(PHONE, "voice", b"OggS" + bytes(400), "audio/ogg")
    file = await stored(world, 1)
    dewi, siti = await enter("dewi"), await enter("siti")
    at = f"/inbox/lampiran/{file.id}"
    assert (await dewi.get(at)).status == 404
    answer = await dewi.post(f"/inbox/laporan/{case.number}/identitas", alasan=WHY)
    assert at in await answer.text()
    assert (await dewi.get(at)).status == 200
    assert (await siti.get(at)).status == 404
    world.clock.wind(minutes=55)
    assert (await dewi.get(at)).status == 200
    world.clock.wind(minutes=6)
    assert (await dewi.get(at)).status == 404


@pytest.mark.parametrize("reason", ["", "   ", "cek"])
async def test_without_a_reason_nothing_is_opened_and_nothing_written(
    world: World, enter: Enter, reason: str
) -> None:
    case = await secret(world)
    dewi = await enter("dewi")
    answer = await dewi.post(f"/inbox/laporan/{case.number}/identitas", alasan=reason)
    assert answer.status == 422
    assert "Agus" not in await answer.text()
    assert await world.rows(select(openings)) == []


@pytest.mark.parametrize("protection", ["unsettled", "anonim", "open"])
async def test_only_a_secret_identity_is_a_custodians(
    world: World, enter: Enter, protection: str
) -> None:
    case = await secret(world, protection)
    dewi = await enter("dewi")
    assert case.number not in await dewi.page("/inbox")
    answer = await dewi.post(f"/inbox/laporan/{case.number}/identitas", alasan=WHY)
    assert answer.status == 404


async def test_nobody_else_opens_a_secret_identity(world: World, enter: Enter) -> None:
    case = await secret(world)
    for login in ("rina", "siti", "wahyu", "budi", "nina"):
        desk = await enter(login)
        answer = await desk.post(f"/inbox/laporan/{case.number}/identitas", alasan=WHY)
        assert answer.status == 403, login
        assert "Agus" not in await answer.text()


async def test_a_custodian_under_the_reported_officer_opens_nothing(
    world: World, enter: Enter
) -> None:
    case = await secret(world)
    dewi = await enter("dewi")
    await seat(world, "siti", "Kelurahan Sukajaya", leads=True)
    await seat(world, "dewi", "Kelurahan Sukajaya")
    lurah = await post_of(world, "siti")
    async with world.house.database.write() as db:
        await db.execute(update(complaints).values(reported_post_id=lurah.id))
    assert case.number not in await dewi.page("/inbox")
    answer = await dewi.post(f"/inbox/laporan/{case.number}/identitas", alasan=WHY)
    assert answer.status == 404
    assert await world.rows(select(openings)) == []


async def test_the_first_reading_of_an_open_name_is_noted_once_for_each_officer(
    world: World, enter: Enter
) -> None:
    case = await reported(world)
    for login in ("rina", "rina", "wahyu"):
        desk = await enter(login)
        await desk.page(f"/inbox/laporan/{case.number}")
        await desk.page(f"/inbox/laporan/{case.number}")
    assert len(await world.rows(select(openings))) == 2
    record = await (await enter("siti")).page("/inbox/identitas")
    assert "Rina Wulandari" in record
    assert "Wahyu Pemeriksa" in record
    assert "pertama kali dibaca" in record


async def test_a_page_that_refreshes_by_itself_reads_no_name(world: World, enter: Enter) -> None:
    case = await reported(world)
    rina = await enter("rina")
    await rina.page(f"/inbox/laporan/{case.number}", **{"X-Sahut-Background": "1"})
    assert await world.rows(select(openings)) == []


async def test_who_sees_no_name_leaves_no_trace_of_having_read_it(
    world: World, enter: Enter
) -> None:
    case = await reported(world)
    text = await (await enter("nina")).page(f"/inbox/laporan/{case.number}")
    assert "Sulastri" not in text
    assert "ktp saya belum jadi" in text
    assert await world.rows(select(openings)) == []


async def test_a_name_that_is_closed_is_not_read_by_opening_the_case(
    world: World, enter: Enter
) -> None:
    case = await secret(world)
    await (await enter("rina")).page(f"/inbox/laporan/{case.number}")
    assert await world.rows(select(openings)) == []
