"""The bridge as a process beside the modem: killed at the worst moments, it loses and doubles
nothing, through the started service."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.outgoing.sending import ACCEPTED, FAILED, QUEUED
from channels.base import Address, Outbound
from tests.bot.bridge.kit import CHANNELS, DARMO, JOKO, NAMES, Village, bridge_here, until
from tests.bot.commands.kit import running
from tests.channels.smpp_kit import line
from tests.channels.smpp_kit import told as smpp_told
from tests.databases import Template
from tests.wire import queue
from tests.world import World, WoundClock

COMPLAINT = "Lampu jalan di gang Kenanga mati sejak hari Senin, mohon diperbaiki."
NUMBER = re.compile(r"\b[0-9A-Z]{4}-[0-9A-Z]{3}\b")


_templates: list[Template] = []


@pytest.fixture
async def office(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    """On a file: what the bridge promises has nothing to do with the kind of database."""
    if not _templates:
        template = Template(tmp_path_factory.mktemp("bridge"))
        await template.prepare()
        _templates.append(template)
    world = World(tmp_path, await _templates[0].fresh(tmp_path))
    try:
        yield await world.open(channels=CHANNELS)
        # Calls of a bridge that was killed are not waited for.
        await world.house.channels["sms"].close()
    finally:
        await world.close()


@pytest.fixture
async def village(tmp_path: Path, office: World) -> Village:
    made = Village(tmp_path / "village")
    made.prepare(office.base)
    return made


async def again(office: World, village: Village) -> None:
    """The office is back, at another address."""
    await office.open(channels=CHANNELS)
    village.prepare(office.base)


async def texts(office: World) -> list[str]:
    return [row.text for row in await office.messages()]


async def replies(office: World) -> list[Any]:
    return [row for row in await office.outgoing() if row.purpose == "reply"]


async def filed(office: World, village: Village) -> Any:
    """A case of Darmo's, with its receipt sent by the modem."""
    async with village.bridge():
        village.hear(COMPLAINT)
        await until(village.said)
        village.finish()
        await office.until(lambda: not list((village.folder / "sent").iterdir()))
    await office.settled()
    (case,) = await office.cases()
    return case


async def test_a_citizen_writes_and_reads_through_the_bridge(
    office: World, village: Village
) -> None:
    async with village.bridge() as process:
        village.hear(COMPLAINT)
        (receipt,) = await until(village.said)
        (case,) = await office.cases()
        assert NUMBER.search(receipt)
        assert case.account == "sms"
        await queue(office, case, "Lampu sudah diganti tadi pagi.")
        await until(lambda: len(village.said()) == 2)
        ended = await process.stop()
    assert village.said()[-1] == "Lampu sudah diganti tadi pagi."
    assert (ended.code, "Traceback" in ended.all) == (0, False)
    assert DARMO not in ended.all
    assert "Lampu" not in ended.all


async def test_killed_between_spool_and_office_nothing_is_lost_and_nothing_doubled(
    office: World, village: Village
) -> None:
    await office.stop()
    async with village.bridge():
        first = village.hear(COMPLAINT)
        village.hear("Air juga mati", JOKO)
        await until(lambda: not village.unheard)
    await again(office, village)
    assert await texts(office) == []
    async with village.bridge():
        await office.until(lambda: _count(office, 2))
        # Killed before the file was removed: the modem's folder brings it once more.
        village.hear(COMPLAINT, name=first.name)
        await until(lambda: not village.unheard)
        village.hear("Sudah menyala", JOKO)
        await office.until(lambda: _count(office, 3))
    assert sorted(await texts(office)) == sorted([COMPLAINT, "Air juga mati", "Sudah menyala"])


async def test_killed_between_taking_and_sending_it_sends_once(
    office: World, village: Village
) -> None:
    case = await filed(office, village)
    outbox = village.folder / "outbox"
    async with village.bridge():
        outbox.rename(village.folder / "unplugged")
        await queue(office, case, "Lampu sudah diganti.")
        (taken,) = await office.until(lambda: _replies(office, ACCEPTED))
        assert taken.accepted_at
    (village.folder / "unplugged").rename(outbox)
    async with village.bridge():
        assert await until(village.said) == ["Lampu sudah diganti."]
        village.finish()
        await office.until(lambda: _replies(office, "sent"))
    async with village.bridge():
        await queue(office, case, "Terima kasih.")
        assert await until(village.said) == ["Terima kasih."]


