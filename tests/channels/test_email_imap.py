"""Reading a mailbox: fetch, commit, and only then go on; whatever happens to the connection."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from channels.base import Inbound
from channels.email import answers, check, imap
from channels.email.answers import Stored
from channels.email.imap import wanted
from channels.email.mailbox import Folder
from tests.channels.mailbox_kit import (
    ADDRESS,
    PASSWORD,
    Between,
    ImapServer,
    Office,
    mail,
    office,
    reading,
    subject_of,
)

LONG_AGO = datetime.now(UTC) - timedelta(days=30)


@pytest.fixture
async def box(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    monkeypatch.setattr(imap, "REST", 0.02)
    monkeypatch.setattr(imap, "REST_AT_MOST", 0.1)
    async with office() as built:
        yield built


@pytest.fixture
async def wire(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Office, Between]]:
    monkeypatch.setattr(imap, "REST", 0.01)
    monkeypatch.setattr(imap, "REST_AT_MOST", 0.02)
    server = ImapServer()
    await server.start()
    between = Between(server.port)
    await between.start()
    async with office(server, imap_port=between.port, poll_seconds=300) as built:
        yield built, between
    await between.stop()


def fetches(piece: bytes, uid: int) -> bool:
    return b"BODY.PEEK" in piece and bool(re.search(rb"FETCH [\d,]*\b%d\b" % uid, piece))


async def test_what_lies_there_is_read_in_order(box: Office) -> None:
    await box.server.put(*(mail(word) for word in ("satu", "dua", "tiga")))
    async with box.listening():
        await box.heard("satu", "dua", "tiga")
    assert {hook.headers["x-sahut-role"] for hook in box.desk.hooks} == {"inbox"}
    assert datetime.fromisoformat(box.desk.hooks[0].headers["x-sahut-internaldate"]).tzinfo


async def test_a_mail_is_heard_while_idling(wire: tuple[Office, Between]) -> None:
    box, between = wire
    async with box.listening():
        for place, word in enumerate(("satu", "dua", "tiga"), 1):
            await box.desk.until(lambda place=place: between.idles == place)
            await box.server.put(mail(word))
            await box.desk.until(lambda word=word: word in box.desk.subjects)
    assert box.desk.subjects == ["satu", "dua", "tiga"]


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


async def test_uids_that_start_over_under_an_old_validity_are_read_anew(
    wire: tuple[Office, Between],
) -> None:
    box, between = wire
    between.told = lambda piece: re.sub(rb"UIDVALIDITY \d+", b"UIDVALIDITY 7", piece)
    await box.server.put(mail("satu"), mail("dua"))
    async with box.listening():
        await box.heard("satu", "dua")
    assert box.desk.cursors["INBOX"].startswith("7:")
    box.server.forget()
    await box.server.put(mail("tiga"))
    async with box.listening():
        await box.heard("satu", "dua", "tiga")


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


async def test_a_mail_that_breaks_every_connection_blocks_no_other(
    wire: tuple[Office, Between],
) -> None:
    box, between = wire
    await box.server.put(*(mail(word) for word in ("satu", "dua", "tiga")))
    between.asked = lambda piece: None if fetches(piece, 102) else piece
    async with box.listening():
        await box.desk.until(lambda: len(box.desk.hooks) == 3)
    assert box.desk.subjects == ["satu", "Surat tidak dapat diambil", "tiga"]
    note = box.desk.hooks[1]
    (event,) = box.channel.parse(note)
    assert isinstance(event, Inbound)
    assert event.kind == "system"
    assert note.headers["x-sahut-cut"] == "unreadable"
    assert b"Surat nomor 102 di folder INBOX" in note.body


async def test_a_body_that_breaks_every_connection_leaves_its_header(
    wire: tuple[Office, Between],
) -> None:
    box, between = wire
    await box.server.put(*(mail(word) for word in ("satu", "dua", "tiga")))
    between.asked = lambda piece: None if fetches(piece, 102) and b"HEADER" not in piece else piece
    async with box.listening():
        await box.heard("satu", "dua", "tiga")
    assert [hook.headers.get("x-sahut-cut", "") for hook in box.desk.hooks] == ["", "size", ""]


async def test_sizes_that_cannot_be_told_block_no_mail(wire: tuple[Office, Between]) -> None:
    box, between = wire
    await box.server.put(mail("satu"), mail("dua"))
    between.asked = lambda piece: None if b"RFC822.SIZE" in piece else piece
    async with box.listening():
        await box.heard("satu", "dua")


async def test_an_announcement_that_comes_with_the_consent_to_idle_is_heard(
    wire: tuple[Office, Between],
) -> None:
    box, between = wire
    held: list[bytes] = []

    def glued(piece: bytes) -> bytes:
        """The server's consent waits until there is something to announce."""
        if piece.startswith(b"+ "):
            held.append(piece)
            return b""
        if b"EXISTS" in piece and held:
            return b"".join([*held, piece])
        return piece

    async with box.listening():
        await box.desk.until(lambda: between.idles)
        between.told = glued
        await box.server.put(mail("satu"))
        await box.desk.until(lambda: held)
        await box.server.put(mail("dua"))
        await box.desk.until(lambda: len(box.desk.hooks) == 2)
    assert box.desk.subjects == ["satu", "dua"]


