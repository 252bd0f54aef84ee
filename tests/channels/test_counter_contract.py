"""The counter is no provider: nothing from outside is believed, and letters wait for carriers."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from channels import counter
from channels.base import Address, Channel, Choice, Gone, Outbound, Refused, Webhook
from channels.settings import SettingsError


@pytest.fixture
async def channel() -> AsyncIterator[Channel]:
    async with aiohttp.ClientSession() as http:
        yield counter.open_channel("counter", {}, http)


@pytest.mark.parametrize(
    "hook",
    [
        Webhook("counter"),
        Webhook("counter", body=b'{"text": "halo"}'),
        Webhook("counter", headers={"authorization": "Bearer x", "x-hub-signature-256": "x"}),
    ],
)
async def test_believes_nobody(channel: Channel, hook: Webhook) -> None:
    with pytest.raises(Refused) as caught:
        channel.verify(hook)
    assert caught.value.status in (401, 403)
    assert not channel.parse(hook)
    with pytest.raises(Refused):
        channel.handshake(hook)


async def test_a_letter_lies_on_the_pile_and_no_provider_has_an_id_for_it(channel: Channel) -> None:
    outbound = Outbound("17", Address("counter", "a" * 32), "Terima kasih.", (Choice("x", "Ya"),))
    assert await channel.send(outbound) == ""


async def test_fetches_nothing(channel: Channel) -> None:
    assert not channel.listens
    assert channel.link("") == ""
    with pytest.raises(Gone, match="too_large"):
        channel.download("too_large")
    assert (await channel.health()).ok


async def test_says_what_people_can_carry(channel: Channel) -> None:
    limits = channel.limits
    assert (limits.by_hand, limits.letter, limits.receipts) == (True, True, True)
    assert (limits.page, limits.costly, limits.choices, limits.window) == (False, False, 0, None)
    assert limits.quiet == 0
    assert limits.text >= 50_000


def test_has_no_settings_of_its_own() -> None:
    counter.check({})
    with pytest.raises(SettingsError):
        counter.check({"token": "x"})
