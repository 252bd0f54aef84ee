"""A mail, read: every citizen's mail is one message, whatever its program did to it."""

from __future__ import annotations

import base64
import time
import tracemalloc
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from channels.base import Address, Attachment, Inbound, Webhook
from channels.email import parsing, tokens
from tests.channels.email_kit import CONFIG, files, mail, parts, read


def test_a_plain_mail_becomes_a_message() -> None:
    event = read(mail())
    assert event.kind == "citizen"
    assert event.sender == Address("surat", "siti@contoh.id")
    assert event.name == "Siti Aminah"
    assert event.text == "Lampu di gang kami mati."
    assert event.full == ""
    assert event.subject == "Lampu jalan mati"
    assert event.sent_at == datetime(2026, 1, 5, 2, 14, tzinfo=UTC)
    assert event.provider_id == "<pertama@contoh.id>"
    assert event.proof == "weak"
    assert not event.junk


def test_the_mail_as_it_came_is_kept_beside_its_words() -> None:
    data = mail()
    (source,) = read(data).attachments
    assert source == Attachment(
        "source", "source", "message/rfc822", "pesan.eml", len(data), content=data
    )
    assert read(data).raw == data.partition(b"\r\n\r\n")[0] + b"\r\n"


def test_of_huge_headers_only_the_beginning_is_kept_raw() -> None:
    event = read(mail(X_Panjang="x" * 500_000, Subject="Lampu"))
    assert len(event.raw) == 32_768
    assert event.text == "Lampu di gang kami mati."


def test_the_same_mail_in_another_folder_is_the_same_mail() -> None:
    inbox, junk = read(mail(), role="inbox"), read(mail(), role="junk")
    assert inbox.key == junk.key
    assert junk.junk


def test_another_text_under_the_same_id_is_another_mail() -> None:
    assert read(mail("satu")).key != read(mail("dua")).key


def test_line_ends_are_no_difference() -> None:
    assert read(mail()).key == read(mail().replace(b"\r\n", b"\n")).key


def test_without_an_id_the_time_tells_mails_apart() -> None:
    first = mail(Message_ID=None)
    other = mail(Message_ID=None, Date="Tue, 6 Jan 2026 09:14:00 +0700")
    assert read(first).key == read(first).key != read(other).key


def test_with_neither_id_nor_time_it_counts_as_new() -> None:
    data = mail(Message_ID=None, Date=None)
    assert read(data).key == ""
    assert read(data, internaldate="2026-01-05T09:14:00+07:00").key != ""


@pytest.mark.parametrize("written", ["<>", "", "< >", "<\t>", "<", None])
def test_an_empty_message_id_is_none(written: str | None) -> None:
    event = read(mail(Message_ID=written, In_Reply_To="<>", References="<> < >"))
    assert event.provider_id == ""
    assert event.reply_to == ""
    assert event.refs == ()
    assert event.key


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("<a@b.id>", "<a@b.id>"),
        ("a@b.id", "<a@b.id>"),
        ("<a@b@c>", "<a@b@c>"),
        ("<a\r\n @b.id>", "<a@b.id>"),
        ("<tanpa-at>", "<tanpa-at>"),
    ],
)
def test_odd_message_ids_are_kept(written: str, known: str) -> None:
    assert read(mail(Message_ID=written)).provider_id == known


def test_what_it_answers_is_told_nearest_first() -> None:
    event = read(mail(In_Reply_To="<c@x>", References="<a@x> <b@x>\r\n <c@x> <a@x>"))
    assert event.reply_to == "<c@x>"
    assert event.refs == ("<c@x>", "<b@x>", "<a@x>")


@pytest.mark.parametrize("date", ["", "kemarin", "Thu, 99 Foo 2026", "32 Jan", None])
def test_a_date_that_is_none_gives_way_to_the_servers(date: str | None) -> None:
    event = read(mail(Date=date), internaldate="2026-01-05T09:14:00+07:00")
    assert event.sent_at == datetime(2026, 1, 5, 2, 14, tzinfo=UTC)
    assert read(mail(Date=date)).sent_at is None


