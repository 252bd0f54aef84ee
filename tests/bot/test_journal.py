"""The journal: every step has its row, and whoever touches one is found out."""

from __future__ import annotations

import asyncio
import hashlib
import json
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from bot.casework.words import State
from storage import journal as chain
from storage.tables import complaints, contacts, journal, journal_details, journal_head
from tests import databases
from tests.wire import COMPLAINT, filed, hook, keys_of, neighbour, push, said, write
from tests.world import World

PHONES = [f"62812345600{n:02d}" for n in range(6)]


async def test_every_case_begins_with_a_row_and_stands_where_its_last_row_says(
    world: World,
) -> None:
    await filed(world, *PHONES)
    rows = await world.rows(select(journal).order_by(journal.c.sequence))
    last = {row.complaint_id: row.target for row in rows}
    assert [row.sequence for row in rows] == list(range(1, len(rows) + 1))
    assert {case.id: case.state for case in await world.cases()} == last
    assert set(last.values()) == {str(State.RECEIVED)}
    assert all(row.citation for row in rows if row.event == "register")
    assert await breaks(world) == []


async def test_the_database_refuses_to_change_delete_replace_or_empty_the_journal(
    world: World,
) -> None:
    await filed(world, *PHONES[:1])
    (first, *_) = await world.rows(select(journal).order_by(journal.c.sequence))
    forged = dict(first._mapping) | {"actor": "officer"}
    for touch in (
        update(journal).values(actor="officer"),
        delete(journal),
        insert(journal).prefix_with("OR REPLACE", dialect="sqlite").values(forged),
        text("TRUNCATE journal CASCADE"),
    ):
        with pytest.raises(DBAPIError):
            await write(world, touch)
    assert await breaks(world) == []


async def test_a_row_that_was_changed_is_found(world: World) -> None:
    await filed(world, *PHONES)
    await databases.unguard(world.url)
    await write(world, update(journal).where(journal.c.sequence == 3).values(actor="officer"))
    assert [found.sequence for found in await breaks(world)] == [3]


async def test_a_row_that_was_taken_out_is_found(world: World) -> None:
    await filed(world, *PHONES)
    await databases.unguard(world.url)
    await write(
        world,
        delete(journal_details).where(journal_details.c.sequence == 3),
        delete(journal).where(journal.c.sequence == 3),
    )
    assert 4 in [found.sequence for found in await breaks(world)]


async def test_a_row_taken_from_the_end_is_found(world: World) -> None:
    await filed(world, *PHONES)
    (head,) = await world.rows(select(journal_head))
    await databases.unguard(world.url)
    await write(
        world,
        delete(journal_details).where(journal_details.c.sequence == head.sequence),
        delete(journal).where(journal.c.sequence == head.sequence),
    )
    assert await breaks(world) != []


async def test_rows_that_changed_places_are_found(world: World) -> None:
    await filed(world, *PHONES)
    (first, second) = await world.rows(
        select(journal).where(journal.c.sequence.in_([2, 3])).order_by(journal.c.sequence)
    )
    await databases.unguard(world.url)
    swapped = [dict(second._mapping) | {"sequence": 2}, dict(first._mapping) | {"sequence": 3}]
    await write(
        world,
        *(
            update(journal).where(journal.c.sequence == row["sequence"]).values(row)
            for row in swapped
        ),
    )
    assert {2, 3} <= {found.sequence for found in await breaks(world)}


async def test_a_row_that_somebody_added_is_found(world: World) -> None:
    await filed(world, *PHONES)
    (row,) = await world.rows(select(journal).where(journal.c.sequence == 1))
    (head,) = await world.rows(select(journal_head))
    forged = dict(row._mapping) | {"sequence": head.sequence + 1}
    forged["digest"] = hashlib.sha256(b"forged").digest()
    await write(world, insert(journal).values(forged))
    assert await breaks(world) != []


