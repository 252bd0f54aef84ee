"""The outbox: whatever a provider does, each message leaves once, in order, and none is lost."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.demo.whatsapp_rules import GraphError
from storage.tables import addresses, alarms, outbox
from tests.wire import (
    COMPLAINT,
    filed,
    found_by,
    hook,
    neighbour,
    push,
    queue,
    received,
    told,
    write,
)
from tests.world import JOKO, SULASTRI_WA, World

DARMO_WA, HENDRA_WA = "6281234567003", "6281234567004"
IMPATIENT = {"whatsapp": {"timeout": 1.0}, "telegram": {"timeout": 1.0}}
WORDS = ["satu", "dua", "tiga", "empat", "lima"]


@pytest.fixture
async def impatient(closed_world: World) -> AsyncIterator[World]:
    """An office that waits for an answer for one second."""
    yield await closed_world.open(channels=IMPATIENT)
    closed_world.whatsapp.faults.hang = closed_world.telegram.faults.hang = False


async def test_a_provider_that_takes_its_time_gets_every_message_in_order(world: World) -> None:
    phones = [f"62812345600{n:02d}" for n in range(8)]
    cases = await filed(world, *phones)
    world.whatsapp.faults.answer_after = 0.1
    for case in cases:
        await queue(world, case, *WORDS)
    await world.settled()
    assert all(received(world, phone) == WORDS for phone in phones)


async def test_a_provider_that_hangs_holds_up_no_other_and_gets_its_messages_later(
    impatient: World,
) -> None:
    world = impatient
    (case,) = await filed(world, SULASTRI_WA)
    world.whatsapp.faults.hang = True
    await queue(world, case, "satu", "dua")
    await world.telegram.citizen_writes(JOKO, COMPLAINT)
    await world.until(lambda: world.telegram.sent)
    await world.until(lambda: states(world, "unknown", "queued"))
    world.whatsapp.faults.hang = False
    world.clock.wind(minutes=3)
    await world.until(lambda: len(received(world)) == 2)
    assert received(world) == ["satu", "dua"]


async def test_an_answer_after_our_patience_is_settled_by_the_status_with_our_id(
    impatient: World,
) -> None:
    world = impatient
    (case,) = await filed(world, SULASTRI_WA)
    world.whatsapp.hooks.url = ""
    world.whatsapp.faults.answer_after = 2.0
    (number,) = await queue(world, case, "satu")
    await world.until(lambda: states(world, "unknown"))
    world.whatsapp.faults.answer_after = 0.0
    world.clock.wind(seconds=90)
    wamid = world.whatsapp.sent[0]["id"]
    late = told(world, wamid, "delivered", biz_opaque_callback_data=str(number))
    assert await push(world, hook(world, statuses=[late])) == [200]
    await world.until(lambda: states(world, "delivered"))
    for _ in range(3):
        world.clock.wind(minutes=10)
        await world.settled()
    assert received(world) == ["satu"]
    (row,) = await replies(world)
    assert row.provider == found_by(world, wamid)


async def test_a_message_of_which_nobody_knows_is_sent_again_after_its_lease_and_ever_later(
    world: World,
) -> None:
    await world.telegram.citizen_writes(JOKO, COMPLAINT)
    await world.until(lambda: world.telegram.sent)
    await world.settled()
    world.telegram.sent.clear()
    world.telegram.faults.lose_answer = True
    await queue(world, (await world.cases())[0], "satu")
    for tries, minutes in enumerate((0, 3, 5, 9), 1):
        world.clock.wind(minutes=minutes)
        await world.until(lambda count=tries: len(world.telegram.sent) == count)
        await world.until(lambda: states(world, "unknown"))
    world.telegram.faults.lose_answer = False
    world.clock.wind(minutes=17)
    await world.until(lambda: states(world, "accepted"))
    assert len(world.telegram.sent) == 5


async def test_a_passing_failure_is_tried_again_later_and_the_younger_ones_wait(
    world: World,
) -> None:
    first, second = await filed(world, SULASTRI_WA, DARMO_WA)
    world.whatsapp.answers.append((500, GraphError(131000, "wrong").body(), {}))
    await queue(world, first, *WORDS[:1])
    await world.until(lambda: attempted(world, 1))
    await queue(world, first, *WORDS[1:])
    await queue(world, second, "lain")
    await world.until(lambda: received(world, DARMO_WA))
    assert received(world, SULASTRI_WA) == []
    world.clock.wind(seconds=10)
    await world.settled()
    assert received(world, SULASTRI_WA) == WORDS


async def test_each_failure_in_a_row_waits_longer(world: World) -> None:
    (case,) = await filed(world, SULASTRI_WA)
    world.whatsapp.faults.http_500 = True
    await queue(world, case, "satu")
    waits = []
    for attempt in range(1, 6):
        await world.until(lambda count=attempt: attempted(world, count))
        (row,) = await replies(world)
        waits.append((row.not_before - world.clock.now()).total_seconds())
        world.clock.wind(seconds=waits[-1] + 1)
        world.house.outgoing.ring()
    assert waits == sorted(waits)
    assert waits[0] > 0


async def test_too_fast_for_the_account_slows_all_of_it(world: World) -> None:
    first, second = await filed(world, SULASTRI_WA, DARMO_WA)
    world.whatsapp.answers.append((429, GraphError(130429, "slow down").body(), {}))
    await queue(world, first, "satu")
    await world.until(lambda: attempted(world, 1))
    await queue(world, second, "lain")
    await asyncio.sleep(0.2)
    assert received(world) == []
    world.clock.wind(seconds=6)
    await world.settled()
    assert sorted(received(world)) == ["lain", "satu"]


async def test_too_fast_for_one_recipient_slows_only_that_one(world: World) -> None:
    first, second = await filed(world, SULASTRI_WA, DARMO_WA)
    world.whatsapp.answers.append((400, GraphError(131056, "pair rate").body(), {}))
    await queue(world, first, *WORDS)
    await world.until(lambda: attempted(world, 1))
    await queue(world, second, "lain")
    await world.until(lambda: received(world))
    assert received(world) == ["lain"]
    world.clock.wind(seconds=7)
    await world.settled()
    assert received(world, SULASTRI_WA) == WORDS


async def test_a_refused_token_stops_the_account_is_seen_and_loses_nothing(world: World) -> None:
    first, second = await filed(world, SULASTRI_WA, DARMO_WA)
    world.whatsapp.faults.token_expired = True
    await queue(world, first, *WORDS[:2])
    (alarm,) = await world.until(lambda: world.rows(select(alarms)))
    assert alarm.name == "whatsapp"
    await queue(world, second, "lain")
    await asyncio.sleep(0.1)
    tried = sum(row.attempts for row in await replies(world))
    assert tried == 1
    world.whatsapp.faults.token_expired = False
    world.clock.wind(minutes=6)
    await world.settled()
    assert received(world, SULASTRI_WA) == WORDS[:2]
    assert received(world, DARMO_WA) == ["lain"]
    await world.until(lambda: nothing(world.rows(select(alarms))))


async def test_who_blocked_us_is_marked_until_they_write_again(world: World) -> None:
    await world.telegram.citizen_writes(JOKO, COMPLAINT)
    await world.until(lambda: world.telegram.sent)
    await world.settled()
    case = (await world.cases())[0]
    world.telegram.citizen(JOKO).blocked = True
    await queue(world, case, "satu")
    await world.until(lambda: states(world, "failed"))
    await world.until(lambda: is_blocked(world, case.address_id))
    await world.telegram.citizen_unblocks(JOKO)
    await world.telegram.citizen_writes(JOKO, "Masih gelap, Pak.")
    await world.until(lambda: nothing(is_blocked(world, case.address_id)))
    await queue(world, case, "dua")
    await world.until(lambda: "dua" in [sent.text for sent in world.telegram.sent])


async def test_a_notice_of_the_provider_that_we_are_blocked_marks_the_address(
    world: World,
) -> None:
    await world.telegram.citizen_writes(JOKO, COMPLAINT)
    await world.until(lambda: world.telegram.sent)
    case = (await world.cases())[0]
    await world.telegram.citizen_blocks(JOKO)
    await world.until(lambda: is_blocked(world, case.address_id))
    await world.telegram.citizen_unblocks(JOKO)
    await world.until(lambda: nothing(is_blocked(world, case.address_id)))


async def test_a_recipient_that_does_not_exist_fails_at_once_and_does_not_stop_the_next(
    world: World,
) -> None:
    first, second = await filed(world, SULASTRI_WA, DARMO_WA)
    world.whatsapp.answers.append((400, GraphError(131026, "undeliverable").body(), {}))
    await queue(world, first, "satu")
    await world.until(lambda: states(world, "failed"))
    await queue(world, second, "lain")
    await world.until(lambda: received(world) == ["lain"])
    (failed, _) = await replies(world)
    assert failed.attempts == 1
    assert failed.code == "131026"


async def test_two_services_send_each_message_once_and_in_order(world: World) -> None:
    phones = [f"62812345600{n:02d}" for n in range(10)]
    cases = await filed(world, *phones)
    async with neighbour(world):
        for case in cases:
            await queue(world, case, *WORDS)
        await world.settled()
        await world.whatsapp.hooks.idle()
    assert all(received(world, phone) == WORDS for phone in phones)
    assert {row.state for row in await replies(world)} <= {"accepted", "sent", "delivered"}


async def test_what_a_process_claimed_before_it_died_is_sent_after_its_lease(
    world: World,
) -> None:
    (case,) = await filed(world, SULASTRI_WA)
    now = world.clock.now()
    world.whatsapp.faults.token_expired = True
    (first, _) = await queue(world, case, "satu", "dua")
    await world.until(lambda: world.rows(select(alarms)))
    dead = {"state": "sending", "lease": 1, "lease_until": now.replace(hour=3), "not_before": now}
    await write(world, alarms.delete(), update(outbox).where(outbox.c.id == first).values(dead))
    world.whatsapp.faults.token_expired = False
    world.house.outgoing.ring()
    await asyncio.sleep(0.1)
    assert received(world) == []
    world.clock.wind(hours=2)
    await world.settled()
    assert received(world) == ["satu", "dua"]


async def test_what_is_in_the_air_at_a_stop_lands_and_is_not_sent_again(world: World) -> None:
    (case,) = await filed(world, SULASTRI_WA)
    world.whatsapp.faults.answer_after = 1.0
    await queue(world, case, "satu")
    await world.until(lambda: received(world))
    await world.stop()
    world.whatsapp.faults.answer_after = 0.0
    await world.open()
    world.clock.wind(hours=1)
    await world.settled()
    assert received(world) == ["satu"]


async def test_a_queue_of_messages_that_cannot_go_does_not_keep_the_office_busy(
    impatient: World,
) -> None:
    world = impatient
    (case,) = await filed(world, SULASTRI_WA)
    world.whatsapp.faults.hang = True
    await queue(world, case, *WORDS)
    await world.until(lambda: states(world, "sending", "queued"))
    await world.until(lambda: in_the_air(world, 1))
    assert await world.service.outbox.step() >= 0.5


async def replies(world: World) -> list[Any]:
    return [row for row in await world.outgoing() if row.purpose == "reply"]


async def states(world: World, *wanted: str) -> bool:
    """Whether a reply stands in one of these states, and none in another."""
    found = {row.state for row in await replies(world)}
    return bool(found) and found <= set(wanted)


async def attempted(world: World, times: int) -> bool:
    return any(
        row.attempts == times and row.state == "queued" and row.reason
        for row in await replies(world)
    )


async def in_the_air(world: World, count: int) -> bool:
    return sum(row.state == "sending" for row in await replies(world)) == count


async def is_blocked(world: World, address: int) -> bool:
    query = select(addresses.c.blocked_at).where(addresses.c.id == address)
    return (await world.rows(query))[0].blocked_at is not None


async def nothing(found: Any) -> bool:
    return not await found
