"""The loopback mail server: refuses what mail servers refuse, and brings every mail in the end."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import aiohttp
import pytest
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import Envelope

from bot.demo.mail import Letter, MailServer
from bot.demo.mail_writing import Enclosure, read, report, text_of
from channels import email
from channels.base import Address, Delivery, Inbound, Outbound, SendError, Webhook

MONDAY = datetime(2026, 1, 5, 10, 2, tzinfo=UTC)
OFFICE, HENDRA = "lapor@sukajaya.example", "hendra@warga.example"


class Office:
    """A stranger's server that takes mail by LMTP, or says what it was told to say."""

    def __init__(self) -> None:
        self.taken: list[Envelope] = []
        self.answers: list[str] = []
        self.port = 0
        self._lines: list[LMTP] = []
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        def line() -> LMTP:
            self._lines.append(LMTP(self, enable_SMTPUTF8=True, loop=loop))
            return self._lines[-1]

        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(line, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        if self._server:
            self._server.close()
        for line in self._lines:
            if line.transport:
                line.transport.close()

    async def handle_DATA(self, line: LMTP, session: Any, envelope: Envelope) -> str:
        said = self.answers.pop(0) if self.answers else "250 2.0.0 OK"
        if said.startswith("250"):
            self.taken.append(envelope)
        return said

    @property
    def mails(self) -> list[EmailMessage]:
        return [read(one.original_content or b"") for one in self.taken]


@pytest.fixture
async def office() -> AsyncIterator[Office]:
    built = Office()
    await built.start()
    yield built
    await built.close()


@pytest.fixture
async def server(office: Office) -> AsyncIterator[MailServer]:
    built = MailServer(lambda: MONDAY, OFFICE, retries=(0.02, 0.02, 0.02))
    await built.start()
    built.way_in.port = office.port
    yield built
    await built.close()


@pytest.fixture
async def channel(server: MailServer) -> AsyncIterator[Any]:
    given = {"address": OFFICE, "name": "Kelurahan Sukajaya", "subaddress": True, "timeout": 2.0}
    given |= {"smtp_host": "127.0.0.1", "smtp_port": server.port, "smtp_tls": "none"}
    given |= {"smtp_auth": False, "lmtp_port": 1, "secret": server.secret}
    async with aiohttp.ClientSession() as http:
        built = email.open_channel("email", given | {"authserv_id": "mx.sukajaya.example"}, http)
        yield built
        await built.close()


def letter(**fields: str) -> EmailMessage:
    made = EmailMessage()
    told = {
        "From": OFFICE,
        "To": HENDRA,
        "Subject": "Laporan",
        "Message-ID": "<1@sukajaya.example>",
    }
    for name, value in (told | {"Date": "Mon, 05 Jan 2026 17:02:00 +0700"} | fields).items():
        if value:
            made[name] = value
    made.set_content("Terima kasih.")
    return made


def outbound(**more: Any) -> Outbound:
    told = {"id": "77", "to": Address("email", HENDRA), "text": "Terima kasih, Bapak/Ibu."}
    return Outbound(**(told | more))


async def said_to(
    server: MailServer, content: bytes, sender: str = OFFICE, to: str = HENDRA
) -> str:
    """The first refusal, or the last answer; spoken by hand, since a library would mend mails."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    lines = [b"HELO x", f"MAIL FROM:<{sender}>".encode(), f"RCPT TO:<{to}>".encode(), b"DATA"]
    try:
        async with asyncio.timeout(5):
            await reader.readline()
            for line in (*lines, content + b"."):
                writer.write(line + b"\r\n")
                answer = (await reader.readline()).decode()
                if answer[0] not in "23":
                    break
    finally:
        writer.close()
    return answer


def crlf(mail: EmailMessage) -> bytes:
    return mail.as_bytes().replace(b"\n", b"\r\n")


REFUSED: list[tuple[bytes, int, str]] = [
    (crlf(letter(**{"Message-ID": ""})), 550, "Message-ID"),
    (crlf(letter(**{"Message-ID": "<no at>"})), 550, "Message-ID"),
    (crlf(letter(Date="")), 550, "Date"),
    (crlf(letter(To="")), 550, "To"),
    (crlf(letter(From="wali@kota.example")), 550, "From"),
    (b"Subject: dua\r\n" + crlf(letter()), 550, "multiple subject"),
    (letter().as_bytes() + b"x\r\n", 550, "Bare"),
    (crlf(letter()) + b"\0\r\n", 550, "NUL"),
    (crlf(letter()) + b"Caf\xc3\xa9\r\n", 554, "8BITMIME"),
    (crlf(letter()) + b"x" * 1200 + b"\r\n", 500, "long"),
]


@pytest.mark.parametrize(("content", "code", "said"), REFUSED, ids=lambda one: str(one)[:20])
async def test_a_mail_that_breaks_the_rules_is_refused(
    server: MailServer, content: bytes, code: int, said: str
) -> None:
    answer = await said_to(server, content)
    assert (int(answer[:3]), said in answer) == (code, True)
    assert server.letters == []


async def test_only_the_offices_own_address_may_send(server: MailServer) -> None:
    whole = crlf(letter())
    assert (await said_to(server, whole, "palsu@sukajaya.example")).startswith("553")
    assert (await said_to(server, whole, "")).startswith("550 5.7.1")
    assert (await said_to(server, whole, to="tanpa-domain")).startswith("501 5.1.3")
    assert (await said_to(server, whole)).startswith("250")
    assert [one.to for one in server.letters] == [HENDRA]


async def test_what_the_channel_writes_is_taken_and_read(server: MailServer, channel: Any) -> None:
    await channel.send(outbound(number="K7F3-9QX", auto="replied"))
    (got,) = server.letters
    assert text_of(got.mail) == "Terima kasih, Bapak/Ibu."
    assert str(got.mail["Reply-To"]).startswith("lapor+k7f39qx.")


async def test_an_answer_keeps_its_thread_and_goes_where_it_was_asked_to(
    server: MailServer, channel: Any, office: Office
) -> None:
    own = await channel.send(outbound(number="K7F3-9QX", refs=("<0@warga.example>",)))
    await server.citizen_writes(HENDRA, "Jalan Melati 4.", answers=own, name="Hendra")
    await server.way_in.idle()
    (mail,) = office.mails
    assert (mail["In-Reply-To"], mail["References"]) == (own, f"<0@warga.example> {own}")
    assert str(mail["Subject"]).startswith("Re: ")
    assert "+k7f39qx." in office.taken[0].rcpt_tos[0]
    assert "> Terima kasih, Bapak/Ibu." in text_of(mail)
    hook = Webhook("email", body=office.taken[0].original_content or b"")
    (heard,) = channel.parse(hook)
    assert (heard.number, heard.text, heard.reply_to) == ("K7F3-9QX", "Jalan Melati 4.", own)
    assert heard.proof == "strong"


async def test_a_sender_without_signature_is_a_claim(
    server: MailServer, channel: Any, office: Office
) -> None:
    server.faults.unsigned = True
    await server.citizen_writes(HENDRA, "Lampu mati.", "Lampu", name="Hendra")
    await server.way_in.idle()
    (heard,) = channel.parse(Webhook("email", body=office.taken[0].original_content or b""))
    assert (heard.kind, heard.proof, heard.subject) == ("citizen", "weak", "Lampu")


async def test_a_file_goes_with_the_mail(server: MailServer, office: Office) -> None:
    photo = Enclosure("lampu.jpg", "image/jpeg", b"\xff\xd8\xff\xe0" + bytes(99))
    await server.citizen_writes(HENDRA, "Ini fotonya.", "Lampu", file=photo)
    await server.way_in.idle()
    (part,) = office.mails[0].iter_attachments()
    assert (part.get_filename(), part.get_content()) == ("lampu.jpg", photo.data)


async def test_a_mail_comes_again_until_it_is_taken_and_its_writer_sees_when(
    server: MailServer, office: Office
) -> None:
    told: list[tuple[str, str]] = []

    async def taken(person: str, mail: str) -> None:
        told.append((person, mail))

    async def arrived(letter: Letter) -> None:
        raise AssertionError(letter)

    server.subscribe(arrived, taken)
    office.answers = ["451 4.3.0 Try again later"] * 2
    mail = await server.citizen_writes(HENDRA, "Lampu mati.", "Lampu")
    await server.way_in.idle()
    assert [answer[:3] for answer in server.way_in.answers] == ["451", "451", "250"]
    assert told == [(HENDRA, str(mail["Message-ID"]))]


async def test_an_office_that_is_away_gets_its_mail_later(
    server: MailServer, office: Office
) -> None:
    await office.close()
    await server.citizen_writes(HENDRA, ".titik di depan\n..dua", "Lampu")
    await asyncio.sleep(0.01)
    await office.start()
    await server.way_in.idle()
    assert text_of(office.mails[0]) == ".titik di depan\n..dua"


@pytest.mark.parametrize("said", ["552 5.3.4 Too big", "451 4.3.0 Later"])
async def test_a_mail_that_nobody_takes_goes_back_to_its_writer(
    server: MailServer, office: Office, said: str
) -> None:
    office.answers = [said] * 9
    await server.citizen_writes(HENDRA, "Besar sekali.", "Lampu")
    await server.way_in.idle()
    (got,) = server.letters
    assert (got.to, got.mail.get_content_type()) == (HENDRA, "multipart/report")


async def test_every_mail_may_come_twice(server: MailServer, office: Office) -> None:
    server.faults.duplicate_mails = True
    await server.citizen_writes(HENDRA, "Lampu mati.", "Lampu")
    await server.way_in.idle()
    assert len({str(mail["Message-ID"]) for mail in office.mails}) == 1
    assert len(office.mails) == 2


SWITCHES: list[tuple[str, bool, str, str]] = [
    ("try_later", False, "message", "4.7.1"),
    ("unknown_recipient", True, "recipient", "5.1.1"),
    ("quota", False, "account", "5.4.5"),
]


@pytest.mark.parametrize(("fault", "permanent", "scope", "code"), SWITCHES)
async def test_a_switch_refuses_as_servers_do(
    server: MailServer, channel: Any, fault: str, permanent: bool, scope: str, code: str
) -> None:
    setattr(server.faults, fault, True)
    with pytest.raises(SendError) as caught:
        await channel.send(outbound())
    told = caught.value
    assert (told.permanent, told.scope, told.code) == (permanent, scope, code)
    setattr(server.faults, fault, False)
    await channel.send(outbound())
    assert len(server.letters) == 1


async def test_silence_after_the_mail_leaves_it_unknown_and_a_second_copy_is_the_same_letter(
    server: MailServer, channel: Any
) -> None:
    server.faults.hang_after_data = True
    with pytest.raises(SendError) as caught:
        await channel.send(outbound())
    assert caught.value.unknown
    server.faults.hang_after_data = False
    await channel.send(outbound())
    assert len(server.letters) == 1


async def test_a_silent_server_is_no_answer(server: MailServer, channel: Any) -> None:
    server.faults.hang = True
    with pytest.raises(SendError) as caught:
        await channel.send(outbound())
    assert not caught.value.permanent


async def test_a_letter_comes_back_with_a_report_that_names_it(
    server: MailServer, channel: Any, office: Office
) -> None:
    server.faults.bounce = True
    own = await channel.send(outbound())
    await server.way_in.idle()
    assert server.letters == []
    (envelope,) = office.taken
    assert envelope.mail_from in ("", "<>", None)
    hook = Webhook(
        "email", headers={"x-sahut-mail-from": "<>"}, body=envelope.original_content or b""
    )
    told, seen = sorted(channel.parse(hook), key=lambda event: isinstance(event, Inbound))
    assert isinstance(told, Delivery)
    assert (told.ref, told.state, told.code, told.scope) == ("77", "failed", "5.1.1", "recipient")
    assert (seen.kind, seen.reply_to) == ("bounce", own)


def test_a_report_tells_status_and_recipient() -> None:
    back = read(
        report(crlf(letter()), "mail.warga.example", OFFICE, HENDRA, "550 5.1.1 No", MONDAY)
    )
    _, status, head = back.iter_parts()
    blocks = status.get_payload()
    assert isinstance(blocks, list)
    assert (blocks[1]["Action"], blocks[1]["Status"]) == ("failed", "5.1.1")
    assert "<1@sukajaya.example>" in str(head.get_content())
