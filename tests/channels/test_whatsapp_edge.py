"""Who may bring a webhook to WhatsApp's address, and what the operator is told of mistakes."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from channels.base import Refused, Webhook
from channels.settings import SettingsError
from channels.whatsapp import SETTINGS, open_channel
from tests.channels.whatsapp_kit import configured, sealed


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def test_a_handshake_needs_the_word(http: aiohttp.ClientSession) -> None:
    channel = open_channel("wa", configured("http://127.0.0.1:9"), http)
    query = {"hub.mode": "subscribe", "hub.challenge": "1158", "hub.verify_token": "sandi-webhook"}
    assert channel.handshake(Webhook("wa", query=query)) == "1158"
    for wrong in ({"hub.verify_token": "\ud800é"}, {"hub.mode": "unsubscribe"}):
        with pytest.raises(Refused):
            channel.handshake(Webhook("wa", query=query | wrong))


async def test_no_signature_is_401_and_a_wrong_one_403(http: aiohttp.ClientSession) -> None:
    channel = open_channel("wa", configured("http://127.0.0.1:9"), http)
    for signature, expected in (("", 401), ("sha256=é\ud800", 403), ("sha1=00", 403)):
        headers = {"x-hub-signature-256": signature} if signature else {}
        with pytest.raises(Refused) as caught:
            channel.verify(Webhook("wa", headers=headers, body=b"{}"))
        assert caught.value.status == expected
    channel.verify(sealed(b"{}"))


def test_every_mistake_in_the_settings_is_named_at_once() -> None:
    given = {"acces_token": "x", "burst": "banyak", "graph_url": "http://graph.example"}
    with pytest.raises(SettingsError) as caught:
        open_channel("wa", given, None)  # type: ignore[arg-type]
    said = dict(caught.value.mistakes)
    assert said["acces_token"] == "tidak dikenal; mungkin maksudnya access_token"
    assert {"app_secret", "verify_token", "phone_number_id", "burst"} <= set(said)


def test_the_token_never_leaves_in_the_clear() -> None:
    with pytest.raises(SettingsError, match="graph_url: harus https"):
        open_channel("wa", configured("http://graph.example"), None)  # type: ignore[arg-type]


def test_each_secret_is_declared() -> None:
    assert {s.name for s in SETTINGS if s.secret} == {"access_token", "app_secret", "verify_token"}
    assert all(setting.help.endswith(".") for setting in SETTINGS)


async def test_a_link_opens_a_chat_with_words_ready(http: aiohttp.ClientSession) -> None:
    given = configured("http://127.0.0.1:9")
    said = open_channel("wa", given, http).link("Lapor & tanya")
    assert said == "https://wa.me/622150996800?text=Lapor%20%26%20tanya"
    assert open_channel("wa", given | {"display_number": ""}, http).link("Lapor") == ""


async def test_settings_from_the_environment_are_text(http: aiohttp.ClientSession) -> None:
    given = configured("http://127.0.0.1:9") | {"per_second": "20", "media_hosts": "a.id, b.id"}
    assert open_channel("wa", given, http).limits.per_second == 20.0
