"""Outside the window a template only knocks: the tap brings all of it, or another way does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from bot.casework import numbers
from bot.demo.whatsapp import KNOCK
from bot.demo.whatsapp_rules import Template
from tests.bot.inbox.kit import Desk, hire, reported
from tests.bot.messages_kit import Sim, office
from tests.wire import filed, queue, received
from tests.world import SULASTRI_WA, World

KNOCKING = {"whatsapp": {"template_notice": "kabar_laporan"}}
NEWS = "Lampu sudah menyala lagi."


@pytest.fixture
async def sim(closed_world: World) -> AsyncIterator[Sim]:
    async with office(closed_world, beside=KNOCKING) as made:
        yield made


async def test_the_tap_under_the_knock_brings_the_full_message_and_nothing_else(
    closed_world: World,
) -> None:
    world = await closed_world.open(channels=KNOCKING)
    (case,) = await filed(world, SULASTRI_WA)
    world.clock.wind(hours=25)
    await queue(world, case, NEWS)
    await world.until(lambda: received(world) == ["template"])
    knock = world.whatsapp.sent[-1]
    assert _filled(knock) == [case.number]
    await world.whatsapp.citizen_taps(SULASTRI_WA, _tap(knock), "Baca kabar", knock["id"])
    await world.until(lambda: NEWS in received(world))
    await world.settled()
    assert received(world) == ["template", NEWS]


async def test_the_knock_is_filled_as_the_configuration_says(closed_world: World) -> None:
    world = await closed_world.open(
        channels={"whatsapp": {"template_notice": "kabar", "template_params": ["number", "office"]}}
    )
    world.whatsapp.templates["kabar"] = Template("id", params=2, buttons=1)
    (case,) = await filed(world, SULASTRI_WA)
    world.clock.wind(hours=25)
    await queue(world, case, NEWS)
    await world.until(lambda: received(world) == ["template"])
    assert _filled(world.whatsapp.sent[-1]) == [case.number, "Kelurahan Sukajaya"]


async def test_a_knock_that_is_refused_is_gone_around(sim: Sim) -> None:
    world = sim.world
    case = await _standing_by(sim)
    world.whatsapp.templates["kabar_laporan"] = replace(KNOCK["kabar_laporan"], status="PAUSED")
    world.clock.wind(hours=25)
    await queue(world, case, NEWS)
    await world.until(lambda: any(NEWS in text for text in sim.sent()))
    await world.settled()
    await _says(world, "halo")
    assert NEWS not in received(world)
    assert sum(NEWS in text for text in sim.sent()) == 1


async def test_while_a_knock_is_on_its_way_nothing_goes_around(sim: Sim) -> None:
    world = sim.world
    case = await _standing_by(sim)
    world.clock.wind(hours=25)
    before = len(sim.sent())
    await queue(world, case, NEWS)
    await world.until(lambda: received(world)[-1] == "template")
    await world.settled()
    assert len(sim.sent()) == before


async def test_a_knock_that_is_refused_without_another_way_calls_somebody(
    closed_world: World,
) -> None:
    world = await closed_world.open(channels=KNOCKING)
    (case,) = await filed(world, SULASTRI_WA)
    world.whatsapp.templates.clear()
    world.clock.wind(hours=25)
    await queue(world, case, NEWS)

    async def called() -> bool:
        return (await world.cases())[0].alarm == "unreached"

    await world.until(called)
    (row,) = [row for row in await world.outgoing() if row.purpose == "reply"]
    assert row.state == "held"


async def test_of_a_closed_name_who_writes_hears_first_that_there_is_news(world: World) -> None:
    await hire(world)
    case = await reported(world)
    await _says(world, f"RAHASIA {case.number}")
    world.clock.wind(hours=25)
    rina = Desk(world.base)
    await rina.sign_in("rina")
    await rina.page(f"/inbox/laporan/{case.number}")
    await rina.reply(case.number, NEWS)
    await rina.close()

    async def all_held() -> bool:
        return sum(row.held_at is not None for row in await world.outgoing()) == 2

    await world.until(all_held)
    await world.whatsapp.citizen_writes(SULASTRI_WA, "halo")
    await world.until(lambda: any("Balas BACA bila aman." in text for text in received(world)))
    await world.settled()
    assert not any(NEWS in text for text in received(world))
    await world.whatsapp.citizen_writes(SULASTRI_WA, "BACA")
    await world.until(lambda: any(NEWS in text for text in received(world)))
    await world.settled()
    assert sum("Balas BACA" in text for text in received(world)) == 1


async def _says(world: World, text: str) -> None:
    """Sulastri writes by WhatsApp, and what follows from it is done."""
    before = len(await world.messages())
    await world.whatsapp.citizen_writes(SULASTRI_WA, text)

    async def arrived() -> bool:
        return len(await world.messages()) > before

    await world.until(arrived)
    await world.settled()


async def _standing_by(sim: Sim) -> Any:
    case = await reported(sim.world)
    kunci = numbers.kunci(sim.world.house.vault.kunci_key, case.id, case.generation)
    await sim.brings(f"CADANGAN {case.number} {kunci}")
    await sim.world.until(lambda: sim.sent())
    await sim.world.settled()
    return case


def _tap(knock: Any) -> str:
    (button,) = [p for p in knock["payload"]["template"]["components"] if p["type"] == "button"]
    payload: str = button["parameters"][0]["payload"]
    return payload


def _filled(knock: Any) -> list[str]:
    parts = knock["payload"]["template"]["components"]
    return [one["text"] for part in parts if part["type"] == "body" for one in part["parameters"]]
