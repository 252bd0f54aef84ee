"""Papers in a real browser: written where they stand, refused beside their form, few taps."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Browser, Page

from tests.bot.inbox.kit import hire, reported
from tests.bot.inbox.test_browser import CHROMIUM, Screen, browser, signed_in, world
from tests.world import World

__all__ = ["browser", "world"]
pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]


class Hand:
    """A finger on the screen, and how often it was used."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    async def tap(self, what: str) -> None:
        self.taps += 1
        await self.page.tap(what)


async def opened_case(world: World, browser: Browser, login: str, case: Any, **how: Any) -> Screen:
    screen = await signed_in(world, browser, login, **how)
    await screen.page.goto(f"{world.base}/inbox/laporan/{case.number}#berkas")
    return screen


async def test_a_light_report_is_answered_in_six_taps_and_one_sentence(
    world: World, browser: Browser
) -> None:
    """From the open case to the answer on its way; nothing that is known is typed again."""
    await hire(world)
    case = await reported(world, "lampu jalan di gang mawar mati, tolong dinyalakan")
    screen = await opened_case(world, browser, "siti", case, has_touch=True)
    page, hand = screen.page, Hand(screen.page)
    await hand.tap("summary:has-text('Langsung perbaiki')")
    if await page.input_value("#fast_repair-to") == "":
        await page.fill("#fast_repair-to", "Seksi Prasarana")
    await hand.tap(".step[open] button.primary")
    await page.wait_for_selector(".title .pill:has-text('dalam penyelesaian')")
    await hand.tap("summary:has-text('Putuskan')")
    await page.fill("#decide-text", "Lampunya sudah menyala sejak Selasa.")
    await hand.tap(".step[open] button.primary")
    # The phone may have shown it before we look.
    await page.wait_for_selector(".title .pill:text-matches('sudah (diputus|disampaikan)')")
    assert hand.taps <= 6
    await page.wait_for_selector("li.out >> text=sudah diselesaikan dengan perbaikan")
    assert screen.faults == []


async def test_a_paper_is_written_in_the_file_and_refused_beside_its_form(
    world: World, browser: Browser
) -> None:
    await hire(world)
    case = await reported(world)
    screen = await opened_case(world, browser, "rina", case)
    page = screen.page
    await page.fill("#balasan", "Belum terkirim")
    await page.click(".offers summary:has-text('Tulis lembar')")
    await page.click("text=Tulis penelaahan")
    await page.wait_for_selector("#lembar-review")
    assert await page.input_value("#lembar-review-problem") != ""
    await page.click("#lembar-review button.primary")
    assert "Isi dulu: bobot" in await page.inner_text("#lembar-review [role=alert]")
    await page.fill("#lembar-review-problem", "KTP diduga tertunda.")
    await page.select_option("#lembar-review-weight", "medium")
    await page.click("#lembar-review button.primary")
    await page.wait_for_selector(".paper summary:has-text('Penelaahan')")
    assert not await page.is_visible("#lembar-review")
    await page.click(".paper summary:has-text('Penelaahan')")
    assert await page.is_visible(".paper >> text=KTP diduga tertunda.")
    await page.click("text=Perbaiki lembar ini")
    await page.wait_for_selector("#lembar-review")
    assert await page.input_value("#lembar-review-problem") == "KTP diduga tertunda."
    await page.click("#lembar-review a[data-fold]")
    assert not await page.is_visible("#lembar-review")
    assert await page.input_value("#balasan") == "Belum terkirim"
    assert screen.faults == []


async def test_one_key_copies_the_case_for_sp4n(world: World, browser: Browser) -> None:
    await hire(world)
    case = await reported(world)
    screen = await opened_case(
        world, browser, "rina", case, permissions=["clipboard-read", "clipboard-write"]
    )
    await screen.page.keyboard.press("s")
    await screen.page.wait_for_selector(".toast:has-text('Tersalin')")
    copied = await screen.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Judul laporan: ")
    assert screen.faults == []


async def test_without_scripts_and_on_a_phone_papers_work_by_links(
    world: World, browser: Browser
) -> None:
    await hire(world)
    case = await reported(world)
    screen = await opened_case(
        world, browser, "rina", case,
        java_script_enabled=False, viewport={"width": 390, "height": 844},
    )  # fmt: skip
    page = screen.page
    await page.click(".offers summary:has-text('Tulis lembar')")
    await page.click("text=Catat usaha menghubungi")
    assert await page.input_value("#lembar-attempt-dated") == "2026-01-05"
    await page.select_option("#lembar-attempt-way", "call")
    await page.select_option("#lembar-attempt-result", "reached")
    await page.fill("#lembar-attempt-who", "Rina")
    await page.click("#lembar-attempt button.primary")
    await page.goto(f"{world.base}/inbox/laporan/{case.number}#berkas")
    assert await page.is_visible(".paper summary:has-text('Usaha menghubungi')")
