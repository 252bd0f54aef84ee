"""sahut person: a copy of everything, and an erasure that leaves nothing but numbers."""

from __future__ import annotations

import json
import random
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from bot.casework import numbers
from bot.casework.words import Event
from storage import journal
from storage.tables import addresses, complaints, contacts, data_requests, messages
from storage.tables import journal as rows_of_journal
from tests import databases
from tests.bot.commands.kit import given, sahut, write
from tests.bot.persons_kit import (
    LONG_AGO,
    NAME,
    PHONE,
    PHOTO,
    SECRETS,
    STORY,
    archived,
    life,
    withdrawn,
)
from tests.world import World, WoundClock

WHY = ("--reason", "Diminta sendiri lewat loket")


@pytest.fixture
async def old(closed_world: World) -> World:
    """An office of ten years ago."""
    closed_world.clock = WoundClock(LONG_AGO)
    world = await closed_world.open()
    write(world.folder, given(world))
    return world


async def test_a_copy_holds_everything_that_was_said_and_sent(world: World) -> None:
    write(world.folder, given(world))
    case = await life(world)
    ended = await sahut("person", "export", "--number", case.number.lower(), cwd=world.folder)
    assert ended.code == 0, ended.all
    path = world.folder / f"data-{case.number}.zip"
    assert path.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(path) as zipped:
        told = {name: zipped.read(name) for name in zipped.namelist()}
    assert PHOTO in told.values()
    page = told["BACA-DULU.html"].decode()
    assert all(secret in page for secret in SECRETS)
    messages_of = [json.loads(line) for line in told["pesan.jsonl"].splitlines()]
    assert next(one["text"] for one in messages_of if one["direction"] == "in") == STORY
    assert any(case.number in one["text"] for one in messages_of if one["direction"] == "out")
    (one,) = [json.loads(line) for line in told["laporan.jsonl"].splitlines()]
    assert one["number"] == case.number
    assert any(name.startswith("mentah/") for name in told)
    assert [json.loads(line)["event"] for line in told["riwayat.jsonl"].splitlines()]


async def test_no_copy_tells_a_kunci(world: World) -> None:
    write(world.folder, given(world))
    case = await life(world)
    kunci = numbers.kunci(world.house.vault.kunci_key, case.id, case.generation)
    assert kunci in repr(world.whatsapp.sent)
    await sahut("person", "export", "--number", case.number, cwd=world.folder)
    with zipfile.ZipFile(world.folder / f"data-{case.number}.zip") as zipped:
        assert all(kunci.encode() not in zipped.read(name) for name in zipped.namelist())


@pytest.mark.parametrize("protection", ["unsettled", "rahasia", "anonim"])
async def test_no_command_prints_a_protected_identity(world: World, protection: str) -> None:
    write(world.folder, given(world))
    case = await life(world)
    await _set(world, update(complaints).values(protection=protection))
    ended = await sahut("person", "export", "--number", case.number, cwd=world.folder)
    assert ended.code == 1
    assert NAME not in ended.all
    assert not list(world.folder.glob("*.zip*"))


async def test_an_open_case_does_not_bring_a_protected_one_of_the_same_citizen(
    world: World,
) -> None:
    write(world.folder, given(world))
    first = await life(world)
    await _set(world, update(complaints).values(protection="rahasia"))
    await withdrawn(world)
    other = "Lampu jalan di depan gang Kenanga mati sejak hari Senin, mohon diperbaiki."
    await world.whatsapp.citizen_writes(PHONE, other, NAME)
    await world.until(lambda: _count(world, 2))
    await world.settled()
    second = (await world.cases())[-1]
    await _set(
        world, update(complaints).where(complaints.c.id == second.id).values(protection="open")
    )
    ended = await sahut("person", "export", "--number", second.number, cwd=world.folder)
    assert ended.code == 0, ended.all
    with zipfile.ZipFile(world.folder / f"data-{second.number}.zip") as zipped:
        told = b"".join(zipped.read(name) for name in zipped.namelist())
    assert b"gang Kenanga" in told
    assert first.number.encode() not in told
    assert b"antre lima kali" not in told


async def test_a_copy_stands_among_the_requests_and_is_never_overwritten(world: World) -> None:
    write(world.folder, given(world))
    case = await life(world)
    argv = ("person", "export", "--number", case.number)
    assert (await sahut(*argv, cwd=world.folder)).code == 0
    assert (await sahut(*argv, cwd=world.folder)).code == 2
    (row,) = await world.rows(select(data_requests))
    assert (row.kind, row.outcome, row.complaint_id) == ("copy", "done", case.id)
    assert row.answered_at is not None


@pytest.mark.parametrize("argv", [("export", "--number", "K7F3-9QX"), ("erase", "--number", "nol")])
async def test_an_unknown_number_is_told_so(world: World, argv: Any) -> None:
    write(world.folder, given(world))
    ended = await sahut("person", *argv, cwd=world.folder)
    assert ended.code in (1, 2)
    assert argv[2] in ended.err


async def test_an_open_case_is_not_erased(old: World) -> None:
    case = await life(old)
    ended = await _erase(old, case.number, typed=f"{case.number}\n")
    assert ended.code == 1
    assert "masih berjalan" in ended.out
    assert "UU 25/2009" in ended.out
    assert NAME.encode() in await databases.everything(old.url)


