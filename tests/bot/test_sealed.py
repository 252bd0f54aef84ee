"""Sealed at rest: a thief of the database or of the files learns nobody's name or address."""

from __future__ import annotations

import dataclasses
import json

import pytest
from sqlalchemy import select

from bot import app, keys
from storage.facts import WrongKey
from storage.tables import attachments, outbox
from tests import databases
from tests.wire import hook, keys_of, push, raw, said
from tests.world import JOKO, SULASTRI_WA, World

NAME, STREET, FILE = "Sulastri Wahyuningsih", "Jalan Cempaka Putih 77", "ktp-sulastri-3273.jpg"
PHOTO = b"\xff\xd8\xff\xe0" + b"wajah sulastri" * 99
MARK = "9f31c2a8d5e74b60"


async def conversation(world: World) -> None:
    """A citizen says who she is and where she lives, sends a photo, and reads the answers."""
    phones = world.whatsapp
    phones.citizen(SULASTRI_WA, NAME)
    strange = said(world, SULASTRI_WA, "KTP saya belum jadi sejak bulan lalu", unknown_field=MARK)
    await push(world, hook(world, strange, names={SULASTRI_WA: NAME}))
    await world.settled()
    for text in (f"Nama saya {NAME}", f"Alamat saya di {STREET}", "Ya, benar"):
        await phones.citizen_writes(SULASTRI_WA, text, NAME)
        await phones.hooks.idle()
        await world.settled()
    await phones.citizen_sends(
        SULASTRI_WA, "document", PHOTO, "image/jpeg", filename=FILE, name=NAME
    )
    await world.until(lambda: _stored(world))
    await phones.hooks.idle()
    await world.settled()


async def test_a_thief_of_the_database_finds_no_number_no_name_of_a_file_and_no_raw_event(
    world: World,
) -> None:
    await conversation(world)
    stolen = await databases.everything(world.url)
    assert b"KTP saya belum jadi" in stolen
    for secret in (SULASTRI_WA, SULASTRI_WA.removeprefix("62"), FILE, MARK, "wajah sulastri"):
        assert secret.encode() not in stolen


async def test_a_thief_of_the_database_finds_no_id_by_which_providers_name_a_message(
    world: World,
) -> None:
    await conversation(world)
    await world.telegram.citizen_writes(JOKO, "Lampu jalan di depan gang mati sejak Senin")
    ours = select(outbox).where(outbox.c.account == "telegram", outbox.c.provider.is_not(None))
    await world.until(lambda: world.rows(ours))
    stolen = await databases.everything(world.url)
    wamids = [sent["id"] for sent in world.whatsapp.sent]
    for told in (*wamids, "wamid.", f"{JOKO}/"):
        assert told.encode() not in stolen


async def test_a_thief_of_the_database_finds_a_name_only_in_the_citizens_own_words(
    world: World,
) -> None:
    await push(
        world, hook(world, said(world, SULASTRI_WA, "KTP belum jadi"), names={SULASTRI_WA: NAME})
    )
    await world.telegram.citizen_writes(JOKO, "Lampu jalan mati", name=NAME)
    await world.until(lambda: len_of(world, 2))
    await world.settled()
    assert NAME.encode() not in await databases.everything(world.url)


async def test_a_thief_of_the_files_finds_nothing(world: World) -> None:
    await conversation(world)
    files = [path for path in (world.folder / "data").rglob("*") if path.is_file()]
    assert files
    assert all(b"wajah" not in path.read_bytes() for path in files)
    assert all(FILE not in str(path) for path in files)


async def test_the_raw_event_is_kept_and_opens_to_its_own_slice_only(world: World) -> None:
    first = said(world, SULASTRI_WA, "KTP saya belum jadi", unknown_field=MARK)
    second = said(world, "6281234567002", "Lampu jalan mati")
    await push(world, hook(world, first, second))
    await world.settled()
    slices = [json.loads(event) for event in await raw(world)]
    assert [event["messages"] for event in slices] == [[first], [second]]
    assert MARK not in json.dumps(slices[1])


async def test_a_sealed_value_does_not_open_in_another_place(world: World) -> None:
    await conversation(world)
    (row,) = await world.rows(select(attachments))
    key = (await keys_of(world))[row.contact_id]
    assert key.open(f"attachments.name.{row.id}", row.name).decode() == FILE
    for elsewhere in (f"attachments.ref.{row.id}", f"attachments.name.{row.id + 1}"):
        with pytest.raises(Exception, match="attachments"):
            key.open(elsewhere, row.name)


async def test_another_key_refuses_to_start(world: World) -> None:
    await world.stop()
    path = world.folder / "sahut.key"
    path.rename(world.folder / "old.key")
    keys.make_key(path)
    settings = await world.settings()
    with pytest.raises(WrongKey):
        async with app.open_house(settings, world.clock):
            pass
    path.unlink()
    (world.folder / "old.key").rename(path)
    async with app.open_house(dataclasses.replace(settings), world.clock):
        pass


async def len_of(world: World, count: int) -> bool:
    return len(await world.messages()) == count


async def _stored(world: World) -> bool:
    rows = await world.rows(select(attachments))
    return bool(rows) and rows[0].state == "stored"
