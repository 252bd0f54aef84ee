"""LMTP: the office's own mail server hands over, and is told 250 only for what is committed."""

from __future__ import annotations

import asyncio
import smtplib
import socket
import threading
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import pytest

from channels.base import Channel
from tests.channels.mailbox_kit import ADDRESS, HENDRA, Desk, mail, office, subject_of

OWN = [ADDRESS, "lapor+k7f39qx.abcdefghij@kota.go.id"]


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


@dataclass
class Door:
    port: int
    channel: Channel
    desk: Desk


@pytest.fixture
async def door() -> AsyncIterator[Door]:
    port = free_port()
    async with office(imap_host="", lmtp_port=port, max_mb=1) as built, built.listening():
        async with asyncio.timeout(20):
            while not await is_open(port):
                await asyncio.sleep(0.01)
        yield Door(port, built.channel, built.desk)


async def is_open(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    writer.close()
    await writer.wait_closed()
    return True


async def handed(
    door: Door, content: bytes, to: Sequence[str] = OWN[:1], sender: str = HENDRA
) -> list[tuple[int, bytes]]:
    """The answer for each recipient, in order."""
    return await asyncio.to_thread(_handed, door.port, content, to, sender)


def _handed(port: int, content: bytes, to: Sequence[str], sender: str) -> list[tuple[int, bytes]]:
    with smtplib.LMTP("127.0.0.1", port, timeout=20) as line:
        line.ehlo_or_helo_if_needed()
        line.mail(sender)
        for address in to:
            line.rcpt(address)
        line.docmd("DATA")
        line.send(content.replace(b"\n.", b"\n..") + b".\r\n")
        return [line.getreply() for _ in to]


async def test_a_mail_is_taken_whole_with_its_envelope(door: Door) -> None:
    content = mail("satu", ".titik di depan\nLampu mati\n")
    assert await handed(door, content, OWN) == [(250, b"2.0.0 OK")] * 2
    (hook,) = door.desk.hooks
    assert hook.body == content
    assert hook.headers["x-sahut-role"] == "inbox"
    assert hook.headers["x-sahut-mail-from"] == f"<{HENDRA}>"
    assert hook.headers["x-sahut-rcpt-to"] == f"<{OWN[0]}>, <{OWN[1]}>"


async def test_nothing_is_confirmed_before_it_is_committed(door: Door) -> None:
    door.desk.failing = 1
    assert [code for code, _ in await handed(door, mail("satu"), OWN)] == [451, 451]
    assert not door.desk.hooks
    assert [code for code, _ in await handed(door, mail("satu"), OWN)] == [250, 250]
    assert door.desk.subjects == ["satu"]


async def test_a_mail_that_is_too_large_is_refused_to_each_recipient(door: Door) -> None:
    large = mail("besar", "panjang\n" * 200_000)
    assert [code for code, _ in await handed(door, large, OWN)] == [552, 552]
    assert not door.desk.hooks
    assert [code for code, _ in await handed(door, mail("satu"))] == [250]


async def test_a_line_as_long_as_a_book_is_no_reason_to_refuse(door: Door) -> None:
    content = mail("satu")[:-2] + b"x" * 200_000 + b"\r\n"
    assert [code for code, _ in await handed(door, content)] == [250]
    assert door.desk.hooks[0].body == content


async def test_a_mail_from_nobody_and_one_beyond_ascii_are_taken(door: Door) -> None:
    assert [code for code, _ in await handed(door, mail("satu"), sender="")] == [250]
    eight_bit = mail("dua").replace(b"Lampu", "Lämpu".encode("latin-1"))
    assert [code for code, _ in await handed(door, eight_bit)] == [250]
    assert [subject_of(hook) for hook in door.desk.hooks] == ["satu", "dua"]
    assert door.desk.hooks[0].headers["x-sahut-mail-from"] == "<>"


async def test_many_come_at_once(door: Door) -> None:
    told = await asyncio.gather(*(handed(door, mail(str(n))) for n in range(12)))
    assert [codes[0][0] for codes in told] == [250] * 12
    assert sorted(door.desk.subjects, key=int) == [str(n) for n in range(12)]


async def test_it_runs_on_the_loop_and_in_no_thread(door: Door) -> None:
    before = threading.active_count()
    reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
    assert (await reader.readline()).startswith(b"220 kota.go.id")
    assert threading.active_count() == before
    writer.close()
    await writer.wait_closed()


async def test_a_connection_that_breaks_off_leaves_nothing_half_done(door: Door) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
    writer.write(
        b"LHLO x\r\nMAIL FROM:<a@b.id>\r\nRCPT TO:<lapor@kota.go.id>\r\nDATA\r\nSubject: x\r\n"
    )
    await writer.drain()
    await reader.readuntil(b"354 ")
    writer.transport.abort()
    assert [code for code, _ in await handed(door, mail("satu"))] == [250]
    assert door.desk.subjects == ["satu"]


async def test_a_port_that_is_taken_does_not_stop_the_reading_of_mail() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        async with office(lmtp_port=taken.getsockname()[1]) as box:
            await box.server.put(mail("satu"))
            async with box.listening():
                await box.heard("satu")


async def test_health_says_where_mail_is_handed_over(door: Door) -> None:
    told = await door.channel.health()
    assert f"lewat LMTP di port {door.port}" in told.detail
