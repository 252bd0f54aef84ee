"""A round trip over a real gammu-smsd: the citizen writes, uses the number that the phone sent,
the officer answers, the citizen reads."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.servers.gammu import PATIENCE, Gone, Smsd, smsd
from tests.wire import queue
from tests.world import World

OFFICE, DARMO = "+6281234567000", "+6281234567001"
STORY = (
    "Lampu jalan di gang Kenanga mati sejak hari Senin. Anak-anak pulang mengaji dalam gelap, "
    "kemarin ada ibu yang jatuh. Mohon diperbaiki secepatnya, terima kasih. Darmo, RT 3."
)
NUMBER = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{3}\b")


@pytest.fixture
async def daemon(tmp_path: Path) -> AsyncIterator[Smsd]:
    async with smsd(tmp_path / "modem") as running:
        yield running


@pytest.fixture
async def office(closed_world: World, daemon: Smsd) -> World:
    sms: dict[str, Any] = {
        "gateway": "gammu",
        "number": OFFICE,
        "per_second": 1e6,
        "per_recipient": 0.0,
        "quiet": 0,
        "gammu_poll_seconds": 0.05,
        **daemon.settings,
    }
    return await closed_world.open(channels={"sms": sms})


async def test_a_citizen_writes_by_sms_and_reads_the_answer(office: World, daemon: Smsd) -> None:
    await daemon.receive(DARMO, STORY)
    receipt = await read(office, daemon, 1)
    number = NUMBER.search(receipt.text)
    assert number, receipt.text
    assert receipt.parts == 1
    (case,) = await office.cases()
    assert (case.account, case.number) == ("sms", number[0])

    await daemon.receive(DARMO, f"STATUS {number[0]}")
    status = await read(office, daemon, 2)
    assert number[0] in status.text

    await queue(office, case, "Lampu sudah diganti tadi pagi. Terima kasih sudah melapor.")
    answer = await read(office, daemon, 3)
    assert answer.text == "Lampu sudah diganti tadi pagi. Terima kasih sudah melapor."
    await office.until(lambda: _all_sent(office))
    assert len(await office.cases()) == 1
    for name in ("inbox", "outbox", "sent", "error"):
        assert not list((daemon.base / name).iterdir())


async def read(office: World, daemon: Smsd, count: int) -> Gone:
    """What reached the citizen's phone as the `count`th message."""
    gone: list[Gone] = await office.until(
        lambda: len(daemon.gone(DARMO)) >= count and daemon.gone(DARMO), PATIENCE * 2
    )
    assert len(gone) == count
    return gone[-1]


async def _all_sent(office: World) -> bool:
    return all(row.state == "sent" for row in await office.outgoing())
