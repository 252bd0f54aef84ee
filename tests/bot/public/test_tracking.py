"""Tracking: what the number alone tells, what the kunci opens, and what guessing gets."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import select, update

from bot.casework import numbers
from storage.tables import complaints, tries, visits
from tests.bot.public.browser import Browser, kunci_of, number_of
from tests.world import JOKO, World

STORY = "lampu jalan di depan gang melati mati tiga minggu"


async def test_the_number_alone_shows_stage_and_dates_and_no_word_of_it(
    world: World, joko: Browser, sulastri: Browser
) -> None:
    receipt = await joko.reports(STORY, nama="Joko")
    page = await sulastri.looks_up(number_of(receipt))
    assert page.status == 200
    assert "diterima, sedang dibaca petugas" in page.text
    assert "Kamis, 8 Januari 2026" in page.text
    assert "gang melati" not in page.text.lower()
    assert "Joko" not in page.text


@pytest.mark.parametrize("written", [str.lower, lambda n: n.replace("-", " "), lambda n: f" {n}. "])
async def test_the_number_is_read_kindly(joko: Browser, sulastri: Browser, written: object) -> None:
    receipt = await joko.reports(STORY)
    page = await sulastri.looks_up(written(number_of(receipt)))  # type: ignore[operator]
    assert number_of(receipt) in page.text


async def test_number_and_kunci_open_the_conversation(joko: Browser, sulastri: Browser) -> None:
    receipt = await joko.reports(STORY)
    page = await sulastri.looks_up(number_of(receipt), kunci_of(receipt))
    assert page.url == "/lacak"
    assert STORY in page.text


async def test_a_kunci_with_a_gap_fits(joko: Browser, sulastri: Browser) -> None:
    receipt = await joko.reports(STORY)
    kunci = kunci_of(receipt)
    page = await sulastri.looks_up(number_of(receipt), f"{kunci[:3]} {kunci[3:]}")
    assert STORY in page.text


async def test_unknown_and_mistyped_numbers_get_different_answers(sulastri: Browser) -> None:
    number = numbers.make(bytes(8))
    other = number[:-1] + ("A" if number[-1] != "A" else "B")
    unknown = await sulastri.looks_up(number)
    mistyped = await sulastri.looks_up(other)
    empty = await sulastri.looks_up("")
    assert (unknown.status, mistyped.status, empty.status) == (404, 422, 422)
    told = [p.one("div", kind="summary").text for p in (unknown, mistyped, empty)]
    assert len(set(told)) == 3
    assert mistyped.form("/lacak")["nomor"] == other


async def test_five_wrong_kunci_close_a_case_from_anywhere(
    world: World, joko: Browser, sulastri: Browser
) -> None:
    receipt = await joko.reports(STORY)
    number, kunci = number_of(receipt), kunci_of(receipt)
    for left in (4, 3, 2, 1):
        page = await sulastri.looks_up(number, _wrong(kunci))
        assert f"{left} kali" in page.text
    assert "tutup" in (await sulastri.looks_up(number, _wrong(kunci))).text
    page = await joko.looks_up(number, kunci)
    assert page.status == 403
    assert STORY not in page.text
    assert "diterima" in page.text


async def test_a_new_kunci_opens_a_closed_case(world: World, joko: Browser) -> None:
    receipt = await joko.reports(STORY)
    (case,) = await world.cases()
    async with world.house.database.write() as db:
        await db.execute(update(complaints).values(generation=2, key_misses=0))
    kunci = numbers.kunci(world.house.vault.kunci_key, case.id, 2)
    assert STORY not in (await joko.looks_up(number_of(receipt), kunci_of(receipt))).text
    assert STORY in (await joko.looks_up(number_of(receipt), kunci)).text


async def test_many_tries_at_once_are_still_five(world: World, joko: Browser) -> None:
    receipt = await joko.reports(STORY)
    form = (await joko.get("/lacak")).form("/lacak")
    wrong = form | {"nomor": number_of(receipt), "kunci": _wrong(kunci_of(receipt))}
    pages = await asyncio.gather(*(joko.send("/lacak", wrong) for _ in range(12)))
    assert (
        sum("kali" in p.one("div", kind="summary").text and "Masih" in p.text for p in pages) == 4
    )
    (case,) = await world.cases()
    assert case.key_misses == 5


async def test_the_right_kunci_forgives_what_was_mistyped(world: World, joko: Browser) -> None:
    receipt = await joko.reports(STORY)
    await joko.looks_up(number_of(receipt), _wrong(kunci_of(receipt)))
    await joko.looks_up(number_of(receipt), kunci_of(receipt))
    assert (await world.cases())[0].key_misses == 0


async def test_looking_up_has_an_end_and_says_when_it_goes_on(closed_world: World) -> None:
    world = await closed_world.open(limits={"lookups_per_hour": 3})
    async with Browser(world) as browser:
        for _ in range(3):
            assert (await browser.looks_up("K7F3-9QX")).status != 429
        page = await browser.looks_up("K7F3-9QX")
        assert page.status == 429
        assert "menit lagi" in page.text
        assert "Telegram" in page.text
        assert int(page.headers["Retry-After"]) > 0
        assert page.form("/lacak")["nomor"] == "K7F3-9QX"
        world.clock.wind(hours=1)
        assert (await browser.looks_up("K7F3-9QX")).status != 429


async def test_who_looked_is_kept_as_a_hash_only(world: World, joko: Browser) -> None:
    await joko.looks_up("K7F3-9QX")
    rows = await world.rows(select(tries))
    assert rows
    assert not [row for row in rows if b"127" in row.who]


async def test_leaving_closes_the_page(world: World, joko: Browser) -> None:
    page = await joko.opens(await joko.reports(STORY))
    page = await joko.send("/lacak/keluar", page.form("/lacak/keluar"))
    assert STORY not in page.text
    assert not await world.rows(select(visits))


async def test_the_page_closes_by_itself_after_two_hours(world: World, joko: Browser) -> None:
    await joko.opens(await joko.reports(STORY))
    world.clock.wind(hours=2, minutes=1)
    assert STORY not in (await joko.get("/lacak")).text


async def test_another_number_can_be_looked_up_while_a_case_is_open(
    world: World, joko: Browser, sulastri: Browser
) -> None:
    other = await sulastri.reports("ktp saya belum jadi sejak desember")
    await joko.opens(await joko.reports(STORY))
    page = await joko.get(f"/lacak?nomor={number_of(other)}")
    assert page.form("/lacak")["nomor"] == number_of(other)
    page = await joko.send("/lacak", page.form("/lacak") | {"kunci": kunci_of(other)})
    assert "ktp saya belum jadi" in page.text
    assert len(await world.rows(select(visits))) == 1


async def test_the_cookie_is_out_of_reach_for_scripts(joko: Browser) -> None:
    receipt = await joko.reports(STORY)
    async with joko._http.post(
        joko.base + "/lacak", data=receipt.form("/lacak"), allow_redirects=False
    ) as answer:
        cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


async def test_over_https_the_cookie_is_bound_to_the_host(closed_world: World) -> None:
    world = await closed_world.open(server={"public_url": "https://sukajaya.example"})
    async with Browser(world) as browser:
        receipt = await browser.reports(STORY)
        async with browser._http.post(
            browser.base + "/lacak", data=receipt.form("/lacak"), allow_redirects=False
        ) as answer:
            cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-lacak=")
    assert "Secure" in cookie
    assert "Path=/" in cookie


async def test_who_filed_by_telegram_hears_that_the_case_was_opened(
    world: World, joko: Browser
) -> None:
    await world.telegram.citizen_writes(JOKO, STORY)
    await world.until(lambda: world.telegram.sent)
    (case,) = await world.cases()
    kunci = numbers.kunci(world.house.vault.kunci_key, case.id, 1)
    page = await joko.looks_up(case.number, kunci)
    assert STORY in page.text
    sent = await world.until(lambda: [m for m in world.telegram.sent if "LEPAS" in m.text])
    assert case.number in sent[0].text


def _wrong(kunci: str) -> str:
    return f"{(int(kunci) + 1) % 10**6:06d}"
