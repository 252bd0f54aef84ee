"""The office's pages: who answers, how to reach it, and how they are built for everybody."""

from __future__ import annotations

import re

import pytest

from tests.bot.public.browser import Browser, Page, away
from tests.world import World

STORY = "lampu jalan di depan gang melati mati tiga minggu"
#: What a citizen never reads from this office.
FORBIDDEN = re.compile(
    r"\b(PIN|input|data tidak valid|gagal|error|wajib|dimohon|silahkan|sabar|pasti|segera"
    r"|belum melengkapi)\b",
    re.IGNORECASE,
)


async def test_the_office_stands_first_with_its_ways_and_who_answers(sulastri: Browser) -> None:
    page = await sulastri.get("/")
    body = page.html[page.html.index("<body") :]
    assert body.index("Kelurahan Sukajaya") < body.index("Sahut")
    for told in (
        "Telegram",
        "WhatsApp",
        "022-5550117",
        "Dra. Siti Aminah, Lurah Sukajaya",
        "Jalan Melati 1, Sukajaya",
        "Senin sampai Jumat",
        "Ombudsman RI",
        "telepon 137",
        "Darurat",
        "112",
        "tidak dipungut",
    ):
        assert told in page.text


async def test_the_standards_are_honest_about_what_is_not_published(sulastri: Browser) -> None:
    page = await sulastri.get("/standar")
    assert "Kartu Keluarga" in page.text
    assert "belum kami terbitkan" in page.text
    assert "60 hari sejak laporan dinyatakan lengkap" in page.text


async def test_a_kinder_promise_of_the_office_is_what_the_pages_say(closed_world: World) -> None:
    world = await closed_world.open(promises={"decision": 30})
    async with Browser(world) as browser:
        assert "30 hari sejak laporan dinyatakan lengkap" in (await browser.get("/standar")).text


async def test_there_is_no_page_without_content(sulastri: Browser) -> None:
    page = await sulastri.get("/")
    assert not page.all("a", href="/maklumat")
    assert (await sulastri.get("/maklumat")).status == 404


async def test_every_page_is_built_for_everybody(world: World, sulastri: Browser) -> None:
    for page in await _every_page(sulastri):
        assert page.one("html").given["lang"] == "id", page.url
        assert len(page.all("h1")) == 1, page.url
        assert page.one("main").given["id"] == "isi", page.url
        assert page.one("a", kind="skip").given["href"] == "#isi", page.url
        _headings_descend(page)
        _fields_have_labels(page)
        _ids_are_single(page)
        assert not FORBIDDEN.search(page.text), (page.url, FORBIDDEN.search(page.text))


async def test_every_page_names_who_is_responsible(sulastri: Browser) -> None:
    for page in await _every_page(sulastri):
        assert "Dra. Siti Aminah, Lurah Sukajaya" in page.one("footer").text, page.url


async def test_no_page_needs_an_inline_script_or_style(sulastri: Browser) -> None:
    for page in await _every_page(sulastri):
        assert "script-src 'self'" in page.headers["Content-Security-Policy"], page.url
        assert not re.search(r"<script(?![^>]*src=)", page.html), page.url
        assert "<style" not in page.html, page.url
        assert not re.search(r'\s(style|on\w+)="', page.html), page.url
        assert page.headers["Cache-Control"] == "no-store", page.url
        assert page.headers["Referrer-Policy"] == "no-referrer", page.url


async def test_nothing_is_fetched_from_elsewhere(sulastri: Browser) -> None:
    for page in await _every_page(sulastri):
        for element in [*page.all("link"), *page.all("script"), *page.all("img")]:
            address = element.given.get("href") or element.given.get("src") or ""
            assert address.startswith("/"), (page.url, address)
            assert (await sulastri.raw(address))[0] == 200


async def _every_page(browser: Browser) -> list[Page]:
    receipt = await browser.reports(STORY, nama="Joko", kontak="0812")
    wrong = await browser.reports("", nama="Joko")
    tracked = await browser.looks_up(receipt.form("/lacak")["nomor"])
    missed = await browser.looks_up(receipt.form("/lacak")["nomor"], "1")
    plain = [await browser.get(path) for path in ("/", "/lapor", "/lacak", "/standar")]
    opened = await browser.opens(receipt)
    lost = await browser.get("/lapor/terima/" + "0" * 32)
    return [receipt, wrong, tracked, missed, *plain, opened, lost]


def _headings_descend(page: Page) -> None:
    level = 0
    for element in page.elements:
        if re.fullmatch("h[1-6]", element.name):
            assert int(element.name[1]) <= level + 1, (page.url, element.text)
            level = int(element.name[1])


def _fields_have_labels(page: Page) -> None:
    named = {label.given.get("for") for label in page.all("label")}
    wrapped = [e for label in page.all("label") for e in label.inside]
    for element in [*page.all("input"), *page.all("textarea")]:
        if element.given.get("type") != "hidden" and element not in wrapped:
            assert element.given["id"] in named, (page.url, element.given)
    for element in page.elements:
        for told in element.given.get("aria-describedby", "").split():
            assert [e for e in page.elements if e.given.get("id") == told], (page.url, told)


def _ids_are_single(page: Page) -> None:
    ids = [e.given["id"] for e in page.elements if "id" in e.given]
    assert len(ids) == len(set(ids)), (page.url, ids)


@pytest.mark.parametrize("path", ["/", "/lapor", "/lacak", "/standar"])
async def test_pages_do_not_need_the_database(world: World, sulastri: Browser, path: str) -> None:
    with away(world):
        assert (await sulastri.get(path)).status == 200
