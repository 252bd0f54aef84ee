"""What every channel must do, shown against its own loopback provider.

A channel's test module subclasses ChannelContract and offers one fixture, `peer`. What a channel
does not have is named where the class is made, and its tests are then not there at all:

    class TestSms(ChannelContract, lacks=("signature", "choices")): ...
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Literal, Protocol

import pytest

from channels.base import (
    Channel,
    Event,
    Gone,
    Inbound,
    Malformed,
    Outbound,
    Refused,
    SendError,
    Webhook,
)

#: What the provider is told to answer to the next message. "busy" names the seconds to wait,
#: "leak" refuses and repeats the channel's secrets in its words.
Answer = Literal["refuse", "broken", "busy", "hang", "token", "leak"]

#: Written by nobody who writes JSON, or by somebody who wants to break a reader of it.
BROKEN_JSON: tuple[bytes, ...] = (
    b"",
    b"\xff\xfe\xfa",
    b'{"a": ',
    b"null",
    b'"text"',
    b"[]",
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b'{"n": ' + b"9" * 5000 + b"}",
)
HOSTILE: tuple[str, ...] = (
    "nul \0 inside",
    "half a pair \ud83d",
    "\u202edetrever",
    "zero\u200bwidth",
    "<script>alert(1)</script>",
    "=1+1",
    "'; DROP TABLE messages; --",
    "panjang " * 130_000,
)


class Peer(Protocol):
    """One channel, set up against its loopback provider, as the tests need it."""

    channel: Channel
    #: Whatever may never be seen: tokens, passwords, secrets of any kind.
    secrets: Sequence[str]

    def written(self, text: str) -> Webhook:
        """A hook, as the provider would bring it, with one citizen's message."""

    def batch(self) -> tuple[Webhook, int]:
        """A hook with several events, and how many."""

    def unknown(self) -> Webhook:
        """Brought by the provider, but of a kind that says nothing to us."""

    def sealed(self, body: bytes) -> Webhook:
        """Any bytes, brought as the provider would bring them."""

    def forged(self, hook: Webhook) -> Webhook:
        """The same hook, brought by somebody who does not know the secret."""

    def bare(self, hook: Webhook) -> Webhook:
        """The same hook without any proof of where it comes from."""

    def outbound(self) -> Outbound:
        """A message that the provider takes."""

    def answers(self, answer: Answer) -> float:
        """Script the next answer; returns the seconds that "busy" asks for, else 0."""

    def last_id(self) -> str:
        """The id that the provider gave to the message it took last."""

    async def file(self) -> tuple[str, bytes]:
        """A file that a citizen sent: its ref and its bytes."""

    async def lost_file(self) -> str:
        """The ref of a file that the provider no longer has."""

    async def stop(self) -> None:
        """Take the provider away: nobody listens there any more."""


PARTS: dict[str, tuple[str, ...]] = {
    "body_signature": ("test_refuses_a_changed_body",),
    "signature": (
        "test_refuses_a_changed_body",
        "test_refuses_a_missing_signature",
        "test_refuses_a_wrong_signature",
    ),
    "json": ("test_what_is_not_json_is_malformed",),
    "batch": ("test_reads_every_event_of_a_batch",),
    "ids": ("test_a_redelivery_keeps_its_keys",),
    "unknown": ("test_leaves_out_what_it_does_not_know",),
    "send": (
        "test_returns_the_providers_id",
        "test_a_refusal_is_permanent",
        "test_a_broken_provider_is_not_permanent",
        "test_without_an_answer_nobody_knows",
        "test_a_provider_that_is_away_has_nothing",
        "test_waits_when_told",
        "test_a_bad_token_concerns_the_account",
        "test_shows_no_secret_when_sending_fails",
    ),
    "busy": ("test_waits_when_told",),
    "token": ("test_a_bad_token_concerns_the_account",),
    "hang": ("test_without_an_answer_nobody_knows",),
    "files": ("test_fetches_a_file", "test_a_lost_file_is_gone"),
}


