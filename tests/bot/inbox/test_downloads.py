"""Downloads: a stranger's file is looked at and never run, in whole or in stretches."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from storage.tables import attachments
from tests.bot.inbox.conftest import Enter
from tests.bot.inbox.kit import Desk, reported, stored
from tests.bot.inbox.pictures import jpeg
from tests.world import SULASTRI_WA, World

VOICE = b"OggS" + bytes(range(256)) * 16


async def test_a_file_comes_in_a_sandbox_and_with_its_own_type(world: World, rina: Desk) -> None:
    file = await _sent(world, "image", jpeg(), "image/jpeg", "foto saya.jpg")
    answer, content = await rina.content(f"/inbox/lampiran/{file.id}")
    assert content == jpeg()
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Disposition"].startswith("inline;")


async def test_what_a_browser_might_run_is_only_downloaded(world: World, rina: Desk) -> None:
    for content, claimed in (
        (b"<html><script>alert(1)</script></html>", "image/png"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "image/svg+xml"),
        (b"%PDF-1.7 /JavaScript", "application/pdf"),
        (b"GIF89a<script>", "image/gif"),
        (bytes(40), "text/html"),
    ):
        file = await _sent(world, "document", content, claimed, "berkas.html")
        answer, _ = await rina.content(f"/inbox/lampiran/{file.id}")
        assert answer.headers["Content-Disposition"].startswith("attachment;"), claimed
        assert answer.headers["Content-Type"] in _HARMLESS, claimed


_HARMLESS = ("application/octet-stream", "text/plain; charset=utf-8")


async def test_a_file_name_cannot_leave_its_quotes(world: World, rina: Desk) -> None:
    for name, plain, full in (
        ("surat tanah.pdf", "surat tanah.pdf", "surat%20tanah.pdf"),
        ('a";filename="b.exe', "a;filename=b.exe", "a%3Bfilename%3Db.exe"),
        ("x\r\nSet-Cookie: a=b.pdf", "xSet-Cookie: a=b.pdf", "xSet-Cookie%3A%20a%3Db.pdf"),
        ("../../etc/passwd", "etcpasswd", "etcpasswd"),
        ("foto\u202egnp.exe", "fotognp.exe", "fotognp.exe"),
        ("ꦱꦸꦫꦠ.pdf", "____.pdf", "%EA%A6%B1%EA%A6%B8%EA%A6%AB%EA%A6%A0.pdf"),
    ):
        file = await _sent(world, "document", b"%PDF-1.7", "application/pdf", name)
        answer, _ = await rina.content(f"/inbox/lampiran/{file.id}")
        told = answer.headers["Content-Disposition"]
        assert told == f"attachment; filename=\"{plain}\"; filename*=UTF-8''{full}", name


async def test_a_player_may_ask_for_a_stretch(world: World, rina: Desk) -> None:
    file = await _sent(world, "voice", VOICE, "audio/ogg", "")
    for asked, status, start, stop in (
        ("bytes=0-9", 206, 0, 10),
        ("bytes=100-", 206, 100, 4100),
        ("bytes=-5", 206, 4095, 4100),
        ("bytes=4000-99999", 206, 4000, 4100),
        ("bytes=0-1,5-6", 200, 0, 4100),
        ("bytes=4100-", 416, 0, 0),
        ("bytes=9-3", 416, 0, 0),
        ("bytes=x-y", 416, 0, 0),
        ("apples=1-2", 200, 0, 4100),
    ):
        answer, content = await rina.content(f"/inbox/lampiran/{file.id}", Range=asked)
        assert answer.status == status, asked
        assert status == 416 or content == VOICE[start:stop], asked
        if status == 206:
            assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{len(VOICE)}"


async def test_a_file_that_is_not_here_says_so_in_words(world: World, rina: Desk) -> None:
    file = await _sent(world, "document", b"%PDF-1.7", "application/pdf", "surat.pdf")
    (case,) = await world.cases()
    for state, reason, words in (
        ("waiting", "", "sedang diambil dari penyedia"),
        ("refused", "too_large", "tidak disimpan: lebih besar dari batas kantor ini"),
        ("expired", "", "sudah tidak ada pada penyedia"),
    ):
        async with world.house.database.write() as db:
            await db.execute(update(attachments).values(state=state, reason=reason))
        assert words in await rina.page(f"/inbox/laporan/{case.number}")
        assert (await rina.get(f"/inbox/lampiran/{file.id}")).status == 404


async def test_the_raw_form_is_there_for_officers_as_plain_text(world: World, rina: Desk) -> None:
    await reported(world, "ktp <b>belum</b> jadi jadi juga")
    (message,) = await world.messages()
    answer, content = await rina.content(f"/inbox/pesan/{message.id}/mentah")
    assert b"belum" in content
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment;")


async def test_nobody_opens_a_file_without_signing_in(
    world: World, rina: Desk, enter: Enter
) -> None:
    file = await _sent(world, "image", jpeg(), "image/jpeg", "a.jpg")
    stranger = await enter("nobody")
    assert (await stranger.get(f"/inbox/lampiran/{file.id}")).status == 303
    for number in ("0", "1", str(2**63 - 1), str(2**63), "9" * 19):
        assert (await rina.get(f"/inbox/lampiran/{number}")).status == 404


async def _sent(world: World, kind: str, content: bytes, mime: str, name: str) -> Any:
    before = len(await world.rows(select(attachments.c.id)))
    await world.whatsapp.citizen_sends(
        SULASTRI_WA, kind, content, mime, filename=name, name="Sulastri"
    )
    return await stored(world, before + 1)
