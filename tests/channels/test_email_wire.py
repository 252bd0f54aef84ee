"""Mischief on the wire: broken connections, glued and late announcements, UIDs that start over."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest

from channels.base import Inbound
from channels.email import imap
from tests.channels.mailbox_kit import Between, ImapServer, Office, mail, office


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


async def test_a_mail_is_heard_while_idling(wire: tuple[Office, Between]) -> None:
    box, between = wire
    async with box.listening():
        for place, word in enumerate(("satu", "dua", "tiga"), 1):
            await box.desk.until(lambda place=place: between.idles == place)
            await box.server.put(mail(word))
            await box.desk.until(lambda word=word: word in box.desk.subjects)
    assert box.desk.subjects == ["satu", "dua", "tiga"]


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
