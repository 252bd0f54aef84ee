"""The privacy notice and the whole receipt, as citizens read them."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.casework import numbers
from storage.tables import complaints
from tests.bot.public.browser import Browser
from tests.world import World

STORY = "lampu jalan di depan gang melati mati tiga minggu"


async def test_the_notice_tells_what_the_law_wants(closed_world: World) -> None:
    world = await closed_world.open(
        privacy={
            "officer": "Bapak Agus, pejabat pelindungan data",
            "contact": "pdp@sukajaya.go.id",
        },
        retention={"years": 4},
    )
    async with Browser(world) as browser:
        page = await browser.get("/privasi")
    for told in (
        "tugas publik",
        "4 tahun sesudah berakhir",
        "72 jam",
        "UU 27/2022 Ps. 20",
        "UU 27/2022 Ps. 5-13",
        "UU 27/2022 Ps. 46",
        "Bapak Agus, pejabat pelindungan data",
        "pdp@sukajaya.go.id",
        "Ibu Dewi Lestari",
        "Ombudsman RI",
    ):
        assert told in page.text, told


async def test_the_form_names_the_notice_where_data_are_first_asked(joko: Browser) -> None:
    form = (await joko.get("/lapor")).one("form", action="/lapor")
    assert any(one.given.get("href") == "/privasi" for one in form.inside)
    assert (await joko.get("/")).all("a", href="/privasi")


async def test_the_whole_receipt_opens_with_number_and_kunci_only(
    world: World, joko: Browser
) -> None:
    receipt = await joko.reports(STORY, nama="Joko", alamat="RT 2 RW 5", tempat="Gang Melati")
    closed = await joko.get("/lacak/tanda-terima")
    assert closed.url.endswith("/lacak")
    await joko.opens(receipt)
    page = await joko.get("/lacak/tanda-terima")
    (case,) = await world.cases()
    for told in (
        case.number,
        numbers.spell(case.number),
        STORY,
        "Joko",
        "RT 2 RW 5",
        "Gang Melati",
        "Diterima Senin, 5 Januari 2026, pukul 09.14 WIB di Kelurahan Sukajaya",
        "formulir web",
        "Diterima Rina, petugas",
        "Lampiran Tidak ada",
        "Boleh menyusul",
        "Senin, 19 Januari 2026",
        "Keputusan 60 hari",
        "Tanpa biaya",
        "Nama dibaca petugas pengaduan",
        "STATUS",
        "Dra. Siti Aminah, Lurah Sukajaya, Jalan Melati 1, Sukajaya",
        "Ombudsman RI",
    ):
        assert told in page.text, told


async def test_at_night_the_system_receives_for_the_responsible_person(
    world: World, joko: Browser
) -> None:
    world.clock.wind(hours=13)
    await joko.opens(await joko.reports(STORY))
    page = await joko.get("/lacak/tanda-terima")
    assert "Diterima sistem" in page.text
    assert "atas nama Dra. Siti Aminah" in page.text
    assert "Diterima Rina" not in page.text


@pytest.mark.parametrize("protection", ["rahasia", "anonim"])
async def test_a_closed_name_is_on_no_receipt(world: World, joko: Browser, protection: str) -> None:
    receipt = await joko.reports(STORY, nama="Joko Susilo", perlindungan=protection)
    await joko.opens(receipt)
    page = await joko.get("/lacak/tanda-terima")
    assert page.status == 200
    assert "Joko Susilo" not in page.text


async def test_an_erased_case_tells_its_stage_and_opens_no_more(
    world: World, joko: Browser
) -> None:
    receipt = await joko.reports(STORY)
    await joko.opens(receipt)
    async with world.house.database.write() as db:
        await db.execute(update(complaints).values(erased_at=world.clock.now()))
    assert (await joko.get("/lacak/tanda-terima")).status == 404
