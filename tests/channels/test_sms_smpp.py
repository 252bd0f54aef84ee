"""SMPP, against smpp34's own server: nothing is acknowledged before it is kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import smpp34

from channels.base import Malformed, Part
from channels.sms.smpp.arrivals import Arrivals
from tests.channels.smpp_kit import (
    DARMO,
    SHORT_CODE,
    SULASTRI,
    Line,
    hook,
    line,
    outbound,
    sealed,
)

LONG = ("Terima kasih. Laporan K7F3-9QX kami terima. " * 6).strip()


@pytest.fixture
async def office() -> AsyncIterator[Line]:
    async with line() as built:
        yield built


async def test_a_message_is_acknowledged_only_after_its_commit(office: Line) -> None:
    committing, committed = asyncio.Event(), asyncio.Event()
    take = office.desk.accept

    async def slow(hooks: Any, cursor: Any = None) -> None:
        committing.set()
        await committed.wait()
        await take(hooks, cursor)

    office.desk.accept = slow  # type: ignore[method-assign]
    async with office.listening():
        answer = asyncio.ensure_future(office.centre.bring("Lampu jalan mati"))
        await committing.wait()
        # A later question is answered at once: the session lives, and the message waits.
        await office.channel.send(outbound("Halo"))
        assert not answer.done()
        committed.set()
        assert await answer == 0
    (message,) = office.heard
    assert (message.text, message.sender.value, message.phone) == ("Lampu jalan mati", DARMO, DARMO)


async def test_what_cannot_be_committed_is_brought_again(office: Line) -> None:
    office.desk.failing = 1
    async with office.listening():
        assert await office.centre.bring("Lampu jalan mati") == 0x64
        assert await office.centre.bring("Lampu jalan mati") == 0
    assert len(office.heard) == 1


async def test_brought_again_by_a_new_session_it_is_one(office: Line) -> None:
    """The session ended before the message centre had our answer."""
    async with office.listening():
        await office.centre.bring("Lampu jalan mati")
        await office.centre.stop()
        await office.centre.start()
        await office.centre.bring("Lampu jalan mati")
        await office.centre.bring("Lampu jalan mati", SULASTRI)
    first, again, other = office.heard
    assert first.key == again.key != other.key


async def test_the_same_words_said_twice_are_two(office: Line) -> None:
    async with office.listening():
        for _ in range(2):
            await office.centre.bring("Lampu jalan mati")
    first, second = office.heard
    assert first.key != second.key


def test_an_answer_that_was_late_may_have_been_too_late() -> None:
    arrivals, line = Arrivals(), object()
    first = arrivals.name("words", line, 0.0)
    assert arrivals.name("words", line, 1.0) == first
    arrivals.answered("words", 8.0)
    assert arrivals.name("words", line, 9.0) == first
    arrivals.answered("words", 9.5)
    assert arrivals.name("words", line, 10.0) != first
    assert arrivals.name("others", line, 10.0) != first


def test_after_a_minute_words_are_new() -> None:
    arrivals = Arrivals()
    assert arrivals.name("words", "one", 0.0) != arrivals.name("words", "two", 61.0)


async def test_unicode_comes_in(office: Line) -> None:
    async with office.listening():
        await office.centre.bring("Lampu – mati 😀")
    assert [message.text for message in office.heard] == ["Lampu – mati 😀"]


@pytest.mark.parametrize(
    ("header", "ref"),
    [(lambda n: bytes((5, 0, 3, 7, 2, n)), "7"), (lambda n: bytes((6, 8, 4, 1, 2, 2, n)), "258")],
)
async def test_parts_with_a_header_are_told_apart(office: Line, header: Any, ref: str) -> None:
    async with office.listening():
        for number, text in ((2, b"mati"), (1, b"Lampu ")):
            body = header(number) + text
            await office.centre.bring("", short_message=body, esm_class=0x40)
    assert [(m.text, m.part) for m in office.heard] == [
        ("mati", Part(ref, 2, 2)),
        ("Lampu ", Part(ref, 1, 2)),
    ]


async def test_parts_with_optional_fields_are_told_apart(office: Line) -> None:
    fields = [
        smpp34.Tlv(smpp34.TLV_SAR_MSG_REF_NUM, b"\x01\x02"),
        smpp34.Tlv(smpp34.TLV_SAR_TOTAL_SEGMENTS, b"\x03"),
        smpp34.Tlv(smpp34.TLV_SAR_SEGMENT_SEQNUM, b"\x02"),
    ]
    async with office.listening():
        await office.centre.bring("Lampu", tlvs=fields)
    assert office.heard[0].part == Part("258", 2, 3)


@pytest.mark.parametrize(
    ("coding", "body", "text"),
    [
        (0x00, b"\x00\x1b\x65", "@€"),
        (0x03, b"caf\xe9", "café"),
        (0x08, "Lampu".encode("utf-16-be"), "Lampu"),
        (0x08, b"\0L\0", "L\ufffd"),
        (0x04, b"\x06\x05", ""),
        (0xF1, b"Kilat", "Kilat"),
        (0xF5, b"\x01\x02", ""),
    ],
)
async def test_every_coding_is_read(office: Line, coding: int, body: bytes, text: str) -> None:
    pdu = smpp34.DeliverSm(DARMO[1:], SHORT_CODE, body, data_coding=coding, source_addr_ton=1)
    (message,) = office.channel.parse(sealed(pdu.encode()))
    assert message.text == text  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("sender", "ton", "kind", "value"),
    [
        ("6281234567001", 1, "citizen", DARMO),
        ("081234567001", 2, "citizen", DARMO),
        ("6281234567001", 0, "citizen", DARMO),
        ("TELKOMSEL", 5, "system", "TELKOMSEL"),
        ("3636", 3, "system", "3636"),
    ],
)
async def test_senders_are_taken_for_what_they_are(
    office: Line, sender: str, ton: int, kind: str, value: str
) -> None:
    (message,) = office.channel.parse(hook("Promo", sender, source_addr_ton=ton))
    assert (message.kind, message.sender.value) == (kind, value)  # type: ignore[union-attr]


@pytest.mark.parametrize("body", [b"\x05\x00\x03", b"\xff", b""])
async def test_a_header_longer_than_its_message_is_malformed(office: Line, body: bytes) -> None:
    pdu = smpp34.DeliverSm(DARMO[1:], SHORT_CODE, body, esm_class=0x40)
    with pytest.raises(Malformed):
        office.channel.parse(sealed(pdu.encode()))
