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


@pytest.mark.parametrize("width", [1280, 390])
async def test_a_letter_is_written_answered_and_answered_again(
    demo: Demo, browser: Any, width: int
) -> None:
    page, said = await _opened(demo, browser, width, "email")
    mail = page.locator(".phone[data-channel=email]")
    await _meet(page, mail, f"Hendra {width}")
    await mail.locator("[name=subject]").fill("Nomor antrean")
    await mail.locator("[name=text]").fill("Nomor antrean di kelurahan hanya tampil di layar.")
    await mail.locator("[data-draft] [type=submit]").click()
    await mail.locator("[data-answer]").wait_for(timeout=15_000)
    assert "Nomor laporan" in await mail.locator(".letter .body").inner_text()
    assert await mail.locator("[data-letters] li").count() == 2
    await mail.locator("[data-answer]").click()
    subject = await mail.locator("[name=subject]").input_value()
    assert subject.startswith("Re: Laporan")
    await mail.locator("[name=text]").fill("Jalan Kenanga 7 RT 3 RW 1")
    await mail.locator("[data-draft] [type=submit]").click()
    await mail.locator("h3", has_text="tambahan").wait_for(timeout=15_000)
    assert await page.evaluate("document.documentElement.scrollWidth") == width
    assert said == []
    await page.close()


@pytest.mark.parametrize("width", [1280, 390])
async def test_an_sms_is_counted_while_it_is_typed(demo: Demo, browser: Any, width: int) -> None:
    page, said = await _opened(demo, browser, width, "sms")
    phone = page.locator(".phone[data-channel=sms]")
    await _meet(page, phone, f"Darmo {width}")
    tally, send = phone.locator("[data-tally]"), phone.locator("[type=submit]")
    await phone.locator("[data-text]").fill("a" * 161)
    assert await tally.inner_text() == "161 huruf, 2 SMS, Rp600"
    await phone.locator("[data-text]").fill("–" + "a" * 70)
    assert await tally.inner_text() == "71 huruf, 2 SMS, Rp600"
    await phone.locator("[data-text]").fill("a" * 1530)
    assert await send.is_enabled()
    await phone.locator("[data-text]").fill("lampu jalan di gang mawar mati")
    await send.click()
    await phone.locator(".short:not(.mine)").wait_for(timeout=15_000)
    assert await phone.locator(".short.mine .cost").inner_text() == "1 SMS, Rp300"
    assert await phone.locator("[data-credit]").inner_text() == "Rp9.700"
    await phone.locator("[data-topup]").click()
    await phone.locator("[data-credit]", has_text="Rp14.700").wait_for(timeout=5_000)
    assert await page.evaluate("document.documentElement.scrollWidth") == width
    assert said == []
    await page.close()


async def test_an_idea_for_a_letter_opens_a_sheet(demo: Demo, browser: Any) -> None:
    page, _ = await _opened(demo, browser, 390, "telegram")
    await page.locator("[data-idea=email]").first.click()
    mail = page.locator(".phone[data-channel=email]")
    assert await mail.is_visible()
    assert "Kartu Keluarga" in await mail.locator("[name=subject]").input_value()
    assert "loket 2" in await mail.locator("[name=text]").input_value()
    await mail.locator("[data-discard]").click()
    assert await mail.locator("[data-draft]").count() == 0
    await page.close()


async def _opened(demo: Demo, browser: Any, width: int, channel: str) -> tuple[Any, list[str]]:
    page = await browser.new_page(viewport={"width": width, "height": 844})
    said: list[str] = []
    page.on("console", lambda line: said.append(line.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    await page.goto(demo.page)
    await page.locator(f"[data-tab={channel}]").click()
    return page, said


async def _meet(page: Any, phone: Any, name: str) -> None:
    """Somebody new, whose name is chosen on the page."""
    await phone.locator("[data-newcomer]").click()
    await page.locator("#nama-baru").fill(name)
    await page.locator("dialog [type=submit]").click()
    await phone.locator(f"option:text-is('{name}')").wait_for(state="attached")
