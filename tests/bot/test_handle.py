"""Handling: in groups, one citizen at a time, and one bad message harms nobody else."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from sqlalchemy import select, update

from storage import waiting
from storage.tables import contacts, messages, runs
from storage.unread import replay
from tests import databases
from tests.wire import COMPLAINT, hook, neighbour, only_accepting, push, raw, said, write
from tests.world import SULASTRI_WA, World, WoundClock

PEOPLE = [f"62812345600{n:02d}" for n in range(30)]


class Ticking(WoundClock):
    """Every look is a millisecond later than the last."""

    def now(self) -> datetime:
        self.wind(milliseconds=1)
        return super().now()


async def test_of_a_group_of_thirty_only_the_poisoned_message_stays_unread(
    closed_world: World,
) -> None:
    world = closed_world
    async with only_accepting(world):
        await push(world, hook(world, *(said(world, phone, COMPLAINT) for phone in PEOPLE)))
        poisoned = (await world.messages())[7].id
        await write(world, update(messages).where(_is(poisoned)).values(fields=b"\1spoilt"))
    await world.open()
    await world.settled()
    rows = await world.messages()
    assert [row.id for row in rows if row.unread_at] == [poisoned]
    assert sum(row.handled_at is not None for row in rows) == len(await world.cases()) == 29
    assert (await raw(world))[7]


async def test_an_unread_message_is_handled_when_it_is_replayed_and_the_cause_is_gone(
    closed_world: World,
) -> None:
    world = closed_world
    async with only_accepting(world):
        await push(world, hook(world, said(world, SULASTRI_WA, COMPLAINT)))
        await write(world, update(messages).values(fields=b"\1spoilt"))
    await world.open()
    await world.settled()
    assert await world.cases() == []
    await write(world, update(messages).values(fields=None))
    async with world.house.database.write() as db:
        assert await replay(db, world.clock.now()) == 1
    await world.settled()
    (row,) = await world.messages()
    assert (row.unread_at, row.unread_reason) == (None, "")
    assert row.handled_at
    assert len(await world.cases()) == len(world.whatsapp.sent) == 1


async def test_what_the_database_refuses_to_write_holds_up_nobody_else(world: World) -> None:
    await databases.refuse(world.url, "Selokan mampet", "complaints", "summary")
    texts = [COMPLAINT] * 9 + ["Selokan mampet"]
    bodies = [hook(world, said(world, p, t)) for p, t in zip(PEOPLE, texts, strict=False)]
    assert await push(world, *bodies) == [200] * 10
    await world.settled()
    assert len(await world.cases()) == 9
    (unread,) = [row for row in await world.messages() if row.unread_at]
    assert unread.text == "Selokan mampet"
    await databases.content(world.url, "complaints")
    async with world.house.database.write() as db:
        await replay(db, world.clock.now(), ids=[unread.id])
    await world.settled()
    assert len(await world.cases()) == 10


async def test_fifty_messages_of_one_citizen_are_handled_in_the_order_in_which_they_came(
    closed_world: World,
) -> None:
    world = closed_world
    world.clock = Ticking()
    await world.open()
    bodies = [hook(world, said(world, SULASTRI_WA, f"{COMPLAINT} {n}")) for n in range(50)]
    assert await push(world, *bodies) == [200] * 50
    await world.settled()
    handled = [row.handled_at for row in await world.messages()]
    assert len(handled) == 50
    assert handled == sorted(handled)
    assert len(await world.cases()) == 1


async def test_two_services_open_one_case_for_one_citizen(closed_world: World) -> None:
    world = closed_world
    world.clock = Ticking()
    await world.open()
    bodies = [hook(world, said(world, SULASTRI_WA, f"{COMPLAINT} {n}")) for n in range(50)]
    async with neighbour(world) as (other, _):
        assert await push(world, *bodies, at=(world.base, other)) == [200] * 50
        await world.settled()
    assert all(row.handled_at for row in await world.messages())
    assert len({row.complaint_id for row in await world.messages()}) == 1
    assert [row.register_no for row in await world.cases()] == [1]


async def test_two_services_share_a_backlog(closed_world: World) -> None:
    world = closed_world
    async with only_accepting(world):
        await push(world, *(hook(world, said(world, p, COMPLAINT)) for p in PEOPLE * 3))
    await world.open()
    async with neighbour(world):
        await world.settled()
    cases = await world.cases()
    assert len({case.contact_id for case in cases}) == len(cases) == 30
    assert sorted(case.register_no for case in cases) == list(range(1, 31))


async def test_more_messages_of_one_citizen_than_a_group_takes_are_all_handled(
    closed_world: World,
) -> None:
    world = closed_world
    async with only_accepting(world):
        await push(world, hook(world, *(said(world, SULASTRI_WA, COMPLAINT) for _ in range(40))))
    await world.open()
    await world.settled()
    assert all(row.handled_at for row in await world.messages())
    assert await world.rows(select(contacts.c.id).where(contacts.c.pending.is_not(None))) == []


async def test_a_claim_that_a_dead_process_left_ends_after_its_time(world: World) -> None:
    await push(world, hook(world, said(world, SULASTRI_WA, COMPLAINT)))
    await world.settled()
    until = world.clock.now() + waiting.LEASE
    await write(world, update(contacts).values(claimed_until=until))
    await push(world, hook(world, said(world, SULASTRI_WA, "Rumah saya nomor 7.")))
    await push(world, hook(world, said(world, PEOPLE[0], COMPLAINT)))
    await world.until(lambda: _handled(world, 2))
    assert (await world.messages())[1].handled_at is None
    world.clock.wind(seconds=61)
    await world.until(lambda: _handled(world, 3))


async def test_while_the_database_is_away_nothing_that_was_claimed_gets_stuck(
    world: World,
) -> None:
    bodies = [hook(world, said(world, phone, COMPLAINT)) for phone in PEOPLE]
    pushed = asyncio.create_task(push(world, *bodies))
    await world.until(lambda: _handled(world, 1))
    async with databases.away(world.url):
        await asyncio.sleep(0.1)
    await pushed
    await push(world, *bodies)
    await world.settled()
    assert len(await world.cases()) == 30


async def test_a_stop_in_the_middle_of_work_loses_nothing_and_leaves_no_claim(
    closed_world: World,
) -> None:
    world = closed_world
    for round_ in range(4):
        await world.open()
        people = [f"{phone}{round_}" for phone in PEOPLE]
        pushed = asyncio.create_task(
            push(world, *(hook(world, said(world, p, COMPLAINT)) for p in people))
        )
        await world.until(world.messages)
        await world.stop()
        await asyncio.gather(pushed, return_exceptions=True)
    async with only_accepting(world):
        claimed = select(contacts.c.id).where(contacts.c.claimed_until.is_not(None))
        assert await world.rows(claimed) == []
        assert await world.rows(select(runs)) == []
    await world.open()
    await world.settled()
    assert all(row.handled_at for row in await world.messages())


async def test_after_a_death_messages_are_handled_singly_and_each_attempt_is_counted(
    closed_world: World,
) -> None:
    world = closed_world
    async with only_accepting(world):
        await push(world, *(hook(world, said(world, p, COMPLAINT)) for p in PEOPLE[:8]))
        long_ago = world.clock.now() - timedelta(minutes=5)
        await write(world, runs.insert().values(id=1, started_at=long_ago, seen_at=long_ago))
    await world.open()
    await world.settled()
    assert [row.attempts for row in await world.messages()] == [1] * 8
    assert len(await world.cases()) == 8
    assert len(await world.rows(select(runs))) == 1


async def test_what_stopped_two_processes_is_not_tried_a_third_time(closed_world: World) -> None:
    world = closed_world
    async with only_accepting(world):
        await push(world, *(hook(world, said(world, p, COMPLAINT)) for p in PEOPLE[:3]))
        deadly = (await world.messages())[1].id
        long_ago = world.clock.now() - timedelta(minutes=5)
        await write(
            world,
            runs.insert().values(id=1, started_at=long_ago, seen_at=long_ago),
            update(messages).where(_is(deadly)).values(attempts=2),
        )
    await world.open()
    await world.settled()
    assert [row.unread_at is not None for row in await world.messages()] == [False, True, False]
    assert len(await world.cases()) == 2


def _is(message: int) -> object:
    return messages.c.id == message


async def _handled(world: World, count: int) -> bool:
    return len([row for row in await world.messages() if row.handled_at]) >= count
