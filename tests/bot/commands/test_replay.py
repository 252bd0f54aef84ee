"""sahut replay: what could not be handled is handled once more."""

from __future__ import annotations

from sqlalchemy import select

from storage.tables import messages
from storage.unread import mark_unread, replay
from tests.bot.commands.kit import given, sahut, write
from tests.world import JOKO, World


async def test_unread_messages_are_handled_again(world: World) -> None:
    write(world.folder, given(world))
    number = await _unread(world)
    ended = await sahut("replay", cwd=world.folder)
    assert ended.code == 0
    assert ended.out.startswith("1 pesan")
    await world.until(lambda: _is_handled(world, number))


async def test_only_the_named_message_is_handled_again(world: World) -> None:
    write(world.folder, given(world))
    number = await _unread(world)
    missed = await sahut("replay", "--message", "77", cwd=world.folder)
    assert missed.code == 1
    assert not await _is_handled(world, number)
    named = await sahut("replay", "--message", str(number), cwd=world.folder)
    assert named.code == 0
    await world.until(lambda: _is_handled(world, number))


async def _unread(world: World) -> int:
    """A message that was given up, as the handler does it."""
    await world.telegram.citizen_writes(JOKO, "lampu jalan mati")
    await world.until(world.messages)
    await world.settled()
    (row,) = await world.messages()
    async with world.house.database.write() as db:
        await replay(db, world.clock.now(), ids=[row.id])
        await mark_unread(db, world.clock.now(), row.id, row.contact_id, "poison")
    return int(row.id)


async def _is_handled(world: World, number: int) -> bool:
    (row,) = await world.rows(select(messages).where(messages.c.id == number))
    return row.handled_at is not None and row.unread_at is None