async def test_what_is_announced_with_an_answer_is_looked_for_at_once(
    wire: tuple[Office, Between],
) -> None:
    box, between = wire
    async with box.listening():
        await box.desk.until(lambda: box.desk.cursors)
    await box.server.put(mail("satu"))
    late = [b"* SEARCH\r\n* 1 EXISTS\r\n"]

    def told(piece: bytes) -> bytes:
        """The search has missed what is announced beside it."""
        return re.sub(rb"\* SEARCH \d+\r\n", lambda m: late.pop(), piece) if late else piece

    between.told = told
    async with box.listening():
        await box.heard("satu")
    assert not late


async def test_a_sign_of_life_is_no_announcement(wire: tuple[Office, Between]) -> None:
    box, between = wire
    asked: list[bytes] = []

    def noted(piece: bytes) -> bytes:
        asked.append(piece)
        return piece

    between.asked = noted
    async with box.listening():
        await box.desk.until(lambda: between.idles)
        between.say(b"* OK Still here\r\n")
        await box.server.put(mail("satu"))
        await box.heard("satu")
    before = b"".join(asked).partition(b"BODY.PEEK")[0]
    assert before.count(b" IDLE") == 1


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


def test_a_server_may_name_the_uid_before_the_mail_or_after_it() -> None:
    told = [
        (b"1 (UID 5 BODY[] {4}", b"satu"),
        b")",
        b"2 (FLAGS (\\Seen))",
        (b"3 (BODY[] {3}", b"dua"),
        b" UID 7)",
    ]
    assert dict(answers.literals(told)) == {5: b"satu", 7: b"dua"}


def test_a_stored_mail_is_told_in_any_order() -> None:
    told = [
        b'2 (UID 9 RFC822.SIZE 300 INTERNALDATE " 5-Jan-2026 09:14:00 +0700")',
        b'1 (INTERNALDATE "31-Feb-2026 09:14:00 +0700" UID 8 RFC822.SIZE 20)',
        b"3 (FLAGS ())",
        b"4 (RFC822.SIZE 7 UID 11)",
    ]
    assert answers.stored(told) == [
        Stored(8, 20, ""),
        Stored(9, 300, "2026-01-05T09:14:00+07:00"),
        Stored(11, 7, ""),
    ]


FOLDERS: list[tuple[list[tuple[str, str]], dict[str, object], list[tuple[str, str]]]] = [
    ([("INBOX", "")], {}, [("INBOX", "inbox")]),
    (
        [
            ("INBOX", ""),
            ("[Gmail]", "\\noselect"),
            ("[Gmail]/Spam", "\\junk"),
            ("[Gmail]/Surat Terkirim", "\\sent"),
        ],
        {},
        [("INBOX", "inbox"), ("[Gmail]/Spam", "junk"), ("[Gmail]/Surat Terkirim", "sent")],
    ),
    (
        [("INBOX", ""), ("INBOX.spam", ""), ("INBOX.Sent", "")],
        {},
        [("INBOX", "inbox"), ("INBOX.spam", "junk"), ("INBOX.Sent", "sent")],
    ),
    (
        [("INBOX", ""), ("Spam", ""), ("Sampah", "\\junk")],
        {"sent_folder": "-"},
        [("INBOX", "inbox"), ("Sampah", "junk")],
    ),
    (
        [("INBOX", ""), ("Junk", "")],
        {"junk_folder": "-", "sent_folder": "Keluar", "folders": ["INBOX", "Pengaduan"]},
        [("INBOX", "inbox"), ("Pengaduan", "inbox"), ("Keluar", "sent")],
    ),
    ([("INBOX", ""), ("Junk", "")], {"folders": ["Junk"]}, [("Junk", "inbox")]),
]


@pytest.mark.parametrize(("there", "settings", "read"), FOLDERS)
def test_the_right_folders_are_found(
    there: list[tuple[str, str]], settings: dict[str, object], read: list[tuple[str, str]]
) -> None:
    folders = [Folder(name, frozenset(filter(None, [flag]))) for name, flag in there]
    assert list(wanted(check(reading(1) | settings), folders)) == read


async def test_health_says_what_is_read(box: Office) -> None:
    await box.server.make("Junk")
    told = await box.channel.health()
    assert f"{ADDRESS} terbaca (INBOX, Junk)" in told.detail
    await box.server.stop()
    told = await box.channel.health()
    assert not told.ok
    assert "surat tidak terbaca: 127.0.0.1" in told.detail
    assert PASSWORD not in told.detail
