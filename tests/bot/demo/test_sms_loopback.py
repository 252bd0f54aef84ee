"""The loopback SMS gateway: as strict, and when asked as untidy, as a phone with its app."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from bot.demo.sms import SmsGate
from bot.demo.sms_rules import GateError, check, check_hook, parts
from channels import sms
from channels.base import Address, Delivery, Inbound, Outbound, SendError, Webhook

DARMO = "+6281300110001"
NOW = datetime(2026, 1, 5, 9, 14, tzinfo=UTC)


@dataclass
class Office:
    """A phone with the office's SIM, and the office that it calls."""

    gate: SmsGate
    channel: Any
    url: str
    #: What the office answers to the next pushes.
    statuses: list[int] = field(default_factory=list)
    hooks: list[Webhook] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        status = self.statuses.pop(0) if self.statuses else 200
        headers = {name.lower(): value for name, value in request.headers.items()}
        hook = Webhook("sms", self.url, {}, headers, await request.read())
        if status == 200:
            self.channel.verify(hook)
            self.hooks.append(hook)
        return web.Response(status=status)

    async def heard(self) -> Sequence[Any]:
        await self.gate.hooks.idle()
        return [event for hook in self.hooks for event in self.channel.parse(hook)]


@asynccontextmanager
async def office() -> AsyncIterator[Office]:
    gate = SmsGate(lambda: NOW, lambda: datetime.now(UTC), retries=(0.02, 0.02, 0.02))
    own = gate.account
    given = {"gateway": "android", "number": own.number, "timeout": 2.0}
    given |= {"android_url": await gate.start(), "android_username": own.username}
    given |= {"android_password": own.password, "android_signing_key": own.signing_key}
    async with aiohttp.ClientSession() as http:
        built = Office(gate, sms.open_channel("sms", given, http), "")
        app = web.Application()
        app.router.add_post("/hooks/sms", built.take)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        built.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hooks/sms"
        await built.channel.announce(built.url)
        try:
            yield built
        finally:
            await gate.close()
            await runner.cleanup()


@pytest.fixture
async def place() -> AsyncIterator[Office]:
    async with office() as built:
        yield built


def outbound(text: str = "Terima kasih.", **more: Any) -> Outbound:
    return Outbound(**({"id": "77", "to": Address("sms", DARMO), "text": text} | more))


def message(**more: Any) -> dict[str, Any]:
    return {"textMessage": {"text": "Halo"}, "phoneNumbers": [DARMO]} | more


WRONG: list[dict[str, Any]] = [
    {"textMessage": {"text": ""}},
    {"textMessage": "Halo"},
    {"textMessage": {"text": "Halo"}, "message": "Halo"},
    {"phoneNumbers": []},
    {"phoneNumbers": "+6281300110001"},
    {"phoneNumbers": ["081300110001"]},
    {"id": "a" * 37},
    {"simNumber": 4},
    {"ttl": 1},
    {"ttl": "besok"},
    {"ttl": 60, "validUntil": "2026-01-05T00:00:00Z"},
    {"deviceId": "lain"},
    {"colour": "red"},
]


@pytest.mark.parametrize("more", WRONG, ids=str)
def test_what_the_app_refuses_is_refused(more: dict[str, Any]) -> None:
    with pytest.raises(GateError) as caught:
        check(message(**more), "hp", unchecked=False)
    assert caught.value.status == 400


def test_a_number_may_go_unchecked_where_that_is_asked_for() -> None:
    assert check(message(phoneNumbers=["1708"]), "hp", unchecked=True) == ("1708", "Halo")


@pytest.mark.parametrize(
    "told",
    [
        {"url": "http://kantor.example/hooks", "event": "sms:received"},
        {"url": "https://kantor.example/hooks", "event": "sms:eaten"},
        {"url": "https://kantor.example/", "event": "sms:sent", "id": "a" * 37},
    ],
)
def test_a_webhook_needs_https_and_an_event_that_exists(told: dict[str, Any]) -> None:
    with pytest.raises(GateError):
        check_hook(told)


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("a" * 160, [160]),
        ("a" * 161, [153, 8]),
        ("a" * 376, [153, 153, 70]),
        ("[" * 80, [80]),
        ("[" * 81, [76, 5]),
        ("a" * 152 + "[" + "b" * 20, [152, 21]),
        ("é" * 160, [160]),
        ("–" * 70, [70]),
        ("–" * 71, [67, 4]),
        ("😀" * 35, [35]),
        ("😀" * 36, [33, 3]),
    ],
)
def test_a_text_is_counted_as_the_network_counts_it(text: str, lengths: list[int]) -> None:
    assert [len(part) for part in parts(text)] == lengths
    assert "".join(parts(text)) == text


