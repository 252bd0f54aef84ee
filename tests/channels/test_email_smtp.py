"""Sending by SMTP: what the server says becomes facts, and one connection is kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from channels.base import Address, SendError
from channels.email import smtp
from channels.email.refusals import QUOTA_WAIT, Phase, refusal
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


@asynccontextmanager
async def tokens(*answers: tuple[int, dict[str, Any]]) -> AsyncIterator[tuple[str, list[Any]]]:
    """An authority that hands out tokens, in this order; asking once more fails."""
    asked: list[Any] = []
    left = list(answers)

    async def give(request: web.Request) -> web.Response:
        asked.append(dict(await request.post()))
        status, told = left.pop(0)
        return web.json_response(told, status=status)

    site = web.Application()
    site.router.add_post("/token", give)
    runner = web.AppRunner(site)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/token", asked
    finally:
        await runner.cleanup()


OAUTH = {
    "password": "",
    "oauth_client_id": "client",
    "oauth_client_secret": "client-secret",
    "oauth_refresh_token": "refresh-token",
}


async def test_a_token_is_fetched_once_and_used_while_it_lives() -> None:
    async with (
        tokens((200, {"access_token": "one", "expires_in": 3600})) as (url, asked),
        post(oauth_token_url=url, **OAUTH) as way,
    ):
        way.server.token = "one"
        await way.channel.send(outbound())
        way.server.cut()
        await way.channel.send(outbound(id="78"))
        assert way.server.logins == 2
        (given,) = asked
        assert given["grant_type"] == "refresh_token"
        assert given["refresh_token"] == "refresh-token"


async def test_an_application_asks_for_itself_where_it_has_no_refresh_token() -> None:
    own = OAUTH | {"oauth_refresh_token": "", "oauth_scope": "https://mail.example/.default"}
    async with (
        tokens((200, {"access_token": "one", "expires_in": 3600})) as (url, asked),
        post(oauth_token_url=url, **own) as way,
    ):
        way.server.token = "one"
        await way.channel.send(outbound())
        assert asked[0]["grant_type"] == "client_credentials"
        assert asked[0]["scope"] == "https://mail.example/.default"
        assert "refresh_token" not in asked[0]


async def test_a_refresh_token_that_is_replaced_is_used_from_then_on() -> None:
    async with (
        tokens(
            (200, {"access_token": "one", "expires_in": 1, "refresh_token": "second"}),
            (200, {"access_token": "two", "expires_in": 3600}),
        ) as (url, asked),
        post(oauth_token_url=url, **OAUTH) as way,
    ):
        way.server.token = "one"
        await way.channel.send(outbound())
        way.server.cut()
        way.server.token = "two"
        await way.channel.send(outbound(id="78"))
        assert [one["refresh_token"] for one in asked] == ["refresh-token", "second"]


async def test_a_refused_token_is_replaced() -> None:
    async with (
        tokens(
            (200, {"access_token": "old", "expires_in": 3600}),
            (200, {"access_token": "new"}),
        ) as (url, asked),
        post(oauth_token_url=url, **OAUTH) as way,
    ):
        way.server.token = "new"
        error = await failure(way)
        assert (error.permanent, error.scope) == (True, "account")
        await way.channel.send(outbound())
        assert len(asked) == 2


@pytest.mark.parametrize(
    ("answer", "permanent"),
    [
        ((400, {"error": "invalid_grant"}), True),
        ((401, {"error": "invalid_client"}), True),
        ((503, {}), False),
        ((429, {}), False),
        ((200, {"token": "?"}), False),
    ],
)
async def test_an_authority_that_gives_no_token_concerns_the_account(
    answer: tuple[int, dict[str, Any]], permanent: bool
) -> None:
    async with tokens(answer) as (url, _), post(oauth_token_url=url, **OAUTH) as way:
        error = await failure(way)
        assert error.scope == "account"
        assert error.permanent is permanent
        assert "refresh-token" not in str(error)
        assert not way.server.logins


REPLIES: list[tuple[Phase, int, str, bool, str, float | None]] = [
    ("recipient", 550, "5.1.1 User unknown", True, "recipient", None),
    ("recipient", 550, "No such user here", True, "recipient", None),
    ("recipient", 550, "5.2.1 The email account is disabled", True, "recipient", None),
    ("recipient", 552, "5.2.2 Mailbox full", True, "message", None),
    ("recipient", 452, "4.2.2 Mailbox full, quota exceeded", False, "message", None),
    ("recipient", 450, "4.2.1 receiving mail too quickly", False, "message", None),
    ("recipient", 554, "5.7.1 <a@b>: Relay access denied", True, "account", None),
    ("recipient", 553, "5.7.1 <a@b>: Sender address rejected: not owned", True, "account", None),
    ("recipient", 550, "5.7.1 Blocked by policy", True, "message", None),
    ("sender", 530, "5.7.0 Authentication required", True, "account", None),
    ("sender", 550, "5.1.0 sender rejected", True, "account", None),
    ("sender", 552, "5.3.4 Message size exceeds fixed limit", True, "message", None),
    ("sender", 452, "4.3.1 Insufficient system storage", False, "message", None),
    ("login", 535, "5.7.8 Username and Password not accepted", True, "account", None),
    ("login", 534, "5.7.9 Application-specific password required", True, "account", None),
    ("login", 454, "4.7.0 Too many login attempts", False, "account", 60.0),
    ("greeting", 554, "No SMTP service here", False, "account", 60.0),
    ("recipient", 421, "4.7.0 Try again later", False, "account", 60.0),
    ("data", 552, "5.3.4 Message too big for system", True, "message", None),
    ("data", 554, "5.2.3 Message too large", True, "message", None),
    ("data", 554, "5.7.1 Message content rejected", True, "message", None),
    ("data", 550, "5.1.1 no mailbox", True, "recipient", None),
    ("data", 451, "4.3.0 Try again", False, "message", None),
    ("data", 550, "5.4.5 Daily user sending limit exceeded.", False, "account", QUOTA_WAIT),
    ("recipient", 554, "5.2.0 SubmissionQuotaExceededException", False, "account", QUOTA_WAIT),
    ("recipient", 550, "5.1.90 reached your daily limit", False, "account", QUOTA_WAIT),
    ("data", 550, "Domain has exceeded the max emails per hour", False, "account", QUOTA_WAIT),
]


@pytest.mark.parametrize(("phase", "code", "text", "permanent", "scope", "wait"), REPLIES)
def test_every_refusal_says_whom_it_concerns(
    phase: Phase, code: int, text: str, permanent: bool, scope: str, wait: float | None
) -> None:
    error = refusal(phase, code, text)
    assert (error.permanent, error.scope, error.wait) == (permanent, scope, wait)
    assert "@" not in error.reason
    assert not error.unknown
