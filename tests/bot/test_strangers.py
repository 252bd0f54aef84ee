"""Strangers: whatever they write is kept as it came, shown as words only, and stops nothing."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any
from urllib.parse import unquote

import pytest
from markupsafe import escape
from sqlalchemy import select

from bot.commands.exports import messages as exported
from bot.commands.exports import writing
from storage.tables import addresses, attachments
from tests.bot.inbox.kit import Desk, hire
from tests.bot.public.browser import Browser, Page
from tests.wire import hook, keys_of, push, said
from tests.world import JOKO, SULASTRI_WA, World

PDF = b"%PDF-1.4\n" + b"surat " * 20
SECRET = "rahasia-webhook-1"
LAMP = "lampu jalan di gang Kenanga mati sejak hari Senin"
MARKUP = (
    "\"'><img src=x onerror=alert(1)><a href=javascript:alert(2)>ini</a><script>alert(3)</script>"
)
WRITTEN = (
    "naik \u202ekiri\u202c, \u200btersembunyi",
    "\x1b[31mmerah\x1b[0m \x07 \x7f",
    "\U0001f469\u200d\U0001f467 \u0130\u0307 Z\u0351\u036b",
    "baris\r\nsatu\u2028dua\u0085tiga",
    "{{ 7 * 7 }} {% raw %} %s %n ${7*7} #{7}",
    "'; DROP TABLE messages; --",
    " \t\u3000 ",
)


@pytest.fixture
async def rina(world: World) -> AsyncIterator[Desk]:
    await hire(world)
    desk = Desk(world.base)
    await desk.sign_in("rina")
    yield desk
    await desk.close()


async def test_odd_characters_are_kept_to_the_letter(world: World) -> None:
    bodies = [hook(world, said(world, f"62813{n:08d}", t)) for n, t in enumerate(WRITTEN)]
    assert set(await push(world, *bodies)) == {200}
    await world.settled()
    rows = await world.messages()
    assert sorted(row.text for row in rows) == sorted(WRITTEN)
    assert all(row.handled_at and not row.unread_at for row in rows)


async def test_hidden_characters_are_shown_as_marks(world: World, rina: Desk) -> None:
    await push(world, hook(world, said(world, SULASTRI_WA, f"{LAMP}\u202e\x1b\r\nbaris dua")))
    await world.settled()
    (case,) = await world.cases()
    page = await rina.page(f"/inbox/laporan/{case.number}")
    assert f"{LAMP}⟨U+202E⟩\ufffd<br>baris dua" in page


async def test_half_characters_and_nul_come_in_cleaned(world: World, rina: Desk) -> None:
    """Also where only the provider should be able to put them."""
    odd = json.loads('"a\\u0000b\\ud83d"')
    file = {"id": "1", "filename": odd, "caption": odd, "mime_type": odd}
    sender: dict[str, Any] = {"from": json.loads('"62813\\ud83d7"'), "context": {"id": odd}}
    parts = (
        said(world, SULASTRI_WA, LAMP, **sender),
        said(world, SULASTRI_WA, "", type="document", document=file, **sender),
    )
    assert await push(world, hook(world, *parts, names={sender["from"]: odd})) == [200]
    await world.settled()
    assert [row.text for row in await world.messages()] == [LAMP, "ab\ufffd"]
    keys = await keys_of(world)
    (address,) = await world.rows(select(addresses))
    opened = keys[address.contact_id].open(f"addresses.value.{address.id}", address.value)
    assert opened.decode() == "62813\ufffd7"
    (case,) = await world.cases()
    assert "ab\ufffd" in await rina.page(f"/inbox/laporan/{case.number}")
    assert "62813\ufffd7" in await _exported(world, "jsonl")


async def test_markup_in_every_field_of_a_chat_is_only_text(world: World, rina: Desk) -> None:
    place = {"latitude": -6.2, "longitude": 106.8, "name": MARKUP, "address": MARKUP}
    card = [{"name": {"formatted_name": MARKUP}, "phones": [{"phone": MARKUP + "0812"}]}]
    file = {"id": "1", "filename": MARKUP, "caption": MARKUP, "mime_type": MARKUP}
    parts = (
        said(world, SULASTRI_WA, f"{LAMP} {MARKUP}"),
        said(world, SULASTRI_WA, "", type="document", document=file),
        said(world, SULASTRI_WA, "", type="location", location=place),
        said(world, SULASTRI_WA, "", type="contacts", contacts=card),
    )
    await push(world, hook(world, *parts, names={SULASTRI_WA: MARKUP}))
    await world.settled()
    (case,) = await world.cases()
    for path in (f"/inbox/laporan/{case.number}", "/inbox", "/inbox/tak-terbaca"):
        page = Page(200, path, await rina.page(path), {})
        assert _strange(page) == []
    html = await rina.page(f"/inbox/laporan/{case.number}")
    assert html.count(str(escape(MARKUP))) >= 5


async def test_names_longer_than_any_name_are_cut_on_the_screen_only(
    world: World, rina: Desk
) -> None:
    long = "Sulastri " * 40_000
    file = {"id": "1", "filename": long + ".pdf", "mime_type": "application/pdf"}
    document = said(world, SULASTRI_WA, "", type="document", document=file)
    await push(world, hook(world, said(world, SULASTRI_WA, LAMP), document,
                           names={SULASTRI_WA: long}))  # fmt: skip
    await world.settled()
    await world.until(lambda: len(world.whatsapp.sent) == 2)
    (case,) = await world.cases()
    assert len(await rina.page(f"/inbox/laporan/{case.number}")) < 100_000
    (row,) = await world.rows(select(attachments))
    name = (await keys_of(world))[row.contact_id].open(f"attachments.name.{row.id}", row.name)
    assert name.decode() == long + ".pdf"


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("..", "berkas"),
        ("../../etc/passwd", "etcpasswd"),
        ('a"; filename="b.exe\r\nX-Odd: 1', "a; filename=b.exeX-Odd: 1"),
        ("foto\u202egpj.exe", "fotogpj.exe"),
        (" .png", "png"),
    ],
    ids=repr,
)
async def test_a_download_is_not_led_astray_by_its_name(
    world: World, rina: Desk, told: str, shown: str
) -> None:
    await world.whatsapp.citizen_sends(SULASTRI_WA, "document", PDF, "application/pdf", LAMP, told)
    await world.until(lambda: _stored(world))
    (file,) = await _stored(world)
    answer, content = await rina.content(f"/inbox/lampiran/{file.id}")
    assert content == PDF
    kind, _, name = answer.headers["Content-Disposition"].partition("; filename*=UTF-8''")
    assert kind.startswith('attachment; filename="')
    assert unquote(name) == shown
    assert "X-Odd" not in answer.headers


@pytest.mark.filterwarnings("ignore::aiohttp.BadContentDispositionHeader")
async def test_a_file_of_a_form_keeps_its_name_with_all_its_marks(world: World) -> None:
    names = ("a;b;c.pdf", 'kata "ini" & itu.pdf', "50%25.pdf", "naïve 😀.pdf")
    async with Browser(world) as joko:
        form = (await joko.get("/lapor")).form("/lapor") | {"cerita": LAMP}
        parts = [_field(name, value) for name, value in form.items()]
        parts += [_file(name) for name in names]
        async with joko._http.post(
            f"{world.base}/lapor",
            data=b"".join(parts) + b"--batas--\r\n",
            headers={"Content-Type": "multipart/form-data; boundary=batas"},
        ) as answer:
            page = Page(answer.status, "", await answer.text(), {})
    assert page.status == 200
    assert all(any(e.text == name for e in page.all("bdi")) for name in names)


async def test_no_line_of_an_export_holds_two_and_no_cell_is_a_formula(world: World) -> None:
    texts = ("satu\u2028dua\u2029tiga\x85empat", "=1+1", "\uff1d1+1", "\n=1+1", "@SUM(1)", "-1")
    bodies = [hook(world, said(world, f"62813{n:08d}", t)) for n, t in enumerate(texts)]
    await push(world, *bodies)
    await world.settled()
    rows = [json.loads(line) for line in (await _exported(world, "jsonl")).splitlines()]
    assert set(texts) <= {row["text"] for row in rows}
    table = csv.reader(io.StringIO(await _exported(world, "csv"), newline=""))
    cells = {cell for line in table for cell in line}
    assert {f"'{text}" for text in texts[1:]} <= {cell.replace("\n'", "\n") for cell in cells}
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) for cell in cells)


async def test_a_hook_that_is_not_what_it_says_is_refused(closed_world: World) -> None:
    """4xx whatever comes, and what comes next is taken."""
    hooked = {"telegram": {"mode": "webhook", "webhook_secret": SECRET}}
    world = await closed_world.open(channels=hooked)
    believed = {"x-telegram-bot-api-secret-token": SECRET}
    bodies = [b"[" * 100_000, b'{"a":' * 50_000, b"\xff\xfe\x00", b'{"object":', b"null", b"7"]
    for body in bodies:
        assert await push(world, body) == [400]
        assert await push(world, body, account="telegram", headers=believed) == [400]
    huge = b'{"object": "' + b"a" * 4 * 2**20 + b'"}'
    assert await _spoken(world, "POST", "/hooks/whatsapp", b"Accept: */*", huge) == 413
    for account in ("whatsapp", "telegram", "web"):
        for packed in ("gzip", "deflate"):
            headers = {"content-encoding": packed} | believed
            (status,) = await push(world, b"this is not packed", account=account, headers=headers)
            assert 400 <= status < 500
    assert await world.messages() == []
    assert await push(world, hook(world, said(world, SULASTRI_WA, LAMP))) == [200]
    await world.until(lambda: world.whatsapp.sent)


async def test_an_update_whose_number_is_text_is_fetched_once(world: World) -> None:
    updates = world.telegram.updates
    await world.telegram.citizen_writes(JOKO, LAMP)
    (number,) = updates._pending
    updates._pending[number][1]["update_id"] = str(number)
    await updates.idle()
    (row,) = await world.messages()
    assert row.text == LAMP


async def test_a_number_that_no_database_holds_is_not_found(world: World, rina: Desk) -> None:
    most = "9" * 19
    async with Browser(world) as joko:
        await joko.opens(await joko.reports(LAMP))
        assert (await joko.get(f"/lacak/berkas/{most}")).status == 404
    for path in (f"lampiran/{most}", f"pesan/{most}/mentah", f"daftar/{most}"):
        assert (await rina.get(f"/inbox/{path}")).status == 404
    for query in (f"?setelah={most}_{most}", f"?setelah=1_{most}"):
        await rina.page(f"/inbox{query}")


@pytest.mark.parametrize("path", ["/inbox/masuk", "/inbox", "/lacak", "/lacak/percakapan"])
async def test_a_cookie_that_is_no_text_is_nobodys(world: World, path: str) -> None:
    assert await _spoken(world, "GET", path, b"Cookie: sahut=\xff\xfe; sahut_lacak=\xff") < 500


async def test_a_sign_in_that_no_browser_sends_is_refused(world: World) -> None:
    form = b"Content-Type: application/x-www-form-urlencoded"
    for head, body in (
        (form, b"nama=a%00b&sandi=%00"),
        (form + b"; charset=utf-77", b"nama=a&sandi=b"),
        (b"Content-Type: multipart/form-data", b"nama=a"),
        (b"Content-Type: multipart/form-data; boundary=", b"nama=a"),
        (form + b"\r\nOrigin: http://[::1", b"nama=a&sandi=b"),
    ):
        assert 400 <= await _spoken(world, "POST", "/inbox/masuk", head, body) < 500


#: Addresses that our pages may lead to.
_OURS = ("/", "#", "?", "https://www.openstreetmap.org/?mlat=")


def _strange(page: Page) -> list[tuple[str, str, str]]:
    """Elements and attributes that no page of ours has."""
    found = [(e.name, "", "") for e in page.elements if e.name in ("iframe", "object", "style")]
    for e in page.elements:
        for name, value in e.given.items():
            foreign = name in ("href", "src", "action") and not value.startswith(_OURS)
            if foreign or name.startswith("on") or name == "style":
                found.append((e.name, name, value))
    return found + [("script", "", e.text) for e in page.all("script") if e.text.strip()]


async def _stored(world: World) -> list[Any]:
    return await world.rows(select(attachments).where(attachments.c.state == "stored"))


async def _exported(world: World, form: str) -> str:
    file = io.StringIO(newline="")
    write = {"csv": writing.table, "jsonl": writing.jsonl}[form](file, exported.COLUMNS)
    await writing.copy(exported.stream(world.house, None), write)
    file.getvalue().encode()
    return file.getvalue()


def _field(name: str, value: str) -> bytes:
    return f'--batas\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()


def _file(name: str) -> bytes:
    """As browsers write it: of a quote they make a percent and two digits."""
    told = name.replace('"', "%22")
    head = f'--batas\r\nContent-Disposition: form-data; name="berkas"; filename="{told}"\r\n'
    return head.encode() + b"Content-Type: application/pdf\r\n\r\n" + PDF + name.encode() + b"\r\n"


async def _spoken(world: World, method: str, path: str, head: bytes, body: bytes = b"") -> int:
    """A request of which every byte is given; the status it was answered with."""
    reader, writer = await asyncio.open_connection("127.0.0.1", int(world.base.rpartition(":")[2]))
    length = f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
    writer.write(
        f"{method} {path} HTTP/1.1\r\nHost: x\r\n".encode() + head + b"\r\n" + length + body
    )
    status = int((await reader.readline()).split()[1])
    writer.close()
    with suppress(ConnectionError):
        await writer.wait_closed()
    return status