async def test_an_office_that_forgot_what_was_taken_is_told_again(
    office: World, village: Village
) -> None:
    """The bridge took it, the office died before it knew: the same id is sent once."""
    case = await filed(office, village)
    async with village.bridge():
        await queue(office, case, "Lampu sudah diganti.")
        await until(village.said)
        village.finish()
        await office.until(lambda: _replies(office, "sent"))
        channel = office.house.channels["sms"]
        (sent,) = await _replies(office, "sent")
        assert await channel.send(_outbound(str(sent.id))) == str(sent.id)
        await queue(office, case, "Terima kasih.")
        assert await until(village.said) == ["Terima kasih."]


async def test_what_the_modem_could_not_send_is_tried_again_later(
    office: World, village: Village
) -> None:
    case = await filed(office, village)
    async with village.bridge():
        await queue(office, case, "Lampu sudah diganti.")
        await until(village.said)
        village.finish("error")
        (failed,) = await office.until(lambda: _replies(office, QUEUED))
        assert failed.reason
        office.clock.wind(minutes=6)
        office.house.outgoing.ring()
        assert await until(village.said) == ["Lampu sudah diganti."]
        village.finish()
        await office.until(lambda: _replies(office, "sent"))


async def test_without_a_bridge_the_office_keeps_its_messages(
    office: World, village: Village
) -> None:
    case = await filed(office, village)
    await queue(office, case, "Lampu sudah diganti.")
    (waiting,) = await replies(office)
    assert waiting.accepted_at is None
    async with village.bridge():
        assert await until(village.said) == ["Lampu sudah diganti."]


async def test_an_operators_line_goes_through_the_bridge_with_its_receipts(
    office: World, tmp_path: Path
) -> None:
    """The receipt names the message as the operator does; the bridge remembers whose it is."""
    async with line() as operator:
        told = smpp_told(operator.centre.port)
        async with bridge_here(tmp_path / "spool", office.base, told):
            await operator.centre.bring(COMPLAINT)
            await until(lambda: operator.centre.submitted)
            await operator.centre.receipt(operator.centre.last_id)
            (case,) = await office.cases()
            await office.until(lambda: _states(office, "delivered"))
            await queue(office, case, "Lampu sudah diganti.")
            await until(lambda: len(operator.centre.submitted) == 2)
        # Another run of the bridge, which has sent nothing itself.
        async with bridge_here(tmp_path / "spool", office.base, told):
            await operator.centre.receipt(operator.centre.last_id)
            await office.until(lambda: _states(office, "delivered", "delivered"))


async def test_what_can_never_be_sent_is_told_to_the_office(office: World, tmp_path: Path) -> None:
    async with line() as operator:
        told = smpp_told(operator.centre.port)
        async with bridge_here(tmp_path / "spool", office.base, told) as (_, spool):
            operator.centre.script = [0x0B]
            await operator.centre.bring(COMPLAINT)
            (failed,) = await office.until(lambda: _states(office, FAILED))
            assert failed.code == "0xb"
            await office.until(lambda: not spool.outcomes(1))


async def test_a_clock_without_a_battery_shuts_nobody_out(
    office: World, village: Village, tmp_path: Path
) -> None:
    """The bridge lives in January; the office answers with today's date, and is believed."""
    gateway = {"gateway": "gammu", **{f"gammu_{n}": str(village.folder / n) for n in NAMES}}
    async with bridge_here(tmp_path / "spool", office.base, gateway, WoundClock()):
        village.hear(COMPLAINT)
        await until(village.said)


async def test_the_check_looks_at_both_ends(office: World, village: Village) -> None:
    async with running("sms-bridge", "--check", cwd=village.folder) as process:
        fine = await process.end()
    await office.stop()
    (village.folder / "outbox").rmdir()
    async with running("sms-bridge", "--check", cwd=village.folder) as process:
        wrong = await process.end()
    assert (fine.code, wrong.code) == (0, 1)
    assert fine.out.count("baik") == 2
    assert wrong.out.count("RUSAK") == 2


async def test_two_bridges_do_not_share_a_spool(office: World, village: Village) -> None:
    async with village.bridge(), running("sms-bridge", cwd=village.folder) as second:
        refused = await second.end()
    assert refused.code == 1
    assert "jembatan lain" in refused.err


async def _count(office: World, most: int) -> bool:
    return len(await office.messages()) >= most


async def _replies(office: World, *states: str) -> list[Any]:
    return [row for row in await replies(office) if row.state in states]


def _outbound(number: str) -> Any:
    return Outbound(number, Address("sms", DARMO), "Lampu sudah diganti.")


async def _states(office: World, *states: str) -> list[Any]:
    """All that went out, where it stands so."""
    rows = await office.outgoing()
    return rows if [row.state for row in rows] == list(states) else []
