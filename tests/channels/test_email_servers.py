"""The channel against real servers: Dovecot for reading, OpenSMTPD for sending."""

from __future__ import annotations

import asyncio
import smtplib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from imap_tools import MailBoxUnencrypted

from channels import email
from channels.base import Address, Delivery, Inbound, Webhook
from channels.email import imap
from tests.channels.mailbox_kit import ADDRESS, HENDRA, SECRET, Desk, Office, mail, office
from tests.channels.smtp_kit import certificate, outbound
from tests.servers import dovecot as dovecots
from tests.servers import opensmtpd as smtpds
from tests.servers.dovecot import PASSWORD, Dovecot, dovecot, free_ports
from tests.servers.opensmtpd import opensmtpd

needs_dovecot = pytest.mark.skipif(bool(dovecots.MISSING), reason=dovecots.MISSING)
needs_opensmtpd = pytest.mark.skipif(bool(smtpds.MISSING), reason=smtpds.MISSING)


@asynccontextmanager
async def reading(server: Dovecot, **settings: object) -> AsyncIterator[Office]:
    """The office's mailbox on this server, and the channel that reads it."""
    given = {
        "address": ADDRESS,
        "password": PASSWORD,
        "secret": SECRET,
        "imap_host": "127.0.0.1",
        "imap_port": server.imap,
        "imap_tls": "none",
        "smtp_host": "127.0.0.1",
        "smtp_port": 1,
        "smtp_tls": "none",
        "smtp_auth": False,
        "timeout": 10.0,
    }
    async with aiohttp.ClientSession() as http:
        channel = email.open_channel("email", given | settings, http)
        try:
            yield Office(server, channel, Desk())  # type: ignore[arg-type]
        finally:
            await channel.close()


async def deliver(server: Dovecot, *mails: bytes, to: str = ADDRESS) -> None:
    """As the mail server of the office gets them."""

    def work() -> None:
        with smtplib.LMTP("127.0.0.1", server.lmtp, timeout=20) as line:
            for content in mails:
                line.sendmail(HENDRA, [to], content)

    await asyncio.to_thread(work)


async def letters(server: Dovecot, owner: str, count: int) -> list[str]:
    """The mails in somebody's inbox, once there are so many."""

    def look() -> list[str]:
        with MailBoxUnencrypted("127.0.0.1", server.imap).login(owner, PASSWORD) as box:
            return [one.obj.as_string() for one in box.fetch()]

    async with asyncio.timeout(20):
        while len(found := await asyncio.to_thread(look)) < count:
            await asyncio.sleep(0.05)
    return found


@pytest.fixture
async def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "REST", 0.02)
    monkeypatch.setattr(imap, "REST_AT_MOST", 0.1)


@needs_dovecot
async def test_dovecot_is_read_as_mail_comes(quick: None) -> None:
    async with dovecot(ADDRESS) as server, reading(server) as box:
        await deliver(server, mail("satu"), mail("dua"))
        async with box.listening():
            await box.heard("satu", "dua")
            # Ten at once, each as soon as the one before it was announced.
            for number in range(10):
                await deliver(server, mail(str(number)))
            await box.heard("satu", "dua", *map(str, range(10)))
        assert set(box.desk.cursors) == {"INBOX", "Junk", "Sent"}
        await deliver(server, mail("tiga"))
        async with box.listening():
            await box.desk.until(lambda: box.desk.subjects[-1] == "tiga")
        assert len(box.desk.hooks) == 13


@needs_dovecot
async def test_dovecot_with_void_uids_is_read_anew(quick: None) -> None:
    async with dovecot(ADDRESS) as server, reading(server) as box:
        await deliver(server, mail("satu"), mail("dua"))
        async with box.listening():
            await box.heard("satu", "dua")
        before = box.desk.cursors["INBOX"].split(":")[0]
        await server.renumber(ADDRESS)
        await deliver(server, mail("tiga"))
        async with box.listening():
            await box.desk.until(lambda: "tiga" in box.desk.subjects)
        assert box.desk.cursors["INBOX"].split(":")[0] != before
        bodies = {hook.body.partition(b"\r\n\r\n")[2] for hook in box.desk.hooks}
        assert sorted(box.desk.subjects) == ["dua", "dua", "satu", "satu", "tiga"]
        assert len(bodies) == 1


@needs_dovecot
async def test_dovecot_may_go_away_and_come_back(quick: None) -> None:
    async with dovecot(ADDRESS) as server, reading(server) as box, box.listening():
        await box.desk.until(lambda: len(box.desk.cursors) == 3)
        await server.stop()
        await server.start()
        await deliver(server, mail("satu"))
        await box.heard("satu")


