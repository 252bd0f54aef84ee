"""SMPP tells what became of a message, in either base and in any words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import smpp34

from tests.channels.smpp_kit import (
    Centre,
    Line,
    line,
    outbound,
)

LONG = ("Terima kasih. Laporan K7F3-9QX kami terima. " * 6).strip()


@pytest.fixture
async def office() -> AsyncIterator[Line]:
    async with line() as built:
        yield built


SPELLINGS = [
    ("{:08x}".format, lambda count: f"{count:08x}", "same"),
    ("{:X}".format, lambda count: f"{count:010d}", "hex"),
    ("{:d}".format, lambda count: f"{count:08X}", "decimal"),
]


@pytest.mark.parametrize(("name", "receipt", "spelling"), SPELLINGS)
async def test_a_receipt_finds_its_message_in_either_base(
    name: Any, receipt: Any, spelling: str
) -> None:
    """The centre counts to 26, answers in one base, and writes receipts in another."""
    centre = Centre(name=lambda count: name(count + 25))
    async with line(centre) as office, office.listening():
        sent = await office.channel.send(outbound("Halo", "77"))
        await centre.receipt(receipt(26))
        ((delivery,), cursor) = office.delivered, office.desk.cursors
    assert (delivery.provider_id, delivery.ref, delivery.state) == (sent, "77", "delivered")
    assert cursor == [("receipts", spelling)]


@pytest.mark.parametrize(("name", "receipt", "spelling"), SPELLINGS)
async def test_the_base_is_known_after_a_new_start(name: Any, receipt: Any, spelling: str) -> None:
    async with line() as office, office.listening(spelling):
        await office.centre.receipt(receipt(26))
        ((delivery,),) = [office.delivered]
    assert (delivery.provider_id, delivery.ref) == (name(26).lower().lstrip("0"), "")


async def test_a_receipt_without_words_is_read_by_its_fields(office: Line) -> None:
    fields = [
        smpp34.Tlv(smpp34.TLV_RECEIPTED_MESSAGE_ID, b"0000ABCD\0"),
        smpp34.Tlv(smpp34.TLV_MESSAGE_STATE, b"\x05"),
    ]
    async with office.listening():
        await office.centre.receipt("", short_message=b"", tlvs=fields)
    ((delivery,),) = [office.delivered]
    assert (delivery.provider_id, delivery.state, delivery.reason) == ("abcd", "failed", "UNDELIV")


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("DELIVRD", "delivered"),
        ("delivrd", "delivered"),
        ("ACCEPTD", "sent"),
        ("ENROUTE", "sent"),
        ("EXPIRED", "failed"),
        ("REJECTD", "failed"),
        ("UNKNOWN", ""),
        ("ANEH", ""),
    ],
)
async def test_every_word_of_a_receipt_has_its_state(office: Line, word: str, state: str) -> None:
    async with office.listening():
        assert await office.centre.receipt("1a", word) == 0
    told = [(one.provider_id, one.state, one.scope) for one in office.delivered]
    assert told == ([("1a", state, "message")] if state else [])
