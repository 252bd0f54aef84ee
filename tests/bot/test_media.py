"""Media: fetched after the commit, measured, recognised and sealed; nobody waits for them."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import select, update

from bot.demo.whatsapp import GraphApi
from channels.base import Address, Attachment, Inbound
from storage.tables import attachments, contacts
from tests.wire import COMPLAINT, keys_of, write
from tests.world import JOKO, JOKO_WA, SULASTRI_WA, World

PHOTO = b"\xff\xd8\xff\xe0" + b"lubang di jalan raya" * 50
SMALL = {"file_mb": 1}


class Stubborn(GraphApi):
    """Keeps some files to itself for as long as it likes."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.kept_back: set[bytes] = set()
        self.asked: list[bytes] = []
        self.relents = asyncio.Event()

    async def _file(self, request: web.Request) -> web.Response:
        answer = await super()._file(request)
        body = bytes(answer.body)  # type: ignore[arg-type]
        self.asked.append(body)
        if body in self.kept_back:
            await self.relents.wait()
        return answer


@pytest.fixture
async def stubborn(closed_world: World) -> AsyncIterator[World]:
    """An office whose WhatsApp can be stubborn about a file."""
    world = closed_world
    world.whatsapp = Stubborn(world.clock.now, retries=(0.05, 0.1, 0.2, 0.4))
    yield await world.open()
    world.whatsapp.relents.set()


async def test_a_photo_is_stored_sealed_and_opens_to_what_was_sent(world: World) -> None:
    await world.whatsapp.citizen_sends(SULASTRI_WA, "image", PHOTO, "image/jpeg", COMPLAINT)
    (row,) = await fetched(world)
    key = (await keys_of(world))[row.contact_id]
    assert (row.state, row.mime, row.size) == ("stored", "image/jpeg", len(PHOTO))
    assert row.sha256 == hashlib.sha256(PHOTO).hexdigest()
    assert world.house.files.get(row.id, key) == PHOTO
    assert b"lubang di jalan" not in on_disk(world)


async def test_files_that_hang_hold_up_neither_answers_nor_other_files(stubborn: World) -> None:
    world, graph = stubborn, stubborn.whatsapp
    photos = [PHOTO + bytes([n]) for n in range(4)]
    graph.kept_back = set(photos[:3])
    for photo in photos[:3]:
        await graph.citizen_sends(SULASTRI_WA, "image", photo, "image/jpeg", COMPLAINT)
    await world.until(lambda: len(graph.asked) == 3)
    await graph.citizen_sends(JOKO_WA, "image", photos[3], "image/jpeg", COMPLAINT)
    await world.telegram.citizen_writes(JOKO, COMPLAINT)
    await world.until(lambda: world.telegram.sent)
    await world.until(lambda: states(world, stored=1))
    await world.settled()
    assert 200 in graph.hooks.answers
    graph.relents.set()
    assert [row.state for row in await fetched(world)] == ["stored"] * 4


async def test_four_files_are_fetched_at_once_the_oldest_first(stubborn: World) -> None:
    world, graph = stubborn, stubborn.whatsapp
    photos = [PHOTO + bytes([n]) for n in range(7)]
    graph.kept_back = set(photos)
    for photo in photos:
        await graph.citizen_sends(SULASTRI_WA, "image", photo, "image/jpeg")
        world.clock.wind(seconds=1)
    await world.until(lambda: len(graph.asked) == 4)
    await world.until(lambda: states(world, waiting=7))
    await asyncio.sleep(0.2)
    assert sorted(graph.asked) == photos[:4]
    graph.relents.set()
    assert [row.state for row in await fetched(world)] == ["stored"] * 7


async def test_a_file_that_grows_over_the_limit_is_cut_off_whatever_was_announced(
    closed_world: World,
) -> None:
    world = await closed_world.open(limits=SMALL)
    large = PHOTO + bytes(1_200_000)
    await world.telegram.citizen_sends(JOKO, "document", large, "image/jpeg", COMPLAINT, size=9)
    (row,) = await fetched(world)
    assert (row.state, row.reason) == ("refused", "too_large")
    assert on_disk(world) == b""
    await world.settled()
    assert len(await world.cases()) == 1


@pytest.mark.parametrize("program", [b"MZ\x90\0", b"\x7fELF\2", b"#!/bin/sh\nrm -rf /"])
async def test_a_program_that_claims_to_be_a_photo_is_not_kept(
    world: World, program: bytes
) -> None:
    await world.telegram.citizen_sends(
        JOKO, "document", program * 9, "image/jpeg", COMPLAINT, "foto.jpg"
    )
    (row,) = await fetched(world)
    assert (row.state, row.reason) == ("refused", "forbidden_type")
    assert on_disk(world) == b""
    await world.settled()
    assert len(await world.cases()) == 1


