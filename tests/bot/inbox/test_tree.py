"""The page of people: the tree, its superiors, and leave with a deputy."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from storage import officers
from tests.bot.inbox.kit import PASSWORD, Desk, hire, reported
from tests.bot.inbox.tree_kit import SETTINGS, officer_named, post_of, seat_all
from tests.bot.test_duty import holder
from tests.world import World


@pytest.fixture
async def office(closed_world: World) -> AsyncIterator[tuple[World, Desk]]:
    world = await closed_world.open(**SETTINGS | {"office": {"on_duty": "rina"}})
    await hire(world)
    await seat_all(world)
    siti = Desk(world.base)
    await siti.sign_in("siti")
    yield world, siti
    await siti.close()


async def test_the_tree_shows_units_people_and_whom_they_answer_to(
    office: tuple[World, Desk],
) -> None:
    _, siti = office
    text = await siti.page("/inbox/petugas")
    for words in (
        "Kelurahan Sukajaya", "menerima pengaduan", "Seksi Pelayanan", "Inspektorat Kota",
        "di atas kantor ini", "Lurah", "memimpin", "Pak Gimin", "tanpa akun", "Wakil unit",
        "atasan: Tono Subagyo", "atasan: Dra. Siti Aminah",
    ):  # fmt: skip
        assert words in text, words
    assert text.index("Kelurahan Sukajaya") < text.index("Seksi Pelayanan")


async def test_leave_is_written_down_and_lends_the_cases_that_very_day(
    office: tuple[World, Desk],
) -> None:
    world, siti = office
    case = await reported(world)
    rina, tono = await post_of(world, "rina"), await post_of(world, "tono")
    answer = await siti.post(
        f"/inbox/petugas/{rina.id}/cuti", dari="2026-01-05", sampai="2026-01-07",
        pengganti=str(tono.id),
    )  # fmt: skip
    assert answer.status == 303
    assert await holder(world, case) == "tono"
    assert "cuti 5 Jan sampai 7 Jan, diganti Tono Subagyo" in await siti.page("/inbox/petugas")
    assert (await siti.post(f"/inbox/petugas/{rina.id}/cuti", dari="")).status == 303
    assert await holder(world, case) == "rina"


@pytest.mark.parametrize(("first", "last", "says"), [
    ("5 Januari", "2026-01-07", "seperti 2026-01-31"),
    ("2026-01-07", "2026-01-05", "sesudah hari pertamanya"),
    ("2026-01-05", "", "hari terakhir cuti"),
])  # fmt: skip
async def test_a_leave_that_cannot_be_is_refused_in_a_sentence(
    office: tuple[World, Desk], first: str, last: str, says: str
) -> None:
    world, siti = office
    rina = await post_of(world, "rina")
    answer = await siti.post(f"/inbox/petugas/{rina.id}/cuti", dari=first, sampai=last)
    assert answer.status == 422
    assert says in await answer.text()
    assert (await post_of(world, "rina")).away_from is None


async def test_who_has_no_account_stands_in_for_nobody(office: tuple[World, Desk]) -> None:
    world, siti = office
    rina, gimin = await post_of(world, "rina"), await post_of(world, "Pak Gimin")
    answer = await siti.post(
        f"/inbox/petugas/{rina.id}/cuti", dari="2026-01-05", sampai="2026-01-06",
        pengganti=str(gimin.id),
    )  # fmt: skip
    assert answer.status == 422
    assert "harus punya akun" in await answer.text()
    assert (await siti.post("/inbox/petugas/1/cuti", dari="")).status == 404


async def test_an_assessors_account_ends_by_itself(office: tuple[World, Desk]) -> None:
    world, siti = office
    row = await officer_named(world, "nina")
    async with world.house.database.write() as db:
        await officers.expire(db, row.id, world.house.now() + timedelta(minutes=30))
    nina = Desk(world.base)
    await nina.sign_in("nina")
    await nina.page("/inbox")
    assert "aktif sampai" in await siti.page("/inbox/petugas")
    world.clock.wind(minutes=31)
    assert (await nina.get("/inbox")).status == 303
    assert (await nina.post_plain("/inbox/masuk", nama="nina", sandi=PASSWORD)).status == 403
    await nina.close()
    assert "berakhir" in await siti.page("/inbox/petugas")
