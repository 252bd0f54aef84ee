"""gammu-smsd: its files become messages once, and ours become its files once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from channels.base import Delivery, Malformed, Outbound, Part, Refused, SendError, Webhook
from channels.settings import SettingsError
from channels.sms import check, open_channel
from tests.channels.gammu_kit import (
    DARMO,
    SULASTRI,
    Modem,
    hook,
    modem,
    name,
    outbound,
    told,
    until,
)
from tests.contract import Answer, ChannelContract, Peer
from tests.servers.gammu import smsd

LONG = "Lampu jalan di gang Kenanga mati sejak Senin. " * 9


class FoldersPeer:
    """The office's modem, as the contract needs it."""

    secrets = ()

    def __init__(self, modem: Modem) -> None:
        self.channel = modem.channel
        self._modem = modem
        self._text = "Terima kasih, laporannya sudah kami terima."

    def written(self, text: str) -> Webhook:
        return hook(text.encode(errors="surrogatepass"))

    def batch(self) -> tuple[Webhook, int]:
        raise NotImplementedError("one file, one event")

    def unknown(self) -> Webhook:
        return hook(b"\x06\x05\x04\x0b\x84", kind="bin")

    def sealed(self, body: bytes) -> Webhook:
        return hook(body)

    def forged(self, hook: Webhook) -> Webhook:
        return hook

    def bare(self, hook: Webhook) -> Webhook:
        return hook

    def outbound(self) -> Outbound:
        return outbound(self._text)

    def answers(self, answer: Answer) -> float:
        return _SCRIPTS[answer](self)

    def last_id(self) -> str:
        (file,) = self._modem.left("outbox")
        return file.name.split("_")[0].removeprefix("OUTC").lstrip("0")

    async def file(self) -> tuple[str, bytes]:
        raise NotImplementedError("an SMS holds no file")

    async def lost_file(self) -> str:
        raise NotImplementedError("an SMS holds no file")

    async def stop(self) -> None:
        self.take_away()

    def lengthen(self) -> float:
        self._text = LONG * 3
        return 0

    def take_away(self) -> float:
        outbox = self._modem.base / "outbox"
        if outbox.exists():
            outbox.rename(self._modem.base / "elsewhere")
        return 0

    def fail_before(self) -> float:
        file = f"OUTC{'42':0>20}_0_00_{DARMO}_sahut.txt"
        (self._modem.base / "error" / file).write_bytes(b"")
        return 5.0


_SCRIPTS: dict[Answer, Callable[[FoldersPeer], float]] = {
    "refuse": FoldersPeer.lengthen,
    "broken": FoldersPeer.take_away,
    "token": FoldersPeer.take_away,
    "leak": FoldersPeer.take_away,
    "busy": FoldersPeer.fail_before,
}


class TestGammu(ChannelContract, lacks=("signature", "json", "batch", "hang", "files")):
    @pytest.fixture
    async def peer(self, tmp_path: Path) -> AsyncIterator[FoldersPeer]:  # type: ignore[override]
        async with modem(tmp_path) as built:
            yield FoldersPeer(built)

    async def test_believes_the_provider(self, peer: Peer) -> None:
        """What it fetched itself needs no proof; what is pushed to it is nobody's."""
        with pytest.raises(Refused):
            peer.channel.verify(peer.written("Lampu jalan mati"))


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Modem]:
    async with modem(tmp_path) as built:
        yield built


async def test_a_file_is_a_message_with_its_time_and_its_sender(office: Modem) -> None:
    office.write(name(at="20260105_091400"), "Lampu jalan mati")
    async with office.listening():
        await until(lambda: office.heard)
    (message,) = office.heard
    assert message.text == "Lampu jalan mati"
    assert message.sender.value == message.phone == DARMO
    assert message.sent_at == datetime(2026, 1, 5, 2, 14, tzinfo=UTC)
    assert message.part is None
    assert message.proof == "weak"


async def test_a_file_is_removed_only_once_it_is_committed(office: Modem) -> None:
    path = office.write(name(), "Lampu jalan mati")
    office.desk.failing = 2
    async with office.listening():
        await until(lambda: office.desk.failing == 1)
        assert path.exists()
        await until(lambda: office.desk.hooks)
        await until(lambda: not path.exists())
    assert len(office.desk.hooks) == 1