@needs_dovecot
@pytest.mark.parametrize("mode", ["tls", "starttls"])
async def test_dovecot_is_read_over_tls(mode: str, tmp_path: Path, quick: None) -> None:
    authority, _ = certificate(tmp_path)
    async with dovecot(ADDRESS, certificate=(authority, tmp_path / "key.pem")) as server:
        port = server.imaps if mode == "tls" else server.imap
        secured = {"imap_tls": mode, "imap_port": port, "ca_file": str(authority)}
        async with reading(server, **secured) as box, box.listening():
            await box.desk.until(lambda: len(box.desk.cursors) == 3)
            await deliver(server, mail("satu"))
            await box.heard("satu")
            await deliver(server, mail("dua", "panjang\n" * 50_000))
            await box.heard("satu", "dua")
        async with reading(server, **secured | {"ca_file": ""}) as box:
            told = await box.channel.health()
            assert "sertifikat yang tidak dikenal" in told.detail


@needs_dovecot
async def test_dovecot_lets_nobody_in_with_a_wrong_password() -> None:
    async with dovecot(ADDRESS) as server, reading(server, password="salah-sekali") as box:
        told = await box.channel.health()
        assert not told.ok
        assert "menolak nama atau kata sandi" in told.detail
        assert "salah-sekali" not in told.detail


@needs_dovecot
@needs_opensmtpd
async def test_a_letter_reaches_a_mailbox_and_its_answer_comes_back() -> None:
    async with (
        dovecot(ADDRESS, HENDRA) as server,
        opensmtpd(server.lmtp, "kota.go.id", "warga.example") as port,
        reading(server, smtp_port=port, subaddress=True) as box,
    ):
        sent = await box.channel.send(
            outbound("Nomor laporan: K7F3-9QX.", number="K7F3-9QX", auto="replied")
        )
        (letter,) = await letters(server, HENDRA, 1)
        assert sent in letter
        assert "Auto-Submitted: auto-replied" in letter
        reply_to = next(line for line in letter.splitlines() if line.startswith("Reply-To: "))
        address = reply_to.removeprefix("Reply-To: ")
        assert address.startswith("lapor+k7f39qx.")
        async with box.listening():
            await deliver(server, mail("balas", In_Reply_To=sent), to=address)
            await box.heard("balas")
        assert address.encode() in box.desk.hooks[0].body


@needs_opensmtpd
async def test_opensmtpd_hands_mail_over_to_us() -> None:
    (port,) = free_ports(1)
    settings = {"imap_host": "", "lmtp_port": port}
    async with (
        office(**settings) as box,
        box.listening(),
        opensmtpd(port, "kota.go.id") as outside,
    ):
        content = mail("satu", ".titik\nLampu mati\n")
        await asyncio.to_thread(hand_over, outside, content)
        await box.heard("satu")
        (hook,) = box.desk.hooks
        assert hook.headers["x-sahut-mail-from"] == f"<{HENDRA}>"
        assert hook.headers["x-sahut-rcpt-to"] == f"<{ADDRESS}>"
        assert hook.body.endswith(content.partition(b"\r\n\r\n")[2])


def hand_over(port: int, content: bytes) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=20) as line:
        line.sendmail(HENDRA, [ADDRESS], content)


@needs_dovecot
@needs_opensmtpd
async def test_a_letter_to_nobody_comes_back_as_a_bounce() -> None:
    async with (
        dovecot(ADDRESS) as server,
        opensmtpd(server.lmtp, "kota.go.id", "warga.example") as port,
        reading(server, smtp_port=port) as box,
        box.listening(),
    ):
        nobody = Address("email", "tidak.ada@warga.example")
        sent = await box.channel.send(outbound(to=nobody))

        def returned() -> Webhook | None:
            """The server's queue may hold what an earlier run left behind."""
            came = (hook for hook in box.desk.hooks if b"message/delivery-status" in hook.body)
            return next(came, None)

        await box.desk.until(returned)
        delivery, bounce = box.channel.parse(returned() or box.desk.hooks[0])
        assert isinstance(delivery, Delivery)
        assert (delivery.provider_id, delivery.ref) == (sent, "77")
        assert (delivery.state, delivery.scope, delivery.permanent) == ("failed", "recipient", True)
        assert isinstance(bounce, Inbound)
        assert (bounce.kind, bounce.reply_to) == ("bounce", sent)
