"""The bridge's other end: believed by its signature, read as its gateway, answered with work."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import pytest

from channels.base import Delivery, Inbound, Malformed, Refused, SendError, Webhook
from channels.settings import SettingsError
from channels.sms import check
from channels.sms.bridge import ROOM, signature
from tests.channels import gammu_kit, smpp_kit
from tests.channels.bridge_kit import GIVEN, SECRET, Far, build, carrying, sealed, signed
from tests.channels.gammu_kit import DARMO, outbound, until
from tests.contract import refuses


@pytest.fixture
async def far() -> Far:
    return build()


async def test_refuses_a_changed_body(far: Far) -> None:
    hook = carrying(gammu_kit.hook(b"Lampu mati"))
    far.channel.verify(hook)
    refuses(far.channel, replace(hook, body=hook.body.replace(b"gammu", b"smpp")))


@pytest.mark.parametrize("ago", [301, -302, 86400])
async def test_an_old_call_is_not_believed(far: Far, ago: float) -> None:
    refuses(far.channel, signed(b"{}", ago=ago))


@pytest.mark.parametrize("stamp", ["", "now", "-5", "١٢٣", "1e9"])
async def test_a_call_without_a_time_is_not_believed(far: Far, stamp: str) -> None:
    headers = {
        "x-sahut-timestamp": stamp,
        "x-sahut-signature": signature(SECRET, stamp, b"{}"),
    }
    with pytest.raises(Refused):
        far.channel.verify(Webhook("sms", headers=headers, body=b"{}"))


async def test_a_call_that_is_replayed_changes_nothing(far: Far) -> None:
    hook = carrying(gammu_kit.hook(b"Lampu mati"), deliveries=[{"id": "7", "state": "failed"}])
    first, again = far.channel.parse(hook), far.channel.parse(hook)
    assert [event.key for event in first] == [event.key for event in again]


KANNEL = {"id": "k1", "from": "+6281234567001", "text": "Air mati", "charset": "UTF-8"}


@pytest.mark.parametrize(
    ("gateway", "hook"),
    [
        ("gammu", gammu_kit.hook(b"Air mati")),
        ("smpp", smpp_kit.hook("Air mati")),
        ("kannel", Webhook("sms", url=f"http://here/?{urlencode(KANNEL)}", query=KANNEL)),
        (
            "android",
            Webhook(
                "sms",
                body=json.dumps(
                    {
                        "id": "a1",
                        "event": "sms:received",
                        "deviceId": "hp",
                        "webhookId": "w",
                        "payload": {
                            "messageId": "m",
                            "message": "Air mati",
                            "sender": "+6281234567001",
                            "receivedAt": "2026-01-05T09:14:00.000+07:00",
                        },
                    }
                ).encode(),
            ),
        ),
    ],
)
async def test_each_gateway_is_read_as_itself(far: Far, gateway: str, hook: Webhook) -> None:
    (message,) = far.channel.parse(carrying(hook, gateway=gateway))
    assert isinstance(message, Inbound)
    assert (message.text, message.phone, message.kind) == ("Air mati", DARMO, "citizen")
    assert message.sender.account == "sms"


async def test_a_receipt_finds_our_id_by_the_bridges_memory(far: Far) -> None:
    pdu = smpp_kit.smpp34.DeliverSm("62", "1708", b"id:1a stat:DELIVRD err:000", esm_class=4)
    receipt = smpp_kit.sealed(pdu.encode())
    (told,) = far.channel.parse(carrying(receipt, gateway="smpp", refs={"1a": "77"}))
    (lost,) = far.channel.parse(carrying(receipt, gateway="smpp"))
    assert (told.ref, told.state) == ("77", "delivered")  # type: ignore[union-attr]
    assert lost.ref == ""  # type: ignore[union-attr]


async def test_one_that_breaks_its_reader_is_kept_and_stops_no_other(far: Far) -> None:
    bad = Webhook("sms", query={"file": "notes.txt"}, body=b"apa ini")
    first, kept, last = far.channel.parse(
        carrying(gammu_kit.hook(b"satu"), bad, gammu_kit.hook(b"dua"))
    )
    assert [first.text, last.text] == ["satu", "dua"]  # type: ignore[union-attr]
    assert isinstance(kept, Inbound)
    assert (kept.kind, kept.raw) == ("system", b"apa ini")


async def test_an_outcome_is_a_fact_about_our_message(far: Far) -> None:
    told = {
        "id": "7",
        "attempt": 2,
        "state": "failed",
        "permanent": False,
        "scope": "recipient",
        "reason": "no signal",
        "code": "0x8",
        "at": "2026-01-05T02:14:00+00:00",
    }
    (delivery,) = far.channel.parse(sealed(deliveries=[told]))
    assert isinstance(delivery, Delivery)
    assert (delivery.ref, delivery.provider_id, delivery.state) == ("7", "7", "failed")
    assert (delivery.permanent, delivery.scope) == (False, "recipient")
    assert (delivery.reason, delivery.code) == ("no signal", "0x8")
    assert delivery.at


@pytest.mark.parametrize(
    "told",
    [
        {"gateway": "pigeon", "hooks": [{}]},
        {"hooks": [{}]},
        {"gateway": "bridge", "hooks": [{}]},
        {"gateway": "gammu", "hooks": "all"},
        {"gateway": "gammu", "hooks": [1]},
        {"gateway": "gammu", "hooks": [{"body": "no base"}]},
        {"gateway": "gammu", "hooks": [{"query": [1]}]},
        {"gateway": "gammu", "hooks": [], "refs": [1]},
        {"deliveries": [{"id": "", "state": "failed"}]},
        {"deliveries": [{"id": "7", "state": "read"}]},
        {"taken": "7"},
    ],
)
async def test_what_no_bridge_says_is_malformed(far: Far, told: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        far.channel.parse(sealed(**told))


async def test_a_message_is_handed_over_once_it_is_taken(far: Far) -> None:
    sending = asyncio.create_task(far.channel.send(outbound("Halo – ya", "7")))
    await asyncio.sleep(0)
    assert await far.call() == [{"id": "7", "to": DARMO, "text": "Halo - ya"}]
    # The answer got lost on its way: it is given again, until the bridge says that it has it.
    assert [one["id"] for one in await far.call()] == ["7"]
    assert not sending.done()
    assert await far.call(taken=["7", "8"]) == []
    assert await sending == "7"


async def test_a_call_waits_for_a_message(far: Far) -> None:
    call = asyncio.create_task(far.call(20.0))
    await asyncio.sleep(0)
    sending = asyncio.create_task(far.channel.send(outbound("Halo", "7")))
    assert [one["id"] for one in await call] == ["7"]
    await far.call(taken=["7"])
    await sending


@pytest.mark.parametrize("wait", [0, 0.01, -1, None, "long", float("nan"), True])
async def test_a_call_waits_no_longer_than_it_asks(far: Far, wait: Any) -> None:
    async with asyncio.timeout(10):
        assert await far.call(wait=wait) == []


async def test_who_closes_ends_the_calls(far: Far) -> None:
    call = asyncio.create_task(far.call(25.0))
    await asyncio.sleep(0)
    await far.channel.close()
    async with asyncio.timeout(5):
        assert await call == []


async def test_without_a_call_for_a_minute_nothing_is_queued(far: Far) -> None:
    far.ahead = 61
    with pytest.raises(SendError) as caught:
        await far.channel.send(outbound("Halo"))
    error = caught.value
    assert (error.wait, error.scope, error.permanent, error.unknown) == (
        15,
        "account",
        False,
        False,
    )
    await far.call()
    assert (await far.channel.health()).ok
    far.ahead = 130
    assert not (await far.channel.health()).ok


async def test_officers_hear_of_a_bridge_that_is_away_for_long(far: Far) -> None:
    far.ahead = 601
    with pytest.raises(SendError) as caught:
        await far.channel.send(outbound("Halo"))
    assert caught.value.permanent
    assert caught.value.scope == "account"


async def test_a_check_from_outside_cannot_know(far: Far) -> None:
    assert (await far.channel.health()).ok


async def test_the_queue_is_bounded(far: Far) -> None:
    sending = [
        asyncio.create_task(far.channel.send(outbound("Halo", str(number))))
        for number in range(ROOM)
    ]
    await asyncio.sleep(0)
    with pytest.raises(SendError) as caught:
        await far.channel.send(outbound("Halo", "one more"))
    assert caught.value.wait
    await far.call(taken=[str(number) for number in range(ROOM)])
    assert await asyncio.gather(*sending) == [str(number) for number in range(ROOM)]


async def test_the_same_message_twice_is_one(far: Far) -> None:
    """The outbox lost its patience and asks again, while the bridge had taken the first."""
    first = asyncio.create_task(far.channel.send(outbound("Halo", "7")))
    await asyncio.sleep(0)
    first.cancel()
    await asyncio.gather(first, return_exceptions=True)
    again = asyncio.create_task(far.channel.send(outbound("Halo", "7")))
    await asyncio.sleep(0)
    assert [one["id"] for one in await far.call()] == ["7"]
    await far.call(taken=["7"])
    assert await again == "7"


@pytest.mark.parametrize("secret", ["", "pendek"])
def test_a_secret_has_a_length(secret: str) -> None:
    with pytest.raises(SettingsError) as caught:
        check(GIVEN | {"bridge_secret": secret})
    assert "bridge_secret" in [name for name, _ in caught.value.mistakes]


async def test_a_bridge_that_takes_nothing_is_not_believed_to_have_it(far: Far) -> None:
    far.takes = False
    async with far.calling():
        sending = asyncio.create_task(far.channel.send(outbound("Halo", "7")))
        await until(lambda: len(far.given) > 2)
        assert not sending.done()
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
