"""Accepting: acknowledged means committed, and every provider message counts once, for ever."""

from __future__ import annotations

import asyncio

import pytest
from sqlalchemy import func, select, update

from channels.base import Webhook
from storage.arrivals import all_cursors
from storage.tables import contacts, deliveries
from tests import databases
from tests.wire import COMPLAINT, found_by, hook, neighbour, push, raw, said, told
from tests.world import JOKO, SULASTRI_WA, World

TEXT = COMPLAINT


async def test_while_the_database_is_away_nothing_is_acknowledged(world: World) -> None:
    body = hook(world, said(world, SULASTRI_WA, TEXT))
    async with databases.away(world.url):
        assert await push(world, body) == [503]
    assert await world.messages() == []
    assert await push(world, body) == [200]
    await world.settled()
    assert len(await world.messages()) == len(await world.cases()) == 1


async def test_a_full_database_acknowledges_nothing_and_recovers_by_itself(world: World) -> None:
    body = hook(world, said(world, SULASTRI_WA, TEXT))
    async with databases.full(world.url):
        assert await push(world, body) == [503]
    assert await world.messages() == []
    assert await push(world, body) == [200]
    await world.settled()
    assert len(await world.messages()) == len(world.whatsapp.sent) == 1


async def test_what_the_provider_repeats_arrives_after_the_recovery(world: World) -> None:
    async with databases.away(world.url):
        await world.whatsapp.citizen_writes(SULASTRI_WA, TEXT)
        await world.until(lambda: 503 in world.whatsapp.hooks.answers)
    await world.until(lambda: world.whatsapp.sent)
    assert len(await world.messages()) == 1


async def test_the_listener_does_not_advance_while_the_database_is_away(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await world.telegram.citizen_writes(JOKO, TEXT)
    await world.until(lambda: world.telegram.sent)
    await world.telegram.updates.idle()
    async with databases.away(world.url):
        await world.telegram.citizen_writes(JOKO, "tolong segera diperbaiki, gelap sekali")
        await world.until(lambda: "nothing was accepted" in caplog.text)
        assert world.telegram.updates.pending == 1
    await world.until(world.messages)
    await world.until(lambda: world.telegram.updates.pending == 0)
    assert len(await world.messages()) == 2


async def test_one_webhook_pushed_on_twenty_connections_has_one_effect(world: World) -> None:
    body = hook(world, said(world, SULASTRI_WA, TEXT))
    assert await push(world, *[body] * 20) == [200] * 20
    await world.settled()
    assert len(await world.messages()) == len(await world.cases()) == len(world.whatsapp.sent) == 1


async def test_one_webhook_pushed_to_two_services_has_one_effect(world: World) -> None:
    bodies = [hook(world, said(world, SULASTRI_WA, TEXT)) for _ in range(5)]
    async with neighbour(world) as (other, _):
        answers = await push(world, *bodies * 4, at=(world.base, other))
        await world.settled()
    assert answers == [200] * 20
    assert len(await world.messages()) == 5
    assert len(await world.cases()) == 1


async def test_a_redelivery_after_the_answer_changes_nothing(world: World) -> None:
    body = hook(world, said(world, SULASTRI_WA, TEXT))
    for _ in range(3):
        assert await push(world, body) == [200]
        await world.settled()
    assert len(await world.messages()) == len(await world.outgoing()) == 1


async def test_a_redelivery_long_after_the_citizen_was_forgotten_changes_nothing(
    world: World,
) -> None:
    message = said(world, SULASTRI_WA, TEXT)
    await push(world, hook(world, message))
    await world.settled()
    await forget_everybody(world)
    assert await push(world, hook(world, message)) == [200]
    await world.settled()
    assert len(await world.messages()) == 1


async def test_who_was_forgotten_writes_again_as_a_stranger(world: World) -> None:
    await push(world, hook(world, said(world, SULASTRI_WA, TEXT)))
    await world.settled()
    await forget_everybody(world)
    assert await push(world, hook(world, said(world, SULASTRI_WA, TEXT))) == [200]
    await world.settled()
    first, second = await world.cases()
    assert first.contact_id != second.contact_id
    assert len(world.whatsapp.sent) == 2


async def test_every_message_and_status_of_a_batch_is_kept(world: World) -> None:
    people = [f"62812000000{n:02d}" for n in range(12)]
    messages = [said(world, phone, TEXT) for phone in people]
    statuses = [told(world, f"wamid.{n}", "read") for n in range(3)]
    assert await push(world, hook(world, *messages, statuses=statuses)) == [200]
    await world.settled()
    assert len(await world.messages()) == len(await world.cases()) == 12
    kept = select(deliveries).where(
        deliveries.c.provider.in_(found_by(world, s["id"]) for s in statuses)
    )
    assert len(await world.rows(kept)) == 3


async def test_a_message_that_the_database_refuses_takes_no_other_with_it(world: World) -> None:
    await databases.refuse(world.url, "rac\u00fcn")
    texts = [TEXT] * 14 + ["rac\u00fcn"]
    bodies = [hook(world, said(world, f"62812000000{n:02d}", t)) for n, t in enumerate(texts)]
    assert await push(world, *bodies) == [200] * 15
    await world.settled()
    *others, poison = sorted(await world.messages(), key=lambda row: row.unread_at is not None)
    assert all(row.handled_at for row in others)
    assert poison.unread_at
    assert poison.raw


async def test_what_was_fetched_and_cannot_be_read_is_kept_and_the_cursor_moves_on(
    world: World,
) -> None:
    hooks = [Webhook("telegram", body=body) for body in (b"{", b"[1]", b"\xff")]
    for _ in range(2):
        await world.service.intake.accept("telegram", hooks, ("offset", "7"))
    rows = await world.messages()
    assert [row.unread_at for row in rows] == [world.clock.now()] * 3
    assert await raw(world) == [hook.body for hook in hooks]
    async with world.house.database.read() as db:
        assert (await all_cursors(db, "telegram"))["offset"] == "7"


async def test_when_too_much_is_waiting_the_next_ones_are_refused_at_once(world: World) -> None:
    """One is being committed, one fits into the queue at most, and the others do not."""
    bodies = [
        hook(world, statuses=[told(world, f"wamid.{n}.{m}", "sent") for m in range(2500)])
        for n in range(4)
    ]
    async with databases.slow(world.url):
        posts = [asyncio.create_task(push(world, body)) for body in bodies]
        await world.until(lambda: sum(post.done() for post in posts) >= 2)
    answers = [status for post in posts for status in await post]
    kept = await world.rows(select(func.count()).select_from(deliveries))
    assert set(answers) == {200, 503}
    assert kept[0][0] == 2500 * answers.count(200)


async def forget_everybody(world: World) -> None:
    """What erasing does: the key of every person is destroyed."""
    async with world.house.database.write() as db:
        await db.execute(update(contacts).values(wrapped_key=None))