async def test_a_conversation_there_and_back(place: Office) -> None:
    seen: list[str] = []

    async def arrived(sent: dict[str, Any]) -> None:
        seen.append(sent["text"])

    place.gate.subscribe(arrived)
    await place.gate.citizen_writes(DARMO, "Lampu mati")
    await place.channel.send(outbound("a" * 200))
    heard, *told = await place.heard()
    assert isinstance(heard, Inbound)
    assert (heard.phone, heard.text, heard.sent_at) == (DARMO, "Lampu mati", NOW)
    assert all(isinstance(one, Delivery) for one in told)
    # One report for each part: that is how phones tell it.
    assert [one.state for one in told] == ["sent", "delivered", "delivered"]
    assert {one.ref for one in told} == {"77"}
    assert seen == ["a" * 200]


async def test_the_same_message_leaves_once(place: Office) -> None:
    first = await place.channel.send(outbound())
    assert await place.channel.send(outbound()) == first
    assert len(place.gate.sent) == 1


async def test_a_wrong_password_opens_nothing(place: Office) -> None:
    url = f"{place.gate.url}/messages"
    async with aiohttp.ClientSession() as http:
        for headers in ({}, {"Authorization": "Basic eDp5"}, {"Authorization": "é"}):
            async with http.post(url, json=message(), headers=headers) as answer:
                assert answer.status == 401
    assert place.gate.sent == []


async def test_the_signature_is_the_apps_own(place: Office) -> None:
    await place.gate.citizen_writes(DARMO, "Halo")
    await place.heard()
    (hook,) = place.hooks
    key, stamp = place.gate.account.signing_key, hook.headers["x-timestamp"]
    due = hmac.new(key.encode(), hook.body + stamp.encode(), hashlib.sha256).hexdigest()
    assert hook.headers["x-signature"] == due


async def test_a_push_comes_again_until_it_is_taken(place: Office) -> None:
    place.statuses = [503, 500]
    await place.gate.citizen_writes(DARMO, "Lampu mati")
    assert len(await place.heard()) == 1
    assert place.gate.hooks.answers == [503, 500, 200]


async def test_a_push_is_given_up_in_the_end(place: Office) -> None:
    place.statuses = [503] * 9
    await place.gate.citizen_writes(DARMO, "Lampu mati")
    assert await place.heard() == []
    assert place.gate.hooks.answers == [503] * 4


async def test_duplicates_and_disorder_come_when_asked_for(place: Office) -> None:
    place.gate.faults.duplicate_webhooks = place.gate.faults.reorder = True
    for word in ("satu", "dua"):
        await place.gate.citizen_writes(DARMO, word)
    heard = await place.heard()
    assert [event.text for event in heard] == ["dua", "dua", "satu", "satu"]
    assert len({event.key for event in heard}) == 2


async def test_a_phone_without_a_network_says_so(place: Office) -> None:
    place.gate.faults.no_service = True
    await place.channel.send(outbound())
    (told,) = await place.heard()
    assert (told.state, told.permanent, told.code) == ("failed", False, "RESULT_ERROR_NO_SERVICE")
    place.gate.faults.no_service = False
    await place.channel.send(outbound())
    assert len(place.gate.sent) == 1


async def test_an_operator_may_tell_nothing(place: Office) -> None:
    place.gate.faults.no_receipts = True
    await place.channel.send(outbound())
    assert [told.state for told in await place.heard()] == ["sent"]


@pytest.mark.parametrize(
    ("fault", "value", "permanent", "scope"),
    [
        ("password_changed", True, True, "account"),
        ("http_500", True, False, "message"),
        ("rate_limit", 20, False, "account"),
        ("hang", True, False, "message"),
    ],
)
async def test_a_switch_refuses_as_gateways_do(
    place: Office, fault: str, value: Any, permanent: bool, scope: str
) -> None:
    setattr(place.gate.faults, fault, value)
    with pytest.raises(SendError) as caught:
        await place.channel.send(outbound())
    assert (caught.value.permanent, caught.value.scope) == (permanent, scope)
    assert place.gate.sent == []


async def test_webhooks_are_listed_and_taken_away(place: Office) -> None:
    assert (await place.channel.health()).ok
    own = place.gate.account
    named = {"Authorization": aiohttp.encode_basic_auth(own.username, own.password)}
    async with aiohttp.ClientSession(headers=named) as http:
        for hook in list(place.gate.hooks.registered):
            async with http.delete(f"{place.gate.url}/webhooks/{hook}") as answer:
                assert answer.status == 204
        async with http.get(f"{place.gate.url}/messages/none") as answer:
            assert answer.status == 404
        async with http.post(f"{place.gate.url}/webhooks", data=b"{") as answer:
            assert answer.status == 400
    assert not (await place.channel.health()).ok
