"""Email keeps the contract of every channel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import count

import pytest

from channels.base import Attachment, Gone, Inbound, Outbound, Refused, Webhook
from channels.email.refusals import QUOTA_WAIT
from tests.channels.mailbox_kit import ADDRESS, HENDRA, PASSWORD, SECRET, mail
from tests.channels.smtp_kit import Post, outbound, post
from tests.contract import HOSTILE, Answer, ChannelContract, Peer, citizens

_numbers = count(1)


class EmailPeer:
    """The office's mailbox, as the contract needs it."""

    secrets = (PASSWORD, SECRET)

    def __init__(self, post: Post) -> None:
        self.channel = post.channel
        self._server = post.server

    def written(self, text: str) -> Webhook:
        head = (
            f"From: {HENDRA}\r\nTo: {ADDRESS}\r\nSubject: Laporan\r\n"
            f"Message-ID: <{next(_numbers)}@warga.example>\r\n"
            "Date: Mon, 5 Jan 2026 10:02:00 +0700\r\nMIME-Version: 1.0\r\n"
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        )
        return self.sealed(head.encode() + text.encode("utf-8", "surrogatepass"))

    def batch(self) -> tuple[Webhook, int]:
        raise NotImplementedError("a mail comes alone")

    def unknown(self) -> Webhook:
        return self.sealed(mail("Otomatis", "Saya cuti.", Auto_Submitted="auto-replied"))

    def sealed(self, body: bytes) -> Webhook:
        return Webhook("email", headers={"x-sahut-role": "inbox"}, body=body)

    def forged(self, hook: Webhook) -> Webhook:
        raise NotImplementedError("nobody pushes mail here")

    def bare(self, hook: Webhook) -> Webhook:
        raise NotImplementedError("nobody pushes mail here")

    def outbound(self) -> Outbound:
        return outbound()

    def answers(self, answer: Answer) -> float:
        if answer == "hang":
            self._server.hangs = True
            return 0
        if answer == "token":
            self._server.password = "another"
            self._server.cut()
            return 0
        self._server.answers.append(("DATA", ANSWERS[answer]))
        return QUOTA_WAIT if answer == "busy" else 0

    def last_id(self) -> str:
        return str(self._server.letters[-1]["Message-ID"])

    async def file(self) -> tuple[str, bytes]:
        raise NotImplementedError("files come with their mail")

    async def lost_file(self) -> str:
        return "too_large"

    async def stop(self) -> None:
        await self._server.stop()


ANSWERS: dict[Answer, str] = {
    "refuse": "554 5.6.0 Message content rejected",
    "broken": "451 4.3.0 Temporary failure",
    "busy": "550 5.4.5 Daily user sending limit exceeded",
    "leak": f"554 5.6.0 {PASSWORD} {SECRET}",
}


class TestEmail(ChannelContract, lacks=("signature", "batch", "json", "files")):
    @pytest.fixture
    async def peer(self) -> AsyncIterator[EmailPeer]:  # type: ignore[override]
        async with post() as built:
            yield EmailPeer(built)

    async def test_believes_the_provider(self, peer: Peer) -> None:
        """What it fetched itself needs no proof; what is pushed to it is nobody's."""
        hook = peer.written("Lampu jalan mati")
        with pytest.raises(Refused):
            peer.channel.verify(hook)
        (message,) = citizens(peer.channel.parse(hook))
        assert message.text == "Lampu jalan mati"
        assert message.sender.value == HENDRA

    async def test_keeps_the_raw_event(self, peer: Peer) -> None:
        """The header beside the event, and the whole mail as a file of its own."""
        hook = peer.written("Lampu jalan mati")
        (message,) = citizens(peer.channel.parse(hook))
        assert message.raw.rstrip() == hook.body.partition(b"\r\n\r\n")[0]
        assert _source(message).content == hook.body

    @pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
    async def test_hostile_text_comes_through_whole(self, peer: Peer, text: str) -> None:
        """As far as a mail can carry it: half a pair of surrogates is no text in any charset."""
        hook = peer.written(text)
        (message,) = citizens(peer.channel.parse(hook))
        if "\ud83d" in text:
            assert message.text.startswith("half a pair")
        elif "\0" in text:
            assert message.text.replace("\0", "") == text.replace("\0", "")
        else:
            kept = (message.full or message.text).strip()
            assert text.strip().startswith(kept)
            assert kept == text.strip() or len(kept) > 900_000
        assert _source(message).content == hook.body

    async def test_a_file_that_was_left_behind_is_gone(self, peer: Peer) -> None:
        with pytest.raises(Gone, match="too_large"):
            peer.channel.download("too_large")

    async def test_a_link_opens_a_letter(self, peer: Peer) -> None:
        assert peer.channel.link("") == f"mailto:{ADDRESS}"
        link = peer.channel.link("Saya mau lapor & tanya")
        assert link == f"mailto:{ADDRESS}?subject=Laporan&body=Saya%20mau%20lapor%20%26%20tanya"


def _source(message: Inbound) -> Attachment:
    (source,) = [file for file in message.attachments if file.kind == "source"]
    return source
