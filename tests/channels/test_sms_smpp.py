"""SMPP against smpp34's own server: bound once, nothing acknowledged before it is kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import smpp34

from channels.base import Delivery, Inbound, Malformed, Outbound, Part, Refused, SendError, Webhook
from channels.settings import SettingsError
from channels.sms import check
from tests.channels.smpp_kit import (
    DARMO,
    PASSWORD,
    SHORT_CODE,
    SULASTRI,
    Centre,
    Line,
    hook,
    line,
    outbound,
    refusing,
    sealed,
    told,
    until,
)
from tests.contract import HOSTILE, Answer, ChannelContract, Peer, citizens

LONG = ("Terima kasih. Laporan K7F3-9QX kami terima. " * 6).strip()
#: command_status: ESME_RINVMSGLEN, ESME_RSYSERR, ESME_RTHROTTLED, ESME_RINVSRCADR; silence.
ANSWERS: dict[Answer, int | None] = {
    "refuse": 0x01,
    "broken": 0x08,
    "busy": 0x58,
    "token": 0x0A,
    "leak": 0x01,
    "hang": None,
}


class LinePeer:
    """The office's account at a message centre, as the contract needs it."""

    secrets = (PASSWORD,)

    def __init__(self, line: Line) -> None:
        self.channel = line.channel
        self._line = line

    def written(self, text: str) -> Webhook:
        return hook(text)

    def batch(self) -> tuple[Webhook, int]:
        raise NotImplementedError("one deliver_sm, one event")

    def unknown(self) -> Webhook:
        return hook("Halo", esm_class=0x10)

    def sealed(self, body: bytes) -> Webhook:
        return sealed(body)

    def forged(self, hook: Webhook) -> Webhook:
        return hook

    def bare(self, hook: Webhook) -> Webhook:
        return hook

    def outbound(self) -> Outbound:
        return outbound("Terima kasih, laporannya sudah kami terima.")

    def answers(self, answer: Answer) -> float:
        self._line.centre.script.append(ANSWERS[answer])
        return 17.0 if answer == "busy" else 0

    def last_id(self) -> str:
        return self._line.centre.last_id.lstrip("0")

    async def file(self) -> tuple[str, bytes]:
        raise NotImplementedError("an SMS holds no file")

    async def lost_file(self) -> str:
        raise NotImplementedError("an SMS holds no file")

    async def stop(self) -> None:
        await self._line.centre.stop()


class TestSmpp(ChannelContract, lacks=("signature", "batch", "files")):
    @pytest.fixture
    async def peer(self) -> AsyncIterator[LinePeer]:  # type: ignore[override]
        async with line() as built:
            yield LinePeer(built)

    async def test_believes_the_provider(self, peer: Peer) -> None:
        """What it fetched itself needs no proof; what is pushed to it is nobody's."""
        with pytest.raises(Refused):
            peer.channel.verify(peer.written("Lampu jalan mati"))

    @pytest.mark.parametrize("text", HOSTILE[:-1], ids=lambda text: repr(text[:12]))
    async def test_hostile_text_comes_through_whole(self, peer: Peer, text: str) -> None:
        """All but the one that is longer than any message of SMPP."""
        (message,) = citizens(peer.channel.parse(peer.written(text)))
        assert message.text.strip() == text.strip()


@pytest.fixture
async def office() -> AsyncIterator[Line]:
    async with line() as built:
        yield built


def heard(office: Line) -> list[Inbound]:
    return [event for event in office.events if isinstance(event, Inbound)]


def delivered(office: Line) -> list[Delivery]:
    return [event for event in office.events if isinstance(event, Delivery)]


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
    (message,) = heard(office)
    assert (message.text, message.sender.value, message.phone) == ("Lampu jalan mati", DARMO, DARMO)


async def test_what_cannot_be_committed_is_brought_again(office: Line) -> None:
    office.desk.failing = 1
    async with office.listening():
        assert await office.centre.bring("Lampu jalan mati") == 0x64
        assert await office.centre.bring("Lampu jalan mati") == 0
    assert len(heard(office)) == 1


async def test_brought_twice_because_our_answer_was_late_it_is_one(office: Line) -> None:
    async with office.listening():
        for _ in range(2):
            await office.centre.bring("Lampu jalan mati")
        await office.centre.bring("Lampu jalan mati", SULASTRI)
    first, again, other = heard(office)
    assert first.key == again.key != other.key


async def test_unicode_comes_in(office: Line) -> None:
    async with office.listening():
        await office.centre.bring("Lampu – mati 😀")
    assert [message.text for message in heard(office)] == ["Lampu – mati 😀"]


@pytest.mark.parametrize(
    ("header", "ref"),
    [(lambda n: bytes((5, 0, 3, 7, 2, n)), "7"), (lambda n: bytes((6, 8, 4, 1, 2, 2, n)), "258")],
)
async def test_parts_with_a_header_are_told_apart(office: Line, header: Any, ref: str) -> None:
    async with office.listening():
        for number, text in ((2, b"mati"), (1, b"Lampu ")):
            body = header(number) + text
            await office.centre.bring("", short_message=body, esm_class=0x40)
    assert [(m.text, m.part) for m in heard(office)] == [
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
    assert heard(office)[0].part == Part("258", 2, 3)


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
        assert heard(office)[0].text == "café @"


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
        ((delivery,), cursor) = delivered(office), office.desk.cursors
    assert (delivery.provider_id, delivery.ref, delivery.state) == (sent, "77", "delivered")
    assert cursor == [("receipts", spelling)]


@pytest.mark.parametrize(("name", "receipt", "spelling"), SPELLINGS)
async def test_the_base_is_known_after_a_new_start(name: Any, receipt: Any, spelling: str) -> None:
    async with line() as office, office.listening(spelling):
        await office.centre.receipt(receipt(26))
        ((delivery,),) = [delivered(office)]
    assert (delivery.provider_id, delivery.ref) == (name(26).lower().lstrip("0"), "")


async def test_a_receipt_without_words_is_read_by_its_fields(office: Line) -> None:
    fields = [
        smpp34.Tlv(smpp34.TLV_RECEIPTED_MESSAGE_ID, b"0000ABCD\0"),
        smpp34.Tlv(smpp34.TLV_MESSAGE_STATE, b"\x05"),
    ]
    async with office.listening():
        await office.centre.receipt("", short_message=b"", tlvs=fields)
    ((delivery,),) = [delivered(office)]
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
    told = [(one.provider_id, one.state, one.scope) for one in delivered(office)]
    assert told == ([("1a", state, "message")] if state else [])


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
        assert not (await office.channel.health()).ok
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
    assert [message.text for message in heard(office)] == ["satu", "dua"]


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


async def test_a_line_that_died_quietly_is_noticed() -> None:
    """Nobody answers the sign of life: the session is over, and the next one is bound."""
    silent = 0

    async def swallow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal silent
        head = await reader.readexactly(16)
        await reader.readexactly(int.from_bytes(head[:4]) - 16)
        writer.write(b"\0\0\0\x10\x80\0\0\x09\0\0\0\0" + head[12:])
        silent += 1
        await reader.read()
        writer.close()

    server = await asyncio.start_server(swallow, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    quick = {"smpp_port": port, "smpp_enquire_seconds": 0.05, "timeout": 0.1}
    async with server, line(**quick) as office:
        listening = asyncio.create_task(office.channel.listen(office.desk.accept, lambda name: ""))
        await until(lambda: silent == 2)
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


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
    assert not caught.value.permanent


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
