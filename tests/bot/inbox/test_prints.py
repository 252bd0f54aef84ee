"""What leaves the office on paper names who took it out; what is the citizen's own does not."""

from __future__ import annotations

import re

import pytest
from playwright.async_api import Browser

from tests.bot.inbox.kit import Desk, hire, reported
from tests.bot.inbox.test_browser import CHROMIUM, browser, signed_in
from tests.world import World

__all__ = ["browser"]
MARK = re.compile(
    r"Dicetak oleh Rina Wulandari pada <time[^>]*>Senin, 5 Januari 2026, 09.14</time>, "
    r"hanya untuk keperluan dinas"
)


async def test_every_page_of_the_office_names_who_prints_it(world: World, rina: Desk) -> None:
    case = await reported(world)
    for page in ("", f"/laporan/{case.number}", "/sampaikan", "/data", "/lain"):
        assert MARK.search(await rina.page(f"/inbox{page}")), page


async def test_what_is_handed_to_a_citizen_carries_no_mark(world: World, rina: Desk) -> None:
    case = await reported(world)
    at = f"/inbox/laporan/{case.number}/tanda-terima"
    for page in (f"{at}/lengkap",):
        assert "keperluan dinas" not in await rina.page(page), page


@pytest.mark.chromium
@pytest.mark.skipif(CHROMIUM is None, reason="Debian's chromium is not installed")
async def test_the_mark_is_on_paper_and_not_on_the_screen(world: World, browser: Browser) -> None:
    await hire(world)
    case = await reported(world)
    screen = await signed_in(world, browser, "rina")
    await screen.page.goto(f"{world.base}/inbox/laporan/{case.number}")
    mark, tools = screen.page.locator(".printed"), screen.page.locator(".answer")
    assert (await mark.is_visible(), await tools.is_visible()) == (False, True)
    await screen.page.emulate_media(media="print")
    assert (await mark.is_visible(), await tools.is_visible()) == (True, False)
    assert await screen.page.locator("#berkas").is_visible()
    assert screen.faults == []
