"""The receipt: number, kunci, what is owed by when, and who answers for it."""

from __future__ import annotations

import asyncio

from sqlalchemy import update

from bot.casework import numbers
from bot.public import tokens
from storage.tables import complaints
from tests.bot.public.browser import Browser, kunci_of, number_of
from tests.world import World

STORY = "lampu jalan di depan gang melati mati tiga minggu"


async def test_the_receipt_holds_what_the_law_wants(world: World, joko: Browser) -> None:
    receipt = await joko.reports(STORY, nama="Joko", alamat="RT 2 RW 5", tempat="Gang Melati")
    (case,) = await world.cases()
    for told in (
        case.number,
        numbers.spell(case.number),
        STORY,
        "Joko",
        "RT 2 RW 5",
        "Senin, 5 Januari 2026, pukul 09.14 WIB",
        "Kamis, 8 Januari 2026",
        "Senin, 19 Januari 2026",
        "UU 25/2009 Ps. 50",
        "60 hari",
        "Rina",
        "Dra. Siti Aminah, Lurah Sukajaya",
        "Jalan Melati 1, Sukajaya",
        "Ombudsman RI",
        "Tidak ada biaya. Kami tidak pernah meminta uang, kata sandi, atau kode OTP.",
    ):
        assert told in receipt.text


async def test_the_kunci_opens_the_conversation(world: World, joko: Browser) -> None:
    receipt = await joko.reports(STORY)
    (case,) = await world.cases()
    key = world.house.vault.kunci_key
    assert kunci_of(receipt) == numbers.kunci(key, case.id, case.generation)
    opened = await joko.opens(receipt)
    assert STORY in opened.text


async def test_a_reload_shows_the_same_receipt(world: World, joko: Browser) -> None:
    receipt = await joko.reports(STORY)
    again = await joko.get(receipt.url)
    assert number_of(again) == number_of(receipt)
    assert len(await world.cases()) == 1


async def test_nobody_finds_a_receipt_by_guessing(joko: Browser) -> None:
    await joko.reports(STORY)
    for nonce in ("0" * 32, "x", "0" * 31 + "g", "a" * 500):
        assert (await joko.get(f"/lapor/terima/{nonce}")).status == 404


async def test_the_receipt_closes_after_a_day(world: World, joko: Browser) -> None:
    receipt = await joko.reports(STORY)
    world.clock.wind(hours=25)
    page = await joko.get(receipt.url)
    assert page.status == 410
    assert STORY not in page.text


async def test_a_kunci_that_was_replaced_is_no_longer_shown(world: World, joko: Browser) -> None:
    receipt = await joko.reports(STORY)
    async with world.house.database.write() as db:
        await db.execute(update(complaints).values(generation=2))
    page = await joko.get(receipt.url)
    assert kunci_of(receipt) not in page.text
    assert number_of(page) == number_of(receipt)


async def test_a_secret_name_is_not_on_the_receipt(world: World, joko: Browser) -> None:
    receipt = await joko.reports(STORY, nama="Joko Susilo", kontak="0812", perlindungan="rahasia")
    (case,) = await world.cases()
    assert case.protection == "rahasia"
    assert "Joko Susilo" not in receipt.text
    assert "Ibu Dewi Lestari" in receipt.text


async def test_nameless_reports_are_promised_no_sixty_days(joko: Browser) -> None:
    receipt = await joko.reports(STORY, perlindungan="anonim")
    assert "Keputusan 60 hari" not in receipt.text
    assert "Tanpa nama" in receipt.text


async def test_until_there_is_a_number_the_page_waits_by_itself(
    closed_world: World,
) -> None:
    world = await closed_world.open()
    handler = world.service.handler.step
    held = asyncio.Event()

    async def slow() -> bool:
        await held.wait()
        return await handler()

    world.service.handler.step = slow  # type: ignore[method-assign]
    await asyncio.sleep(1.1)  # the step that runs already ends
    async with Browser(world) as browser:
        page = await browser.reports(STORY)
        assert page.status == 202
        assert page.one("meta", **{"http-equiv": "refresh"})
        held.set()
        await world.until(world.cases)
        assert number_of(await browser.get(page.url))


async def test_a_greeting_opens_no_case_and_is_answered(world: World, joko: Browser) -> None:
    page = await joko.reports("selamat pagi")
    assert page.status == 200
    assert "Terima kasih" in page.text
    assert not await world.cases()


async def test_a_question_gets_a_number_too(world: World, joko: Browser) -> None:
    receipt = await joko.reports("apa saja syarat membuat kartu keluarga baru?")
    (case,) = await world.cases()
    assert case.kind == "information"
    assert number_of(receipt) == case.number
    assert "Jawaban informasi" in receipt.text


async def test_a_token_is_bound_to_its_purpose(world: World, joko: Browser) -> None:
    form = (await joko.get("/lapor")).form("/lapor")
    page = await joko.send("/lacak", {"token": form["token"], "nomor": "K7F3-9QX"})
    assert page.status == 403
    assert tokens.VALID_FOR.days == 2


async def test_what_is_told_late_is_read_all_the_same_and_its_citizen_reads_so(
    world: World, joko: Browser
) -> None:
    late = "kejadiannya lebih dari 30 hari sebelum laporan ini. Laporannya tetap kami terima"
    story = "petugas loket minta uang waktu saya urus ktp tanggal 3 november 2025, tolong"
    receipt = await joko.reports(story)
    assert late in (await joko.opens(receipt)).text
    assert late in (await joko.get("/lacak/tanda-terima")).text
    assert "30 hari" not in str([row.text for row in await world.outgoing()])
    again = await joko.reports(STORY)
    assert late not in (await joko.opens(again)).text
    assert late not in (await joko.get("/lacak/tanda-terima")).text