async def test_a_file_that_could_not_be_removed_is_the_same_message_again(office: Modem) -> None:
    """Killed after the commit: the next start finds the file, and its key is known."""
    office.write(name(), "Lampu jalan mati")
    async with office.listening():
        await until(lambda: office.heard)
    office.write(name(), "Lampu jalan mati")
    async with office.listening():
        await until(lambda: len(office.heard) == 2)
    first, again = office.heard
    assert first.key == again.key


async def test_the_same_name_with_other_words_is_another_message(office: Modem) -> None:
    """Two messages of one second get one name when the first file is gone by then."""
    one, two = (office.channel.parse(hook(body, {"file": name()})) for body in (b"satu", b"dua"))
    assert one[0].key != two[0].key


async def test_parts_are_told_apart_and_belong_together(office: Modem) -> None:
    for part, text in enumerate(("satu ", "dua ", "tiga")):
        office.write(name(at=f"20260105_09140{part}", part=part), text)
    async with office.listening():
        await until(lambda: len(office.heard) == 3)
        await until(lambda: not office.left("inbox"))
    refs = {message.part.ref for message in office.heard if message.part}
    assert len(refs) == 1
    (ref,) = refs
    assert [message.part for message in office.heard] == [Part(ref, n, 3) for n in (1, 2, 3)]
    assert "".join(message.text for message in office.heard) == "satu dua tiga"


async def test_two_long_messages_of_one_sender_are_not_mixed(office: Modem) -> None:
    """The parts of each have later times; the daemon's serial is the same for both."""
    for start, word in ((0, "pagi"), (4, "sore")):
        for part in range(2):
            at = f"20260105_09140{start + 3 * part}"
            office.write(name(at=at, part=part), f"{word}{part}")
    async with office.listening():
        await until(lambda: len(office.heard) == 4)
    whole: dict[str, list[str]] = {}
    for message in office.heard:
        assert message.part
        whole.setdefault(message.part.ref, []).append(message.text)
    assert sorted(whole.values()) == [["pagi0", "pagi1"], ["sore0", "sore1"]]


async def test_a_part_without_its_beginning_is_handed_over(office: Modem) -> None:
    office.write(name(part=1), "dan airnya kotor")
    async with office.listening():
        await until(lambda: office.heard)
    (message,) = office.heard
    assert message.part
    assert (message.part.number, message.part.total) == (2, 2)


async def test_a_file_that_is_still_empty_is_left_alone(office: Modem) -> None:
    path = office.base / "inbox" / name()
    path.touch()
    office.write(name(SULASTRI), "Air mati")
    async with office.listening():
        await until(lambda: office.heard)
        path.write_bytes(b"\xfe\xff" + "Lampu mati".encode("utf-16-be"))
        await until(lambda: len(office.heard) == 2)
    assert [message.text for message in office.heard] == ["Air mati", "Lampu mati"]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"\xfe\xff" + "Lampu – mati 😀".encode("utf-16-be"), "Lampu – mati 😀"),
        (b"\xff\xfe" + "Lampu".encode("utf-16-le"), "Lampu"),
        # In a UTF-8 locale the daemon writes on behind the end.
        (b"\xfe\xff" + "é".encode("utf-16-be") + b"\0\0\0x\0y", "é"),
        ("Lampu é".encode(), "Lampu é"),
        ("Lampu é".encode("latin-1"), "Lampu é"),
        (b"\xfe\xff", ""),
        (b"\xfe\xff\0L\0", "L\ufffd"),
    ],
)
async def test_every_form_of_inbox_is_read(office: Modem, content: bytes, text: str) -> None:
    assert office.channel.parse(hook(content))[0].text == text  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("sender", "kind", "value"),
    [
        ("081234567001", "citizen", DARMO),
        (DARMO, "citizen", DARMO),
        ("TELKOM_SEL", "system", "TELKOM_SEL"),
        ("3636", "system", "3636"),
        ("", "system", "?"),
    ],
)
async def test_senders_are_taken_for_what_they_are(
    office: Modem, sender: str, kind: str, value: str
) -> None:
    (message,) = office.channel.parse(hook(b"Promo", {"file": name(sender)}))
    assert message.kind == kind  # type: ignore[union-attr]
    assert message.sender.value == value  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "query",
    [
        {"file": "notes.txt"},
        {"file": "../OUTC1_0_00_62_sahut.txt", "state": "sent"},
        {"file": "OUTC1_0_00_62_sahut.txt", "state": "read"},
        {"file": name(), "at": "yesterday"},
        {"file": name(), "part": "one/two"},
        {"file": name(), "part": ""},
    ],
)
async def test_what_no_daemon_wrote_is_malformed(office: Modem, query: dict[str, str]) -> None:
    with pytest.raises(Malformed):
        office.channel.parse(hook(b"Halo", query))


