"""What is not a citizen: bounces, answering machines, lists, reports; and who is one after all."""

from __future__ import annotations

from typing import Any

import pytest

from channels.base import Delivery, Inbound, Webhook
from channels.email import parsing, tokens
from tests.channels.email_kit import CONFIG, mail, parts, read

OURS = tokens.message_id(CONFIG, "42")
DAEMON = {"From": "Mail Delivery System <MAILER-DAEMON@mx.contoh.id>", "Return_Path": "<>"}
RETURNED = f"Content-Type: message/rfc822\r\n\r\nMessage-ID: {OURS}\r\nSubject: Laporan\r\n\r\nIsi"
TELLING = "Content-Type: text/plain\r\n\r\nYour message could not be delivered."


def status(action: str = "failed", code: str = "5.1.1", diagnostic: str = "") -> str:
    group = f"Final-Recipient: rfc822; siti@contoh.id\r\nAction: {action}\r\nStatus: {code}\r\n"
    group += f"Diagnostic-Code: smtp; {diagnostic}\r\n" if diagnostic else ""
    return f"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\n{group}"


def report(*inner: str, about: str = "delivery-status") -> bytes:
    fields: dict[str, Any] = {**DAEMON, "Subject": "Undelivered Mail Returned to Sender"}
    body = "".join(f"--batas\r\n{part}\r\n" for part in inner) + "--batas--"
    kind = f"multipart/report; report-type={about}; boundary=batas"
    return mail(body, Content_Type=kind, **fields)


def bounced(data: bytes) -> Delivery:
    delivery, inbound = parsing.events("surat", CONFIG, Webhook("surat", body=data))
    assert isinstance(delivery, Delivery)
    assert isinstance(inbound, Inbound)
    assert inbound.kind == "bounce"
    return delivery


def test_a_report_marks_the_mail_that_came_back() -> None:
    delivery = bounced(report(TELLING, status(diagnostic="550 No such user"), RETURNED))
    assert delivery.state == "failed"
    assert delivery.provider_id == OURS
    assert delivery.ref == "42"
    assert delivery.code == "5.1.1"
    assert delivery.permanent
    assert delivery.scope == "recipient"
    assert delivery.reason == "550 No such user"


def test_the_bounce_is_visible_too_and_names_what_it_answers() -> None:
    (_, inbound) = parsing.events(
        "surat", CONFIG, Webhook("surat", body=report(TELLING, status(), RETURNED))
    )
    assert isinstance(inbound, Inbound)
    assert inbound.reply_to == OURS
    assert inbound.text == "Your message could not be delivered."


def test_a_mail_that_is_only_delayed_is_not_marked() -> None:
    event = read(report(TELLING, status("delayed", "4.4.1"), RETURNED))
    assert event.kind == "bounce"


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded"])
def test_a_mail_that_arrived_is_no_bounce(action: str) -> None:
    assert read(report(TELLING, status(action, "2.0.0"), RETURNED)).kind == "report"


@pytest.mark.parametrize(
    ("code", "permanent", "scope"),
    [
        ("5.1.1", True, "recipient"),
        ("5.0.0", True, "recipient"),
        ("5.2.1", True, "recipient"),
        ("5.2.2", False, "message"),
        ("5.3.4", False, "message"),
        ("5.7.1", False, "message"),
        ("4.4.7", False, "message"),
    ],
)
def test_only_a_lost_address_is_written_to_no_more(code: str, permanent: bool, scope: str) -> None:
    delivery = bounced(report(TELLING, status(code=code), RETURNED))
    assert delivery.code == code
    assert delivery.permanent is permanent
    assert delivery.scope == scope


def test_a_bounce_of_a_mail_that_is_not_ours_marks_nothing() -> None:
    foreign = RETURNED.replace(OURS, "<sahut.42.deadbeef@sukajaya.go.id>")
    assert read(report(TELLING, status(), foreign)).kind == "bounce"
    assert read(report(TELLING, status())).kind == "bounce"


def test_the_returned_header_alone_is_enough() -> None:
    headers = f"Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: {OURS}\r\nSubject: Laporan\r\n"
    assert bounced(report(TELLING, status(), headers)).ref == "42"


def test_our_id_is_found_in_what_the_bounce_answers() -> None:
    fields: dict[str, Any] = {
        **DAEMON,
        "In_Reply_To": OURS,
        "X_Failed_Recipients": "siti@contoh.id",
    }
    assert bounced(mail("550 5.1.1 no such user", **fields)).code == "5.1.1"


NOTICES = {
    "exim": (
        "Mail delivery failed: returning message to sender",
        "A message that you sent could not be delivered.\n\n  siti@contoh.id\n"
        f"    550 5.1.1 Unknown user\n\nMessage-ID: {OURS}\n",
        "5.1.1",
    ),
    "qmail": (
        "failure notice",
        "Hi. This is the qmail-send program.\n<siti@contoh.id>:\nSorry, no mailbox here by that"
        f" name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\nMessage-ID: {OURS}\n",
        "5.1.1",
    ),
    "without codes": (
        "Undeliverable mail",
        f"User unknown: siti@contoh.id\n\nOriginal message follows.\n\nMessage-ID: {OURS}\n",
        "5.0.0",
    ),
    "indonesian": (
        "Pesan tidak terkirim",
        "Pesan Anda tidak dapat dikirim: alamat tidak ditemukan.\n550 Penerima tidak ada\n"
        f"Message-ID: {OURS}\n",
        "5.0.0",
    ),
}


