"""A burst is one complaint with one number and one answer, however its parts come in."""

from __future__ import annotations

import random
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select

from storage.tables import attachments
from tests.wire import Obj, hook, neighbour, push, said
from tests.world import JOKO, SULASTRI_WA, World

QUIET = {"whatsapp": {"quiet": 6}, "telegram": {"quiet": 3}}
PHOTO = b"\xff\xd8\xff\xe0" + bytes(range(200))
CAPTION = "Jalan berlubang di depan pasar Sukajaya, sudah ada yang jatuh."
CAPTIONS = {
    "none": [""] * 5,
    "the first": [CAPTION, "", "", "", ""],
    "the last": ["", "", "", "", CAPTION],
}


@pytest.fixture(params=CAPTIONS)
def captions(request: pytest.FixtureRequest) -> list[str]:
    return CAPTIONS[request.param]


async def test_five_photos_as_five_webhooks_in_any_order_are_one_complaint(
    closed_world: World, captions: list[str]
) -> None:
    world = await closed_world.open(channels=QUIET)
    world.whatsapp.faults.scatter = 0.3
    for number, caption in enumerate(captions):
        photo = PHOTO + bytes([number])
        await world.whatsapp.citizen_sends(SULASTRI_WA, "image", photo, "image/jpeg", caption)
    await world.whatsapp.hooks.idle()
    await one_answer(world, world.whatsapp, seconds=7)
    (case,) = await world.cases()
    assert case.files == 5
    assert {row.complaint_id for row in await world.messages()} == {case.id}
    assert await stored(world) == 5


async def test_five_photos_pushed_to_two_services_are_one_complaint(closed_world: World) -> None:
    world = await closed_world.open(channels=QUIET)
    photos = [await photo(world, "" if number else CAPTION) for number in range(5)]
    random.shuffle(photos)
    async with neighbour(world, channels=QUIET) as (other, _):
        bodies = [hook(world, one) for one in photos]
        assert await push(world, *bodies, at=(world.base, other)) == [200] * 5
        await world.whatsapp.hooks.idle()
        await one_answer(world, world.whatsapp, seconds=7)
        assert await stored(world) == 5
    (case,) = await world.cases()
    assert case.files == 5
    assert case.register_no == 1


async def test_a_telegram_album_is_one_complaint(closed_world: World, captions: list[str]) -> None:
    world = await closed_world.open(channels=QUIET)
    for number, caption in enumerate(captions):
        data = PHOTO + bytes([number])
        await world.telegram.citizen_sends(JOKO, "photo", data, caption=caption, group="album")
    await world.telegram.updates.idle()
    await one_answer(world, world.telegram, seconds=4)
    (case,) = await world.cases()
    assert case.files == 5
    assert await stored(world) == 5


async def test_what_comes_while_the_answer_waits_moves_it_but_not_for_ever(
    closed_world: World,
) -> None:
    world = await closed_world.open(channels=QUIET)
    for number in range(16):
        await push(world, hook(world, said(world, SULASTRI_WA, f"{CAPTION} ({number})")))
        await world.until(lambda: _all_handled(world))
        world.clock.wind(seconds=4)
    await world.settled()
    assert len(world.whatsapp.sent) == len(await world.cases()) == 1


async def test_a_straggler_after_the_answer_joins_without_a_second_number(
    closed_world: World,
) -> None:
    world = await closed_world.open(channels=QUIET)
    await push(world, hook(world, said(world, SULASTRI_WA, CAPTION)))
    await one_answer(world, world.whatsapp, seconds=7)
    await push(world, hook(world, await photo(world, "")))
    await world.until(lambda: _all_handled(world))
    world.clock.wind(seconds=60)
    await world.settled()
    assert len(await world.cases()) == 1
    assert {row.complaint_id for row in await world.messages()} == {(await world.cases())[0].id}


async def one_answer(world: World, provider: Any, seconds: float) -> None:
    """Nothing before the quiet time, and then exactly one."""
    await world.until(lambda: _all_handled(world))
    waiting = [row for row in await world.outgoing() if row.done_at is None]
    assert len(waiting) == 1
    assert provider.sent == []
    world.clock.wind(seconds=seconds)
    world.house.outgoing.ring()
    await world.until(lambda: provider.sent)
    await world.settled()
    assert len(provider.sent) == len(await world.outgoing()) == 1


async def photo(world: World, caption: str) -> Obj:
    """An image that WhatsApp keeps, as a message tells of it."""
    account = world.whatsapp.account
    form = aiohttp.FormData({"messaging_product": "whatsapp", "type": "image/jpeg"})
    form.add_field("file", PHOTO, filename="foto.jpg", content_type="image/jpeg")
    async with (
        aiohttp.ClientSession(headers={"Authorization": f"Bearer {account.access_token}"}) as http,
        http.post(
            f"{world.whatsapp.url}/v25.0/{account.phone_number_id}/media", data=form
        ) as answer,
    ):
        kept = (await answer.json())["id"]
    image = {"id": kept, "mime_type": "image/jpeg"} | ({"caption": caption} if caption else {})
    message = said(world, SULASTRI_WA, "", type="image", image=image)
    del message["text"]
    return message


async def stored(world: World) -> int:
    """How many files are kept, once none is waited for any more."""

    async def done() -> bool:
        waiting = select(attachments.c.id).where(attachments.c.due_at.is_not(None))
        return not await world.rows(waiting)

    await world.until(done)
    rows = await world.rows(select(attachments.c.state))
    return sum(row.state == "stored" for row in rows)


async def _all_handled(world: World) -> bool:
    rows = await world.messages()
    return bool(rows) and all(row.handled_at or row.unread_at for row in rows)
