"""The web is no provider: nothing from outside is believed, and sending is keeping."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from channels import web
from channels.base import Address, Channel, Choice, Gone, Outbound, Refused, Webhook
from channels.settings import SettingsError


@pytest.fixture
async def channel() -> AsyncIterator[Channel]:
    async with aiohttp.ClientSession() as http:
        yield web.open_channel("web", {}, http)


@pytest.mark.parametrize(
    "hook",
    [
        Webhook("web"),
        Webhook("web", body=b'{"text": "halo"}'),
        Webhook("web", headers={"authorization": "Bearer x", "x-hub-signature-256": "sha256=0"}),
    ],
)
async def test_believes_nobody(channel: Channel, hook: Webhook) -> None:
    with pytest.raises(Refused) as caught:
        channel.verify(hook)
    assert caught.value.status in (401, 403)
    assert not channel.parse(hook)
    with pytest.raises(Refused):
        channel.handshake(hook)


async def test_sending_returns_our_own_id(channel: Channel) -> None:
    outbound = Outbound("17", Address("web", "a" * 32), "Terima kasih.", (Choice("x", "Ya"),))
    assert await channel.send(outbound) == "17"


async def test_fetches_nothing(channel: Channel) -> None:
    assert not channel.listens
    assert channel.link("") == ""
    with pytest.raises(Gone, match="too_large"):
        channel.download("too_large")
    assert (await channel.health()).ok


async def test_says_what_a_page_can_carry(channel: Channel) -> None:
    assert channel.limits.page
    assert channel.limits.receipts
    assert channel.limits.quiet == 0
    assert channel.limits.choices


def test_has_no_settings_of_its_own() -> None:
    web.check({})
    with pytest.raises(SettingsError):
        web.check({"token": "x"})
