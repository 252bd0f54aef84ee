"""By mail and back: a citizen writes, reads the number, uses it, and an officer's answer arrives.

Once over servers in this process, once over OpenSMTPD and Dovecot as an office runs them.
"""

from __future__ import annotations

import asyncio
import re
import smtplib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any, Protocol

import pytest
from imap_tools import MailBoxUnencrypted

from bot.casework import numbers
from tests.bot.inbox.kit import Desk, hire
from tests.channels.mailbox_kit import ADDRESS, HENDRA, PASSWORD, SECRET, ImapServer
from tests.channels.smtp_kit import SmtpServer
from tests.servers import dovecot as dovecots
from tests.servers import opensmtpd as smtpds
from tests.servers.dovecot import Dovecot, dovecot
from tests.servers.opensmtpd import opensmtpd
from tests.world import World

MISSING = dovecots.MISSING or smtpds.MISSING
COMPLAINT = """\
Selamat pagi. Nama saya Hendra, Jalan Melati 4 RT 2 RW 3 Sukajaya.
Hari Jumat 2 Januari nomor antrean di Puskesmas Sukajaya hanya tampil di layar,
padahal saya tunanetra. Saya sudah memberi tahu petugas dan tetap terlewat dua kali.
"""


class Post(Protocol):
    """Between Hendra's mail program and the office."""

    settings: dict[str, object]

    async def take(self, content: bytes, to: str) -> None:
        """What Hendra sends."""

    async def letters(self) -> list[bytes]:
        """What lies in Hendra's mailbox."""


class Here:
    """pymap keeps the office's mailbox, aiosmtpd takes what it sends."""

    def __init__(self, imap: ImapServer, smtp: SmtpServer) -> None:
        self._imap = imap
        self._smtp = smtp
        self.settings: dict[str, object] = {
            "imap_port": imap.port,
            "smtp_port": smtp.port,
            "password": PASSWORD,
            "poll_seconds": 1,
        }

    async def take(self, content: bytes, to: str) -> None:
        await self._imap.put(content)

    async def letters(self) -> list[bytes]:
        return [one.original_content or b"" for one in self._smtp.received]


class Outside:
    """OpenSMTPD carries every mail, Dovecot keeps both mailboxes."""

    def __init__(self, server: Dovecot, port: int) -> None:
        self._server = server
        self._port = port
        self.settings: dict[str, object] = {
            "imap_port": server.imap,
            "smtp_port": port,
            "smtp_auth": False,
            "password": dovecots.PASSWORD,
        }

    async def take(self, content: bytes, to: str) -> None:
        def work() -> None:
            with smtplib.SMTP("127.0.0.1", self._port, timeout=20) as line:
                line.sendmail(HENDRA, [to], content)

        await asyncio.to_thread(work)

    async def letters(self) -> list[bytes]:
        def look() -> list[bytes]:
            box = MailBoxUnencrypted("127.0.0.1", self._server.imap)
            with box.login(HENDRA, dovecots.PASSWORD):
                return [one.obj.as_bytes() for one in box.fetch(mark_seen=False)]

        return await asyncio.to_thread(look)


@asynccontextmanager
async def here() -> AsyncIterator[Post]:
    imap, smtp = ImapServer(), SmtpServer()
    await imap.start()
    await smtp.start()
    try:
        yield Here(imap, smtp)
    finally:
        await smtp.stop()
        await imap.stop()


@asynccontextmanager
async def outside() -> AsyncIterator[Post]:
    async with (
        dovecot(ADDRESS, HENDRA) as server,
        opensmtpd(server.lmtp, "kota.go.id", "warga.example") as port,
    ):
        yield Outside(server, port)


