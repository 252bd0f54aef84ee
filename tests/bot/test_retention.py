"""Retention: what was kept for long enough goes, once somebody agreed; what is held stays."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import timedelta
from typing import Any

from sqlalchemy import insert, select, update

from bot.casework.words import Event
from bot.privacy import retention
from bot.timekeeping import doubts, timely
from bot.timekeeping.sweep import Sweep
from storage import journal
from storage.tables import (
    complaints,
    contacts,
    data_requests,
    messages,
    outbox,
    papers,
)
from storage.tables import journal as rows_of_journal
from tests import databases
from tests.bot.inbox.kit import Desk, hire
from tests.bot.persons_kit import NAME, PHONE, SECRETS, STREET, archived, life
from tests.wire import keys_of, neighbour
from tests.world import JOKO_WA, World

FIVE_YEARS = 5 * 366
LAMP = "Lampu jalan di depan gang Kenanga mati sejak hari Senin, mohon diperbaiki."


async def test_nothing_goes_before_somebody_agreed(world: World) -> None:
    await _over(world)
    assert await retention.keep(world.house) == 0
    assert NAME.encode() in await databases.everything(world.url)


async def test_what_was_agreed_to_goes_by_itself_and_once(world: World) -> None:
    case = await _over(world)
    await retention.agree(world.house)
    assert await retention.keep(world.house) == 1
    assert await retention.keep(world.house) == 0
    (now,) = await world.cases()
    assert (now.number, now.state, now.kind) == (case.number, "archived", "complaint")
    assert (now.summary, now.slots, now.identity) == ("", "{}", None)
    assert [row.text for row in await world.messages() if row.text or row.raw] == []
    assert [row for row in await world.rows(select(outbox)) if row.text or row.sealed] == []
    assert [path for path in (world.folder / "data" / "files").rglob("*") if path.is_file()] == []
    assert await _events(world, "erase") == 1
    assert await _breaks(world) == []


async def test_whoever_has_nothing_left_here_is_forgotten(world: World) -> None:
    await _over(world)
    await retention.agree(world.house)
    await retention.keep(world.house)
    person = (await world.rows(select(contacts).order_by(contacts.c.id)))[0]
    assert person.wrapped_key is None
    if world.house.database.is_file:
        return  # pieces of rows stay in a file until it is written anew
    stolen = await databases.everything(world.url)
    assert [secret for secret in SECRETS if secret.encode() in stolen] == []


async def test_an_old_case_goes_and_a_new_one_of_the_same_citizen_stays(world: World) -> None:
    case = await _over(world)
    await world.whatsapp.citizen_writes(PHONE, LAMP, NAME)
    await world.until(lambda: _count(world, 2))
    await world.settled()
    await retention.agree(world.house)
    assert await retention.keep(world.house) == 1
    old, new = await world.cases()
    assert (old.id, old.erased_at is not None, new.erased_at) == (case.id, True, None)
    assert new.summary
    person = (await world.rows(select(contacts).order_by(contacts.c.id)))[0]
    assert person.wrapped_key is not None
    assert await _breaks(world) == []
    async with world.house.database.read() as db:
        story = await journal.story(db, world.house.vault, old.id)
        kept = await journal.story(db, world.house.vault, new.id)
    assert {row["details"] is None for row in story} == {True}
    assert old.contact_id != new.contact_id == case.contact_id
    assert old.address_id != new.address_id == case.address_id
    of_old = [row for row in await world.messages() if row.complaint_id == old.id]
    assert {row.contact_id for row in of_old} == {old.contact_id}
    await hire(world)
    desk = Desk(world.base)
    await desk.sign_in("siti")
    page = await desk.page(f"/inbox/laporan/{old.number}")
    assert "Data pelapor ini sudah dihapus" in page
    assert "menghapus data pelapor" in page
    assert STREET not in page
    assert (await desk.get(f"/inbox/laporan/{old.number}/tanda-terima/lengkap")).status == 404
    assert (await desk.post(f"/inbox/laporan/{old.number}/salinan")).status == 422
    await desk.close()
    assert {row["details"] is None for row in kept} == {False}


async def test_a_case_that_is_not_in_the_archive_stays(world: World) -> None:
    await life(world)
    world.clock.wind(days=FIVE_YEARS)
    await retention.agree(world.house)
    assert await retention.keep(world.house) == 0


async def test_a_case_with_a_question_about_its_data_stays(world: World) -> None:
    case = await _over(world)
    now = world.clock.now()
    asked = {"id": 1, "complaint_id": case.id, "kind": "copy", "asked_at": now}
    await _write(world, insert(data_requests).values(**asked, due_at=now + timedelta(hours=72)))
    await retention.agree(world.house)
    async with world.house.database.read() as db:
        due = await retention.due(db, world.house)
    assert (due.cases, due.held) == (0, 1)
    assert await retention.keep(world.house) == 0


async def test_a_case_at_the_ombudsman_stays(world: World) -> None:
    case = await _over(world)
    letter = {"id": 1, "complaint_id": case.id, "kind": "outside", "number": 1, "details": b"x"}
    day = world.clock.now().date()
    await _write(world, insert(papers).values(**letter, due_on=day, created_at=world.clock.now()))
    await retention.agree(world.house)
    assert await retention.keep(world.house) == 0
    answered = update(papers).values(
        answered_at=world.clock.now(), details=await _sealed(world, case)
    )
    await _write(world, answered)
    await retention.agree(world.house)
    assert await retention.keep(world.house) == 1
    assert await world.rows(select(papers.c.id)) == []


async def test_of_papers_the_choices_are_counted_and_no_words(world: World) -> None:
    case = await _over(world)
    letter = {"id": 1, "complaint_id": case.id, "kind": "review", "number": 1}
    sealed = await _sealed(world, case, problem=NAME, weight="light", category="KTP")
    at = world.clock.now()
    await _write(world, insert(papers).values(**letter, details=sealed, created_at=at))
    await retention.agree(world.house)
    assert await retention.keep(world.house) == 1
    (now,) = await world.cases()
    (told,) = json.loads(now.remains)["papers"]
    assert (told["kind"], told["weight"], told["category"]) == ("review", "light", "KTP")
    assert NAME not in now.remains


async def test_another_schedule_or_a_clock_that_jumped_asks_again(world: World) -> None:
    await life(world)
    await archived(world)
    await retention.agree(world.house)
    world.clock.wind(days=FIVE_YEARS)
    assert await retention.keep(world.house) == 0
    await retention.agree(world.house)
    world.clock.slip(days=-3)
    assert await retention.keep(world.house) == 0
    world.clock.slip(days=3)
    assert await retention.keep(world.house) == 1


async def test_words_of_no_case_go_after_a_year(world: World) -> None:
    await world.whatsapp.citizen_writes(JOKO_WA, "selamat pagi", "Joko")
    await world.until(lambda: _greeted(world))
    await world.settled()
    world.clock.wind(days=200)
    await retention.agree(world.house)
    await retention.keep(world.house)
    assert (await world.messages())[0].text == "selamat pagi"
    world.clock.wind(days=200)
    await retention.agree(world.house)
    await retention.keep(world.house)
    assert (await world.messages())[0].text == ""
    person = (await world.rows(select(contacts).order_by(contacts.c.id)))[0]
    assert person.wrapped_key is None


async def test_files_that_a_stop_left_lying_go_the_next_time(world: World) -> None:
    await _over(world)
    await retention.agree(world.house)
    dropped: list[int] = []
    real = world.house.files.drop

    def stops(number: int) -> None:
        dropped.append(number)
        raise OSError

    world.house.files.drop = stops
    with suppress(OSError):
        await retention.keep(world.house)
    world.house.files.drop = real
    assert dropped
    assert [path for path in (world.folder / "data" / "files").rglob("*") if path.is_file()]
    await retention.keep(world.house)
    assert [path for path in (world.folder / "data" / "files").rglob("*") if path.is_file()] == []


async def test_the_sweep_does_it_and_not_while_the_clock_is_in_doubt(world: World) -> None:
    await _over(world)
    await retention.agree(world.house)
    await Sweep(world.house).step()
    assert await _events(world, "erase") == 0
    async with world.house.database.write() as db:
        await doubts.trust(db)
    await Sweep(world.house).step()
    assert await _events(world, "erase") == 1


async def test_two_processes_erase_a_case_once(world: World) -> None:
    await _over(world)
    async with neighbour(world) as (_, other):
        await retention.agree(world.house)
        await retention.keep(world.house)
        await retention.keep(other.house)
    assert await _events(world, "erase") == 1
    assert await _breaks(world) == []


async def _over(world: World) -> Any:
    """A case whose time is over."""
    await life(world)
    case = await archived(world)
    world.clock.wind(days=FIVE_YEARS)
    while await timely.rest(world.house):
        pass
    return case


async def _sealed(world: World, case: Any, **values: str) -> bytes:
    key = (await keys_of(world))[case.contact_id]
    return key.seal("papers.details.1", json.dumps(values).encode())


async def _write(world: World, statement: Any) -> None:
    async with world.house.database.write() as db:
        await db.execute(statement)


async def _events(world: World, event: str) -> int:
    query = select(rows_of_journal.c.sequence).where(rows_of_journal.c.event == event)
    return len(await world.rows(query))


async def _breaks(world: World) -> list[Any]:
    async with world.house.database.read() as db:
        return [one async for one in journal.verify(db, world.house.vault, Event.ERASE)]


async def _count(world: World, count: int) -> bool:
    return len(await world.rows(select(complaints.c.id))) == count


async def _greeted(world: World) -> bool:
    return bool(await world.rows(select(messages.c.id).where(messages.c.handled_at.is_not(None))))
