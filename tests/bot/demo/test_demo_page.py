"""The demo's page in a browser: phones that talk, in both widths, without a word in the console."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.demo import office
from bot.demo import street as streets
from bot.demo.office import Demo

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.chromium,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium"),
]


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def browser() -> AsyncIterator[Any]:
    from playwright.async_api import async_playwright

    async with async_playwright() as playwright:
        found = await playwright.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox"]
        )
        yield found
        await found.close()


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Demo]:
    street, folder = streets.load(), tmp_path_factory.mktemp("office") / "demo"
    await office.clear(folder)
    short = replace(street, stories=street.stories[:1])
    async with Demo(folder, 0, short, lambda settings: None).open() as demo:
        yield demo


@pytest.mark.parametrize(("width", "person"), [(1280, "Joko"), (390, "Dimas")])
async def test_a_message_typed_on_a_phone_is_answered(
    demo: Demo, browser: Any, width: int, person: str
) -> None:
    page = await browser.new_page(viewport={"width": width, "height": 844})
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    await page.goto(demo.page)
    phone = page.locator(".phone[data-channel=telegram]")
    await phone.locator("[data-who]").select_option(label=person)
    await phone.locator("[data-text]").fill("lampu jalan di gang mawar mati")
    await phone.locator(".send").click()
    await phone.locator(".bubble:not(.mine)", has_text="Nomor").wait_for(timeout=15_000)
    assert await phone.locator(".bubble.mine .ticks").get_attribute("title") == "diterima kantor"
    assert await page.evaluate("document.documentElement.scrollWidth") == width
    assert said == []
    await page.close()


async def test_a_strangers_words_stay_words(demo: Demo, browser: Any) -> None:
    page = await browser.new_page()
    await page.goto(demo.page)
    phone = page.locator(".phone[data-channel=telegram]")
    await phone.locator("[data-who]").select_option(label="Agus Salim")
    text = "<img src=x onerror=alert(1)> & <b>tebal</b>"
    await phone.locator("[data-text]").fill(text)
    await phone.locator("[data-text]").press("Enter")
    await phone.locator(".bubble.mine").wait_for()
    assert await phone.locator(".bubble.mine .body").inner_text() == text
    assert await phone.locator(".bubble.mine img").count() == 0
    await page.close()


async def test_a_suggestion_fills_the_phone_of_its_channel(demo: Demo, browser: Any) -> None:
    page = await browser.new_page(viewport={"width": 390, "height": 844})
    await page.goto(demo.page)
    await page.locator("[data-idea=whatsapp]").first.click()
    phone = page.locator(".phone[data-channel=whatsapp]")
    assert await phone.is_visible()
    assert "ktp" in await phone.locator("[data-text]").input_value()
    await page.close()