class ChannelContract:
    """Every test here runs for every channel, but for the parts that it lacks."""

    def __init_subclass__(cls, lacks: Iterable[str] = (), **rest: Any) -> None:
        super().__init_subclass__(**rest)
        for part in lacks:
            for test in PARTS[part]:
                setattr(cls, test, None)

    @pytest.fixture
    async def peer(self) -> Peer:
        raise NotImplementedError("the channel's test module builds its own peer")

    async def test_believes_the_provider(self, peer: Peer) -> None:
        hook = peer.written("Lampu jalan mati")
        peer.channel.verify(hook)
        (message,) = citizens(peer.channel.parse(hook))
        assert message.text == "Lampu jalan mati"
        assert message.sender.account == peer.channel.account
        assert message.sender.value

    async def test_refuses_a_changed_body(self, peer: Peer) -> None:
        hook = peer.written("Lampu jalan mati")
        changed = replace(hook, body=hook.body.replace(b"mati", b"baik"))
        assert changed.body != hook.body
        refuses(peer.channel, changed)

    async def test_refuses_a_missing_signature(self, peer: Peer) -> None:
        refuses(peer.channel, peer.bare(peer.written("Lampu jalan mati")))

    async def test_refuses_a_wrong_signature(self, peer: Peer) -> None:
        refuses(peer.channel, peer.forged(peer.written("Lampu jalan mati")))

    async def test_a_redelivery_keeps_its_keys(self, peer: Peer) -> None:
        hook = peer.written("Lampu jalan mati")
        first, again = peer.channel.parse(hook), peer.channel.parse(replace(hook))
        assert keys(first) == keys(again)
        assert all(keys(first))

    async def test_two_messages_have_two_keys(self, peer: Peer) -> None:
        one, two = (peer.channel.parse(peer.written(text)) for text in ("satu", "dua"))
        assert not set(keys(one)) & set(keys(two))

    async def test_reads_every_event_of_a_batch(self, peer: Peer) -> None:
        hook, count = peer.batch()
        events = peer.channel.parse(hook)
        assert len(events) == count
        assert len(set(keys(events))) == count

    async def test_keeps_the_raw_event(self, peer: Peer) -> None:
        for event in peer.channel.parse(peer.written("Lampu jalan mati")):
            assert b"Lampu jalan mati" in event.raw

    async def test_leaves_out_what_it_does_not_know(self, peer: Peer) -> None:
        assert not citizens(peer.channel.parse(peer.unknown()))

    async def test_what_is_not_json_is_malformed(self, peer: Peer) -> None:
        for body in BROKEN_JSON:
            with pytest.raises(Malformed):
                peer.channel.parse(peer.sealed(body))

    @pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
    async def test_hostile_text_comes_through_whole(self, peer: Peer, text: str) -> None:
        (message,) = citizens(peer.channel.parse(peer.written(text)))
        assert message.text.strip() == text.strip()

    async def test_shows_nobody_in_a_repr(self, peer: Peer) -> None:
        for event in peer.channel.parse(peer.written("Lampu jalan mati")):
            assert "Lampu" not in repr(event)
            assert isinstance(event, Inbound)
            assert event.sender.value not in repr(event.sender)

    async def test_returns_the_providers_id(self, peer: Peer) -> None:
        assert await peer.channel.send(peer.outbound()) == peer.last_id()

    async def test_a_refusal_is_permanent(self, peer: Peer) -> None:
        peer.answers("refuse")
        error = await failure(peer)
        assert error.permanent
        assert error.scope == "message"
        assert not error.unknown

    async def test_a_broken_provider_is_not_permanent(self, peer: Peer) -> None:
        peer.answers("broken")
        assert not (await failure(peer)).permanent

    async def test_without_an_answer_nobody_knows(self, peer: Peer) -> None:
        peer.answers("hang")
        error = await failure(peer)
        assert error.unknown
        assert not error.permanent

    async def test_a_provider_that_is_away_has_nothing(self, peer: Peer) -> None:
        await peer.stop()
        error = await failure(peer)
        assert not error.permanent
        assert not error.unknown

    async def test_waits_when_told(self, peer: Peer) -> None:
        seconds = peer.answers("busy")
        error = await failure(peer)
        assert error.wait == seconds
        assert not error.permanent

    async def test_a_bad_token_concerns_the_account(self, peer: Peer) -> None:
        peer.answers("token")
        assert (await failure(peer)).scope == "account"

    async def test_shows_no_secret(self, peer: Peer) -> None:
        said = f"{peer.channel!r} {vars(peer.channel)!r}"
        assert not [secret for secret in peer.secrets if secret in said]

    async def test_shows_no_secret_when_sending_fails(
        self, peer: Peer, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        said = ""
        for answer in ("leak", "broken", "token"):
            peer.answers(answer)
            error = await failure(peer)
            said += f"{error!r} {error.reason} " + "".join(traceback.format_exception(error))
        await peer.stop()
        said += "".join(traceback.format_exception(await failure(peer)))
        said += caplog.text
        assert not [secret for secret in peer.secrets if secret in said]
        assert peer.outbound().text not in said

    async def test_a_read_mark_that_fails_is_no_matter(self, peer: Peer) -> None:
        await peer.stop()
        await peer.channel.noticed("id", peer.outbound().to)

    async def test_fetches_a_file(self, peer: Peer) -> None:
        ref, data = await peer.file()
        assert b"".join([piece async for piece in peer.channel.download(ref)]) == data

    async def test_a_lost_file_is_gone(self, peer: Peer) -> None:
        ref = await peer.lost_file()
        with pytest.raises(Gone):
            async for _ in peer.channel.download(ref):
                pass

    async def test_says_what_it_can_carry(self, peer: Peer) -> None:
        limits = peer.channel.limits
        assert limits.text > 0
        assert limits.per_second > 0
        assert limits.burst >= 1
        assert len(peer.outbound().text) <= limits.text


def citizens(events: Sequence[Event]) -> list[Inbound]:
    """What people said to the office, without anything else."""
    return [e for e in events if isinstance(e, Inbound) and e.kind == "citizen"]


def keys(events: Sequence[Event]) -> list[str]:
    return [event.key for event in events]


def refuses(channel: Channel, hook: Webhook) -> None:
    with pytest.raises(Refused) as caught:
        channel.verify(hook)
    assert caught.value.status in (401, 403)


async def failure(peer: Peer) -> SendError:
    """The error of a message that does not get through."""
    with pytest.raises(SendError) as caught:
        await peer.channel.send(peer.outbound())
    return caught.value