@pytest.mark.parametrize(
    ("written", "sender", "name"),
    [
        ("siti@contoh.id", "siti@contoh.id", ""),
        ('"Aminah, Siti" <siti@contoh.id>', "siti@contoh.id", "Aminah, Siti"),
        ("Aminah, Siti <siti@contoh.id>", "siti@contoh.id", "Aminah, Siti"),
        ("siti@contoh.id (Siti Aminah)", "siti@contoh.id", "Siti Aminah"),
        ("=?UTF-8?Q?Siti_A=C3=AFsyah?= <siti@contoh.id>", "siti@contoh.id", "Siti Aïsyah"),
        ("Warga: Siti <siti@contoh.id>, budi@contoh.id;", "siti@contoh.id", "Siti"),
        ("Siti <siti@contoh.id>, Budi <budi@contoh.id>", "siti@contoh.id", "Siti"),
        ("lurah@palsu.id <siti@contoh.id>", "siti@contoh.id", "lurah@palsu.id"),
        ("Siti (warga \\) RT 3) <siti(rumah)@contoh.id>", "siti@contoh.id", "Siti"),
        ("<@a.id,@b.id:siti@contoh.id>", "siti@contoh.id", ""),
        ("<mailto:siti@contoh.id>", "siti@contoh.id", ""),
        ("Siti <siti @ contoh . id>", "siti@contoh.id", "Siti"),
        ("'siti@contoh.id' <siti@contoh.id>", "siti@contoh.id", "siti@contoh.id"),
    ],
)
def test_the_sender_is_found_however_it_is_written(written: str, sender: str, name: str) -> None:
    event = read(mail(From=written))
    assert event.sender.value == sender
    assert event.name == name


@pytest.mark.parametrize("written", [None, "", "<>", "undisclosed-recipients:;", "Siti Aminah"])
def test_a_mail_without_a_sender_is_not_lost(written: str | None) -> None:
    event = read(mail(From=written))
    assert event.sender == Address("surat", "?")
    assert event.kind == "citizen"
    assert event.text == "Lampu di gang kami mati."


def test_without_from_the_envelope_knows_the_sender() -> None:
    assert read(mail(From=None, Sender="siti@contoh.id")).sender.value == "siti@contoh.id"
    assert read(mail(From=None), mail_from="<Siti@contoh.id>").sender.value == "siti@contoh.id"


def test_a_lone_carriage_return_starts_no_field() -> None:
    event = read(mail(Subject="Lampu\rFrom: lurah@sukajaya.go.id"))
    assert event.sender.value == "siti@contoh.id"


def test_a_mail_with_carriage_returns_alone_is_read() -> None:
    event = read(mail().replace(b"\r\n", b"\r"))
    assert event.sender.value == "siti@contoh.id"
    assert event.text == "Lampu di gang kami mati."


def test_lines_that_are_no_fields_are_passed_over() -> None:
    event = read(b"From MAILER Mon Jan  5 09:14:00 2026\r\n>From siti\r\n" + mail())
    assert event.sender.value == "siti@contoh.id"
    broken = mail().replace(b"Subject:", b"baris rusak\r\nSubject:")
    assert read(broken).subject == "Lampu jalan mati"
    assert read(broken).text == "Lampu di gang kami mati."


def test_words_that_follow_the_header_without_a_blank_line_are_words() -> None:
    event = read(b"From: siti@contoh.id\r\nSubject: Lampu\r\nGang kami gelap.\r\n\r\nTolong.\r\n")
    assert event.text == "Gang kami gelap.\n\nTolong."
    assert read(b"Gang kami gelap.").text == "Gang kami gelap."


def test_the_folded_words_stand_in_the_full_text() -> None:
    event = read(mail("Baru.\r\n\r\nOn Mon, Jan 5, 2026 x <x@y.id> wrote:\r\n> Lama.\r\n"))
    assert event.text == "Baru."
    assert event.full.endswith("wrote:\n> Lama.")


def test_what_was_too_large_to_fetch_is_named() -> None:
    event = read(mail(""), cut="size")
    assert [(f.kind, f.ref, f.content) for f in files(event)] == [("document", "too_large", None)]


@pytest.mark.parametrize("field", ["Delivered_To", "X_Original_To", "To", "Cc", "Envelope_To"])
def test_our_signed_address_names_the_case(field: str) -> None:
    ours = tokens.address(CONFIG, "K7F3-9QX")
    named: dict[str, Any] = {field: f"Kelurahan <{ours.upper()}>"}
    assert read(mail(**named)).number == "K7F3-9QX"


