"""SMS Gateway for Android: what the phone pushes, what it is asked, and what it answers."""

from __future__ import annotations

import json
import time
from base64 import b64encode
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest

from channels.base import Delivery, Inbound, Malformed, Refused
from channels.sms import check
from channels.sms.android.channel import Android
from tests.channels.sms_kit import (
    DARMO,
    PASSWORD,
    PUBLIC_HOOK,
    SIGNING_KEY,
    Line,
    Phone,
    from_phone,
    line,
    outbound,
)

MOMENT = datetime(2026, 11, 21, 7, 30, tzinfo=UTC)
RECEIVED: dict[str, Any] = {
    "messageId": "c0ffee",
    "message": "Lampu jalan mati",
    "phoneNumber": "081234567890",
    "simNumber": 1,
    "receivedAt": "2026-11-21T14:30:00.000+07:00",
}


@pytest.fixture
def phone() -> Phone:
    return Phone()


@pytest.fixture
async def android(phone: Phone) -> AsyncIterator[Line]:
    async with line("android", phone) as made:
        yield made


def pushed(event: str, ident: str = "h1", **payload: Any) -> bytes:
    return json.dumps({"id": ident, "event": event, "payload": payload}).encode()


def events(android: Line, body: bytes) -> list[Any]:
    hook = from_phone(body, time.time())
    android.channel.verify(hook)
    return list(android.channel.parse(hook))


async def test_a_message_is_read_with_the_time_of_the_phone(android: Line) -> None:
    (message,) = events(android, pushed("sms:received", **RECEIVED))
    assert isinstance(message, Inbound)
    assert (message.text, message.phone, message.kind) == ("Lampu jalan mati", DARMO, "citizen")
    assert (message.key, message.sent_at) == ("h1", MOMENT)


async def test_the_sender_is_read_under_its_new_name_too(android: Line) -> None:
    payload = RECEIVED | {"sender": DARMO, "recipient": "+62811111111", "phoneNumber": "x"}
    (message,) = events(android, pushed("sms:received", **payload))
    assert message.phone == DARMO


async def test_the_same_words_twice_are_two_messages(android: Line) -> None:
    (one,) = events(android, pushed("sms:received", "h1", **RECEIVED))
    (two,) = events(android, pushed("sms:received", "h2", **RECEIVED))
    assert one.provider_id == two.provider_id
    assert one.key != two.key


async def test_a_push_without_an_id_keeps_its_key(android: Line) -> None:
    one, again = (events(android, pushed("sms:received", "", **RECEIVED))[0] for _ in "12")
    assert one.key == again.key != ""
    (bare,) = events(android, pushed("sms:received", "", message="Halo", sender=DARMO))
    assert bare.key == ""


async def test_several_messages_in_one_push_are_all_read(android: Line) -> None:
    both = [RECEIVED, RECEIVED | {"message": "Masih mati"}]
    first, second = events(android, pushed("sms:batch:received", messages=[*both, 7]))
    assert (first.text, second.text) == ("Lampu jalan mati", "Masih mati")
    assert first.key != second.key


async def test_a_picture_message_brings_its_files(android: Line) -> None:
    data = b"\xff\xd8\xff" + bytes(40_000)
    files = [
        {"partId": 1, "contentType": "application/smil", "data": b64encode(b"<smil/>").decode()},
        {"partId": 2, "contentType": "text/plain", "data": b64encode(b"Jalan rusak").decode()},
        {
            "partId": 3,
            "contentType": "image/jpeg",
            "name": "jalan.jpg",
            "size": len(data),
            "data": b64encode(data).decode(),
        },
        {"partId": 4, "contentType": "video/3gpp", "data": "&"},
    ]
    payload = RECEIVED | {"body": "Jalan rusak", "subject": None, "attachments": files}
    (message,) = events(android, pushed("mms:downloaded", **payload))
    picture, broken = message.attachments
    assert message.text == "Jalan rusak"
    assert (picture.kind, picture.mime, picture.name) == ("image", "image/jpeg", "jalan.jpg")
    assert picture.content == data
    assert (broken.kind, broken.content) == ("video", None)
    assert picture.ref != broken.ref
    assert len(message.raw) < 1000