@pytest.mark.parametrize("server", NOTICES)
def test_notices_in_a_servers_own_words_are_bounces(server: str) -> None:
    subject, text, code = NOTICES[server]
    delivery = bounced(mail(text, Subject=subject, **DAEMON))
    assert delivery.ref == "42"
    assert delivery.code == code


def test_a_notice_that_the_server_goes_on_trying_marks_nothing() -> None:
    text = f"Delivery is delayed. We will keep trying. 451 4.4.1 timed out\nMessage-ID: {OURS}\n"
    assert read(mail(text, Subject="Warning: message delayed", **DAEMON)).kind == "bounce"


def test_who_forwards_a_bounce_is_a_citizen() -> None:
    bounce = report(TELLING, status(), RETURNED).decode().replace("batas", "dalam")
    inner = f"Content-Type: message/rfc822\r\n\r\n{bounce}"
    event = read(parts("Content-Type: text/plain\r\n\r\nKenapa surat saya kembali?", inner))
    assert event.kind == "citizen"


def test_who_writes_of_bounces_is_a_citizen() -> None:
    event = read(mail("Surat saya ditolak: 550 5.1.1 User unknown", Subject="Undelivered mail"))
    assert event.kind == "citizen"


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"Auto_Submitted": "auto-replied"}, "auto_reply"),
        ({"Auto_Submitted": "auto-generated (vacation)"}, "auto_reply"),
        ({"Auto_Submitted": "Auto-Replied; owner-email=x"}, "auto_reply"),
        ({"Auto_Submitted": "no"}, "citizen"),
        ({"X_Autoreply": "yes"}, "auto_reply"),
        ({"X_Autorespond": "Out"}, "auto_reply"),
        ({"Precedence": "auto_reply"}, "auto_reply"),
        ({"Subject": "Automatic reply: Laporan K7F3-9QX"}, "auto_reply"),
        ({"Subject": "Balasan otomatis: Laporan"}, "auto_reply"),
        ({"Subject": "Out of office", "X_Auto_Response_Suppress": "All"}, "auto_reply"),
        ({"Subject": "Out of office terus, kapan buka?"}, "citizen"),
        ({"Subject": "Balasan otomatis terus yang saya terima"}, "citizen"),
        ({"X_Auto_Response_Suppress": "DR, OOF, AutoReply"}, "citizen"),
        ({"X_Autogenerated": "Mirror"}, "citizen"),
        ({"List_Id": "<warga.milis.id>"}, "list"),
        ({"List_Unsubscribe": "<mailto:keluar@milis.id>"}, "list"),
        ({"Precedence": "bulk"}, "list"),
        ({"Precedence": "junk"}, "list"),
        ({"Precedence": "first-class"}, "citizen"),
        ({"List_Id": "<lapor.sukajaya.go.id>", "Precedence": "list"}, "citizen"),
        ({"From": "noreply@contoh.id"}, "system"),
        ({"From": "Bank <no-reply-promo@contoh.id>"}, "system"),
        ({"From": "donotreply@contoh.id"}, "system"),
        ({"From": "jangan-balas@contoh.id"}, "system"),
        ({"From": "promo.tidak.dibalas@contoh.id"}, "system"),
        ({"From": "postmaster@contoh.id"}, "system"),
        ({"From": "MAILER-DAEMON"}, "system"),
        ({"From": "Antonio Reply <antonio.reply@contoh.id>"}, "citizen"),
        ({"From": "lapor@sukajaya.go.id"}, "system"),
        ({"From": "Info@Sukajaya.go.id"}, "system"),
        ({"Return_Path": "<>"}, "system"),
        ({"Return_Path": "<siti@contoh.id>"}, "citizen"),
    ],
)
def test_a_header_tells_machines_from_people(fields: dict[str, Any], kind: str) -> None:
    assert read(mail(**fields)).kind == kind


def test_an_empty_sender_of_the_envelope_is_a_machines() -> None:
    assert read(mail(), mail_from="<>").kind == "system"
    assert read(mail(Return_Path="<>"), mail_from="<siti@contoh.id>").kind == "citizen"


def test_complaints_about_spam_and_receipts_of_reading_are_reports() -> None:
    abuse = "Content-Type: message/feedback-report\r\n\r\nFeedback-Type: abuse\r\n"
    assert read(report(TELLING, abuse, RETURNED, about="feedback-report")).kind == "report"
    opened = "Content-Type: message/disposition-notification\r\n\r\nDisposition: manual; displayed"
    assert read(report(TELLING, opened, about="disposition-notification")).kind == "report"


def test_notifications_of_a_mail_service_are_told_apart() -> None:
    fields: dict[str, Any] = {"X_Amz_Sns_Message_Id": "1", "From": "no-reply@sns.amazonaws.com"}
    assert read(mail('{"notificationType":"Bounce"}', **fields)).kind == "bounce"
    assert read(mail('{"notificationType":"Complaint"}', **fields)).kind == "report"


def test_every_kind_keeps_its_words_and_its_source() -> None:
    event = read(mail("Saya cuti.", Auto_Submitted="auto-replied", In_Reply_To=OURS))
    assert event.text == "Saya cuti."
    assert event.reply_to == OURS
    assert event.attachments[-1].kind == "source"