async def test_a_message_is_one_whole_file_with_our_id(office: Modem) -> None:
    assert (
        await office.channel.send(outbound("Laporan K7F3-9QX kami terima – terima kasih")) == "42"
    )
    (file,) = office.left("outbox")
    assert file.name == f"OUTC{'42':0>20}_0_00_{DARMO}_sahut.txt"
    content = file.read_bytes()
    assert content[:2] == b"\xfe\xff"
    assert content[2:].decode("utf-16-be") == "Laporan K7F3-9QX kami terima - terima kasih"
    assert not [path for path in (office.base / "outbox").iterdir() if path.name[0] == "."]


async def test_files_lie_in_the_order_of_their_ids(office: Modem) -> None:
    for number in ("1000", "9", "88"):
        await office.channel.send(outbound(number, number))
    texts = [file.read_bytes()[2:].decode("utf-16-be") for file in office.left("outbox")]
    assert texts == ["9", "88", "1000"]


async def test_a_retry_overwrites_what_waits(office: Modem) -> None:
    for text in ("Halo", "Halo"):
        await office.channel.send(outbound(text))
    assert len(office.left("outbox")) == 1


async def test_a_retry_of_what_was_sent_sends_nothing(office: Modem) -> None:
    await office.channel.send(outbound("Halo"))
    office.finish("sent")
    assert await office.channel.send(outbound("Halo")) == "42"
    assert not office.left("outbox")


@pytest.mark.parametrize(("folder", "state"), [("sent", "sent"), ("error", "failed")])
async def test_the_daemons_folders_tell_what_became_of_it(
    office: Modem, folder: str, state: str
) -> None:
    await office.channel.send(outbound("Halo"))
    moved = office.finish(folder)
    other = moved.with_name("OUT+62812.txt")
    other.write_bytes(b"somebody else's")
    office.desk.failing = 1
    async with office.listening():
        await until(lambda: not office.desk.failing)
        assert moved.exists()
        await until(lambda: not moved.exists())
    assert other.exists()
    ((delivery,),) = [office.channel.parse(hook) for hook in office.desk.hooks]
    assert isinstance(delivery, Delivery)
    assert (delivery.ref, delivery.state, delivery.permanent) == ("42", state, False)
    assert delivery.at
    assert "Halo" not in str(office.desk.hooks[0].body)


async def test_a_second_failure_is_news(office: Modem) -> None:
    keys = set()
    for _ in range(2):
        await office.channel.send(outbound("Halo"))
        moved = office.finish("error")
        async with office.listening():
            await until(lambda moved=moved: not moved.exists())
        keys |= {e.key for hook in office.desk.hooks for e in office.channel.parse(hook)}
    assert len(keys) == 2


async def test_a_failure_that_is_not_yet_told_is_told_first(office: Modem) -> None:
    await office.channel.send(outbound("Halo"))
    office.finish("error")
    with pytest.raises(SendError) as caught:
        await office.channel.send(outbound("Halo"))
    assert caught.value.wait
    assert not office.left("outbox")


async def test_a_name_is_not_written_to(office: Modem) -> None:
    with pytest.raises(SendError) as caught:
        await office.channel.send(outbound("Halo", to="TELKOMSEL"))
    assert caught.value.permanent
    assert caught.value.scope == "recipient"