async def test_a_row_of_another_history_is_found(world: World) -> None:
    """Each row is genuine, and yet they do not belong together."""
    first, second, third = await filed(world, *PHONES[:3])
    await databases.unguard(world.url)
    (start,) = await world.rows(select(journal_head))
    await noted(world, first)
    await noted(world, second)
    (end,) = await world.rows(select(journal_head))
    last = journal.c.sequence == end.sequence
    (row,) = await world.rows(select(journal).where(last))
    lying = journal_details.c.sequence > start.sequence
    details = (await world.rows(select(journal_details).where(lying)))[-1]
    await write(
        world,
        delete(journal_details).where(lying),
        delete(journal).where(journal.c.sequence > start.sequence),
        update(journal_head).values(sequence=start.sequence, hash=start.hash),
    )
    await noted(world, third)
    await write(
        world,
        insert(journal).values(dict(row._mapping)),
        insert(journal_details).values(dict(details._mapping)),
        update(journal_head).values(sequence=end.sequence, hash=end.hash),
    )
    assert [found.sequence for found in await breaks(world)] == [end.sequence]


async def test_details_that_were_changed_or_taken_away_are_found(world: World) -> None:
    await filed(world, *PHONES)
    rows = await world.rows(select(journal_details).order_by(journal_details.c.sequence))
    spoilt = rows[0].details[:-1] + bytes([rows[0].details[-1] ^ 1])
    first = journal_details.c.sequence == rows[0].sequence
    second = journal_details.c.sequence == rows[1].sequence
    await write(
        world,
        update(journal_details).where(first).values(details=spoilt),
        delete(journal_details).where(second),
    )
    assert [found.sequence for found in await breaks(world)] == [1, 2]


async def test_a_state_that_no_row_led_to_is_found(world: World) -> None:
    (case, *_) = await filed(world, *PHONES)
    moved = update(complaints).where(complaints.c.id == case.id).values(state=State.CLOSED)
    await write(world, moved)
    assert len(await breaks(world)) == 1


async def test_an_erased_person_leaves_a_chain_that_verifies_and_tells_nothing(
    world: World,
) -> None:
    (case, other) = await filed(world, *PHONES[:2])
    kept = await story(world, case)
    await noted(world, case, "erase")
    await write(world, _destroyed(case))
    assert await breaks(world) == []
    assert all(step["details"] is None for step in await story(world, case))
    assert all(step["details"] is not None for step in await story(world, other))
    (row, *_) = await world.rows(select(journal).where(journal.c.complaint_id == case.id))
    guessed = json.dumps(kept[0]["details"], ensure_ascii=True).encode()
    assert hashlib.sha256(guessed).digest() != row.digest


async def test_what_was_taken_out_in_silence_is_found(world: World) -> None:
    (case, other) = await filed(world, *PHONES[:2])
    await write(world, _destroyed(case))
    of_other = select(journal.c.sequence).where(journal.c.complaint_id == other.id)
    emptied = journal_details.c.sequence.in_(of_other)
    await write(world, update(journal_details).where(emptied).values(details=b""))
    reasons = {found.reason for found in await breaks(world)}
    assert reasons == {"its details were taken out, and no row says so"}
    assert len(await breaks(world)) == 2


async def test_two_services_write_one_chain_without_a_gap(world: World) -> None:
    people = [f"6281234561{n:03d}" for n in range(40)]
    bodies = [hook(world, said(world, phone, COMPLAINT)) for phone in people]
    async with neighbour(world) as (other, _):
        await asyncio.gather(
            push(world, *bodies[:20]), push(world, *bodies[20:], at=(other, world.base))
        )
        await world.settled()
    registered = sorted(case.register_no for case in await world.cases())
    assert registered == list(range(1, 41))
    assert await breaks(world) == []


def _destroyed(case: Any) -> Any:
    return update(contacts).where(contacts.c.id == case.contact_id).values(wrapped_key=None)


async def noted(world: World, case: Any, event: str = "fill") -> None:
    """One more row for a case, which moves nothing."""
    key = (await keys_of(world))[case.contact_id]
    at = world.clock.now()
    entry = chain.Entry(case.id, case.contact_id, event, case.state, case.state, "citizen", at, key)
    async with world.house.database.write() as db:
        await chain.append(db, world.house.vault, [entry])


async def breaks(world: World) -> list[Any]:
    async with world.house.database.read() as db:
        return [found async for found in chain.verify(db, world.house.vault, "erase", page=4)]


async def story(world: World, case: Any) -> list[dict[str, Any]]:
    async with world.house.database.read() as db:
        return await chain.story(db, world.house.vault, case.id)