class Hendra:
    """A citizen with a mail program."""

    def __init__(self, world: World, post: Post, address: str = HENDRA) -> None:
        self._world = world
        self._post = post
        self._address = address
        self._sent = 0

    async def writes(self, subject: str, text: str, answers: EmailMessage | None = None) -> str:
        """The id of his mail, which answers a letter as mail programs do."""
        self._sent += 1
        made = EmailMessage(policy=policy.SMTP)
        made["From"] = f"Hendra <{self._address}>"
        made["Subject"] = subject
        made["Date"] = "Mon, 05 Jan 2026 09:10:00 +0700"
        made["Message-ID"] = own = f"<{self._sent}.hendra@warga.example>"
        to = ADDRESS
        if answers is not None:
            to = str(answers["Reply-To"] or answers["From"])
            made["In-Reply-To"] = made["References"] = str(answers["Message-ID"])
            quoted = "".join(f"> {line}\n" for line in text_of(answers).splitlines())
            text = f"{text}\nPada 5 Jan 2026 10.02, {ADDRESS} menulis:\n\n{quoted}"
        made["To"] = to
        made.set_content(text)
        await self._post.take(made.as_bytes(), to)
        return own

    async def reads(self, count: int) -> EmailMessage:
        """His newest letter, once there are so many."""

        async def there() -> list[bytes]:
            found = await self._post.letters()
            return found if len(found) >= count else []

        found = await self._world.until(there)
        await self._world.settled()
        assert len(found) == count
        return parsed(found[-1])


def parsed(content: bytes) -> EmailMessage:
    return BytesParser(policy=policy.default).parsebytes(content)


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


@pytest.fixture(params=["here", "outside"])
async def post(request: pytest.FixtureRequest) -> AsyncIterator[Post]:
    if request.param == "outside" and MISSING:
        pytest.skip(MISSING)
    async with here() if request.param == "here" else outside() as built:
        yield built


@pytest.fixture
async def office(closed_world: World, post: Post) -> World:
    email: dict[str, Any] = {
        "address": ADDRESS,
        "name": "Puskesmas Sukajaya",
        "secret": SECRET,
        "imap_host": "127.0.0.1",
        "imap_tls": "none",
        "smtp_host": "127.0.0.1",
        "smtp_tls": "none",
        "subaddress": True,
        "per_second": 1000.0,
        "per_recipient": 0.0,
        "quiet": 0,
    }
    return await closed_world.open(channels={"email": email | post.settings})


async def test_a_citizen_writes_by_mail_and_is_answered(office: World, post: Post) -> None:
    hendra = Hendra(office, post)
    own = await hendra.writes("Antrean Puskesmas", COMPLAINT)
    receipt = await hendra.reads(1)

    (case,) = await office.cases()
    (number,) = set(re.findall(r"\b[0-9A-Z]{4}-[0-9A-Z]{3}\b", text_of(receipt)))
    assert number == case.number
    assert number in str(receipt["Subject"])
    assert receipt["In-Reply-To"] == own
    assert receipt["Auto-Submitted"] == "auto-replied"
    assert str(receipt["Reply-To"]).startswith("lapor+")
    assert numbers.spell(number) in text_of(receipt)

    # The number, used in the next mail.
    await hendra.writes("Tanya", f"STATUS {number}")
    stage = await hendra.reads(2)
    assert number in text_of(stage)
    assert len(await office.cases()) == 1

    # A reply adds to the case, and only its new words are read.
    await hendra.writes("Re: Laporan", "Tambahan: loketnya nomor 3.", answers=receipt)
    await hendra.reads(3)
    assert [said.complaint_id for said in await office.messages()] == [case.id] * 3
    assert len(await office.cases()) == 1

    # An officer answers from the inbox, and he reads it where he wrote.
    await hire(office)
    desk = Desk(office.base)
    try:
        await desk.sign_in("rina")
        page = await desk.page(f"/inbox/laporan/{number}")
        assert "loketnya nomor 3" in page
        answer = await desk.reply(number, "Mulai besok nomor antrean dipanggil dengan suara.")
        assert answer.status == 303
        reply = await hendra.reads(4)
    finally:
        await desk.close()
    assert "Mulai besok nomor antrean dipanggil dengan suara." in text_of(reply)
    assert reply["Auto-Submitted"] is None
    assert reply["In-Reply-To"] == "<3.hendra@warga.example>"


@pytest.mark.parametrize("post", ["outside"], indirect=True)
async def test_a_letter_that_comes_back_is_noted_where_it_was_sent(
    office: World, post: Post
) -> None:
    await Hendra(office, post, "pindah@warga.example").writes("Antrean", COMPLAINT)

    async def failed() -> bool:
        return "failed" in [row.state for row in await office.outgoing()]

    await office.until(failed)
    await office.settled()
    assert [said.kind for said in await office.messages()] == ["citizen", "bounce"]
    assert len(await office.cases()) == 1
    assert len(await office.outgoing()) == 1
