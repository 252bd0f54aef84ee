"""Joined cases: none of them ends because somebody else's did, and each keeps its own days."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select, update

from bot.timekeeping.timely import rest
from storage.tables import clocks, complaints
from tests.bot.inbox.kit import Desk, received, reported
from tests.bot.inbox.test_results import decide, events
from tests.wire import hook, push, said, write
from tests.world import JOKO_WA, SULASTRI_WA, World

TOO = "ktp saya juga belum jadi dari desember"


async def case_of(world: World, number: str) -> Any:
    (row,) = await world.rows(select(complaints).where(complaints.c.number == number))
    return row


async def days(world: World, case: Any) -> dict[str, tuple[Any, date]]:
    """The clocks that run on a case: since when, and until when."""
    running = select(clocks).where(clocks.c.complaint_id == case.id, clocks.c.stopped_at.is_(None))
    return {row.clock: (row.started_at, row.due_on) for row in await world.rows(running)}


def heard(world: World, phone: str) -> list[str]:
    return [str(one["payload"]) for one in world.whatsapp.sent if one["phone"] == phone]


async def joined(rina: Desk, parent: Any, *children: Any) -> None:
    for child in children:
        answer = await rina.step(child.number, "join", other=parent.number)
        assert answer.status == 303, await answer.text()


async def withdraws(world: World, phone: str) -> None:
    before = len(await world.messages())
    world.whatsapp.citizen(phone).wrote_at = world.clock.now()
    await world.whatsapp.citizen_writes(phone, "CABUT")
    await received(world, before + 1)
    await world.whatsapp.citizen_writes(phone, "ya")
    await received(world, before + 2)


async def test_whoever_was_joined_goes_on_when_the_first_one_withdraws(
    world: World, rina: Desk
) -> None:
    parent, early = await reported(world), await reported(world, TOO, JOKO_WA, "Joko")
    late = await reported(world, TOO, "6281300000077", "Wati")
    told = {"early": await days(world, early)}
    for step in ("declare_complete", "take"):
        await rina.step(late.number, step)
    await world.settled()
    told["late"] = await days(world, late)
    world.clock.wind(minutes=5)
    await joined(rina, parent, early, late)
    assert (await days(world, early), await days(world, late)) == ({}, {})
    world.clock.wind(hours=3)
    await withdraws(world, SULASTRI_WA)
    assert (await case_of(world, parent.number)).state == "withdrawn"
    for child, state in ((early, "received"), (late, "under_review")):
        now = await case_of(world, child.number)
        assert (now.state, now.parent_id, now.ended_at, now.alarm) == (state, None, None, "parted")
        assert (await events(world, child))[-1] == "part"
    assert {"early": await days(world, early), "late": await days(world, late)} == told
    await world.settled()
    last = heard(world, JOKO_WA)[-1]
    assert "tersendiri" in last
    assert "Kamis 8 Januari" in last
    assert early.number in last
    assert parent.number not in last
    await rina.sign_in("rina")
    page = await rina.page(f"/inbox/laporan/{early.number}")
    assert "memisahkan laporan ini dari gabungannya" in page


async def test_twenty_who_were_joined_are_each_told_once_when_the_first_is_given_up(
    world: World, rina: Desk
) -> None:
    phones = [f"62813000001{n:02d}" for n in range(21)]
    bodies = hook(world, *(said(world, phone, TOO) for phone in phones))
    assert await push(world, bodies) == [200]
    await received(world, 21)
    parent, *children = await world.cases()
    await joined(rina, parent, *children)
    answer = await rina.step(parent.number, "reclassify", kind="aspiration", text="Ini usul.")
    assert answer.status == 303, await answer.text()
    after = (await world.cases())[1:]
    assert {(row.state, row.parent_id) for row in after} == {("received", None)}
    await world.settled()
    for child, phone in zip(children, phones[1:], strict=True):
        (told,) = [text for text in heard(world, phone) if "tersendiri" in text]
        assert child.number in told
        assert not [text for text in heard(world, phone) if "usul" in text]
        assert set(await days(world, child)) == {"V", "A"}


async def test_whoever_was_answered_with_the_first_case_stays_answered(
    world: World, rina: Desk
) -> None:
    parent, case = await reported(world), await reported(world, TOO, JOKO_WA, "Joko")
    await joined(rina, parent, case)
    referral = {"to": "Dinas Dukcapil", "text": "Dicetak di sana.", "contact": "022-5550100"}
    answer = await rina.step(parent.number, "refer", **referral)
    assert answer.status == 303, await answer.text()
    assert (await case_of(world, case.number)).state == "duplicate"
    await world.settled()
    assert "Dicetak di sana." in heard(world, JOKO_WA)[-1]
    assert case.number in heard(world, JOKO_WA)[-1]


async def test_nobody_is_joined_with_what_was_answered_already(world: World, rina: Desk) -> None:
    parent, case = await reported(world), await reported(world, TOO, JOKO_WA, "Joko")
    for columns in (
        {"state": "delivered"},
        {"state": "in_resolution", "repaired_at": case.received_at},
    ):
        await write(world, update(complaints).where(complaints.c.id == parent.id).values(**columns))
        answer = await rina.step(case.number, "join", other=parent.number)
        assert answer.status == 422
        assert "perlu jawaban sendiri" in await answer.text()


async def test_an_answer_that_is_closed_to_others_leaves_them_their_own(
    world: World, rina: Desk
) -> None:
    parent, case = await reported(world), await reported(world, TOO, JOKO_WA, "Joko")
    await joined(rina, parent, case)
    hide = update(complaints).where(complaints.c.id == parent.id)
    await write(world, hide.values(protection="rahasia"))
    referral = {"to": "Dinas Dukcapil", "text": "Dicetak di sana.", "contact": "022-5550100"}
    assert (await rina.step(parent.number, "refer", **referral)).status == 303
    assert (await case_of(world, case.number)).state == "received"
    await world.settled()
    assert "tersendiri" in heard(world, JOKO_WA)[-1]


async def test_a_joined_case_rests_no_sooner_than_the_one_it_waits_for(
    world: World, rina: Desk
) -> None:
    parent, case = await reported(world), await reported(world, TOO, JOKO_WA, "Joko")
    await joined(rina, parent, case)
    world.clock.wind(days=200)
    assert await rest(world.house) == 0
    assert (await case_of(world, case.number)).state == "duplicate"
    await withdraws(world, SULASTRI_WA)
    assert (await case_of(world, case.number)).state == "received"
    waiting = [row.text for row in await world.outgoing() if row.complaint_id == case.id]
    assert "petugas melihatnya lagi" in waiting[-1]


async def test_nobody_is_taken_along_to_an_answer_that_was_given_before_they_came(
    world: World, rina: Desk, siti: Desk
) -> None:
    parent, between = await reported(world), await reported(world, TOO, JOKO_WA, "Joko")
    child = await reported(world, TOO, "6281300000077", "Wati")
    await decide(rina, siti, parent.number)
    await rina.step(parent.number, "deliver", text="Datang sendiri ke loket.")
    await rina.step(parent.number, "object", text="KTP masih salah nama.")
    await joined(rina, between, child)
    refused = await rina.step(between.number, "join", other=parent.number)
    assert "pernah dijawab" in await refused.text()
    assert (await case_of(world, child.number)).parent_id == between.id
