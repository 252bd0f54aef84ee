"""What strangers send: shown as text, kept whole, and answered with a calm page."""

from __future__ import annotations

import asyncio
import io

import pytest

from tests.bot.public.browser import PNG, Browser, Page, away, number_of, refusing
from tests.world import World

SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
STORY = "lampu jalan di depan gang melati mati tiga minggu"
FIELDS = ("cerita", "layanan", "tempat", "waktu", "permintaan", "nama", "alamat", "kontak")


async def test_markup_in_every_field_is_only_text(world: World, joko: Browser) -> None:
    fields = {name: f"{name} {SCRIPT}" for name in FIELDS[1:]}
    page = await joko.reports("", [(f"{SCRIPT}.png", PNG, "image/png")], **fields)
    assert _harmless(page.html)
    assert page.form("/lapor")["nama"] == f"nama {SCRIPT}"
    receipt = await joko.send("/lapor", page.form("/lapor") | {"cerita": f"{STORY} {SCRIPT}"}, [])
    assert _harmless(receipt.html)
    page = await joko.opens(receipt)
    assert _harmless(page.html)
    page = await joko.writes(f"masih {SCRIPT}")
    assert _harmless(page.html)


async def test_what_is_looked_up_is_only_text(joko: Browser) -> None:
    assert _harmless((await joko.looks_up(SCRIPT[:40])).html)
    assert _harmless((await joko.get("/lacak?nomor=%3Cscript%3Ealert(1)%3C/script%3E")).html)


async def test_control_characters_in_a_file_name_are_shown_as_marks(joko: Browser) -> None:
    """As browsers send it: they cover only quotes and line ends."""
    fields = (await joko.get("/lapor")).form("/lapor") | {"cerita": STORY}
    parts = [_part(f'name="{name}"', value.encode()) for name, value in fields.items()]
    file = 'name="berkas"; filename="\0foto\x1b[31m gang\x07\x7f.png"'
    parts.append(_part(f"{file}\r\nContent-Type: image/png", PNG + b"\0\x1b\x7f"))
    async with joko._http.post(
        joko.base + "/lapor",
        data=b"".join(parts) + b"--x--\r\n",
        headers={"Content-Type": "multipart/form-data; boundary=x"},
    ) as answer:
        receipt = Page(answer.status, "", await answer.text(), {})
    assert "\ufffdfoto\ufffd[31m gang\ufffd\ufffd.png" in receipt.text
    page = await joko.opens(receipt)
    (image,) = {e.given["href"] for e in page.all("a") if "/berkas/" in e.given.get("href", "")}
    _, content, _ = await joko.raw(image)
    assert content == PNG + b"\0\x1b\x7f"


async def test_nul_and_hidden_directions_are_shown_as_marks(world: World, joko: Browser) -> None:
    receipt = await joko.reports(f"{STORY} \0 \u202etxt.exe\u200b \U0001f600")
    (message,) = await world.messages()
    assert "\0" not in message.text
    assert "\u202e" in message.text
    assert "\u202e" not in receipt.html
    assert "U+202E" in receipt.html
    page = await joko.opens(receipt)
    assert "\u202e" not in page.one("div", id="percakapan").text


async def test_a_million_letters_are_kept_and_shown(world: World, joko: Browser) -> None:
    story = STORY + " panjang" * 130_000
    receipt = await joko.reports(story)
    (message,) = await world.messages()
    assert message.text == story
    assert number_of(receipt)
    page = await joko.opens(receipt)
    assert len(page.html) < 100_000
    assert "hanya bagian depan yang tampil" in page.text


async def test_four_megabytes_of_text_are_too_much(world: World, joko: Browser) -> None:
    form = (await joko.get("/lapor")).form("/lapor") | {"cerita": "a" * 4 * 2**20}
    page = await joko.send("/lapor", form)
    assert page.status == 413
    assert page.all("h1")
    assert not await world.messages()


async def test_four_megabytes_in_one_part_are_too_much(world: World, joko: Browser) -> None:
    head = b'--x\r\nContent-Disposition: form-data; name="cerita"\r\n\r\n'
    async with joko._http.post(
        joko.base + "/lapor",
        data=io.BytesIO(head + b"a" * 4 * 2**20 + b"\r\n--x--\r\n"),
        headers={"Content-Type": "multipart/form-data; boundary=x"},
    ) as answer:
        assert answer.status == 413
    assert not await world.messages()


@pytest.mark.parametrize("path", ["/lapor", "/lacak", "/lacak/keluar"])
async def test_broken_forms_are_answered_calmly(joko: Browser, path: str) -> None:
    page = await joko.opens(await joko.reports(STORY))
    assert page.status == 200
    for kind, body in BROKEN:
        async with joko._http.post(
            joko.base + path, data=body, headers={"Content-Type": kind}
        ) as answer:
            assert answer.status < 500, (kind, body[:40])


