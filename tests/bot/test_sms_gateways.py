"""Phones and Twilio through the started service: pushed once, answered once, and reported."""

from __future__ import annotations

import json
import re
import time
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from channels.base import Webhook
from tests.channels.sms_kit import (
    ACCOUNT_SID,
    AUTH_TOKEN,
    DARMO,
    PASSWORD,
    SIGNING_KEY,
    Answered,
    Asked,
    Gate,
    Phone,
    from_phone,
    from_twilio,
    told,
)
from tests.world import World

COMPLAINT = "Lampu jalan di gang Kenanga mati sejak hari Senin, mohon diperbaiki. Darmo RT 5 RW 2"
FAST = {"per_second": 1000.0, "per_recipient": 0.0, "quiet": 0, "number": "+6281100000000"}


def created(asked: Asked) -> Answered:
    return told({"sid": f"SM{len(asked.body)}", "status": "queued"}, 201)


@pytest.fixture
async def android() -> AsyncIterator[Gate]:
    gate = Gate(Phone())
    await gate.start()
    yield gate
    await gate.close()


@pytest.fixture
async def twilio() -> AsyncIterator[Gate]:
    gate = Gate(created)
    await gate.start()
    yield gate
    await gate.close()


async def pushed(world: World, hook: Webhook) -> tuple[int, str, str]:
    """Status, body and content type of the answer to a push."""
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{world.base}/hooks/sms", data=hook.body, headers=dict(hook.headers)) as answer,
    ):
        return answer.status, await answer.text(), answer.content_type


def event(name: str, ident: str, **payload: Any) -> Webhook:
    body = json.dumps({"id": ident, "event": name, "payload": payload}).encode()
    return from_phone(body, time.time())


def sent(gate: Gate) -> list[Asked]:
    return [asked for asked in gate.asked if "essages" in asked.path and asked.method == "POST"]


async def test_a_phone_brings_a_report_and_takes_its_answer(
    closed_world: World, android: Gate
) -> None:
    account = {
        "gateway": "android",
        "android_url": android.url,
        "android_username": "HP",
        "android_password": PASSWORD,
        "android_signing_key": SIGNING_KEY,
    }
    world = await closed_world.open(channels={"sms": account | FAST})
    push = event("sms:received", "h1", message=COMPLAINT, sender="081234567890")
    assert [(await pushed(world, push))[0] for _ in "12"] == [200, 200]
    await world.until(lambda: sent(android))
    await world.settled()
    (answer,) = [asked.json() for asked in sent(android)]
    (case,) = await world.cases()
    assert answer["phoneNumbers"] == [DARMO]
    assert case.number in answer["textMessage"]["text"]

    report = event("sms:delivered", "h2", messageId=answer["id"])
    assert (await pushed(world, report))[0] == 200

    async def delivered() -> bool:
        return [row.state for row in await world.outgoing()] == ["delivered"]

    await world.until(delivered)
    old = from_phone(push.body, time.time() - 86400)
    assert (await pushed(world, old))[0] == 403


async def test_twilio_brings_a_report_and_is_told_nothing_to_send(
    closed_world: World, twilio: Gate
) -> None:
    account = {
        "gateway": "twilio",
        "twilio_url": twilio.url,
        "twilio_account_sid": ACCOUNT_SID,
        "twilio_auth_token": AUTH_TOKEN,
        "twilio_sender": "+15005550006",
    }
    public = {"public_url": "https://lapor.sukajaya.go.id"}
    world = await closed_world.open(channels={"sms": account | FAST}, server=public)
    hook = from_twilio({"MessageSid": "SM1", "From": DARMO, "Body": COMPLAINT})
    assert await pushed(world, hook) == (200, "<Response/>", "text/xml")
    await world.until(lambda: sent(twilio))
    await world.settled()
    (answer,) = [asked.form() for asked in sent(twilio)]
    (case,) = await world.cases()
    assert case.number in answer["Body"]
    assert re.fullmatch(
        r"https://lapor\.sukajaya\.go\.id/hooks/sms\?ref=\d+", answer["StatusCallback"]
    )
    assert (await pushed(world, from_twilio({"From": DARMO}, "token orang lain")))[0] == 403
