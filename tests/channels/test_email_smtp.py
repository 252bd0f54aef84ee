"""Sending by SMTP: what the server says becomes facts, and one connection is kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from channels.base import Address, SendError
from channels.email import smtp
from tests.channels.mailbox_kit import ADDRESS, HENDRA, PASSWORD
from tests.channels.smtp_kit import Post, SmtpServer, certificate, outbound, post


@pytest.fixture
async def way() -> AsyncIterator[Post]:
    async with post() as built:
        yield built


async def failure(way: Post, **more: Any) -> SendError:
    with pytest.raises(SendError) as caught:
        await way.channel.send(outbound(**more))
    return caught.value


async def test_a_letter_goes_out_with_an_id_of_ours(way: Post) -> None:
    sent = await way.channel.send(outbound())
    (envelope,), (letter,) = way.server.received, way.server.letters
    assert letter["Message-ID"] == sent
    assert sent.startswith("<sahut.77.")
    assert sent.endswith("@kota.go.id>")
    assert (envelope.mail_from, envelope.rcpt_tos) == (ADDRESS, [HENDRA])
    assert "sudah kami terima" in letter.get_body(("plain",)).get_content()


async def test_the_id_is_the_same_for_every_try(way: Post) -> None:
    way.server.answers = [("DATA", "451 4.3.0 later")]
    assert not (await failure(way)).permanent
    first = await way.channel.send(outbound())
    assert first == await way.channel.send(outbound())
    assert first != await way.channel.send(outbound(id="78"))


async def test_one_connection_is_kept_and_shared(way: Post) -> None:
    await asyncio.gather(*(way.channel.send(outbound(id=str(n))) for n in range(5)))
    assert len(way.server.received) == 5
    assert way.server.logins == 1
    assert way.server.connections == 1


async def test_a_refused_recipient_leaves_the_next_mail_alone(way: Post) -> None:
    way.server.answers = [("RCPT", "550 5.1.1 <hendra@warga.example> User unknown")]
    error = await failure(way)
    assert (error.permanent, error.scope, error.code) == (True, "recipient", "5.1.1")
    assert HENDRA not in error.reason
    await way.channel.send(outbound(to=Address("email", "joko@warga.example")))
    assert way.server.received[0].rcpt_tos == ["joko@warga.example"]
    assert way.server.logins == 1


async def test_an_unused_connection_is_put_away(way: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "IDLE", 0.05)
    await way.channel.send(outbound())
    async with asyncio.timeout(5):
        while way.server.connections:
            await asyncio.sleep(0.01)
    await way.channel.send(outbound(id="78"))
    assert len(way.server.received) == 2


async def test_a_connection_that_the_server_closed_is_made_anew(way: Post) -> None:
    await way.channel.send(outbound())
    way.server.cut()
    await way.channel.send(outbound(id="78"))
    assert len(way.server.received) == 2
    assert way.server.logins == 2


async def test_silence_after_the_whole_mail_leaves_its_fate_unknown(way: Post) -> None:
    way.server.hangs = True
    error = await failure(way)
    assert error.unknown
    assert not error.permanent
    way.server.hangs = False
    await way.channel.send(outbound())
    assert {letter["Message-ID"] for letter in way.server.letters} == {
        way.server.letters[0]["Message-ID"]
    }
    assert len(way.server.received) == 2


async def test_who_is_broken_off_spoils_nothing_for_the_next(way: Post) -> None:
    way.server.hangs = True
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1):
            await way.channel.send(outbound())
    way.server.hangs = False
    await way.channel.send(outbound(id="78"))
    assert way.server.letters[-1]["Message-ID"].startswith("<sahut.78.")


async def test_nobody_waits_for_ever_behind_a_slow_mail(
    way: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "QUEUE", 0.05)
    way.server.hangs = True
    first = asyncio.create_task(failure(way))
    await asyncio.sleep(0.02)
    error = await failure(way)
    assert not error.unknown
    assert error.wait
    assert (await first).unknown


async def test_a_server_that_is_away_has_nothing(way: Post) -> None:
    await way.server.stop()
    error = await failure(way)
    assert not error.unknown
    assert not error.permanent
    await way.server.start()
    await way.channel.send(outbound())


async def test_a_refused_password_stops_the_account(way: Post) -> None:
    way.server.password = "another"
    error = await failure(way)
    assert (error.permanent, error.scope, error.code) == (True, "account", "5.7.8")
    assert PASSWORD not in str(error)
    told = await way.channel.health()
    assert not told.ok
    assert "surat tidak terkirim: 127.0.0.1 (535" in told.detail


async def test_a_server_that_asks_for_no_password_is_given_none() -> None:
    async with post(smtp_auth=False) as way:
        await way.channel.send(outbound())
        assert way.server.logins == 0


async def test_a_server_that_cannot_let_anybody_in_is_a_matter_of_the_account() -> None:
    async with post(SmtpServer(auth_exclude_mechanism=["LOGIN", "PLAIN", "XOAUTH2"])) as way:
        error = await failure(way)
        assert (error.permanent, error.scope) == (True, "account")


async def test_a_mail_that_is_too_large_is_lost_alone() -> None:
    async with post(SmtpServer(data_size_limit=20_000)) as way:
        error = await failure(way, text="panjang " * 5000)
        assert (error.permanent, error.scope) == (True, "message")
        await way.channel.send(outbound())


async def test_what_is_no_address_concerns_its_owner(way: Post) -> None:
    for value in ("?", "", "a b@c.id", "a@b\r\nRCPT TO:<x@y>", "<a@b>", "tanpa-domain"):
        error = await failure(way, to=Address("email", value))
        assert (error.permanent, error.scope) == (True, "recipient")
    assert not way.server.received


async def test_an_address_beyond_ascii_goes_where_the_server_can() -> None:
    to = Address("email", "dé@warga.example")
    async with post() as way:
        await way.channel.send(outbound(to=to))
        assert way.server.received[0].rcpt_tos == [to.value]
    async with post(SmtpServer(enable_SMTPUTF8=False)) as way:
        error = await failure(way, to=to)
        assert (error.permanent, error.scope) == (True, "recipient")
        await way.channel.send(outbound())


async def test_only_receipts_leave_without_a_sender_and_only_when_allowed() -> None:
    async with post(null_sender=True) as way:
        await way.channel.send(outbound(auto="replied"))
        await way.channel.send(outbound(auto="generated"))
        await way.channel.send(outbound())
        assert [one.mail_from for one in way.server.received] == ["<>", ADDRESS, ADDRESS]
    async with post() as way:
        await way.channel.send(outbound(auto="replied"))
        assert way.server.received[0].mail_from == ADDRESS


@pytest.mark.parametrize("mode", ["tls", "starttls"])
async def test_the_connection_is_secured_and_certificates_are_checked(
    mode: str, tmp_path: Path
) -> None:
    authority, context = certificate(tmp_path)
    server = SmtpServer(**({"tls_context": context} if mode == "starttls" else {}))
    await server.start(context if mode == "tls" else None)
    async with post(server, smtp_tls=mode, ca_file=str(authority)) as way:
        await way.channel.send(outbound())
        assert server.received
    await server.start(context if mode == "tls" else None)
    async with post(server, smtp_tls=mode) as way:
        error = await failure(way)
        assert error.scope == "account"
        assert error.permanent


async def test_a_server_without_tls_is_told_no_password() -> None:
    async with post(smtp_tls="starttls") as way:
        error = await failure(way)
        assert (error.permanent, error.scope) == (True, "account")
        assert way.server.logins == 0
