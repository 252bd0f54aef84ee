"""Every gateway that is reached over HTTP keeps the contract of every channel."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import count
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from channels.base import Outbound, Webhook
from tests.channels.sms_kit import (
    AUTH_TOKEN,
    DARMO,
    PASSWORD,
    SECRET,
    SIGNING_KEY,
    Answered,
    Asked,
    Gate,
    Line,
    from_kannel,
    from_phone,
    from_twilio,
    line,
    outbound,
    told,
)
from tests.contract import Answer, ChannelContract, Peer

WAIT = 17.0


class GatewayPeer:
    """What the three have in common."""

    answered: dict[Answer, Answered]

    def __init__(self, line: Line) -> None:
        self.channel = line.channel
        self.gate = line.gate
        self.numbers = count(1)

    def sealed(self, body: bytes) -> Webhook:
        raise NotImplementedError("no JSON")

    def outbound(self) -> Outbound:
        return outbound()

    def answers(self, answer: Answer) -> float:
        if answer == "hang":
            self.gate.hangs = True
            return 0
        self.gate.answers.append(self.answered[answer])
        return WAIT if answer == "busy" else 0

    def batch(self) -> tuple[Webhook, int]:
        raise NotImplementedError("one event in each push")

    async def file(self) -> tuple[str, bytes]:
        raise NotImplementedError("no files")

    async def lost_file(self) -> str:
        raise NotImplementedError("no files")

    async def stop(self) -> None:
        await self.gate.close()


class KannelPeer(GatewayPeer):
    secrets = (PASSWORD, SECRET)
    answered = {
        "refuse": Answered(400, b"Empty receiver number not allowed, rejected"),
        "broken": Answered(503, b"Temporal failure, try again later."),
        "busy": Answered(503, b"Temporal failure, try again later.", {"Retry-After": "17"}),
        "token": Answered(403, b"Authorization failed for sendsms"),
        "leak": Answered(400, f"no {PASSWORD} {SECRET} {DARMO}".encode()),
    }

    def written(self, text: str) -> Webhook:
        place = str(next(self.numbers))
        body = text.encode("utf-8", "surrogatepass")
        return from_kannel(body, **{"id": f"mo-{place}", "from": DARMO, "at": "1795246200"})

    def unknown(self) -> Webhook:
        return from_kannel(ref="77", dlr="66")

    def forged(self, hook: Webhook) -> Webhook:
        return replace(hook, query=dict(hook.query) | {"secret": "rahasia-orang-lain-456789"})

    def bare(self, hook: Webhook) -> Webhook:
        return replace(hook, query={})

    def last_id(self) -> str:
        report = self.gate.asked[-1].query["dlr-url"]
        return parse_qs(urlsplit(report).query)["ref"][0]


class AndroidPeer(GatewayPeer):
    secrets = (PASSWORD, SIGNING_KEY)
    answered = {
        "refuse": told({"message": "Text message is empty"}, 400),
        "broken": told({"message": "Internal Server Error"}, 502),
        "busy": told({"message": "queue limits exceeded"}, 503, **{"Retry-After": "17"}),
        "token": Answered(401),
        "leak": told({"message": f"no {PASSWORD} {SIGNING_KEY} {DARMO}"}, 400),
    }

    def written(self, text: str) -> Webhook:
        return self._pushed(_received(text, f"hook-{next(self.numbers)}"))

    def batch(self) -> tuple[Webhook, int]:
        three = [_received(text, "")["payload"] for text in ("satu", "dua", "tiga")]
        together = {"id": "b1", "event": "sms:batch:received", "payload": {"messages": three}}
        return self._pushed(together), 3

    def unknown(self) -> Webhook:
        return self._pushed({"id": "h9", "event": "app:started", "payload": {"reason": "boot"}})

    def sealed(self, body: bytes) -> Webhook:
        return from_phone(body, time.time())

    def forged(self, hook: Webhook) -> Webhook:
        return from_phone(hook.body, time.time(), "kunci orang lain")

    def bare(self, hook: Webhook) -> Webhook:
        return replace(hook, headers={})

    def last_id(self) -> str:
        return str(self.gate.asked[-1].json()["id"])

    def _pushed(self, event: dict[str, Any]) -> Webhook:
        return from_phone(json.dumps(event).encode(), time.time())


class TwilioPeer(GatewayPeer):
    secrets = (AUTH_TOKEN,)
    answered = {
        "refuse": told({"code": 21617, "message": "The message body exceeds the limit"}, 400),
        "broken": Answered(502),
        "busy": told({"code": 20429, "message": "Too Many Requests"}, 429, **{"Retry-After": "17"}),
        "token": told({"code": 20003, "message": "Authenticate"}, 401),
        "leak": told({"code": 21617, "message": f"no {AUTH_TOKEN} {DARMO}"}, 400),
    }

    def __init__(self, line: Line, store: Gate) -> None:
        super().__init__(line)
        self._store = store

    def written(self, text: str) -> Webhook:
        return from_twilio({"MessageSid": f"SM{next(self.numbers)}", "From": DARMO, "Body": text})

    def unknown(self) -> Webhook:
        return from_twilio({"MessageSid": "SM9", "MessageStatus": "evaporated"})

    def forged(self, hook: Webhook) -> Webhook:
        return replace(hook, headers={"x-twilio-signature": "x" * 28})

    def bare(self, hook: Webhook) -> Webhook:
        return replace(hook, headers={})

    def last_id(self) -> str:
        return "SM77"

    async def file(self) -> tuple[str, bytes]:
        data = b"\xff\xd8\xff" + bytes(200_000)
        self.gate.answers.append(Answered(307, headers={"Location": f"{self._store.url}/ME1"}))
        self._store.answers.append(Answered(200, data))
        return f"{self.gate.url}/2010-04-01/Accounts/AC/Messages/MM1/Media/ME1", data

    async def lost_file(self) -> str:
        self.gate.answers.append(Answered(404))
        return f"{self.gate.url}/2010-04-01/Accounts/AC/Messages/MM1/Media/ME2"


def _received(text: str, ident: str) -> dict[str, Any]:
    payload = {
        "messageId": "c0ffee",
        "message": text,
        "sender": DARMO,
        "recipient": None,
        "simNumber": 1,
        "receivedAt": "2026-11-21T14:30:00.000+07:00",
    }
    return {"id": ident, "event": "sms:received", "deviceId": "d1", "payload": payload}


def accepted(_asked: Asked) -> Answered:
    return Answered(202, b"0: Accepted for delivery")


def enqueued(asked: Asked) -> Answered:
    if asked.method == "GET":
        return told({"message": "not found"}, 404)
    return told({"id": asked.json()["id"], "state": "Pending"}, 202)


def created(_asked: Asked) -> Answered:
    return told({"sid": "SM77", "status": "queued"}, 201)


def unasked(asked: Asked) -> Answered:
    raise AssertionError(f"nobody should have asked for {asked.path}")


class TestKannel(ChannelContract, lacks=("body_signature", "json", "batch", "files")):
    @pytest.fixture
    async def peer(self) -> AsyncIterator[KannelPeer]:  # type: ignore[override]
        async with line("kannel", accepted, "/cgi-bin/sendsms") as made:
            yield KannelPeer(made)


class TestAndroid(ChannelContract, lacks=("files",)):
    @pytest.fixture
    async def peer(self) -> AsyncIterator[AndroidPeer]:  # type: ignore[override]
        async with line("android", enqueued) as made:
            yield AndroidPeer(made)


class TestTwilio(ChannelContract, lacks=("json", "batch")):
    @pytest.fixture
    async def peer(self) -> AsyncIterator[TwilioPeer]:  # type: ignore[override]
        store = Gate(unasked)
        await store.start()
        async with line("twilio", created, twilio_media_hosts=["127.0.0.1"]) as made:
            yield TwilioPeer(made, store)
        await store.close()

    async def test_keeps_the_raw_event(self, peer: Peer) -> None:
        for event in peer.channel.parse(peer.written("Lampu jalan mati")):
            assert b"Body=Lampu+jalan+mati" in event.raw
