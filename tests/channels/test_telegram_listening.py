"""The durable loop: fetch, commit, and only then let Telegram forget; and the pushed way."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator

import pytest

from channels.base import Inbound, Refused
from channels.telegram import channel as module
from tests.channels.telegram_kit import (
    JOKO,
    JPEG,
    OGG,
    SECRET,
    SULASTRI,
    TOKEN,
    Office,
    office,
    pushed,
    sealed,
    update,
)


@pytest.fixture
async def tg(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    monkeypatch.setattr(module, "_REST", 0.02)
    async with office() as built:
        yield built


@pytest.fixture
async def hooked() -> AsyncIterator[Office]:
    async with office(mode="webhook", webhook_secret=SECRET) as built:
        yield built


def texts(messages: list[Inbound]) -> list[str]:
    return [said.text for said in messages]


async def test_what_is_written_arrives_in_order(tg: Office) -> None:
    for text in ("satu", "dua", "tiga"):
        await tg.api.citizen_writes(JOKO, text, name="Joko")
    async with tg.listening():
        assert texts(await tg.heard()) == ["satu", "dua", "tiga"]


async def test_a_long_poll_is_answered_at_once() -> None:
    async with office(poll_seconds=50) as tg, tg.listening():
        await asyncio.sleep(0.1)
        await tg.api.citizen_writes(JOKO, "Lampu mati")
        assert texts(await tg.until(1)) == ["Lampu mati"]


async def test_everything_a_phone_can_send_arrives(tg: Office) -> None:
    api = tg.api
    first = await api.citizen_writes(JOKO, "Jalan rusak", name="Joko")
    await api.citizen_sends(JOKO, "photo", JPEG, group="1")
    await api.citizen_sends(JOKO, "photo", JPEG, caption="dua foto", group="1")
    await api.citizen_sends(JOKO, "voice", OGG, "audio/ogg")
    await api.citizen_sends(JOKO, "document", b"%PDF-1.7", "application/pdf", filename="surat.pdf")
    await api.citizen_sends(JOKO, "video", b"....", "video/mp4")
    await api.citizen_shares_location(JOKO, -6.9147, 107.6098)
    await api.citizen_shares_contact(JOKO, "+62812555")
    await api.citizen_edits(JOKO, first, "Jalan rusak parah")
    await api.citizen_taps(JOKO, "yes", 99)
    await api.citizen_writes(JOKO, "ya", first)
    async with tg.listening():
        said = await tg.heard()
    assert [file.kind for one in said for file in one.attachments] == [
        *("image", "image", "voice", "document", "video", "location", "contact")
    ]
    assert said[8].edits == f"{JOKO}/{first}" == said[10].reply_to
    assert said[9].choice == "yes"


async def test_telegram_forgets_only_what_was_accepted(tg: Office) -> None:
    tg.desk.failing = 3
    await tg.api.citizen_writes(JOKO, "Lampu mati")
    async with tg.listening():
        async with asyncio.timeout(5):
            while tg.desk.failing:
                assert tg.api.updates.pending == 1
                assert tg.desk.cursors == []
                await asyncio.sleep(0.005)
        assert texts(await tg.heard()) == ["Lampu mati"]
    assert len(tg.desk.cursors) == 1


async def test_an_end_between_fetch_and_commit_loses_nothing(tg: Office) -> None:
    tg.desk.failing = 1_000
    await tg.api.citizen_writes(JOKO, "Lampu mati")
    async with tg.listening():
        await asyncio.sleep(0.05)
    tg.desk.failing = 0
    async with tg.listening():
        assert texts(await tg.heard()) == ["Lampu mati"]


async def test_a_cursor_that_was_committed_is_told_at_the_next_start(tg: Office) -> None:
    await tg.api.citizen_writes(JOKO, "satu")
    async with tg.listening():
        await tg.until(1)
    (cursor,) = tg.desk.cursors
    assert cursor[0] == "offset"
    await tg.api.citizen_writes(JOKO, "dua")
    async with tg.listening(cursor[1]):
        assert texts(await tg.heard()) == ["satu", "dua"]


async def test_numbers_that_start_over_are_heard(tg: Office) -> None:
    await tg.api.citizen_writes(JOKO, "sebelum")
    async with tg.listening():
        await tg.heard()
        tg.api.updates.restart(17)
        await tg.api.citizen_writes(JOKO, "sesudah")
        assert texts(await tg.until(2)) == ["sebelum", "sesudah"]


async def test_a_second_fetcher_is_outlived(tg: Office) -> None:
    tg.api.faults.conflict = True
    await tg.api.citizen_writes(JOKO, "Lampu mati")
    async with tg.listening():
        await asyncio.sleep(0.1)
        assert tg.desk.hooks == []
        tg.api.faults.conflict = False
        assert texts(await tg.until(1)) == ["Lampu mati"]


@pytest.mark.parametrize("fault", ["http_500", "lose_answer", "token_revoked"])
async def test_a_fault_of_telegrams_is_outlived(
    tg: Office, fault: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    setattr(tg.api.faults, fault, True)
    await tg.api.citizen_writes(JOKO, "Lampu mati")
    async with tg.listening():
        await asyncio.sleep(0.1)
        assert tg.desk.hooks == []
        setattr(tg.api.faults, fault, False)
        assert texts(await tg.until(1)) == ["Lampu mati"]
    assert TOKEN not in caplog.text
    assert "Lampu" not in caplog.text


async def test_an_update_told_twice_keeps_its_key(tg: Office) -> None:
    tg.api.faults.duplicate_updates = True
    await tg.api.citizen_writes(JOKO, "Lampu mati")
    async with tg.listening():
        said = await tg.until(2)
    assert said[0].key == said[1].key


async def test_from_webhook_to_polling_nothing_is_dropped(tg: Office) -> None:
    tg.api.updates.push("http://127.0.0.1:9", SECRET)
    await tg.api.citizen_writes(JOKO, "Lampu mati")
    async with tg.listening():
        assert texts(await tg.until(1)) == ["Lampu mati"]
    assert tg.api.calls == ["deleteWebhook"]


async def test_updates_older_than_a_day_are_lost(tg: Office) -> None:
    await tg.api.citizen_writes(JOKO, "kemarin")
    tg.clock.wind(hours=25)
    await tg.api.citizen_writes(JOKO, "hari ini")
    async with tg.listening():
        assert texts(await tg.heard()) == ["hari ini"]


async def test_groups_and_channels_are_left_alone(tg: Office) -> None:
    await tg.api.group_says(-100777, JOKO, "Halo semua")
    await tg.api.group_says(-100888, JOKO, "Pengumuman", "channel")
    await tg.api.citizen_writes(JOKO, "Lampu mati")
    async with tg.listening():
        assert texts(await tg.heard()) == ["Lampu mati"]


async def test_who_blocks_and_returns_is_heard(tg: Office) -> None:
    await tg.api.citizen_blocks(SULASTRI)
    await tg.api.citizen_unblocks(SULASTRI)
    async with tg.listening():
        assert [said.kind for said in await tg.heard()] == ["blocked", "unblocked"]


async def test_a_bot_that_fetches_believes_nobody_who_pushes(tg: Office) -> None:
    assert tg.channel.listens
    with pytest.raises(Refused):
        tg.channel.verify(sealed(update()))


async def test_pushed_updates_carry_the_secret(hooked: Office) -> None:
    assert not hooked.channel.listens
    async with pushed(hooked):
        await hooked.api.citizen_writes(JOKO, "Lampu mati")
        assert texts(await hooked.heard()) == ["Lampu mati"]
    assert hooked.api.updates.answers == [200]


async def test_a_pushed_update_is_repeated_until_it_is_taken(hooked: Office) -> None:
    hooked.desk.failing = 2
    async with pushed(hooked):
        await hooked.api.citizen_writes(JOKO, "Lampu mati")
        assert texts(await hooked.heard()) == ["Lampu mati"]
    assert hooked.api.updates.answers == [503, 503, 200]


async def test_pushed_updates_may_come_twice_and_in_any_order(hooked: Office) -> None:
    faults = hooked.api.faults
    faults.duplicate_updates, faults.reorder = True, True
    async with pushed(hooked):
        for text in ("satu", "dua"):
            await hooked.api.citizen_writes(JOKO, text)
        said = await hooked.heard()
    assert texts(said) == ["dua", "dua", "satu", "satu"]
    assert len({one.key for one in said}) == 2
