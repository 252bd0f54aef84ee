"""Pace and window: what a provider allows is known before it has to refuse."""

from __future__ import annotations

import asyncio

import pytest

from tests.wire import filed, hook, neighbour, push, queue, received, said
from tests.world import SULASTRI_WA, World

DARMO_WA = "6281234567003"
KNOCKING = {"whatsapp": {"template_notice": "kabar_laporan"}}
WORDS = ["satu", "dua", "tiga", "empat", "lima"]


@pytest.mark.parametrize("services", [1, 2])
async def test_the_pace_of_an_account_is_kept_however_many_processes_send(
    closed_world: World, services: int
) -> None:
    slow = {"whatsapp": {"per_second": 10}}
    world = await closed_world.open()
    cases = await filed(world, *(f"62812345600{n:02d}" for n in range(30)))
    await world.stop()
    await world.open(channels=slow)
    world.clock.wind(seconds=60)
    for case in cases:
        await queue(world, case, "halo")
    if services == 2:
        async with neighbour(world, channels=slow):
            await at_pace(world, 30, 10)
    else:
        await at_pace(world, 30, 10)


async def test_the_pace_to_one_recipient_holds_up_no_other_and_keeps_the_order(
    closed_world: World,
) -> None:
    world = await closed_world.open(channels={"whatsapp": {"per_recipient": 6, "burst": 2}})
    first, second = await filed(world, SULASTRI_WA, DARMO_WA)
    world.clock.wind(seconds=60)
    await queue(world, first, *WORDS)
    await world.until(lambda: len(received(world)) == 2)
    await queue(world, second, "lain")
    await world.until(lambda: received(world, DARMO_WA))
    assert received(world, SULASTRI_WA) == WORDS[:2]
    for count in (3, 4, 5):
        world.clock.wind(seconds=7)
        world.house.outgoing.ring()
        await world.until(lambda c=count: len(received(world, SULASTRI_WA)) == c)
    assert received(world, SULASTRI_WA) == WORDS


async def test_outside_the_window_text_waits_one_template_knocks_and_the_citizen_opens(
    closed_world: World,
) -> None:
    world = await closed_world.open(channels=KNOCKING)
    (case,) = await filed(world, SULASTRI_WA)
    world.clock.wind(hours=24)
    await queue(world, case, "satu")
    await world.until(lambda: received(world) == ["template"])
    await queue(world, case, "dua")
    await world.until(lambda: held(world, 2))
    await world.settled()
    assert received(world) == ["template"]
    await push(world, hook(world, said(world, SULASTRI_WA, "BACA")))
    await world.until(lambda: {"satu", "dua"} <= set(received(world)))
    told = received(world)
    assert told.index("satu") < told.index("dua")


async def test_outside_the_window_text_is_not_even_offered(world: World) -> None:
    (case,) = await filed(world, SULASTRI_WA)
    world.clock.wind(hours=24)
    (number,) = await queue(world, case, "satu")
    await world.until(lambda: held(world, 1))
    (row,) = [row for row in await world.outgoing() if row.id == number]
    assert row.attempts == 0
    assert received(world) == []


async def test_a_window_that_only_the_provider_knows_to_be_closed_is_knocked_at(
    closed_world: World,
) -> None:
    world = await closed_world.open(channels=KNOCKING)
    (case,) = await filed(world, SULASTRI_WA)
    world.whatsapp.citizen(SULASTRI_WA).wrote_at = None
    await queue(world, case, "satu")
    await world.until(lambda: received(world) == ["template"])
    assert await held(world, 1)
    await push(world, hook(world, said(world, SULASTRI_WA, "Bagaimana kabarnya, Pak?")))
    await world.until(lambda: "satu" in received(world))


async def test_a_closed_window_that_is_told_late_is_knocked_at_too(closed_world: World) -> None:
    world = await closed_world.open(channels=KNOCKING)
    (case,) = await filed(world, SULASTRI_WA)
    world.whatsapp.citizen(SULASTRI_WA).wrote_at = None
    world.whatsapp.faults.late_errors = True
    await queue(world, case, "satu")
    await world.until(lambda: received(world) == ["satu", "template"])
    await world.until(lambda: held(world, 1))
    await push(world, hook(world, said(world, SULASTRI_WA, "Bagaimana kabarnya, Pak?")))
    await world.until(lambda: received(world).count("satu") == 2)


async def held(world: World, count: int) -> bool:
    replies = [row for row in await world.outgoing() if row.purpose == "reply"]
    return sum(row.held_at is not None for row in replies) == count


async def at_pace(world: World, messages: int, per_second: int) -> None:
    """While the clock stands, less than a second's worth leaves; in the end all do."""
    await world.until(lambda: received(world))
    await asyncio.sleep(0.3)
    assert len(received(world)) <= per_second
    while len(received(world)) < messages:
        world.clock.wind(seconds=0.2)
        world.house.outgoing.ring()
        await asyncio.sleep(0.02)
    await world.settled()
    started = world.whatsapp.sent[0]["at"]
    passed = (world.clock.now() - started).total_seconds()
    assert len(received(world)) == messages
    assert passed >= messages / per_second - 1
