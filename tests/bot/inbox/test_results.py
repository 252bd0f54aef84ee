"""The end of the way: a result that arrives, and what the citizen answers to it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update

from bot.outgoing import proofs
from bot.outgoing.deliveries import Changed
from storage import officers
from storage.tables import complaints, contacts, journal
from tests.bot.inbox.kit import Desk, reported
from tests.wire import write
from tests.world import JOKO, SULASTRI_WA, World


async def decide(rina: Desk, siti: Desk, number: str) -> None:
    await rina.step(number, "declare_complete")
    await rina.step(number, "take")
    await rina.step(number, "recommend", to="Kepala Seksi", text="Cetak ulang KTP.")
    await siti.decide(number, "Benar, KTP selesai dan bisa diambil.")


async def state(world: World, number: str) -> str:
    (row,) = await world.rows(select(complaints.c.state).where(complaints.c.number == number))
    return str(row.state)


async def events(world: World, case: Any) -> list[str]:
    rows = await world.rows(
        select(journal.c.event)
        .where(journal.c.complaint_id == case.id)
        .order_by(journal.c.sequence)
    )
    return [row.event for row in rows]


async def test_a_read_result_counts_as_delivered(world: World, rina: Desk, siti: Desk) -> None:
    case = await reported(world)
    await decide(rina, siti, case.number)
    await world.until(lambda: any("bisa diambil" in str(one) for one in world.whatsapp.sent))
    await world.whatsapp.citizen_reads(SULASTRI_WA)

    async def delivered() -> bool:
        return await state(world, case.number) == "delivered"

    await world.until(delivered)


async def test_who_read_the_case_before_its_result_arrived_reads_it_again(world: World) -> None:
    case, house = await reported(world), world.house
    known = select(contacts.c.version).where(contacts.c.id == case.contact_id)
    await write(world, update(complaints).values(state="decided"))
    (before,) = await world.rows(known)
    async with house.database.write() as db:
        arrived = Changed(arrived={case.id})
        await proofs.take(db, arrived)
        await proofs.append(db, house, arrived)
    assert await state(world, case.number) == "delivered"
    (after,) = await world.rows(known)
    assert after.version > before.version


async def test_the_citizens_own_answer_proves_delivery(
    world: World, rina: Desk, siti: Desk
) -> None:
    await world.telegram.citizen_writes(JOKO, "ktp saya belum jadi, tolong dijadikan")
    await world.until(lambda: world.telegram.sent)
    (case,) = await world.cases()
    await decide(rina, siti, case.number)
    await world.until(lambda: any("bisa diambil" in one.text for one in world.telegram.sent))
    assert await state(world, case.number) == "decided"
    await world.telegram.citizen_writes(JOKO, "SELESAI")

    async def closed() -> bool:
        return await state(world, case.number) == "closed"

    await world.until(closed)
    assert (await events(world, case))[-2:] == ["deliver", "close"]


async def test_an_objection_reopens_a_decided_case(world: World, rina: Desk, siti: Desk) -> None:
    await world.telegram.citizen_writes(JOKO, "ktp saya belum jadi, tolong dijadikan")
    await world.until(lambda: world.telegram.sent)
    (case,) = await world.cases()
    await decide(rina, siti, case.number)
    await world.telegram.citizen_writes(JOKO, f"KEBERATAN {case.number}")

    async def objected() -> bool:
        return await state(world, case.number) == "objected"

    await world.until(objected)


async def test_whoever_decided_does_not_look_again_where_another_can(
    world: World, rina: Desk, siti: Desk
) -> None:
    case = await reported(world)
    await decide(rina, siti, case.number)
    await rina.step(case.number, "deliver", text="Datang sendiri ke loket.")
    await rina.step(case.number, "object", text="KTP masih salah nama.")
    assert await state(world, case.number) == "objected"
    house = world.house
    async with house.database.write() as db:
        number = house.new_id()
        await officers.add(db, number, "made", "Made Wirawan", "head", "x", house.now())
    refused = await siti.step(case.number, "review_again")
    assert "bukan yang memutus" in await refused.text()
    async with house.database.write() as db:
        await officers.disable(db, number, house.now())
    assert (await siti.step(case.number, "review_again")).status == 303
    assert await state(world, case.number) == "under_review"
