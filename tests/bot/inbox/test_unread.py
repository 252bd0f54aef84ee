"""Unread: what nobody could read is shown, closed where it must be, and tried again."""

from __future__ import annotations

from sqlalchemy import update

from storage.tables import complaints, messages
from storage.unread import mark_unread
from tests.bot.inbox.kit import Desk, reported
from tests.world import World


async def test_an_unread_message_is_counted_shown_and_tried_again(world: World, rina: Desk) -> None:
    await _unreadable(world, "<b>tidak</b> terbaca")
    assert 'Tidak terbaca <b class="count">1</b>' in await rina.page("/inbox")
    text = await rina.page("/inbox/tak-terbaca")
    assert "&lt;b&gt;tidak&lt;/b&gt; terbaca" in text
    assert "KeyError" in text
    (message,) = await world.messages()
    assert (await rina.post(f"/inbox/pesan/{message.id}/ulang")).status == 303

    async def handled() -> bool:
        return (await world.messages())[0].handled_at is not None

    await world.until(handled)
    assert "Semua pesan terbaca" in await rina.page("/inbox/tak-terbaca")


async def test_an_unread_message_of_somebody_protected_shows_nothing_of_them(
    world: World, rina: Desk
) -> None:
    await _unreadable(world, "saya agus")
    async with world.house.database.write() as db:
        await db.execute(update(complaints).values(protection="rahasia"))
        await db.execute(update(messages).values(complaint_id=None))
    text = await rina.page("/inbox/tak-terbaca")
    assert "Isinya tertutup" in text
    assert "agus" not in text
    (message,) = await world.messages()
    assert (await rina.get(f"/inbox/pesan/{message.id}/mentah")).status == 403


async def _unreadable(world: World, text: str) -> None:
    await reported(world, text + ", jalan rusak di depan sekolah sudah lama")
    (message,) = await world.messages()
    async with world.house.database.write() as db:
        await db.execute(update(messages).values(handled_at=None))
        await mark_unread(db, world.house.now(), message.id, message.contact_id, "KeyError")