@pytest.mark.parametrize("path", ["/lacak/pesan", "/lacak/pindah"])
async def test_broken_messages_are_answered_calmly(joko: Browser, path: str) -> None:
    await joko.opens(await joko.reports(STORY))
    for kind, body in BROKEN:
        async with joko._http.post(
            joko.base + path, data=body, headers={"Content-Type": kind}
        ) as answer:
            assert answer.status < 500, (kind, body[:40])


_PART = b"--x\r\nContent-Disposition: form-data; name=cerita\r\n"
_NESTED = (
    b"--x\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\n\r\na\r\n--y--\r\n--x--\r\n"
)
BROKEN = (
    ("multipart/form-data", b"--x"),
    ("multipart/form-data; boundary=x", b""),
    ("multipart/form-data; boundary=x", b"--x\r\n\r\nno end"),
    ("multipart/form-data; boundary=x", _NESTED),
    ("multipart/form-data; boundary=x", _PART + b"Content-Length: -4\r\n\r\nabc\r\n--x--\r\n"),
    ("multipart/form-data; boundary=x", _PART + b"A: b\r\n" * 400 + b"\r\nabc\r\n--x--\r\n"),
    ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(500))),
    ("application/x-www-form-urlencoded", b"cerita=%ED%A0%80%FF&token=%00"),
    ("application/json", b'{"cerita": "x"}'),
    ("", b"\xff\xfe"),
)


async def test_a_database_that_is_away_costs_nothing_that_was_typed(
    world: World, joko: Browser
) -> None:
    form = (await joko.get("/lapor")).form("/lapor") | {"cerita": STORY, "nama": "Joko"}
    with away(world):
        page = await joko.send("/lapor", form, [("gang.png", PNG, "image/png")])
    assert page.status == 503
    kept = page.form("/lapor")
    assert (kept["cerita"], kept["nama"]) == (STORY, "Joko")
    assert "gang.png" in page.text
    receipt = await joko.send("/lapor", kept, [])
    assert "gang.png" in receipt.text


async def test_a_report_that_could_not_be_committed_keeps_its_files(
    world: World, joko: Browser
) -> None:
    form = (await joko.get("/lapor")).form("/lapor") | {"cerita": STORY}
    keep, world.service.intake._keep = world.service.intake._keep, refusing  # type: ignore[method-assign]
    page = await joko.send("/lapor", form, [("gang.png", PNG, "image/png")])
    world.service.intake._keep = keep  # type: ignore[method-assign]
    assert page.status == 503
    assert "gang.png" in page.text
    spool = world.folder / "data" / "spool"
    assert not list(spool.iterdir())
    assert "gang.png" in (await joko.send("/lapor", page.form("/lapor"), [])).text


async def test_who_hangs_up_leaves_nothing_behind(world: World, joko: Browser) -> None:
    form = (await joko.get("/lapor")).form("/lapor")
    host, port = world.base.removeprefix("http://").split(":")
    _, writer = await asyncio.open_connection(host, int(port))
    head = (
        f'--x\r\nContent-Disposition: form-data; name="token"\r\n\r\n{form["token"]}\r\n'
        '--x\r\nContent-Disposition: form-data; name="berkas"; filename="a.png"\r\n\r\n'
    ).encode() + PNG * 200
    writer.write(
        b"POST /lapor HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=x\r\n"
        b"Content-Length: 9000000\r\n\r\n" + head
    )
    await writer.drain()
    folder = world.folder / "data" / "forms"
    await world.until(lambda: list(folder.rglob("*.file")))
    writer.close()
    await world.until(lambda: not list(folder.rglob("*.file")))


def _part(head: str, content: bytes) -> bytes:
    return f"--x\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode() + content + b"\r\n"


def _harmless(html: str) -> bool:
    return "<script>alert" not in html and "<img src=x" not in html


@pytest.mark.parametrize(("path", "status"), [("/tidak-ada", 404), ("/lacak/berkas/1", 404)])
async def test_what_is_not_there_is_said_on_a_calm_page(
    world: World, joko: Browser, path: str, status: int
) -> None:
    page = await joko.get(path)
    assert page.status == status
    assert page.all("h1")
    assert "Dra. Siti Aminah" in page.one("footer").text


async def test_a_database_that_is_away_is_a_calm_page_everywhere(
    world: World, joko: Browser
) -> None:
    await joko.opens(await joko.reports(STORY))
    with away(world):
        page = await joko.get("/lacak")
    assert page.status == 503
    assert page.headers["Retry-After"]
    assert page.all("h1")