async def test_a_file_that_the_provider_no_longer_has_is_marked(closed_world: World) -> None:
    world = closed_world
    world.whatsapp.media_lifetime = timedelta(0)
    await world.open()
    await world.whatsapp.citizen_sends(SULASTRI_WA, "image", PHOTO, "image/jpeg", COMPLAINT)
    (row,) = await fetched(world)
    assert row.state == "expired"


async def test_a_file_that_could_not_be_fetched_is_tried_again_later(stubborn: World) -> None:
    world = stubborn
    world.whatsapp.faults.http_500 = True
    await world.whatsapp.citizen_sends(SULASTRI_WA, "image", PHOTO, "image/jpeg", COMPLAINT)
    await world.until(lambda: tried(world, 1))
    world.clock.wind(seconds=15)
    world.house.files_due.ring()
    await world.until(lambda: tried(world, 2))
    world.whatsapp.faults.http_500 = False
    world.clock.wind(seconds=25)
    world.house.files_due.ring()
    (row,) = await fetched(world)
    assert (row.state, row.reason) == ("stored", "")


async def test_a_file_that_nobody_can_fetch_is_given_up_and_the_citizen_hears_of_it(
    stubborn: World,
) -> None:
    world = stubborn
    world.whatsapp.faults.http_500 = True
    await world.whatsapp.citizen_sends(SULASTRI_WA, "image", PHOTO, "image/jpeg", COMPLAINT)
    for tries in range(1, 12):
        await world.until(lambda count=tries: tried(world, count))
        world.clock.wind(hours=2)
        world.house.files_due.ring()
    (row,) = await fetched(world)
    assert (row.state, row.attempts) == ("failed", 12)
    assert "notice" in [row.purpose for row in await world.outgoing()]


async def test_a_fetch_that_a_dead_process_began_is_taken_up_after_its_time(
    stubborn: World,
) -> None:
    world = stubborn
    world.whatsapp.faults.http_500 = True
    await world.whatsapp.citizen_sends(SULASTRI_WA, "image", PHOTO, "image/jpeg", COMPLAINT)
    await world.until(lambda: tried(world, 1))
    now = world.clock.now()
    dead = {"lease_until": now + timedelta(minutes=5), "due_at": now}
    await write(world, update(attachments).values(dead))
    world.whatsapp.faults.http_500 = False
    world.house.files_due.ring()
    await asyncio.sleep(0.1)
    assert [row.attempts for row in await world.rows(select(attachments))] == [1]
    world.clock.wind(minutes=6)
    world.house.files_due.ring()
    (row,) = await fetched(world)
    assert row.state == "stored"


async def test_the_file_of_somebody_who_was_erased_stops_no_other(stubborn: World) -> None:
    world = stubborn
    world.whatsapp.faults.http_500 = True
    await world.whatsapp.citizen_sends(SULASTRI_WA, "image", PHOTO, "image/jpeg", COMPLAINT)
    await world.until(lambda: tried(world, 1))
    await write(world, update(contacts).values(wrapped_key=None))
    world.whatsapp.faults.http_500 = False
    world.clock.wind(minutes=1)
    await world.whatsapp.citizen_sends(JOKO_WA, "image", PHOTO, "image/jpeg", COMPLAINT)
    assert [row.state for row in await fetched(world)] == ["failed", "stored"]


async def test_bytes_that_came_with_the_message_are_durable_and_taken_over(world: World) -> None:
    spool = world.folder / "data" / "spool"
    given = Inbound(
        "nonce-1",
        Address("web", "visitor-1"),
        text=COMPLAINT,
        attachments=(Attachment("image", "", "image/jpeg", "foto.jpg", content=PHOTO),),
    )
    await world.service.intake.take("web", [given])
    (row,) = await fetched(world)
    assert row.state == "stored"
    assert world.house.files.get(row.id, (await keys_of(world))[row.contact_id]) == PHOTO
    await world.until(lambda: not list(spool.iterdir()))


async def fetched(world: World) -> list[Any]:
    """Every attachment, once none is waited for any more."""

    async def done() -> bool:
        rows = await world.rows(select(attachments))
        return bool(rows) and all(row.due_at is None for row in rows)

    await world.until(done)
    return await world.rows(select(attachments).order_by(attachments.c.id))


async def states(world: World, **counts: int) -> bool:
    rows = await world.rows(select(attachments.c.state))
    return all(sum(row.state == s for row in rows) == count for s, count in counts.items())


async def tried(world: World, times: int) -> bool:
    rows = await world.rows(select(attachments).where(attachments.c.reason != ""))
    return any(row.attempts == times and row.lease_until is None for row in rows)


def on_disk(world: World) -> bytes:
    folder = world.folder / "data" / "files"
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
