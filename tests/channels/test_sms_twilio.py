"""Twilio: signed forms, what they say, what it is asked, and what its codes mean."""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import AsyncIterator
from dataclasses import replace
from hashlib import sha1
from typing import Any

import pytest

from channels.base import Delivery, Gone, Inbound, Malformed, SendError
from tests.channels.sms_kit import (
    ACCOUNT_SID,
    AUTH_TOKEN,
    DARMO,
    PUBLIC_HOOK,
    Answered,
    Asked,
    Gate,
    Line,
    from_twilio,
    line,
    outbound,
    told,
)

FORM = {
    "MessageSid": "SM1",
    "SmsSid": "SM1",
    "SmsStatus": "received",
    "AccountSid": ACCOUNT_SID,
    "From": DARMO,
    "To": "+15005550006",
    "Body": "Lampu jalan mati",
    "NumMedia": "0",
    "NumSegments": "1",
}


def created(_asked: Asked) -> Answered:
    return told({"sid": "SM77", "status": "queued"}, 201)


@pytest.fixture
async def twilio() -> AsyncIterator[Line]:
    async with line("twilio", created, twilio_media_hosts=["127.0.0.1"]) as made:
        yield made


def event(twilio: Line, form: dict[str, str], **query: str) -> Any:
    hook = from_twilio(form, **query)
    twilio.channel.verify(hook)
    (found,) = twilio.channel.parse(hook)
    return found


async def test_a_message_is_read_from_the_form(twilio: Line) -> None:
    message = event(twilio, FORM)
    assert isinstance(message, Inbound)
    assert (message.text, message.phone, message.key) == ("Lampu jalan mati", DARMO, "SM1")
    assert (message.kind, message.proof) == ("citizen", "weak")


async def test_the_older_name_of_the_id_is_enough(twilio: Line) -> None:
    message = event(twilio, {"SmsSid": "SM5", "From": DARMO, "Body": "Halo\0"})
    assert message.key == "SM5"


async def test_pictures_and_places_come_with_the_message(twilio: Line) -> None:
    form = FORM | {
        "MediaUrl0": "https://api.twilio.com/a",
        "MediaContentType0": "image/jpeg",
        "MediaUrl1": "https://api.twilio.com/b",
        "Latitude": "-6.91",
        "Longitude": "107.61",
        "Label": "Gang Kenanga",
    }
    picture, other, place = event(twilio, form).attachments
    assert (picture.kind, picture.ref) == ("image", "https://api.twilio.com/a")
    assert other.kind == "document"
    assert (place.kind, place.ref, place.name) == ("location", "geo:-6.91,107.61", "Gang Kenanga")


async def test_bytes_that_are_no_text_lose_no_message(twilio: Line) -> None:
    body = b"MessageSid=SM1&From=%2B6281234567890&Body=Caf%E9+mati"
    signed = PUBLIC_HOOK.encode() + b"BodyCaf\xe9 matiFrom+6281234567890MessageSidSM1"
    made = b64encode(hmac.new(AUTH_TOKEN.encode(), signed, sha1).digest()).decode()
    hook = replace(from_twilio({}), body=body, headers={"x-twilio-signature": made})
    twilio.channel.verify(hook)
    (message,) = twilio.channel.parse(hook)
    assert isinstance(message, Inbound)
    assert message.text == "Caf\ufffd mati"


async def test_whatsapp_by_twilio_opens_nothing_here(twilio: Line) -> None:
    assert event(twilio, FORM | {"From": f"whatsapp:{DARMO}"}).kind == "system"


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("queued", "accepted"),
        ("sending", "accepted"),
        ("sent", "sent"),
        ("delivered", "delivered"),
        ("read", "read"),
        ("undelivered", "failed"),
        ("failed", "failed"),
        ("canceled", "failed"),
    ],
)
async def test_a_status_moves_the_message_that_it_names(
    twilio: Line, status: str, state: str
) -> None:
    form = {"MessageSid": "SM77", "MessageStatus": status, "To": DARMO, "From": "+15005550006"}
    report = event(twilio, form, ref="77")
    assert isinstance(report, Delivery)
    assert (report.provider_id, report.ref, report.state) == ("SM77", "77", state)


@pytest.mark.parametrize(
    ("code", "scope", "permanent"),
    [
        ("30005", "recipient", True),
        ("21610", "recipient", True),
        ("30008", "message", True),
        ("30002", "account", True),
        ("63018", "account", False),
        ("", "message", True),
        ("nonsense", "message", True),
    ],
)
async def test_a_code_says_whom_the_failure_concerns(
    twilio: Line, code: str, scope: str, permanent: bool
) -> None:
    form = {"MessageSid": "SM77", "MessageStatus": "failed", "ErrorCode": code}
    report = event(twilio, form)
    assert (report.code, report.scope, report.permanent) == (code, scope, permanent)


async def test_each_step_of_a_message_has_its_own_key(twilio: Line) -> None:
    steps = [
        event(twilio, {"MessageSid": "SM77", "MessageStatus": status})
        for status in ("sent", "delivered")
    ]
    assert steps[0].key != steps[1].key


