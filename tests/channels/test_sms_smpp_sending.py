"""SMPP, outwards: parts, alphabets, senders, refusals, and the line itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import pytest

from channels.base import SendError
from channels.settings import SettingsError
from channels.sms import check
from tests.channels.smpp_kit import (
    DARMO,
    SHORT_CODE,
    Line,
    line,
    outbound,
    refusing,
    told,
    until,
)

LONG = ("Terima kasih. Laporan K7F3-9QX kami terima. " * 6).strip()


@pytest.fixture
async def office() -> AsyncIterator[Line]:
    async with line() as built:
        yield built


async def test_a_short_message_is_one_submit_with_a_receipt(office: Line) -> None:
    await office.channel.send(outbound("Laporan K7F3-9QX kami terima – terima kasih"))
    (sent,) = office.centre.submitted
    assert sent.short_message == b"Laporan K7F3-9QX kami terima - terima kasih"
    assert (sent.source_addr, sent.source_addr_ton, sent.source_addr_npi) == (SHORT_CODE, 3, 0)
    assert (sent.destination_addr, sent.dest_addr_ton, sent.dest_addr_npi) == (DARMO[1:], 1, 1)
    assert (sent.data_coding, sent.registered_delivery, sent.esm_class) == (0, 1, 0)


async def test_a_long_message_goes_in_parts_that_the_phone_joins(office: Line) -> None:
    await office.channel.send(outbound(LONG))
    first, second = office.centre.submitted
    heads = [sent.short_message[:6] for sent in (first, second)]
    assert [head[:3] + head[4:] for head in heads] == [b"\5\0\3\2\1", b"\5\0\3\2\2"]
    assert heads[0][3] == heads[1][3]
    assert (first.short_message[6:] + second.short_message[6:]).decode() == LONG
    assert [sent.esm_class for sent in (first, second)] == [0x40, 0x40]
    assert [sent.registered_delivery for sent in (first, second)] == [0, 1]


async def test_a_retry_goes_on_where_it_was_interrupted(office: Line) -> None:
    office.centre.script = [0, 0x58]
    with pytest.raises(SendError):
        await office.channel.send(outbound(LONG))
    await office.channel.send(outbound(LONG))
    assert [sent.short_message[5] for sent in office.centre.submitted] == [1, 2]
    assert len({sent.short_message[3] for sent in office.centre.submitted}) == 1


@pytest.mark.parametrize(
    ("way", "count", "tags"),
    [("sar", 2, [0x020C, 0x020E, 0x020F]), ("payload", 1, [0x0424])],
)
async def test_a_long_message_goes_as_the_operator_wants_it(
    way: str, count: int, tags: list[int]
) -> None:
    async with line(smpp_long=way) as office:
        await office.channel.send(outbound(LONG))
        sent = office.centre.submitted
    assert len(sent) == count
    assert sorted(tlv.tag for tlv in sent[-1].tlvs) == tags
    payload = b"".join(
        one.short_message or next(tlv.value for tlv in one.tlvs if tlv.tag == 0x0424)
        for one in sent
    )
    assert payload.decode() == LONG


async def test_other_scripts_go_wide_and_no_pair_is_torn(office: Line) -> None:
    text = "ꦲꦏ꧀ꦱꦫ " * 8 + "𐒀" * 30
    await office.channel.send(outbound(text))
    sent = office.centre.submitted
    assert {one.data_coding for one in sent} == {8}
    assert max(len(one.short_message) for one in sent) <= 140
    assert "".join(one.short_message[6:].decode("utf-16-be") for one in sent) == text.strip()


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"number": "+6281234567000"}, ("6281234567000", 1, 1)),
        ({"smpp_source": "SUKAJAYA"}, ("SUKAJAYA", 5, 0)),
        ({"smpp_source_ton": "6", "smpp_source_npi": "9"}, (SHORT_CODE, 6, 9)),
    ],
)
async def test_the_sender_is_written_as_its_kind(
    settings: dict[str, object], expected: tuple[str, int, int]
) -> None:
    async with line(**settings) as office:
        await office.channel.send(outbound("Halo"))
        (sent,) = office.centre.submitted
    assert (sent.source_addr, sent.source_addr_ton, sent.source_addr_npi) == expected


async def test_a_latin_message_centre_is_written_to_in_latin() -> None:
    async with line(smpp_alphabet="latin1") as office, office.listening():
        await office.channel.send(outbound("Rp @ 5"))
        await office.centre.bring("", short_message=b"caf\xe9 @")
        assert office.centre.submitted[0].short_message == b"Rp @ 5"
        assert office.heard[0].text == "café @"


@pytest.mark.parametrize(
    ("status", "permanent", "scope"),
    [
        (0x01, True, "message"),
        (0x0B, True, "recipient"),
        (0x0A, True, "account"),
        (0x45, False, "message"),
        (0x14, False, "account"),
        (0x08, False, "message"),
    ],
)
async def test_refusals_are_facts(office: Line, status: int, permanent: bool, scope: str) -> None:
    office.centre.script = [status]
    with pytest.raises(SendError) as caught:
        await office.channel.send(outbound("Halo"))
    error = caught.value
    assert (error.permanent, error.scope, error.unknown) == (permanent, scope, False)
    assert error.code == f"{status:#x}"


@pytest.mark.parametrize(
    ("status", "permanent"), [(0x0E, True), (0x0F, True), (0x05, False), (0x0D, False)]
)
async def test_a_refused_bind_concerns_the_account(status: int, permanent: bool) -> None:
    async with refusing(status) as port, line(smpp_port=port) as office:
        with pytest.raises(SendError) as caught:
            await office.channel.send(outbound("Halo"))
        # Bound by another process of ours: that is how it shall be.
        assert (await office.channel.health()).ok is (status == 0x05)
    assert (caught.value.permanent, caught.value.scope) == (permanent, "account")


async def test_a_session_that_ends_is_bound_again(office: Line) -> None:
    async with office.listening():
        await office.centre.bring("satu")
        await office.centre.stop()
        with pytest.raises(SendError):
            await office.channel.send(outbound("Halo"))
        await office.centre.start()
        await office.centre.bring("dua")
        await office.channel.send(outbound("Halo"))
    assert [message.text for message in office.heard] == ["satu", "dua"]


async def test_only_who_listens_is_brought_messages(office: Line) -> None:
    await office.channel.send(outbound("Halo"))
    await until(lambda: office.centre.sessions)
    assert [session.can_receive for session in office.centre.sessions] == [False]
    async with office.listening():
        await office.channel.send(outbound("Halo"))
        await until(lambda: [one.can_receive for one in office.centre.sessions] == [True])


async def test_it_says_goodbye(office: Line) -> None:
    async with office.listening():
        assert (await office.channel.health()).ok
    await until(lambda: not office.centre.sessions)


class Silent:
    """Takes every bind, and says nothing more."""

    def __init__(self) -> None:
        self.bound = 0

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readexactly(16)
        await reader.readexactly(int.from_bytes(head[:4]) - 16)
        writer.write(b"\0\0\0\x10\x80" + head[5:8] + b"\0\0\0\0" + head[12:])
        self.bound += 1
        with suppress(OSError):
            await reader.read()
        writer.close()


async def test_a_line_that_died_quietly_is_noticed() -> None:
    """Nobody answers the sign of life: the session is over, and the next one is bound."""
    silent = Silent()
    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    quick = {"smpp_port": port, "smpp_enquire_seconds": 0.05, "timeout": 0.1}
    async with server, line(**quick) as office:
        listening = asyncio.create_task(office.channel.listen(office.desk.accept, lambda name: ""))
        await until(lambda: silent.bound == 2)
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def test_a_line_that_answers_nothing_is_left_all_the_same() -> None:
    server = await asyncio.start_server(Silent(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, line(smpp_port=port, timeout=5.0) as office:
        assert (await office.channel.health()).ok
        await office.channel.close()


@pytest.mark.parametrize(
    "noise", [b"\xff" * 64, b"HTTP/1.1 400 Bad Request\r\n\r\n" * 4, b"\0" * 16]
)
async def test_who_does_not_speak_smpp_is_left(noise: bytes) -> None:
    async def babble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(noise)
        await reader.read()
        writer.close()

    server = await asyncio.start_server(babble, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, line(smpp_port=port) as office:
        with pytest.raises(SendError) as caught:
            await office.channel.send(outbound("Halo"))
    assert not (caught.value.permanent or caught.value.unknown)


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"smpp_host": ""}, "smpp_host"),
        ({"smpp_port": 0}, "smpp_port"),
        ({"smpp_password": "terlalu-panjang"}, "smpp_password"),
        ({"smpp_alphabet": "ebcdic"}, "smpp_alphabet"),
        ({"smpp_long": "kirim"}, "smpp_long"),
        ({"smpp_source_ton": "9"}, "smpp_source_ton"),
        ({"smpp_window": 0}, "smpp_window"),
        ({"smpp_source": "Kelurahan Sukajaya Raya"}, "smpp_source"),
    ],
)
def test_mistakes_are_named_without_their_values(wrong: dict[str, Any], key: str) -> None:
    with pytest.raises(SettingsError) as caught:
        check(told(2775) | wrong)
    assert key in [name for name, _ in caught.value.mistakes]
    assert "terlalu-panjang" not in str(caught.value)
