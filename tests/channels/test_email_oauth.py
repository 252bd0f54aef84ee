"""Access tokens: fetched once, used while they live, and replaced when they are refused."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from channels.base import SendError
from tests.channels.smtp_kit import outbound, post


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
        with pytest.raises(SendError) as caught:
            await way.channel.send(outbound())
        error = caught.value
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
        with pytest.raises(SendError) as caught:
            await way.channel.send(outbound())
        error = caught.value
        assert error.scope == "account"
        assert error.permanent is permanent
        assert "refresh-token" not in str(error)
        assert not way.server.logins