async def test_a_form_that_says_nothing_is_malformed(twilio: Line) -> None:
    for body in (b"", b"null", b"Body=Halo", b"MessageStatus=sent", b"&" * 1000, b"\xff"):
        with pytest.raises(Malformed):
            twilio.channel.parse(replace(from_twilio({}), body=body))


async def test_a_push_is_answered_so_that_nothing_is_sent_back(twilio: Line) -> None:
    assert await twilio.channel.reply(from_twilio(FORM)) == ("<Response/>", "text/xml")
    assert not twilio.channel.retries
    assert not twilio.channel.local


async def test_a_message_names_where_its_reports_go(twilio: Line) -> None:
    await twilio.channel.announce(PUBLIC_HOOK)
    assert await twilio.channel.send(outbound("Terima kasih – Rina")) == "SM77"
    asked = twilio.gate.asked[-1]
    assert asked.path == f"/2010-04-01/Accounts/{ACCOUNT_SID}/Messages.json"
    assert asked.headers["authorization"].startswith("Basic ")
    assert asked.form() == {
        "To": DARMO,
        "From": "+15005550006",
        "Body": "Terima kasih - Rina",
        "StatusCallback": f"{PUBLIC_HOOK}?ref=77",
    }


async def test_a_messaging_service_is_named_as_one() -> None:
    async with line("twilio", created, twilio_sender="MG0123") as made:
        await made.channel.send(outbound())
        asked = made.gate.asked[-1].form()
    assert asked["MessagingServiceSid"] == "MG0123"
    assert "From" not in asked
    assert "StatusCallback" not in asked


@pytest.mark.parametrize(
    ("code", "status", "scope", "permanent"),
    [
        (21211, 400, "recipient", True),
        (21408, 403, "account", True),
        (21610, 400, "recipient", True),
        (21617, 400, "message", True),
        (20429, 429, "account", False),
        (None, 404, "account", True),
        (None, 500, "message", False),
    ],
)
async def test_a_refusal_says_whom_it_concerns(
    twilio: Line, code: int | None, status: int, scope: str, permanent: bool
) -> None:
    twilio.gate.answers.append(told({"code": code, "message": "no"}, status))
    with pytest.raises(SendError) as caught:
        await twilio.channel.send(outbound())
    assert (caught.value.scope, caught.value.permanent) == (scope, permanent)


async def test_an_answer_without_an_id_leaves_it_open(twilio: Line) -> None:
    twilio.gate.answers.append(told([], 201))
    with pytest.raises(SendError) as caught:
        await twilio.channel.send(outbound())
    assert caught.value.unknown


async def taken(twilio: Line, ref: str) -> bytes:
    return b"".join([piece async for piece in twilio.channel.download(ref)])


async def test_the_token_goes_to_twilio_and_no_further(twilio: Line) -> None:
    store = Gate(lambda asked: Answered(200, b"data"))
    await store.start()
    twilio.gate.answers.append(Answered(302, headers={"Location": f"{store.url}/ME1"}))
    assert await taken(twilio, f"{twilio.gate.url}/ME1") == b"data"
    assert "authorization" in twilio.gate.asked[-1].headers
    assert "authorization" not in store.asked[-1].headers
    await store.close()


@pytest.mark.parametrize(
    "ref",
    [
        "https://evil.example/ME1",
        "http://169.254.169.254/latest/meta-data",
        "cat.jpg",
        "file:///etc/passwd",
        "http://localhost:1/ME1",
    ],
)
async def test_a_picture_elsewhere_is_not_fetched(twilio: Line, ref: str) -> None:
    with pytest.raises(Gone):
        await taken(twilio, ref)
    twilio.gate.answers.append(Answered(302, headers={"Location": ref}))
    with pytest.raises((Gone, SendError)):
        await taken(twilio, f"{twilio.gate.url}/ME1")


async def test_a_picture_that_leads_in_a_circle_is_gone(twilio: Line) -> None:
    here = f"{twilio.gate.url}/ME1"
    twilio.gate.answers += [Answered(302, headers={"Location": here})] * 5
    with pytest.raises(Gone):
        await taken(twilio, here)


async def test_a_store_that_stumbles_is_asked_again_later(twilio: Line) -> None:
    twilio.gate.answers.append(Answered(503))
    with pytest.raises(SendError):
        await taken(twilio, f"{twilio.gate.url}/ME1")


async def test_health_asks_for_the_account(twilio: Line) -> None:
    twilio.gate.answers += [
        told({"friendly_name": "Kelurahan", "status": "active"}),
        told({"friendly_name": "Kelurahan", "status": "suspended"}),
        told({"code": 20003, "message": "Authenticate"}, 401),
    ]
    assert (await twilio.channel.health()).ok
    assert not (await twilio.channel.health()).ok
    assert "Authenticate" in (await twilio.channel.health()).detail
    await twilio.gate.close()
    assert not (await twilio.channel.health()).ok
