"""The inbox in a real browser: live, by keyboard, on a phone, and without scripts."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright

from storage import schema
from tests.bot.inbox.kit import PASSWORD, hire, reported
from tests.world import World, opened

CHROMIUM = shutil.which("chromium")
pytestmark = [
    pytest.mark.chromium,
    pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed"),
]


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    """What a browser shows does not hang on the database."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'browser.db'}"
    await schema.upgrade(url)
    async with opened(tmp_path, url) as world:
        yield world


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as started:
        browser = await started.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        await browser.close()


class Screen:
    """A browser window in which somebody is signed in; faults of its pages are kept."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._told)

    def _told(self, message: Any) -> None:
        if message.type == "error" and "422" not in message.text:
            self.faults.append(message.text)


async def signed_in(world: World, browser: Browser, login: str = "rina", **how: Any) -> Screen:
    context = await browser.new_context(**how)
    screen = Screen(await context.new_page())
    await screen.page.goto(f"{world.base}/inbox/masuk")
    await screen.page.fill("#nama", login)
    await screen.page.fill("#sandi", PASSWORD)
    await screen.page.click("button.primary")
    await screen.page.wait_for_url("**/inbox")
    return screen


async def test_a_new_case_and_a_new_message_appear_by_themselves(
    world: World, browser: Browser
) -> None:
    await hire(world)
    screen = await signed_in(world, browser)
    page = screen.page
    case = await reported(world)
    await page.wait_for_selector(f'li[data-id="{case.id}"]')
    await page.keyboard.press("j")
    await page.wait_for_selector(".talk[data-case]")
    await page.keyboard.press("r")
    await page.keyboard.type("Baik, ")
    await reported(world, "tambahan: loketnya nomor dua")
    await page.wait_for_selector("#percakapan >> text=loketnya nomor dua")
    assert await page.input_value("#balasan") == "Baik, "
    await page.keyboard.type("kami cek di loket dua.")
    await page.keyboard.press("Control+Enter")
    await page.wait_for_selector("li.out >> text=kami cek di loket dua.")
    await page.wait_for_selector("li.out .tick.two")
    assert await page.input_value("#balasan") == ""
    assert screen.faults == []


async def test_tabs_of_one_browser_share_one_connection(world: World, browser: Browser) -> None:
    await hire(world)
    screen = await signed_in(world, browser)
    second = await screen.page.context.new_page()
    await second.goto(f"{world.base}/inbox")
    case = await reported(world)
    for page in (screen.page, second):
        await page.wait_for_selector(f'li[data-id="{case.id}"]')
    assert len(world.house.live._watchers) == 1
    await screen.page.close()
    await reported(world, "tambahan: sudah tiga kali datang")
    await second.click(f'li[data-id="{case.id}"] a')
    await second.wait_for_selector("#percakapan >> text=tiga kali datang")
    world.clock.wind(minutes=1)
    await reported(world, "tambahan lagi: loket dua")
    await second.wait_for_selector("#percakapan >> text=loket dua")


async def test_a_step_is_taken_in_place_and_a_refusal_is_read_beside_its_form(
    world: World, browser: Browser
) -> None:
    await hire(world)
    case = await reported(world)
    screen = await signed_in(world, browser)
    page = screen.page
    await page.click(f'li[data-id="{case.id}"] a')
    await page.click("summary:has-text('Salurkan ke instansi lain')")
    await page.click("button:has-text('Salurkan ke instansi lain')")
    assert "Isi dulu" in await page.inner_text(".step[open] [role=alert]")
    await page.click("summary:has-text('Nyatakan lengkap')")
    await page.click(".step button:has-text('Nyatakan lengkap')")
    await page.wait_for_selector(".title .pill:has-text('lengkap')")
    await page.wait_for_selector(f'li[data-id="{case.id}"] .pill:has-text("lengkap")')
    assert screen.faults == []


async def test_a_phone_shows_one_thing_at_a_time_and_nothing_sticks_out(
    world: World, browser: Browser
) -> None:
    await hire(world)
    case = await reported(world, "x" * 300 + " jalan rusak di depan sekolah")
    screen = await signed_in(
        world, browser, viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True
    )
    page = screen.page
    wide = "document.documentElement.scrollWidth > innerWidth"
    assert not await page.evaluate(wide)
    await page.click(f'li[data-id="{case.id}"] a')
    await page.wait_for_selector(".talk[data-case]")
    assert not await page.is_visible(".list")
    assert await page.is_visible("#balasan")
    assert not await page.evaluate(wide)
    await page.click("[data-drawer]")
    assert await page.is_visible("#berkas")
    await page.click("[data-drawer-close]")
    await page.click(".back")
    assert await page.is_visible(".list")
    assert screen.faults == []


async def test_without_scripts_everything_works_by_links_and_forms(
    world: World, browser: Browser
) -> None:
    await hire(world)
    case = await reported(world)
    screen = await signed_in(
        world, browser, java_script_enabled=False, viewport={"width": 800, "height": 800}
    )
    page = screen.page
    await page.click(f"text={case.number}")
    await page.fill("#balasan", "Kami pasti cek.")
    await page.click("button:has-text('Kirim')")
    assert await page.input_value("#balasan") == "Kami pasti cek."
    await page.check("input[name=yakin]")
    await page.click("button:has-text('Kirim')")
    await page.wait_for_selector("li.out >> text=Kami pasti cek.")
    await page.click("text=Berkas")
    assert await page.is_visible("#berkas")
    await page.click("summary:has-text('Nyatakan lengkap')")
    await page.click(".step button:has-text('Nyatakan lengkap')")
    assert (await world.cases())[0].state == "complete"