async def test_what_ended_lately_is_kept_unless_the_law_lets_it_go(world: World) -> None:
    write(world.folder, given(world))
    case = await life(world)
    await withdrawn(world)
    held = await _erase(world, case.number, typed=f"{case.number}\n")
    assert held.code == 1
    assert "masa simpannya belum habis (UU 27/2022 Ps. 42-44)" in held.out.replace(
        ": 1 laporan", ""
    )
    assert (await _contact(world)).wrapped_key is not None
    gone = await _erase(world, case.number, "--ground", "melawan-hukum", typed=f"{case.number}\n")
    assert gone.code == 0, gone.all
    assert (await _contact(world)).wrapped_key is None


async def test_a_trial_and_a_mistyped_number_erase_nothing(old: World) -> None:
    await life(old)
    case = await archived(old)
    trial = await _erase(old, case.number, "--dry-run")
    assert trial.code == 0
    assert "1 laporan" in trial.out
    assert "percobaan" in trial.out
    wrong = await _erase(old, case.number, typed="K7F3-9QX\n")
    assert wrong.code == 1
    assert (await _contact(old)).wrapped_key is not None


async def test_nothing_of_an_erased_citizen_is_left_on_the_disk(old: World) -> None:
    await life(old)
    case = await archived(old)
    before = await databases.everything(old.url)
    assert NAME.encode() in before
    ended = await _erase(old, case.number, typed=f"{case.number}\n")
    assert ended.code == 0, ended.all
    assert "UU 27/2022" not in ended.err
    after = await databases.everything(old.url)
    assert [secret for secret in SECRETS if secret.encode() in after] == []
    assert [path for path in (old.folder / "data" / "files").rglob("*") if path.is_file()] == []


async def test_rows_that_were_pushed_about_leave_no_pieces(old: World) -> None:
    """A page that is parted keeps the old half in its free room until the file is written anew."""
    await life(old)
    case = await archived(old)
    chance = random.Random(7)
    first = (await old.messages())[0]._mapping
    sealed = {"name": None, "raw": None, "wire": None, "fields": None, "text": ""}
    rows = [dict(first) | sealed | {"id": number} for number in range(2, 400)]
    for row in chance.sample(rows, len(rows)):
        text = f"{NAME} antre lima kali. " * chance.randint(1, 60)
        await _set(old, insert(messages).values(row | {"text": text}))
    ended = await _erase(old, case.number, typed=f"{case.number}\n")
    assert ended.code == 0, ended.all
    assert NAME.encode() not in await databases.everything(old.url)


async def test_of_an_erased_case_the_numbers_stay_and_the_chain_holds(old: World) -> None:
    await life(old)
    case = await archived(old)
    await _erase(old, case.number, typed=f"{case.number}\n")
    (now,) = await old.cases()
    for name in ("number", "register_no", "kind", "state", "received_at", "ended_at", "via"):
        assert getattr(now, name) == getattr(case, name), name
    assert now.erased_at is not None
    assert (now.summary, now.slots, now.identity, now.facts) == ("", "{}", None, None)
    async with old.house.database.read() as db:
        found = [one async for one in journal.verify(db, old.house.vault, Event.ERASE)]
    assert found == []
    events = await old.rows(
        select(rows_of_journal).order_by(rows_of_journal.c.sequence.desc()).limit(1)
    )
    assert (events[0].event, events[0].citation) == ("erase", "uu27-42-44")
    (row,) = await old.rows(select(data_requests))
    assert row.kind == "erase"
    checked = await sahut("check", cwd=old.folder)
    assert "Riwayat utuh" in checked.out or "utuh" in checked.out, checked.out


async def test_who_was_erased_and_writes_again_is_a_stranger(old: World) -> None:
    await life(old)
    case = await archived(old)
    await _erase(old, case.number, typed=f"{case.number}\n")
    await old.whatsapp.citizen_writes(PHONE, f"STATUS {case.number}", NAME)
    await old.whatsapp.citizen_writes(PHONE, "Jalan di RT 5 berlubang, tolong ditambal", NAME)
    await old.until(lambda: _count(old, 2))
    await old.settled()
    assert [row.unread_at for row in await old.messages() if row.unread_at] == []
    new = (await old.cases())[-1]
    assert new.contact_id != case.contact_id
    assert new.address_id != case.address_id
    mine = select(addresses.c.contact_id).where(addresses.c.id == case.address_id)
    assert (await old.rows(mine))[0].contact_id == case.contact_id


async def test_words_that_wait_for_an_answer_hold_the_erasure(old: World) -> None:
    await life(old)
    case = await archived(old)
    await _set(old, update(contacts).values(pending=old.clock.now()))
    ended = await _erase(old, case.number, typed=f"{case.number}\n")
    assert ended.code == 1
    assert (await old.messages())[0].text == STORY


async def _erase(world: World, number: str, *more: str, typed: str = "") -> Any:
    argv = ("person", "erase", "--number", number, *WHY, *more)
    return await sahut(*argv, cwd=Path(world.folder), typed=typed)


async def _set(world: World, statement: Any) -> None:
    async with world.house.database.write() as db:
        await db.execute(statement)


async def _contact(world: World) -> Any:
    return (await world.rows(select(contacts).order_by(contacts.c.id)))[0]


async def _count(world: World, count: int) -> bool:
    return len(await world.cases()) == count
