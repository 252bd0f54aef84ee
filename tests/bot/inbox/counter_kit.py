"""What tests of the counter need: an officer who types, and the pages that come back."""

from __future__ import annotations

import io
import re
from html import unescape
from typing import Any

import aiohttp
from sqlalchemy import select

from storage.tables import clocks, journal
from tests.bot.inbox.kit import Desk
from tests.world import World

AT = "/inbox/loket"
STORY = "Lampu jalan di Gang Melati mati sejak tiga minggu, sudah dua kali lapor."
PDF = b"%PDF-1.4\n" + b"surat pengaduan " * 40
DARMO = {
    "lewat": "counter",
    "tanggal": "2026-01-05",
    "jam": "09:10",
    "kata": STORY,
    "layanan": "Lampu jalan",
    "permintaan": "Dinyalakan lagi",
    "nama": "Darmo Suwito",
    "alamat": "Gang Melati 3",
    "hp": "0812 3456 7890",
    "perlindungan": "open",
}
File = tuple[str, bytes, str]


async def types(desk: Desk, *files: File, page: str = "", **fields: Any) -> tuple[int, str, str]:
    """Fill in the form and save it: status, where to, and the page. `page`: one that came back."""
    page = page or await desk.page(AT)
    given = {"csrf": desk.csrf, "token": token(page), **DARMO, **fields}
    form = aiohttp.FormData(default_to_multipart=True)
    for name, value in given.items():
        for one in value if isinstance(value, list) else [value]:
            form.add_field(name, one)
    for name, content, mime in files:
        form.add_field("berkas", io.BytesIO(content), filename=name, content_type=mime)
    async with desk.session.post(desk.base + AT, data=form, allow_redirects=False) as answer:
        return answer.status, answer.headers.get("Location", ""), await answer.text()


async def files(world: World, desk: Desk, **fields: Any) -> Any:
    """Somebody came: the case that was written down."""
    status, where, text = await types(desk, **fields)
    assert status == 303, read(text)
    await world.settled()
    number = where.split("/")[3]
    (case,) = [row for row in await world.cases() if row.number == number]
    return case


def token(page: str) -> str:
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found
    return found[1]


def read(page: str) -> str:
    """What one reads on a page."""
    body = page[max(0, page.find("<body")) :]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body)))


def value(page: str, name: str) -> str:
    """What stands in a line of the form."""
    found = re.search(rf'<input id="{name}"[^>]* value="([^"]*)"', page)
    assert found, name
    return unescape(found[1])


async def told(world: World, case: Any) -> list[Any]:
    """The case's rows of the journal."""
    return await world.rows(
        select(journal).where(journal.c.complaint_id == case.id).order_by(journal.c.sequence)
    )


async def clock(world: World, case: Any, name: str) -> Any:
    (row,) = await world.rows(
        select(clocks).where(clocks.c.complaint_id == case.id, clocks.c.clock == name)
    )
    return row