def test_the_envelope_names_the_case_too() -> None:
    ours = tokens.address(CONFIG, "K7F3-9QX")
    assert read(mail(), rcpt_to=f"<lapor@sukajaya.go.id>, <{ours}>").number == "K7F3-9QX"


def test_what_colleagues_sent_from_the_mailbox_is_an_echo() -> None:
    data = mail(
        "Akan kami periksa.",
        From="lapor@sukajaya.go.id",
        To="Budi <budi@contoh.id>",
        In_Reply_To="<pertama@contoh.id>",
    )
    event = read(data, role="sent")
    assert event.kind == "echo"
    assert event.sender == Address("surat", "budi@contoh.id")
    assert event.name == "Budi"
    assert event.text == "Akan kami periksa."
    assert event.reply_to == "<pertama@contoh.id>"


@pytest.mark.parametrize("field", ["Message_ID", "X_Sahut_ID"])
def test_our_own_letters_among_the_sent_ones_are_left_out(field: str) -> None:
    named: dict[str, Any] = {field: tokens.message_id(CONFIG, "42")}
    hook = Webhook("surat", headers={"x-sahut-role": "sent"}, body=mail(**named))
    assert parsing.events("surat", CONFIG, hook) == ()


def test_a_foreign_id_that_looks_like_ours_is_not_ours() -> None:
    data = mail(Message_ID="<sahut.42.deadbeef@sukajaya.go.id>")
    assert read(data, role="sent").kind == "echo"


def test_deep_and_endless_mails_take_no_time() -> None:
    began = time.process_time()
    deep = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(500))
    read(f"From: a@b.id\n{deep}\nIsi.".encode())
    read(mail("--x\r\n\r\nIsi.\r\n" * 50_000, Content_Type="multipart/mixed; boundary=x"))
    read(mail("<div>" * 100_000 + "Isi.", Content_Type="text/html"))
    read(mail("<b a=1><div>" * 20_000 + "</b>" * 20_000, Content_Type="text/html"))
    read(mail("a b " * 200_000, From="a," * 50_000, To="<(" * 50_000, Subject="=?a?b?" * 5_000))
    read(mail("\n" * 2_000_000))
    assert time.process_time() - began < 4


def test_ten_megabytes_need_no_exotic_memory() -> None:
    coded = base64.encodebytes(bytes(7_500_000)).decode()
    part = f"Content-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n\r\n{coded}"
    data = parts("Content-Type: text/plain\r\n\r\nFoto.", part)
    tracemalloc.start()
    began = time.process_time()
    event = read(data)
    spent, (_, peak) = time.process_time() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert files(event)[0].size == 7_500_000
    assert peak < 60_000_000
    assert spent < 2


PIECES = st.sampled_from(
    [
        b"From: a@b.id\r\n", b"From:", b"Subject: =?utf-8?q?", b"?=", b"\r\n", b"\r", b"\n", b"\0",
        b"Message-ID: <>\r\n", b"Content-Type: multipart/mixed; boundary=x\r\n", b"\r\n--x\r\n",
        b"Content-Type: text/html; charset=utf-7\r\n", b"Content-Type: message/rfc822\r\n\r\n",
        b"Content-Transfer-Encoding: base64\r\n", b"Content-Type: text/plain; format=flowed\r\n",
        b"Content-Disposition: attachment; filename*0*=x''", b"<blockquote type=cite>", b"\xff\xfe",
        b"Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n",
        b"Content-Type: message/delivery-status\r\n\r\nAction: failed\r\n", b"> ", b"\xe2\x80",
    ]
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(st.lists(PIECES | st.binary(max_size=12)).map(b"".join), st.sampled_from(["inbox", "sent"]))
def test_no_bytes_whatever_raise_and_none_are_lost(data: bytes, role: str) -> None:
    headers = {"x-sahut-role": role}
    (*_, event) = parsing.events("surat", CONFIG, Webhook("surat", headers=headers, body=data))
    assert isinstance(event, Inbound)
    assert event.attachments[-1].content == data
    told = (event.text, event.full, event.subject, event.name, event.sender.value, *event.refs)
    for text in (*told, *(file.name for file in event.attachments)):
        assert "\0" not in text
        text.encode()
