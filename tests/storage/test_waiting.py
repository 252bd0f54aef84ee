"""Waiting: whose turn it is, when several ask and others write at the same time."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
from sqlalchemy import select, update

from bot.intake.accept import FILE_STATES
from channels.base import Address
from storage import arrivals, handled, linking, waiting
from storage.arrivals import Message
from storage.database import Database
from storage.ids import Ids
from storage.seal import KEY_BYTES, Vault
from storage.tables import contacts, messages
from storage.unread import mark_unread, replay
from tests.world import MONDAY

VAULT, IDS = Vault(bytes(KEY_BYTES)), Ids(1)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    made = Database(database_url)
    yield made
    await made.close()


async def test_two_who_ask_at_once_are_given_different_people(database: Database) -> None:
    await heard(database, *(f"62812{number}" for number in range(10)))

    async def ask(pause: float) -> list[int]:
        async with database.write() as db:
            taken = await waiting.claim(db, MONDAY, 5)
            await asyncio.sleep(pause)
        return taken

    first = asyncio.create_task(ask(0.3))
    await asyncio.sleep(0.1)
    second = await ask(0)
    assert len(second) == 5
    assert not set(second) & set(await first)


async def test_who_waited_longest_comes_first(database: Database) -> None:
    people = [f"62812{number}" for number in range(6)]
    await heard(database, *people)
    order = list(reversed(await _contacts(database)))
    async with database.write() as db:
        for place, contact in enumerate(order):
            since = MONDAY.replace(second=place)
            await db.execute(update(contacts).where(contacts.c.id == contact).values(pending=since))
        assert sorted(await waiting.claim(db, MONDAY.replace(minute=50), 3)) == sorted(order[:3])


async def test_a_contact_that_changed_meanwhile_is_not_the_same(database: Database) -> None:
    await heard(database, "62812")
    (contact,) = await _contacts(database)
    async with database.write() as db:
        assert await handled.unchanged(db, [contact], {contact: 0}, {}) == {contact}
        await linking.touch(db, [contact])
        assert await handled.unchanged(db, [contact], {contact: 0}, {}) == set()


async def test_what_arrives_while_an_older_message_is_given_up_is_not_forgotten(
    database: Database,
) -> None:
    await heard(database, "62812")
    (contact,) = await _contacts(database)
    async with database.read() as db:
        (old,) = (await db.execute(select(messages.c.id))).scalars()
    arriving = asyncio.create_task(heard(database, "62812", pause=0.3))
    await asyncio.sleep(0.1)
    async with database.write() as db:
        await mark_unread(db, MONDAY, old, contact, "poison")
    await arriving
    async with database.write() as db:
        assert await waiting.claim(db, MONDAY, 5) == [contact]


async def test_a_claimed_contact_with_nothing_left_waits_no_more(database: Database) -> None:
    await heard(database, "62812")
    (contact,) = await _contacts(database)
    async with database.write() as db:
        await waiting.claim(db, MONDAY, 1)
        await db.execute(update(messages).values(handled_at=MONDAY))
        await waiting.release(db, [contact])
        assert await waiting.claim(db, MONDAY, 1) == []


async def test_a_replay_takes_what_is_named_or_else_what_is_unread(database: Database) -> None:
    await heard(database, "628121", "628122", "628123")
    async with database.read() as db:
        first, second, third = (
            await db.execute(select(messages.c.id).order_by(messages.c.id))
        ).scalars()
    done = {"handled_at": MONDAY}
    async with database.write() as db:
        await db.execute(update(contacts).values(pending=None))
        await db.execute(update(messages).where(messages.c.id != third).values(done))
        await db.execute(update(messages).where(messages.c.id == third).values(unread_at=MONDAY))
        assert await replay(db, MONDAY) == 1
        assert await replay(db, MONDAY, ids=[second]) == 1
        assert await replay(db, MONDAY, ids=[]) == 0
    async with database.read() as db:
        open_ = select(messages.c.id).where(messages.c.handled_at.is_(None))
        assert set((await db.execute(open_)).scalars()) == {second, third}
    assert first not in (second, third)


async def test_strangers_who_come_by_two_ways_at_once_are_one_person(database: Database) -> None:
    await asyncio.gather(*(heard(database, "62812", "62813") for _ in range(4)))
    assert len(await _contacts(database)) == 2
    async with database.read() as db:
        owners = (await db.execute(select(messages.c.contact_id))).scalars().all()
    assert len(owners) == 8
    assert len(set(owners)) == 2


async def heard(database: Database, *phones: str, pause: float = 0.0) -> None:
    """A message of each, in one transaction that takes its time."""
    new: Sequence[Message] = [
        Message("", Address("whatsapp", phone), "citizen", "strong", text="lampu mati", speaks=True)
        for phone in phones
    ]
    async with database.write() as db:
        await arrivals.keep(db, VAULT, IDS, MONDAY, new, [], FILE_STATES)
        await asyncio.sleep(pause)


async def _contacts(database: Database) -> list[int]:
    async with database.read() as db:
        return list((await db.execute(select(contacts.c.id).order_by(contacts.c.id))).scalars())
