"""gammu-smsd brings: its files become messages, once, in whatever form it writes them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from channels.base import Malformed, Part
from tests.channels.gammu_kit import (
    DARMO,
    SULASTRI,
    Modem,
    hook,
    modem,
    name,
    until,
)

LONG = "Lampu jalan di gang Kenanga mati sejak Senin. " * 9


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
