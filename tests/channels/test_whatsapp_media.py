"""Citizens' files: two steps, one token, and only where the token may go."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from channels.base import Channel, Gone, SendError
from channels.whatsapp import media, open_channel
from channels.whatsapp.config import check
from tests.channels.whatsapp_kit import SULASTRI, Office, configured, office

PHOTO = b"\xff\xd8\xff" + bytes(range(256)) * 1000


@pytest.fixture
async def place() -> AsyncIterator[Office]:
    async with office() as built:
        yield built


async def photo(place: Office) -> str:
    await place.api.citizen_sends(SULASTRI, "image", PHOTO, "image/jpeg")
    return (await place.heard())[-1].attachments[0].ref


async def fetched(channel: Channel, ref: str) -> bytes:
    return b"".join([piece async for piece in channel.download(ref)])


async def test_a_file_comes_in_pieces(place: Office) -> None:
    pieces = [piece async for piece in place.channel.download(await photo(place))]
    assert b"".join(pieces) == PHOTO
    assert len(pieces) > 1


async def test_after_seven_days_the_file_is_gone(place: Office) -> None:
    ref = await photo(place)
    place.clock.wind(days=7, seconds=1)
    with pytest.raises(Gone, match="expired"):
        await fetched(place.channel, ref)


@pytest.mark.parametrize("ref", ["", "../123", "12 3", "x" * 300, "1?access_token="])
async def test_a_ref_that_is_no_id_asks_nobody(place: Office, ref: str) -> None:
    with pytest.raises(Gone, match="missing"):
        await fetched(place.channel, ref)


@pytest.mark.parametrize(
    ("fault", "scope"), [("token_expired", "account"), ("http_500", "message")]
)
async def test_a_provider_in_trouble_can_be_asked_again(
    place: Office, fault: str, scope: str
) -> None:
    ref = await photo(place)
    setattr(place.api.faults, fault, True)
    with pytest.raises(SendError) as caught:
        await fetched(place.channel, ref)
    assert caught.value.scope == scope


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://lookaside.fbsbx.com/whatsapp/1", True),
        ("https://LOOKASIDE.fbsbx.com/whatsapp/1", True),
        ("https://graph.facebook.com/file", True),
        ("http://lookaside.fbsbx.com/whatsapp/1", False),
        ("https://lookaside.fbsbx.com:8443/1", False),
        ("https://lookaside.fbsbx.com.example/1", False),
        ("https://x@lookaside.fbsbx.com/1", False),
        ("https://example.org/?lookaside.fbsbx.com", False),
        ("https://169.254.169.254/latest", False),
        ("file:///etc/passwd", False),
        ("//lookaside.fbsbx.com/1", False),
        ("https://[", False),
        ("", False),
    ],
)
async def test_the_token_goes_only_where_it_may(url: str, allowed: bool) -> None:
    async with Scripted({"url": url}) as asked:
        given = configured("https://graph.facebook.com")
        assert media.allowed(url, check(given)) is allowed
        if not allowed:
            with pytest.raises(Gone, match="refused"):
                await fetched(asked.channel, "123")
            assert asked.files == 0


async def test_a_dead_address_is_asked_for_once_more() -> None:
    async with Scripted({}, [404, 200]) as asked:
        assert await fetched(asked.channel, "123") == PHOTO
        assert (asked.nodes, asked.files) == (2, 2)


async def test_two_dead_addresses_are_the_end() -> None:
    async with Scripted({}, [404, 404, 200]) as asked:
        with pytest.raises(Gone, match="expired"):
            await fetched(asked.channel, "123")


async def test_no_redirect_is_followed() -> None:
    async with Scripted({}, [302]) as asked:
        with pytest.raises(Gone, match="refused"):
            await fetched(asked.channel, "123")
        assert asked.files == 1


async def test_a_damaged_file_is_fetched_again_later() -> None:
    async with Scripted({"sha256": "00" * 32}, [200]) as asked:
        with pytest.raises(SendError, match="damaged") as caught:
            await fetched(asked.channel, "123")
        assert not caught.value.permanent


async def test_both_steps_carry_the_token() -> None:
    digest = hashlib.sha256(PHOTO).hexdigest()
    async with Scripted({"sha256": digest}, [200]) as asked:
        await fetched(asked.channel, "123")
        assert asked.tokens == [f"Bearer {configured('')['access_token']}"] * 2


class Scripted:
    """A Graph API that announces one file as told and answers for it with these statuses."""

    def __init__(self, said: dict[str, Any], statuses: list[int] | None = None) -> None:
        self.said, self.statuses = said, statuses or []
        self.nodes = self.files = 0
        self.tokens: list[str] = []

    async def __aenter__(self) -> Scripted:
        site = web.Application()
        site.router.add_get("/v25.0/123", self._node)
        site.router.add_get("/file", self._file)
        self._runner = web.AppRunner(site, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        self._http = aiohttp.ClientSession()
        self.channel = open_channel("wa", configured(self.url), self._http)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.close()
        await self._runner.cleanup()

    async def _node(self, request: web.Request) -> web.Response:
        self.nodes += 1
        self.tokens.append(request.headers["Authorization"])
        return web.json_response({"url": f"{self.url}/file"} | self.said)

    async def _file(self, request: web.Request) -> web.Response:
        self.files += 1
        self.tokens.append(request.headers["Authorization"])
        status = self.statuses.pop(0)
        where = {"Location": f"{self.url}/file"} if status == 302 else {}
        return web.Response(body=PHOTO, status=status, headers=where)
