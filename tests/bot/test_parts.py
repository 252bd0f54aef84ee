"""A message in parts: joined in whatever order they come, or handed over as far as it came."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator

import pytest

from bot.timekeeping.sweep import Sweep
from tests.bot.messages_kit import DARMO, Sim, office, udh
from tests.world import World

PARTS = ["Lampu jalan di depan gang ", "Kenanga mati sejak hari Senin", ", mohon diperbaiki."]
OTHER = "+6285711112222"


@pytest.fixture
async def sim(closed_world: World) -> AsyncIterator[Sim]:
    async with office(closed_world) as made:
        yield made


@pytest.mark.parametrize("order", [*itertools.permutations(range(3))], ids=str)
async def test_three_parts_are_one_report_whatever_their_order(
    sim: Sim, order: tuple[int, ...]
) -> None:
    for place in order:
        assert await sim.brings(PARTS[place], udh=udh(7, 3, place + 1)) == 200
    await sim.world.until(lambda: sim.sent())
    (case,) = await sim.world.cases()
    (joined,) = [row for row in await sim.world.messages() if row.complaint_id == case.id]
    assert joined.text == "".join(PARTS)
    assert len(sim.sent()) == 1


async def test_a_part_that_comes_twice_counts_once(sim: Sim) -> None:
    for place in (0, 0, 1, 1, 2, 2):
        await sim.brings(PARTS[place], udh=udh(7, 3, place + 1), key=f"p{place}")
    await sim.world.until(lambda: sim.sent())
    assert len(await sim.world.cases()) == len(sim.sent()) == 1


async def test_a_part_that_never_comes_holds_the_others_up_for_ten_minutes_only(sim: Sim) -> None:
    for place in (0, 1):
        await sim.brings(PARTS[place], udh=udh(7, 3, place + 1))
    await Sweep(sim.world.house).step()
    await sim.world.settled()
    assert await sim.world.cases() == []
    sim.world.clock.wind(minutes=11)
    await Sweep(sim.world.house).step()
    await sim.world.until(lambda: sim.sent())
    (case,) = await sim.world.cases()
    said = next(row for row in await sim.world.messages() if row.complaint_id == case.id)
    assert PARTS[0].strip() in said.text
    assert said.text.endswith("(bagian 3 belum masuk)")
    await sim.brings(PARTS[2], udh=udh(7, 3, 3))
    sim.world.clock.wind(minutes=11)
    await Sweep(sim.world.house).step()
    await sim.world.settled()
    late = (await sim.world.messages())[-1]
    assert late.text.endswith("(bagian 3 dari 3)")
    assert late.complaint_id == case.id


async def test_two_phones_with_the_same_reference_are_two_messages(sim: Sim) -> None:
    for sender in (DARMO, OTHER):
        await sim.brings(PARTS[0], sender, udh=udh(9, 2, 1))
    for sender in (OTHER, DARMO):
        await sim.brings(PARTS[1], sender, udh=udh(9, 2, 2))
    await sim.world.until(lambda: sim.sent() and sim.sent(OTHER))
    assert len(await sim.world.cases()) == 2


async def test_two_services_join_what_each_heard_a_part_of(sim: Sim) -> None:
    """Whoever writes the last part sees the others, also when both write at once."""
    await asyncio.gather(
        *(sim.brings(text, udh=udh(5, 3, place)) for place, text in enumerate(PARTS, 1))
    )
    await sim.world.until(lambda: sim.sent())
    assert len(await sim.world.cases()) == 1
