"""gammu-smsd takes: ours become its files, once, and its folders tell what became of them."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from channels.base import Delivery, SendError
from channels.settings import SettingsError
from channels.sms import check
from tests.channels.gammu_kit import (
    DARMO,
    Modem,
    modem,
    outbound,
    told,
    until,
)

LONG = "Lampu jalan di gang Kenanga mati sejak Senin. " * 9


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Modem]:
    async with modem(tmp_path) as built:
        yield built


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


async def test_nothing_is_added_to_an_outbox_that_nobody_empties(office: Modem) -> None:
    await office.channel.send(outbound("Halo"))
    (file,) = office.left("outbox")
    long_ago = file.stat().st_mtime - 1801
    os.utime(file, (long_ago, long_ago))
    with pytest.raises(SendError) as caught:
        await office.channel.send(outbound("Halo", "43"))
    assert (caught.value.permanent, caught.value.scope) == (True, "account")
    assert not (await office.channel.health()).ok
    office.finish("sent")
    assert await office.channel.send(outbound("Halo", "43")) == "43"


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
