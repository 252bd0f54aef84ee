"""Twilio's signature: over the address as it was called, and every field of the form."""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import AsyncIterator
from dataclasses import replace
from hashlib import sha1, sha256

import pytest

from channels.base import Refused
from tests.channels.sms_kit import AUTH_TOKEN, DARMO, PUBLIC_HOOK, Line, from_twilio, line, told

FORM = {"MessageSid": "SM1", "From": DARMO, "To": "+15005550006", "Body": "Lampu jalan mati"}


@pytest.fixture
async def twilio() -> AsyncIterator[Line]:
    async with line("twilio", lambda asked: told({})) as made:
        yield made


@pytest.mark.parametrize(
    "called",
    [
        "https://lapor.go.id/hooks/sms?a=1&b=2",
        "https://lapor.go.id:443/hooks/sms",
        "https://lapor.go.id:8443/hooks/sms",
        "http://127.0.0.1:8080/hooks/sms",
        "https://nama:sandi@lapor.go.id/hooks/sms",
        "https://[2001:db8::1]/hooks/sms",
        "https://lapor.go.id/hooks/sms?q=It%27s",
    ],
)
async def test_the_port_may_be_named_or_not(twilio: Line, called: str) -> None:
    hook = from_twilio(FORM, url=called)
    twilio.channel.verify(hook)
    for seen in (
        called.replace("lapor.go.id/", "lapor.go.id:443/"),
        called.replace(":443/", "/"),
        called.replace("lapor.go.id/", "lapor.go.id:9999/"),
        called.replace("%27", "'"),
    ):
        twilio.channel.verify(replace(hook, url=seen))


async def test_a_changed_field_address_or_token_is_refused(twilio: Line) -> None:
    hook = from_twilio(FORM)
    wrong = (
        replace(hook, url="https://lain.go.id/hooks/sms"),
        replace(hook, url=f"{PUBLIC_HOOK}?x=1"),
        replace(hook, body=hook.body + b"&Body=lain"),
        from_twilio(FORM, "token orang lain"),
        replace(hook, headers={"x-twilio-signature": "\u2603"}),
        replace(hook, headers={"x-twilio-signature": ""}),
    )
    for one in wrong:
        with pytest.raises(Refused):
            twilio.channel.verify(one)


async def test_values_that_stand_twice_are_signed_once(twilio: Line) -> None:
    body = b"From=%2B62812&Sid=b&Sid=a&Sid=a"
    made = b64encode(
        hmac.new(AUTH_TOKEN.encode(), f"{PUBLIC_HOOK}From+62812SidaSidb".encode(), sha1).digest()
    ).decode()
    twilio.channel.verify(replace(from_twilio({}), body=body, headers={"x-twilio-signature": made}))


async def test_a_signed_json_body_is_believed_by_its_digest(twilio: Line) -> None:
    body = b'{"a": 1}'
    url = f"{PUBLIC_HOOK}?bodySHA256={sha256(body).hexdigest()}"
    made = b64encode(hmac.new(AUTH_TOKEN.encode(), url.encode(), sha1).digest()).decode()
    hook = replace(from_twilio({}), url=url, body=body, headers={"x-twilio-signature": made})
    twilio.channel.verify(hook)
    with pytest.raises(Refused):
        twilio.channel.verify(replace(hook, body=b'{"a": 2}'))