async def test_health_tells_what_hinders(office: Modem, tmp_path: Path) -> None:
    assert (await office.channel.health()).ok
    await office.channel.send(outbound("Halo"))
    assert "1 SMS" in (await office.channel.health()).detail
    (tmp_path / "inbox" / "IN20260105_091400_00_62_00.smsbackup").touch()
    assert "InboxFormat" in (await office.channel.health()).detail
    (tmp_path / "outbox").rename(tmp_path / "elsewhere")
    assert not (await office.channel.health()).ok


async def test_what_was_sent_is_not_taken_for_delivered_and_it_costs(office: Modem) -> None:
    assert office.channel.limits.receipts
    assert office.channel.limits.costly
    assert office.channel.units("x" * 161) == 2


@pytest.mark.parametrize(
    ("wrong", "key"),
    [
        ({"gammu_inbox": ""}, "gammu_inbox"),
        ({"gammu_sent": "spool/sent"}, "gammu_sent"),
        ({"gammu_sent": "/same", "gammu_error": "/same"}, "gammu_sent"),
        ({"gammu_poll_seconds": 0}, "gammu_poll_seconds"),
        ({"gammu_zone": "Jakarta"}, "gammu_zone"),
    ],
)
def test_mistakes_are_named(tmp_path: Path, wrong: dict[str, Any], key: str) -> None:
    with pytest.raises(SettingsError) as caught:
        check(told(tmp_path) | wrong)
    assert key in [name for name, _ in caught.value.mistakes]


async def test_the_daemon_brings_and_takes(tmp_path: Path) -> None:
    """gammu-smsd itself: a long message, an emoji, a name; and one of ours in two parts."""
    ours = "Terima kasih. Laporan K7F3-9QX kami terima. " * 5
    async with smsd(tmp_path) as daemon, modem(tmp_path) as office, office.listening():
        await daemon.receive(DARMO, LONG)
        await daemon.receive(SULASTRI, "Air mati – tolong 😀")
        await daemon.receive("TELKOM_SEL", "Promo kuota")
        await office.channel.send(outbound(ours, to=SULASTRI))
        await until(lambda: len(office.heard) >= 5 and daemon.gone())
        await until(lambda: not (office.left("inbox") + office.left("sent")))
        ((sent,),) = [daemon.gone(SULASTRI)]
        heard = {m.sender.value: m for m in office.heard if not m.part}
        parts = sorted((m for m in office.heard if m.part), key=lambda m: m.part.number)  # type: ignore[union-attr]
        states = [e for h in office.desk.hooks for e in office.channel.parse(h)]
    assert "".join(part.text for part in parts).strip() == LONG.strip()
    assert [part.part.total for part in parts if part.part] == [3, 3, 3]
    assert heard[SULASTRI].text == "Air mati – tolong 😀"
    assert heard["TELKOM_SEL"].kind == "system"
    assert (sent.text.strip(), sent.parts) == (ours.strip(), 2)
    assert [(e.ref, e.state) for e in states if isinstance(e, Delivery)] == [("42", "sent")]


async def test_the_daemon_sends_nothing_twice_when_we_are_killed(tmp_path: Path) -> None:
    """A retry before and after the daemon has taken the file, by a process that knows nothing."""
    async with smsd(tmp_path, running=False) as daemon:
        for _ in range(2):
            async with aiohttp.ClientSession() as http:
                await open_channel("sms", told(tmp_path), http).send(outbound("Halo"))
        await daemon.start()
        await until(lambda: daemon.gone() and not list((tmp_path / "outbox").glob("OUT*")))
        async with aiohttp.ClientSession() as http:
            await open_channel("sms", told(tmp_path), http).send(outbound("Halo"))
        await daemon.receive(DARMO, "Balasan")
        await until(lambda: list((tmp_path / "inbox").iterdir()))
        assert [one.text for one in daemon.gone()] == ["Halo"]


async def test_a_lost_part_is_handed_over_by_the_daemon(tmp_path: Path) -> None:
    async with smsd(tmp_path) as daemon, modem(tmp_path) as office, office.listening():
        await daemon.receive(DARMO, LONG, lose=2)
        await until(lambda: len(office.heard) == 2)
    assert [message.part for message in office.heard] == [None, None]
    assert office.heard[0].text.startswith("Lampu jalan")
