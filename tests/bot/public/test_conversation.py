"""The conversation: the citizen reads and writes on the page of the opened case."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from bot.outgoing import sending
from bot.outgoing.sending import Letter
from storage import outbox as outbox_rows
from storage.tables import attachments, outbox
from tests.bot.public.browser import PDF, PNG, Browser, Page, away, refusing
from tests.world import World

STORY = "lampu jalan di depan gang melati mati tiga minggu"


async def test_both_sides_stand_on_the_page_in_order(joko: Browser) -> None:
    page = await joko.opens(await joko.reports(STORY))
    theirs, ours = page.all("article")
    assert STORY in theirs.text
    assert "theirs" in theirs.given["class"]
    assert "ours" in ours.given["class"]
    assert "Terima kasih" in ours.text


async def test_what_is_written_here_joins_the_case_and_is_answered(
    world: World, joko: Browser
) -> None:
    await joko.opens(await joko.reports(STORY))
    page = await joko.writes("tambahan: sudah ada anak yang jatuh di situ")
    (case,) = await world.cases()
    last = (await world.messages())[-1]
    assert last.complaint_id == case.id
    assert last.proof == "strong"
    assert "sudah ada anak yang jatuh" in page.text


async def test_the_last_questions_buttons_are_buttons(world: World, joko: Browser) -> None:
    page = await joko.opens(await joko.reports(STORY))
    page = await _until_buttons(joko, page)
    (form,) = page.all("form", kind="taps")
    tap = [e for e in form.inside if e.name == "button" and "hidden" not in e.given][-1]
    fields = {e.given["name"]: e.given["value"] for e in form.inside if e.name == "input"}
    page = await joko.send("/lacak/pesan", fields | {"pilihan": tap.given["value"]})
    last = (await world.messages())[-1]
    assert last.choice == tap.given["value"]
    assert tap.text.strip() in page.all("article", kind="theirs")[-1].text


async def test_a_choice_that_was_not_offered_is_not_taken(world: World, joko: Browser) -> None:
    await joko.opens(await joko.reports(STORY))
    before = len(await world.messages())
    page = await joko.writes("", pilihan="withdraw:1")
    assert page.status == 422
    assert len(await world.messages()) == before


async def test_sending_the_same_form_twice_says_it_once(world: World, joko: Browser) -> None:
    page = await joko.opens(await joko.reports(STORY))
    form = page.form("/lacak/pesan", last=True) | {"pesan": "masih gelap"}
    await joko.send("/lacak/pesan", form)
    await joko.send("/lacak/pesan", form)
    assert [m.text for m in await world.messages()] == [STORY, "masih gelap"]


async def test_other_words_from_the_same_page_are_said_too(world: World, joko: Browser) -> None:
    page = await joko.opens(await joko.reports(STORY))
    form = page.form("/lacak/pesan", last=True)
    await joko.send("/lacak/pesan", form | {"pesan": "masih gelap"})
    await joko.send("/lacak/pesan", form | {"pesan": "sekarang sudah terang"})
    assert len(await world.messages()) == 3


async def test_files_can_be_sent_and_fetched_again(world: World, joko: Browser) -> None:
    await joko.opens(await joko.reports(STORY))
    await joko.writes("", [("gang.png", PNG, "image/png"), ("surat.pdf", PDF, "application/pdf")])
    await world.until(lambda: _stored(world, 2))
    page = await joko.get("/lacak")
    links = [e.given["href"] for e in page.all("a", kind="download")]
    status, body, headers = await joko.raw(links[0])
    assert (status, body) == (200, PNG)
    assert headers["Content-Disposition"].startswith("inline")
    assert "sandbox" in headers["Content-Security-Policy"]
    status, body, headers = await joko.raw(links[1], Range="bytes=0-7")
    assert (status, body) == (206, b"%PDF-1.4")
    assert headers["Content-Disposition"].startswith("attachment")
    assert headers["Content-Type"] == "application/octet-stream"


async def test_files_of_another_case_do_not_open(
    world: World, joko: Browser, sulastri: Browser
) -> None:
    await joko.reports(STORY, [("gang.png", PNG, "image/png")])
    (file,) = await world.until(lambda: _stored(world, 1))
    await sulastri.opens(await sulastri.reports("ktp saya belum jadi sejak desember"))
    assert (await sulastri.raw(f"/lacak/berkas/{file.id}"))[0] == 404
    async with Browser(world) as stranger:
        assert (await stranger.raw(f"/lacak/berkas/{file.id}"))[0] == 404


async def test_a_lost_file_is_named_with_its_reason(world: World, joko: Browser) -> None:
    await joko.opens(await joko.reports(STORY))
    page = await joko.writes("ini programnya", [("foto.exe", b"MZ" + bytes(300), "image/jpeg")])
    assert page.status == 200
    await world.until(lambda: _lost(world))
    page = await joko.get("/lacak")
    assert "jenisnya tidak kami terima" in page.text


async def test_an_empty_message_is_asked_for_again(world: World, joko: Browser) -> None:
    await joko.opens(await joko.reports(STORY))
    page = await joko.writes("   ")
    assert page.status == 422
    assert page.one("div", kind="summary")


async def test_an_officers_answer_appears_with_name_and_is_noted_as_read(
    world: World, joko: Browser
) -> None:
    await joko.opens(await joko.reports(STORY))
    (case,) = await world.cases()
    await _office_writes(world, case, "Lampu sudah kami ganti.")
    await world.settled()
    page = await joko.get("/lacak")
    assert "Lampu sudah kami ganti." in page.text
    rows = await world.until(lambda: _read(world))
    assert rows[-1].state == "read"


async def test_the_script_is_told_only_when_something_moved(world: World, joko: Browser) -> None:
    await joko.opens(await joko.reports(STORY))
    await world.settled()
    page = await joko.get("/lacak")
    (compose,) = [f for f in page.all("form") if "data-live" in f.given]
    tag = compose.given["data-tag"]
    status, _, _ = await joko.raw("/lacak/percakapan", **{"If-None-Match": tag})
    assert status == 304
    (case,) = await world.cases()
    await _office_writes(world, case, "Besok kami ke sana.")
    status, body, headers = await joko.raw("/lacak/percakapan", **{"If-None-Match": tag})
    assert status == 200
    assert b"Besok kami ke sana." in body
    assert headers["ETag"] != tag


async def test_without_a_visit_the_script_is_told_nothing(joko: Browser) -> None:
    assert (await joko.raw("/lacak/percakapan"))[0] == 404


async def test_a_message_without_the_pages_token_is_not_taken(world: World, joko: Browser) -> None:
    await joko.opens(await joko.reports(STORY))
    page = await joko.send("/lacak/pesan", {"pesan": "cabut"})
    assert page.status == 403
    assert page.form("/lacak/pesan", last=True)["pesan"] == "cabut"
    assert len(await world.messages()) == 1


async def test_a_token_of_another_visit_does_not_fit(
    world: World, joko: Browser, sulastri: Browser
) -> None:
    theirs = await joko.opens(await joko.reports(STORY))
    await sulastri.opens(await sulastri.reports("ktp saya belum jadi sejak desember"))
    before = len(await world.messages())
    form = theirs.form("/lacak/pesan", last=True) | {"pesan": "halo"}
    assert (await sulastri.send("/lacak/pesan", form)).status == 403
    assert len(await world.messages()) == before


async def test_a_place_is_taken_as_a_point_on_the_map(world: World, joko: Browser) -> None:
    await joko.opens(await joko.reports(STORY))
    page = await joko.writes("", lokasi="geo:-6.914744,107.609810")
    (file,) = await world.rows(select(attachments))
    assert file.kind == "location"
    assert "Titik di peta" in page.text
    assert (await joko.writes("", lokasi="geo:x")).status == 422


async def test_writing_has_an_end_and_keeps_what_was_typed(closed_world: World) -> None:
    world = await closed_world.open(limits={"form_per_hour": 1})
    async with Browser(world) as browser:
        await browser.opens(await browser.reports(STORY))
        for number in range(3):
            assert (await browser.writes(f"pesan {number}")).status == 200
        page = await browser.writes("satu lagi")
    assert page.status == 429
    assert page.form("/lacak/pesan", last=True)["pesan"] == "satu lagi"


async def test_what_was_typed_on_a_page_that_closed_meanwhile_is_shown(
    world: World, joko: Browser
) -> None:
    page = await joko.opens(await joko.reports(STORY))
    form = page.form("/lacak/pesan", last=True) | {"pesan": "masih gelap"}
    world.clock.wind(hours=3)
    page = await joko.send("/lacak/pesan", form, [])
    assert page.status == 403
    assert "masih gelap" in page.one("textarea").text


async def test_a_database_that_is_away_costs_no_words(world: World, joko: Browser) -> None:
    page = await joko.opens(await joko.reports(STORY))
    form = page.form("/lacak/pesan", last=True) | {"pesan": "masih gelap"}
    with away(world):
        page = await joko.send("/lacak/pesan", form, [])
    assert page.status == 503
    assert "masih gelap" in page.one("textarea").text


async def test_what_could_not_be_kept_is_shown_again(world: World, joko: Browser) -> None:
    page = await joko.opens(await joko.reports(STORY))
    form = page.form("/lacak/pesan", last=True) | {"pesan": "masih gelap"}
    intake = world.service.intake
    keep, intake._keep = intake._keep, refusing  # type: ignore[method-assign]
    page = await joko.send("/lacak/pesan", form, [("gang.png", PNG, "image/png")])
    intake._keep = keep  # type: ignore[method-assign]
    assert page.status == 503
    assert page.form("/lacak/pesan", last=True)["pesan"] == "masih gelap"
    assert "gang.png" in page.text
    await joko.send("/lacak/pesan", page.form("/lacak/pesan", last=True), [])
    assert (await world.messages())[-1].text == "masih gelap"


async def _until_buttons(browser: Browser, page: Page) -> Page:
    for _ in range(20):
        if page.all("form", kind="taps"):
            break
        page = await browser.get("/lacak")
    return page


async def _office_writes(world: World, case: Any, text: str) -> None:
    letter = Letter(case.contact_id, case.address_id, case.account, "reply", text, case.id)
    async with world.house.database.write() as db:
        await outbox_rows.add(db, [sending.row(world.house, letter)])
    world.house.outgoing.ring()


async def _stored(world: World, count: int) -> list[Any]:
    rows = await world.rows(
        select(attachments).where(attachments.c.state == "stored").order_by(attachments.c.id)
    )
    return rows if len(rows) == count else []


async def _lost(world: World) -> list[Any]:
    return await world.rows(select(attachments).where(attachments.c.state == "expired"))


async def _read(world: World) -> list[Any]:
    return await world.rows(
        select(outbox).where(outbox.c.read_at.is_not(None), outbox.c.purpose == "reply")
    )
