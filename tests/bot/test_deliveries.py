"""Deliveries: whatever order a provider tells things in, a message's state only goes forward."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from sqlalchemy import select

from bot.demo.whatsapp_rules import GraphError
from storage.tables import addresses, deliveries
from tests.wire import Obj, filed, found_by, hook, neighbour, push, queue, received, told, wamid_of
from tests.world import SULASTRI_WA, World

STEPS = ("sent", "delivered", "read")
STRANGERS = [f"wamid.STRANGE{number}" for number in (1, 2, 3)]
UNDELIVERABLE = {"errors": [GraphError(131026, "undeliverable").entry()]}
OUTAGE = {"errors": [GraphError(131000, "something went wrong").entry()]}


async def test_statuses_in_any_order_and_twice_end_at_read(world: World) -> None:
    (case,) = await filed(world, SULASTRI_WA)
    for order in itertools.permutations(STEPS):
        message = await sent(world, case)
        told_twice = (*order, *order)
        seen = [(await status(world, message, state)).state for state in told_twice]
        assert [STEPS.index(state) for state in seen] == sorted(map(STEPS.index, seen))
        assert seen[-1] == "read"


async def test_a_status_that_is_repeated_is_kept_once(world: World) -> None:
    (case,) = await filed(world, SULASTRI_WA)
    message = await sent(world, case)
    told_once = told(world, await wamid_of(world, message), "delivered")
    for _ in range(3):
        assert await push(world, hook(world, statuses=[told_once])) == [200]
    await applied(world)
    assert len(await kept(world, message)) == 1


async def test_what_was_read_was_delivered_though_nobody_said_so(world: World) -> None:
    (case,) = await filed(world, SULASTRI_WA)
    row = await status(world, await sent(world, case), "read")
    assert row.read_at
    assert row.delivered_at
    assert row.sent_at


async def test_a_failure_after_acceptance_ends_the_message_and_marks_the_address(
    world: World,
) -> None:
    (case,) = await filed(world, SULASTRI_WA)
    row = await status(world, await sent(world, case), "failed", **UNDELIVERABLE)
    assert (row.state, row.code) == ("failed", "131026")
    (address,) = await world.rows(select(addresses).where(addresses.c.id == case.address_id))
    assert address.blocked_at


async def test_a_failure_stands_against_a_late_sent_and_falls_to_a_delivery(world: World) -> None:
    (case,) = await filed(world, SULASTRI_WA)
    message = await sent(world, case)
    await status(world, message, "failed", **UNDELIVERABLE)
    assert (await status(world, message, "sent")).state == "failed"
    row = await status(world, message, "delivered")
    assert (row.state, row.reason, row.failed_at) == ("delivered", "", None)
    assert (await status(world, message, "failed", **UNDELIVERABLE)).state == "delivered"


async def test_a_passing_failure_after_acceptance_is_sent_again_once(world: World) -> None:
    (case,) = await filed(world, SULASTRI_WA)
    message = await sent(world, case)
    row = await status(world, message, "failed", **OUTAGE)
    assert row.done_at is None
    assert (await status(world, message, "sent")).done_at is None
    world.clock.wind(minutes=10)
    await world.settled()
    assert received(world) == ["satu", "satu"]


@pytest.mark.parametrize("state", STEPS)
async def test_a_status_that_overtakes_the_answer_is_not_turned_back_by_it(
    world: World, state: str
) -> None:
    (case,) = await filed(world, SULASTRI_WA)
    world.whatsapp.hooks.url = ""
    world.whatsapp.faults.answer_after = 1.0
    await queue(world, case, "satu")
    await world.until(lambda: received(world))
    wamid = world.whatsapp.sent[0]["id"]
    ref = world.whatsapp.sent[0]["payload"]["biz_opaque_callback_data"]
    early = told(world, wamid, state, biz_opaque_callback_data=ref)
    assert await push(world, hook(world, statuses=[early])) == [200]
    await applied(world)
    assert (await reply(world)).state == state
    await world.stop()
    world.whatsapp.faults.answer_after = 0.0
    await world.open()
    world.clock.wind(hours=1)
    await world.settled()
    row = await reply(world)
    assert (row.state, row.provider, row.accepted_at is not None) == (
        state,
        found_by(world, wamid),
        True,
    )
    assert received(world) == ["satu"]


async def test_a_failure_that_overtakes_the_answer_is_not_lost(world: World) -> None:
    (case,) = await filed(world, SULASTRI_WA)
    world.whatsapp.hooks.url = ""
    world.whatsapp.faults.answer_after = 1.0
    await queue(world, case, "satu")
    await world.until(lambda: received(world))
    sent_ = world.whatsapp.sent[0]
    ref = sent_["payload"]["biz_opaque_callback_data"]
    early = told(world, sent_["id"], "failed", biz_opaque_callback_data=ref, **UNDELIVERABLE)
    await push(world, hook(world, statuses=[early]))
    await applied(world)
    await world.stop()
    await world.open()
    assert (await reply(world)).state == "failed"


async def test_a_status_without_our_id_waits_for_the_answer_that_names_its_message(
    world: World,
) -> None:
    (case,) = await filed(world, SULASTRI_WA)
    world.whatsapp.hooks.url = ""
    world.whatsapp.faults.answer_after = 1.5
    await queue(world, case, "satu")
    await world.until(lambda: received(world))
    wamid = world.whatsapp.sent[0]["id"]
    assert await push(world, hook(world, statuses=[told(world, wamid, "delivered")])) == [200]
    assert (await reply(world)).state == "sending"
    await world.until(lambda: _stands_at(world, "delivered"))


async def test_statuses_of_messages_that_are_not_ours_disturb_nothing(world: World) -> None:
    (case,) = await filed(world, SULASTRI_WA)
    message = await sent(world, case)
    strange = [
        told(world, STRANGERS[0], "read"),
        told(world, STRANGERS[1], "failed", biz_opaque_callback_data="9" * 400),
        told(world, STRANGERS[2], "read", biz_opaque_callback_data=f"{message.id}x"),
    ]
    assert await push(world, hook(world, statuses=strange)) == [200]
    assert (await status(world, message, "delivered")).state == "delivered"


async def test_two_services_that_are_told_in_turns_do_not_turn_a_message_back(
    world: World,
) -> None:
    (case,) = await filed(world, SULASTRI_WA)
    messages = [await sent(world, case) for _ in range(6)]
    bodies = [
        hook(world, statuses=[told(world, await wamid_of(world, message), state)])
        for state in STEPS
        for message in messages
    ]
    async with neighbour(world) as (other, _):
        await push(world, *bodies, at=(world.base, other))
        await applied(world)
    rows = [row for row in await world.outgoing() if row.purpose == "reply"]
    assert [row.state for row in rows] == ["read"] * 6


async def sent(world: World, case: Any) -> Any:
    """A reply that the provider took, and of which it tells nothing by itself."""
    world.whatsapp.hooks.url = ""
    (number,) = await queue(world, case, "satu")
    await world.settled()
    return await reply(world, number)


async def status(world: World, message: Any, state: str, **more: Any) -> Any:
    """The message's row after the provider told this of it."""
    one: Obj = told(world, await wamid_of(world, message), state, **more)
    assert await push(world, hook(world, statuses=[one])) == [200]
    await applied(world)
    return await reply(world, message.id)


async def reply(world: World, number: int | None = None) -> Any:
    rows = [row for row in await world.outgoing() if row.purpose == "reply"]
    return next(row for row in reversed(rows) if number in (None, row.id))


async def kept(world: World, message: Any) -> list[Any]:
    query = select(deliveries).where(deliveries.c.provider == message.provider)
    return await world.rows(query)


async def applied(world: World) -> None:
    """Wait until everything that was told of messages of ours has been applied."""

    strangers = [found_by(world, stranger) for stranger in STRANGERS]

    async def done() -> bool:
        waiting = select(deliveries.c.id).where(
            deliveries.c.applied_at.is_(None), deliveries.c.provider.not_in(strangers)
        )
        return not await world.rows(waiting)

    await world.until(done)


async def _stands_at(world: World, state: str) -> bool:
    return bool((await reply(world)).state == state)
