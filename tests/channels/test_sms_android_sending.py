"""SMS Gateway for Android: what the phone is asked, once, and what it answers."""

from __future__ import annotations

import json
import re
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from channels.base import Delivery, SendError
from tests.channels.sms_kit import (
    DARMO,
    PUBLIC_HOOK,
    Answered,
    Line,
    Phone,
    from_phone,
    line,
    outbound,
    told,
)


@pytest.fixture
def phone() -> Phone:
    return Phone()


@pytest.fixture
async def android(phone: Phone) -> AsyncIterator[Line]:
    async with line("android", phone) as made:
        yield made


async def test_a_message_leaves_under_a_name_of_ours(android: Line, phone: Phone) -> None:
    name = await android.channel.send(outbound("Terima kasih – “Rina”"))
    asked = android.gate.asked[-1]
    assert re.fullmatch(r"sahut-77-[0-9a-f]{10}", name)
    assert asked.json() == {
        "id": name,
        "textMessage": {"text": 'Terima kasih - "Rina"'},
        "phoneNumbers": [DARMO],
        "withDeliveryReport": True,
        "ttl": 72 * 3600,
    }
    assert asked.headers["authorization"].startswith("Basic ")


@pytest.mark.parametrize("clash", [409, 500])
async def test_a_message_that_is_sent_again_is_there_once(
    android: Line, phone: Phone, clash: int
) -> None:
    phone.clash = clash
    first = await android.channel.send(outbound())
    assert await android.channel.send(outbound()) == first
    assert len(phone.states) == 1


async def test_another_message_with_the_same_number_is_another_one(
    android: Line, phone: Phone
) -> None:
    """The office's numbering may begin anew while the phone still knows the old names."""
    first = await android.channel.send(outbound("satu"))
    assert await android.channel.send(outbound("dua")) != first
    assert len(phone.states) == 2


async def test_what_failed_on_the_phone_is_sent_again_under_a_new_name(
    android: Line, phone: Phone
) -> None:
    first = await android.channel.send(outbound())
    phone.states[first] = "Failed"
    second = await android.channel.send(outbound())
    assert second == f"{first}-2"
    assert phone.states[second] == "Pending"
    body = json.dumps({"id": "h1", "event": "sms:sent", "payload": {"messageId": second}}).encode()
    (report,) = android.channel.parse(from_phone(body, time.time()))
    assert isinstance(report, Delivery)
    assert report.ref == "77"


async def test_a_chosen_card_and_phone_are_named() -> None:
    async with line("android", Phone(), android_sim=2, android_device_id="D1") as made:
        await made.channel.send(outbound())
        asked = made.gate.asked[-1].json()
    assert (asked["simNumber"], asked["deviceId"]) == (2, "D1")


async def test_no_phone_behind_the_cloud_stops_the_account(android: Line) -> None:
    android.gate.answers.append(told({"message": "No devices registered"}, 400))
    with pytest.raises(SendError) as caught:
        await android.channel.send(outbound())
    assert (caught.value.scope, caught.value.permanent) == ("account", True)


async def test_announcing_registers_each_event_once(android: Line, phone: Phone) -> None:
    for _ in "12":
        await android.channel.announce(PUBLIC_HOOK)
    assert {hook["event"] for hook in phone.hooks} == {
        "sms:received",
        "sms:sent",
        "sms:delivered",
        "sms:failed",
        "sms:cancelled",
        "mms:downloaded",
        "system:ping",
    }
    assert len(phone.hooks) == 7
    assert {hook["url"] for hook in phone.hooks} == {PUBLIC_HOOK}
    assert all(len(hook["id"]) <= 36 for hook in phone.hooks)


async def test_announcing_says_when_it_is_refused(android: Line) -> None:
    android.gate.answers.append(Answered(401))
    with pytest.raises(SendError):
        await android.channel.announce(PUBLIC_HOOK)


async def test_health_names_what_is_wrong_with_the_phone(android: Line, phone: Phone) -> None:
    assert "belum terdaftar" in (await android.channel.health()).detail
    await android.channel.announce(PUBLIC_HOOK)
    assert (await android.channel.health()).ok
    now = datetime.now(UTC)
    phone.devices = [{"id": "d1", "lastSeen": (now - timedelta(hours=30)).isoformat()}]
    assert "30 jam" in (await android.channel.health()).detail
    phone.devices = [*phone.devices, {"id": "d2", "lastSeen": now.isoformat()}]
    assert (await android.channel.health()).ok
    android.gate.answers.append(Answered(401))
    assert not (await android.channel.health()).ok
    await android.gate.close()
    assert not (await android.channel.health()).ok