@pytest.mark.parametrize(
    ("event", "at", "state"),
    [
        ("sms:sent", "sentAt", "sent"),
        ("sms:delivered", "deliveredAt", "delivered"),
        ("sms:failed", "failedAt", "failed"),
        ("sms:cancelled", "cancelledAt", "failed"),
    ],
)
async def test_a_report_names_our_own_message(
    android: Line, event: str, at: str, state: str
) -> None:
    name = await android.channel.send(outbound())
    payload = {"messageId": name, "recipient": DARMO, at: "2026-11-21T14:30:00.000+07:00"}
    (report,) = events(android, pushed(event, **payload))
    assert isinstance(report, Delivery)
    assert (report.provider_id, report.ref) == (name, "77")
    assert (report.state, report.at) == (state, MOMENT)


async def test_each_part_is_reported_and_each_report_has_its_key(android: Line) -> None:
    payload = {"messageId": "sahut-77-0123456789", "deliveredAt": "2026-11-21T14:30:00Z"}
    (one,) = events(android, pushed("sms:delivered", "h1", **payload))
    (two,) = events(android, pushed("sms:delivered", "h2", **payload))
    assert one.key != two.key
    assert one.ref == two.ref == "77"


@pytest.mark.parametrize(
    ("reason", "code", "permanent"),
    [
        ("Send result: RESULT_ERROR_NO_SERVICE", "RESULT_ERROR_NO_SERVICE", False),
        ("RESULT_ERROR_RADIO_OFF", "RESULT_ERROR_RADIO_OFF", False),
        ("RESULT_ERROR_LIMIT_EXCEEDED", "RESULT_ERROR_LIMIT_EXCEEDED", False),
        ("Can't send message: No SIMs found", "", False),
        ("RESULT_ERROR_GENERIC_FAILURE", "RESULT_ERROR_GENERIC_FAILURE", True),
        ("Invalid number +6281234567890", "", True),
    ],
)
async def test_what_the_phone_could_not_even_try_may_go_later(
    android: Line, reason: str, code: str, permanent: bool
) -> None:
    (report,) = events(android, pushed("sms:failed", messageId="sahut-7-0123456789", reason=reason))
    assert (report.code, report.permanent) == (code, permanent)
    assert DARMO not in report.reason


async def test_a_report_of_somebody_elses_message_has_no_ref(android: Line) -> None:
    (report,) = events(android, pushed("sms:sent", messageId="zXDYfTmTVf3iMd16zzdBj"))
    assert report.ref == ""


async def test_pings_and_whatever_is_new_say_nothing(android: Line) -> None:
    quiet = ("system:ping", "app:started", "sms:data-received", "mms:received", "sms:from-2030")
    for event in quiet:
        assert events(android, pushed(event, health={"status": "pass"})) == []
    assert events(android, b'{"event": "sms:received", "payload": null}') == []


async def test_a_report_of_no_message_is_malformed(android: Line) -> None:
    with pytest.raises(Malformed):
        events(android, pushed("sms:sent", sentAt="now"))


async def test_an_old_signature_is_refused_although_it_fits() -> None:
    common, own = check(
        {
            "gateway": "android",
            "android_username": "A",
            "android_password": PASSWORD,
            "android_signing_key": SIGNING_KEY,
        }
    )
    now = MOMENT.timestamp()
    async with aiohttp.ClientSession() as http:
        phone = Android("sms", common, own, http, clock=lambda: now)
        body = pushed("system:ping")
        for seconds in (-500, 0, 500):
            phone.verify(from_phone(body, now + seconds))
        for seconds in (-700, 700, -86400):
            with pytest.raises(Refused):
                phone.verify(from_phone(body, now + seconds))


@pytest.mark.parametrize("stamp", ["", "yesterday", "-5", "9" * 5000, "1.5", "١٧٩٥"])
async def test_a_stamp_that_is_no_time_is_refused(android: Line, stamp: str) -> None:
    body = pushed("system:ping")
    hook = from_phone(body, time.time())
    headers = dict(hook.headers) | {"x-timestamp": stamp}
    with pytest.raises(Refused):
        android.channel.verify(type(hook)("sms", PUBLIC_HOOK, {}, headers, body))
