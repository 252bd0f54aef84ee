"""A case from another channel, and a second case, on the page of an opened one."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bot.casework import numbers
from storage.tables import complaints, contacts
from tests.bot.public.browser import Browser, number_of
from tests.world import JOKO, World

STORY = "lampu jalan di depan gang melati mati tiga minggu"


async def test_a_case_from_telegram_is_continued_here_by_the_same_citizen(
    world: World, joko: Browser
) -> None:
    case = await _by_telegram(world, STORY)
    await joko.looks_up(case.number, _kunci(world, case))
    page = await joko.writes("masih gelap sampai hari ini")
    last = (await world.messages())[-1]
    assert last.account == "web"
    assert last.contact_id == case.contact_id
    assert last.complaint_id == case.id
    assert "masih gelap sampai hari ini" in page.text
    assert len(await world.rows(select(contacts))) == 1


async def test_the_page_of_one_case_says_nothing_of_the_citizens_others(
    world: World, joko: Browser
) -> None:
    case = await _by_telegram(world, STORY)
    other = await _another_case(world, case)
    await world.telegram.citizen_writes(JOKO, "status")
    await world.until(lambda: [m for m in world.telegram.sent if other in m.text])
    await joko.looks_up(case.number, _kunci(world, case))
    page = await joko.writes("status")
    assert "status" in page.all("article", kind="theirs")[-1].text
    assert case.number in page.all("article", kind="ours")[-1].text
    assert other not in page.text


async def test_a_report_that_begins_on_the_page_of_another_can_be_opened_from_there(
    world: World, joko: Browser
) -> None:
    receipt = await joko.reports(STORY)
    await joko.opens(receipt)
    (case,) = await world.cases()
    await _another_case(world, case)
    page = await joko.get("/lacak")
    (form,) = page.all("form", action="/lacak/pindah")
    fields = {e.given["name"]: e.given["value"] for e in form.inside if "name" in e.given}
    page = await joko.send("/lacak/pindah", fields)
    assert number_of(receipt) not in page.one("h1").text


async def test_another_case_cannot_be_opened_by_its_id(
    world: World, joko: Browser, sulastri: Browser
) -> None:
    await sulastri.reports("ktp saya belum jadi sejak desember")
    (theirs,) = await world.cases()
    receipt = await joko.reports(STORY)
    page = await joko.opens(receipt)
    token = page.form("/lacak/pesan", last=True)["token"]
    page = await joko.send("/lacak/pindah", {"token": token, "laporan": str(theirs.id)})
    assert number_of(receipt) in page.one("h1").text


async def _by_telegram(world: World, story: str) -> Any:
    await world.telegram.citizen_writes(JOKO, story)
    await world.until(world.cases)
    return (await world.cases())[0]


def _kunci(world: World, case: Any) -> str:
    return numbers.kunci(world.house.vault.kunci_key, case.id, case.generation)


async def _another_case(world: World, case: Any) -> str:
    number = numbers.make(bytes(8))
    fresh = {"id": world.house.new_id(), "number": number, "register_no": None, "facts": None}
    row = dict(case._mapping) | fresh
    async with world.house.database.write() as db:
        await db.execute(complaints.insert().values(row))
    return number
