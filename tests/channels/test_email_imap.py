"""Reading a mailbox: fetch, commit, and only then go on; whatever happens to the connection."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from channels.email import imap
from tests.channels.mailbox_kit import (
    ADDRESS,
    PASSWORD,
    ImapServer,
    Office,
    mail,
    office,
    subject_of,
)

LONG_AGO = datetime.now(UTC) - timedelta(days=30)


@pytest.fixture
async def box(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    monkeypatch.setattr(imap, "REST", 0.02)
    monkeypatch.setattr(imap, "REST_AT_MOST", 0.1)
    async with office() as built:
        yield built


async def test_what_lies_there_is_read_in_order(box: Office) -> None:
    await box.server.put(*(mail(word) for word in ("satu", "dua", "tiga")))
    async with box.listening():
        await box.heard("satu", "dua", "tiga")
    assert {hook.headers["x-sahut-role"] for hook in box.desk.hooks} == {"inbox"}
    assert datetime.fromisoformat(box.desk.hooks[0].headers["x-sahut-internaldate"]).tzinfo


async def test_the_bytes_come_as_they_are_and_nothing_is_marked_as_read(box: Office) -> None:
    sent = mail("satu", "Jalan bolong.\r\n" * 500)
    await box.server.put(sent)
    async with box.listening():
        await box.heard("satu")
    assert box.desk.hooks[0].body == sent
    unseen: list[str] = []
    await asyncio.to_thread(
        box.server._do, lambda b: (b.folder.set("INBOX"), unseen.extend(b.uids("UNSEEN")))
    )
    assert len(unseen) == 1


async def test_nothing_is_read_twice_after_a_restart(box: Office) -> None:
    await box.server.put(mail("satu"))
    async with box.listening():
        await box.heard("satu")
    await box.server.put(mail("dua"))
    async with box.listening():
        await box.heard("satu", "dua")
    async with box.listening():
        await box.server.put(mail("tiga"))
        await box.heard("satu", "dua", "tiga")


async def test_the_cursor_moves_only_with_its_mails(box: Office) -> None:
    box.desk.failing = 3
    await box.server.put(mail("satu"))
    async with box.listening():
        await box.desk.until(lambda: box.desk.failing < 3)
        assert not box.desk.cursors
        await box.heard("satu")
    assert box.server.logins >= 4


async def test_an_end_between_fetch_and_commit_loses_nothing(box: Office) -> None:
    box.desk.failing = 1_000_000
    await box.server.put(mail("satu"))
    async with box.listening():
        await box.desk.until(lambda: box.desk.failing < 1_000_000)
    box.desk.failing = 0
    async with box.listening():
        await box.heard("satu")


async def test_a_connection_that_breaks_off_is_made_anew(box: Office) -> None:
    async with box.listening():
        await box.desk.until(lambda: box.desk.cursors)
        box.server.cut()
        await box.server.put(mail("satu"))
        await box.heard("satu")


async def test_a_server_that_comes_back_is_found_again(box: Office) -> None:
    async with box.listening():
        await box.desk.until(lambda: box.desk.cursors)
        await box.server.stop()
        await asyncio.sleep(0.1)
        await box.server.start()
        await box.server.put(mail("satu"))
        await box.desk.until(lambda: "satu" in box.desk.subjects)


async def test_a_new_mailbox_with_void_uids_is_read_anew(box: Office) -> None:
    await box.server.put(mail("satu"), mail("dua"), mail("tiga"))
    async with box.listening():
        await box.heard("satu", "dua", "tiga")
    before = box.desk.cursors["INBOX"].split(":")
    box.server.forget()
    await box.server.put(mail("satu"), mail("empat"))
    async with box.listening():
        await box.heard("satu", "dua", "tiga", "satu", "empat")
    after = box.desk.cursors["INBOX"].split(":")
    assert before[0] != after[0]
    assert before[2] == after[2]
    assert box.desk.hooks[0].body == box.desk.hooks[3].body


async def test_old_mail_is_left_alone_at_the_first_start(box: Office) -> None:
    await box.server.put(mail("dulu"), at=LONG_AGO)
    await box.server.put(mail("kini"))
    await box.server.put(mail("dulu juga"), at=LONG_AGO)
    async with box.listening():
        await box.heard("kini")
        await box.server.put(mail("baru"))
        await box.heard("kini", "baru")
    async with box.listening():
        await box.server.put(mail("terbaru"))
        await box.heard("kini", "baru", "terbaru")


async def test_void_uids_do_not_bring_back_what_was_too_old(box: Office) -> None:
    async with box.listening():
        await box.desk.until(lambda: box.desk.cursors)
    box.server.forget()
    await box.server.put(mail("dulu"), at=LONG_AGO)
    await box.server.put(mail("kini"))
    async with box.listening():
        await box.heard("kini")


async def test_an_empty_folder_remembers_since_when_it_is_read(box: Office) -> None:
    async with box.listening():
        await box.desk.until(lambda: box.desk.cursors)
    await box.server.put(mail("selama mati"), at=LONG_AGO)
    async with box.listening():
        await box.heard("selama mati")


async def test_mails_come_in_bounded_batches(box: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "BATCH_MAILS", 4)
    monkeypatch.setattr(imap, "CHUNK", 6)
    await box.server.put(*(mail(str(n)) for n in range(15)))
    async with box.listening():
        await box.heard(*map(str, range(15)))
    assert box.desk.batches == [4, 2, 4, 2, 3]


async def test_batches_are_bounded_in_bytes(box: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "BATCH_BYTES", 5000)
    await box.server.put(*(mail(str(n), "panjang\n" * 230) for n in range(5)))
    async with box.listening():
        await box.heard(*map(str, range(5)))
    assert box.desk.batches == [2, 2, 1]


async def test_a_mail_that_is_too_large_comes_as_its_header() -> None:
    async with office(max_mb=1) as box:
        await box.server.put(mail("kecil"), mail("besar", "panjang\n" * 200_000), mail("akhir"))
        async with box.listening():
            await box.desk.until(lambda: len(box.desk.hooks) == 3)
    cut = {subject_of(hook): hook for hook in box.desk.hooks}
    assert list(cut) == ["kecil", "besar", "akhir"]
    assert cut["besar"].headers["x-sahut-cut"] == "size"
    assert b"panjang" not in cut["besar"].body
    assert b"Message-ID: <besar@warga.example>" in cut["besar"].body
    assert "x-sahut-cut" not in cut["kecil"].headers


async def test_junk_and_sent_mail_is_read_and_marked(box: Office) -> None:
    await box.server.make("Junk", "Sent")
    await box.server.put(mail("spam"), folder="Junk")
    await box.server.put(mail("jawaban"), folder="Sent")
    await box.server.put(mail("biasa"))
    async with box.listening():
        await box.desk.until(lambda: len(box.desk.hooks) == 3)
    roles = {subject_of(hook): hook.headers["x-sahut-role"] for hook in box.desk.hooks}
    assert roles == {"spam": "junk", "jawaban": "sent", "biasa": "inbox"}
    assert set(box.desk.cursors) == {"INBOX", "Junk", "Sent"}


async def test_a_folder_that_is_not_there_blocks_no_other() -> None:
    async with office(junk_folder="Tidak Ada") as box:
        await box.server.put(mail("satu"))
        async with box.listening():
            await box.heard("satu")


async def test_a_server_without_idle_is_asked_again_and_again() -> None:
    async with office(ImapServer(disable_idle=True)) as box, box.listening():
        await box.desk.until(lambda: box.desk.cursors)
        await box.server.put(mail("satu"))
        await box.heard("satu")


async def test_other_folders_are_looked_into_when_idling_was_long(box: Office) -> None:
    await box.server.make("Junk")
    async with box.listening():
        await box.desk.until(lambda: len(box.desk.cursors) == 2)
        await box.server.put(mail("spam"), folder="Junk")
        await box.heard("spam")


async def test_who_is_not_let_in_waits_long(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "LOCKED_REST", 7.0)
    caplog.set_level(logging.DEBUG, "channels")
    async with office(password="salah-sama-sekali") as box, box.listening():
        await box.desk.until(lambda: "reading rests 7 s: NotLetIn" in caplog.text)
    assert "salah-sama-sekali" not in caplog.text


async def test_stopping_leaves_no_thread_behind(box: Office) -> None:
    async with box.listening():
        await box.desk.until(lambda: box.desk.cursors)
    await box.desk.until(lambda: not box.server._lines)


async def test_health_says_what_is_read(box: Office) -> None:
    await box.server.make("Junk")
    told = await box.channel.health()
    assert f"{ADDRESS} terbaca (INBOX, Junk)" in told.detail
    await box.server.stop()
    told = await box.channel.health()
    assert not told.ok
    assert "surat tidak terbaca: 127.0.0.1" in told.detail
    assert PASSWORD not in told.detail
