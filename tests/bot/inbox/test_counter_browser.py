"""The counter in a real browser: by keyboard alone, on a phone, without scripts, and on paper."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser

from tests.bot.inbox.counter_kit import STORY, files
from tests.bot.inbox.kit import Desk, hire
from tests.bot.inbox.test_browser import CHROMIUM, Screen, browser, signed_in, world
from tests.world import World

__all__ = ["browser", "world"]
pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]
WIDTHS = (1280, 390)


async def at_the_counter(world: World, browser: Browser, width: int, **how: object) -> Screen:
    await hire(world)
    viewport = {"width": width, "height": 844}
    screen = await signed_in(world, browser, viewport=viewport, **how)
    await screen.page.goto(f"{world.base}/inbox/loket")
    return screen


async def test_a_practised_officer_needs_no_mouse(world: World, browser: Browser) -> None:
    screen = await at_the_counter(world, browser, 1280)
    keys = screen.page.keyboard
    await screen.page.wait_for_selector("#kata:focus")
    await keys.type(STORY)  # the cursor stands in the story from the start
    for words in ("Lampu jalan", "Dinyalakan lagi", "Gang Melati", "tiga minggu"):
        await keys.press("Tab")
        await keys.type(words)
    for _ in range(3):  # past the files and what helps
        await keys.press("Tab")
    await keys.type("Darmo Suwito")
    await keys.press("Tab")
    await keys.type("081234567890")
    await keys.press("Control+Enter")
    await screen.page.wait_for_selector(".paper")
    (case,) = await world.cases()
    assert case.via == "counter"
    shown = await screen.page.inner_text(".paper")
    for words in (case.number, STORY, "Darmo Suwito", "Dinyalakan lagi", "081234567890"):
        assert words in shown, words
    assert screen.faults == []


@pytest.mark.parametrize("width", WIDTHS)
async def test_without_scripts_it_is_saved_handed_over_and_carried(
    world: World, browser: Browser, width: int
) -> None:
    screen = await at_the_counter(world, browser, width, java_script_enabled=False)
    page = screen.page
    await page.check("input[name=lewat][value=phone]", force=True)
    await page.fill("#surel", "belum lengkap")
    await page.fill("#kata", STORY)
    await page.click(".finish button")
    assert await page.input_value("#kata") == f"{STORY}"
    assert await page.is_checked("input[name=lewat][value=phone]")
    await page.fill("#surel", "")
    await page.click(".finish button")
    await page.wait_for_url("**/tanda-terima*")
    await world.settled()
    await page.reload()
    await page.click("text=Sudah dibacakan")
    (letter,) = await world.outgoing()
    assert letter.state == "delivered"
    await page.goto(f"{world.base}/inbox/sampaikan")
    assert "Semua kabar sudah sampai" in await page.inner_text("main")


@pytest.mark.parametrize("width", WIDTHS)
async def test_nothing_is_wider_than_the_screen(world: World, browser: Browser, width: int) -> None:
    screen = await at_the_counter(world, browser, width)
    desk = Desk(world.base)
    await desk.sign_in("rina")
    case = await files(world, desk, perlu=["lihat"], kata=STORY * 4)
    await desk.close()
    letter = (await world.outgoing())[-1]
    for path in (
        "/inbox/loket", f"/inbox/laporan/{case.number}/tanda-terima", "/inbox/sampaikan",
        f"/inbox/sampaikan/{letter.id}/cetak", f"/inbox/laporan/{case.number}",
    ):  # fmt: skip
        await screen.page.goto(world.base + path)
        wide = await screen.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, path
    assert screen.faults == []


async def test_a_receipt_is_one_small_sheet(world: World, browser: Browser) -> None:
    screen = await at_the_counter(world, browser, 1280)
    desk = Desk(world.base)
    await desk.sign_in("rina")
    case = await files(world, desk)
    await desk.close()
    await screen.page.goto(f"{world.base}/inbox/laporan/{case.number}/tanda-terima")
    printed = await screen.page.pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page\r") == 1
    assert b"/MediaBox [0 0 420 59" in printed  # points of an A5


async def test_a_letter_is_carried_in_the_open_case(world: World, browser: Browser) -> None:
    screen = await at_the_counter(world, browser, 1280)
    desk = Desk(world.base)
    await desk.sign_in("rina")
    case = await files(world, desk)
    await desk.close()
    page = screen.page
    await page.goto(f"{world.base}/inbox/laporan/{case.number}")
    await page.click("li.out .carry summary")
    await page.check("li.out .carry input[value=tidak]", force=True)
    await page.click("li.out .carry button.primary")
    await page.wait_for_selector("text=Tulis apa yang sudah dicoba")
    await page.check("li.out .carry input[value=telepon]", force=True)
    await page.click("li.out .carry button.primary")
    await page.wait_for_selector("li.out .tick.two")
    assert await page.locator(".carry").count() == 0
    await page.wait_for_selector("#berkas >> text=disampaikan lewat telepon")
    assert screen.faults == []
