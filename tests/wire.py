"""The wire, by hand: webhooks as a provider writes them, pushed on connections of their own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import aiohttp
from sqlalchemy import Executable, select

from bot import app
from bot.app import Service
from bot.demo.whatsapp_hooks import Change
from bot.demo.whatsapp_phones import new_wamid
from bot.outgoing.sending import Letter, row
from storage import outbox, wires
from storage.database import Occupied
from storage.seal import PersonKey
from storage.tables import contacts
from tests.world import World

Obj = dict[str, Any]
COMPLAINT = "Lampu jalan di depan gang Kenanga mati sejak hari Senin, mohon diperbaiki."


def said(world: World, phone: str, text: str, **more: Any) -> Obj:
    """A text as WhatsApp brings it; `more` replaces or adds fields."""
    world.whatsapp.citizen(phone).wrote_at = world.clock.now()
    stamp = str(int(world.clock.now().timestamp()))
    told = {"id": new_wamid(), "from": phone, "timestamp": stamp}
    return told | {"type": "text", "text": {"body": text}} | more


def told(world: World, wamid: str, state: str, **more: Any) -> Obj:
    """A status as WhatsApp brings it."""
    stamp = str(int(world.clock.now().timestamp()))
    return {"id": wamid, "status": state, "timestamp": stamp, "recipient_id": "62"} | more


def hook(
    world: World,
    *messages: Obj,
    statuses: Sequence[Obj] = (),
    names: Mapping[str, str] | None = None,
) -> bytes:
    """One webhook with all of these."""
    account = world.whatsapp.account
    value: Obj = {
        "messaging_product": "whatsapp",
        "metadata": {
            "display_phone_number": account.display_number,
            "phone_number_id": account.phone_number_id,
        },
    }
    contacts = [{"profile": {"name": n}, "wa_id": phone} for phone, n in (names or {}).items()]
    parts = {"messages": list(messages), "statuses": list(statuses), "contacts": contacts}
    value |= {name: part for name, part in parts.items() if part}
    return world.whatsapp.hooks.body([Change("messages", value)])


async def push(
    world: World,
    *bodies: bytes,
    at: Sequence[str] = (),
    account: str = "whatsapp",
    headers: Mapping[str, str] | None = None,
) -> list[int]:
    """Post all at once, signed unless `headers` are given; `at` are the services, in turn."""
    bases = at or (world.base,)
    async with aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0, force_close=True)
    ) as http:

        async def post(place: int, body: bytes) -> int:
            shown = {"X-Hub-Signature-256": world.whatsapp.hooks.sign(body)}
            url = f"{bases[place % len(bases)]}/hooks/{account}"
            async with http.post(
                url, data=body, headers=shown if headers is None else headers
            ) as answer:
                await answer.read()
                return answer.status

        return await asyncio.gather(*(post(place, body) for place, body in enumerate(bodies)))


@asynccontextmanager
async def only_accepting(world: World, **more: Mapping[str, Any]) -> AsyncIterator[str]:
    """An office that takes in and does nothing else; the world's own is closed meanwhile."""
    await world.open(**more)
    await world.stop()
    async with AsyncExitStack() as stack:
        house = await stack.enter_async_context(
            app.open_house(await world.settings(**more), world.clock)
        )
        service = app.build(house)
        taking = asyncio.create_task(service.intake.run())
        world.service = service
        world.base = await stack.enter_async_context(app.listening_on(service, "127.0.0.1", 0))
        try:
            yield world.base
        finally:
            async with house.database.still():
                taking.cancel()
                await asyncio.gather(taking, return_exceptions=True)


@asynccontextmanager
async def neighbour(world: World, **more: Mapping[str, Any]) -> AsyncIterator[tuple[str, Service]]:
    """A second service on the same database; the first again where only one may run."""
    settings = await world.settings(**more)
    async with AsyncExitStack() as stack:
        try:
            house = await stack.enter_async_context(app.open_house(settings, world.clock))
        except Occupied:
            yield world.base, world.service
            return
        service = app.build(house)
        await stack.enter_async_context(app.running(service))
        yield await stack.enter_async_context(app.listening_on(service, "127.0.0.1", 0)), service


async def keys_of(world: World) -> dict[int, PersonKey]:
    """Every contact's own key."""
    rows = await world.rows(select(contacts.c.id, contacts.c.wrapped_key))
    return {row.id: world.house.vault.person(row.id, row.wrapped_key) for row in rows}


def found_by(world: World, wamid: str) -> bytes | None:
    """What a message with this id is found by at rest."""
    return wires.blind(world.house.vault, "whatsapp", wamid)


async def wamid_of(world: World, row: Any) -> str:
    """The provider's id of a message of ours, opened."""
    key = (await keys_of(world))[row.contact_id]
    return wires.opened(key, f"outbox.{row.id}", row).provider_id


async def raw(world: World) -> list[bytes]:
    """The raw event of every message, opened, in the order of arrival."""
    keys = await keys_of(world)
    return [
        keys[row.contact_id].open(f"messages.raw.{row.id}", row.raw)
        for row in await world.messages()
    ]


async def write(world: World, *statements: Executable) -> None:
    """Statements by somebody else than the service, in one transaction."""
    async with world.house.database.write() as db:
        for statement in statements:
            await db.execute(statement)


async def queue(world: World, case: Any, *texts: str, purpose: str = "reply") -> list[int]:
    """What an officer's replies leave in the outbox of a case."""
    house = world.house
    letters = [
        Letter(case.contact_id, case.address_id, case.account, purpose, text, case.id)
        for text in texts
    ]
    rows = [row(house, letter) for letter in letters]
    async with house.database.write() as db:
        await outbox.add(db, rows)
    house.outgoing.ring()
    return [made["id"] for made in rows]


async def filed(world: World, *phones: str) -> list[Any]:
    """A case for each of these WhatsApp phones, answered; what was said so far is forgotten."""
    await push(world, *(hook(world, said(world, phone, COMPLAINT)) for phone in phones))
    await world.settled()
    await world.whatsapp.hooks.idle()
    world.whatsapp.sent.clear()
    found = await world.cases()
    assert len(found) == len(phones)
    return found


def received(world: World, phone: str = "") -> list[str]:
    """The texts that reached WhatsApp phones, or one of them, in order."""
    return [
        sent["payload"].get("text", {}).get("body", sent["payload"]["type"])
        for sent in world.whatsapp.sent
        if phone in ("", sent["phone"])
    ]
