"""Whether a file is complete is answered when a channel has taken the answer, not when written."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update

from storage.tables import clocks, journal, outbox
from tests.bot.inbox.counter_kit import files
from tests.bot.inbox.kit import Desk, received, reported
from tests.bot.inbox.test_joined import joined, withdraws
from tests.bot.inbox.test_timely import INCOMPLETE, until
from tests.wire import hook, push, told, write
from tests.world import JOKO, JOKO_WA, SULASTRI_WA, World

NOTIFY = "Catat pelapor sudah diberi tahu"
BY_PHONE = "Ditelepon Selasa pukul 10, Pak Joko sendiri."


async def runs(world: World, case: Any, clock: str) -> date | None:
    """The last day of a clock that runs."""
    rows = await world.rows(
        select(clocks).where(
            clocks.c.complaint_id == case.id, clocks.c.clock == clock, clocks.c.stopped_at.is_(None)
        )
    )
    return rows[0].due_on if rows else None


async def notes(world: World, case: Any) -> list[str]:
    """By whom it was noted that the citizen was told."""
    rows = await world.rows(
        select(journal.c.actor)
        .where(journal.c.complaint_id == case.id, journal.c.event == "notify")
        .order_by(journal.c.sequence)
    )
    return [row.actor for row in rows]


async def late(world: World, rina: Desk, days: int = 2) -> None:
    """So many days on: WhatsApp's window is closed, and so is Rina's session."""
    world.clock.wind(days=days)
    await rina.sign_in("rina")


async def lacks_address(rina: Desk, case: Any) -> None:
    """Rina reads the case, and says what is missing."""
    await rina.page(f"/inbox/laporan/{case.number}")
    await rina.step(case.number, "declare_incomplete", text="- alamat tempat tinggal")


async def test_the_answer_stops_its_clock_when_the_channel_takes_it(
    world: World, rina: Desk
) -> None:
    case = await reported(world)
    assert await runs(world, case, "A") == date(2026, 1, 19)
    await rina.step(case.number, "declare_complete")
    await world.settled()
    assert (await runs(world, case, "A"), await notes(world, case)) == (None, ["system"])
    assert NOTIFY not in await rina.page(f"/inbox/laporan/{case.number}")
    again = await rina.step(case.number, "notify", text=BY_PHONE)
    assert again.status == 422
    assert "Pelapor sudah diberi tahu" in await again.text()


async def test_an_answer_that_waits_for_the_window_is_no_answer_yet(
    world: World, rina: Desk
) -> None:
    case = await reported(world)
    await late(world, rina)
    await rina.step(case.number, "declare_complete")
    await world.settled()
    assert (await runs(world, case, "A"), await notes(world, case)) == (date(2026, 1, 19), [])
    assert (await runs(world, case, "V"), await runs(world, case, "C")) == (None, date(2026, 3, 8))
    assert NOTIFY in await rina.page(f"/inbox/laporan/{case.number}")
    world.clock.wind(minutes=5)
    await world.whatsapp.citizen_writes(SULASTRI_WA, "STATUS")
    await received(world, 2)
    assert (await runs(world, case, "A"), await notes(world, case)) == (None, ["system"])


async def test_an_answer_that_reaches_nobody_becomes_late_and_superiors_hear_of_it(
    world: World, rina: Desk
) -> None:
    case = await reported(world)
    await late(world, rina)
    await rina.step(case.number, "declare_complete")
    await until(world, date(2026, 1, 21))
    (row,) = await world.cases()
    assert (row.state, row.alarm) == ("complete", "overdue")
    assert await runs(world, case, "A") == date(2026, 1, 19)
    escalated = await world.rows(
        select(journal).where(journal.c.complaint_id == case.id, journal.c.event == "escalate")
    )
    assert escalated


async def test_what_an_officer_told_by_telephone_is_an_answer(world: World, rina: Desk) -> None:
    case = await reported(world)
    await late(world, rina)
    await rina.step(case.number, "declare_complete")
    await world.settled()
    empty = await rina.step(case.number, "notify", text=" ")
    assert "Isi dulu: cara memberi tahu" in await empty.text()
    assert (await rina.step(case.number, "notify", text=BY_PHONE)).status == 303
    assert (await runs(world, case, "A"), await notes(world, case)) == (None, ["officer"])
    assert BY_PHONE in await rina.page(f"/inbox/laporan/{case.number}")


async def test_another_message_that_left_says_nothing_of_the_answer(
    world: World, rina: Desk
) -> None:
    case = await reported(world)
    await late(world, rina)
    await rina.step(case.number, "declare_complete")
    await world.settled()
    lost = update(outbox).where(outbox.c.held_at.is_not(None))
    await write(world, lost.values(state="failed", held_at=None, done_at=world.clock.now()))
    world.clock.wind(minutes=5)
    await world.whatsapp.citizen_writes(SULASTRI_WA, "STATUS")
    await received(world, 2)
    await rina.step(case.number, "take")
    await world.settled()
    assert (await runs(world, case, "A"), await notes(world, case)) == (date(2026, 1, 19), [])


async def test_an_answer_whose_fate_was_unknown_counts_from_what_the_provider_tells(
    world: World, rina: Desk
) -> None:
    case = await reported(world)
    world.whatsapp.hooks.url = ""
    world.whatsapp.answers.append((200, {}, {}))
    await rina.step(case.number, "declare_complete")
    await world.until(lambda: stands(world, "unknown"))
    assert await runs(world, case, "A") == date(2026, 1, 19)
    (row,) = [one for one in await world.outgoing() if one.purpose == "status"]
    await arrives(world, row)
    await world.until(lambda: stands(world, "delivered"))
    assert (await runs(world, case, "A"), await notes(world, case)) == (None, ["system"])


async def test_nobody_is_given_up_on_who_never_heard_what_is_missing(
    world: World, rina: Desk
) -> None:
    case = await reported(world, INCOMPLETE, JOKO_WA, "Joko")
    await late(world, rina)
    await lacks_address(rina, case)
    assert await runs(world, case, "B") == date(2026, 2, 6)
    await until(world, date(2026, 2, 11))
    (row,) = await world.cases()
    assert (row.state, await proposed(world, case)) == ("awaiting_completion", 0)

    assert row.alarm == "untold"
    await rina.sign_in("rina")
    assert NOTIFY in await rina.page(f"/inbox/laporan/{case.number}")
    await rina.step(case.number, "notify", text=BY_PHONE)
    heard = world.clock.now().date()
    assert await runs(world, case, "B") == heard + timedelta(days=30)
    assert await runs(world, case, "A") is None
    await until(world, heard + timedelta(days=34))
    assert await proposed(world, case) == 1
    await rina.sign_in("rina")
    await rina.page(f"/inbox/laporan/{case.number}")
    given = {"tried": "Ditelepon dua kali.", "text": "Alamat belum kami terima."}
    assert (await rina.step(case.number, "deem_withdrawn", **given)).status == 303


async def test_the_citizens_days_count_from_the_notice_whatever_came_with_it(
    world: World, rina: Desk
) -> None:
    case = await reported(world, INCOMPLETE, JOKO_WA, "Joko")
    await late(world, rina)
    await lacks_address(rina, case)
    await until(world, date(2026, 1, 22))
    assert await runs(world, case, "B") == date(2026, 2, 6)
    await world.whatsapp.citizen_writes(JOKO_WA, "STATUS")
    await world.until(lambda: stands(world, "delivered"))

    async def anew() -> bool:
        return await runs(world, case, "B") == date(2026, 2, 21)

    await world.until(anew)


async def test_an_unheard_notice_asks_for_a_call(world: World, rina: Desk) -> None:
    case = await reported(world, INCOMPLETE, JOKO_WA, "Joko")
    world.whatsapp.hooks.url = ""
    await lacks_address(rina, case)
    await until(world, date(2026, 2, 6))
    (row,) = await world.cases()
    assert (row.alarm, await proposed(world, case)) == ("untold", 0)


async def test_where_a_channel_tells_of_no_arrival_the_days_count_from_when_it_left(
    world: World, rina: Desk
) -> None:
    case = await on_telegram(world)
    world.telegram.faults.http_500 = True
    await lacks_address(rina, case)
    await world.until(lambda: tried(world))
    assert await runs(world, case, "B") == date(2026, 2, 4)
    world.telegram.faults.http_500 = False
    world.clock.wind(hours=20)
    await world.settled()
    assert (await runs(world, case, "A"), await runs(world, case, "B")) == (None, date(2026, 2, 5))


async def test_a_notice_that_came_back_was_never_heard(world: World, rina: Desk) -> None:
    case = await on_telegram(world)
    await lacks_address(rina, case)
    await world.settled()
    back = {"state": "failed", "failed_at": world.clock.now()}
    await write(world, update(outbox).where(outbox.c.purpose == "status").values(**back))
    await until(world, date(2026, 2, 6))
    (row,) = await world.cases()
    assert (row.alarm, await proposed(world, case)) == ("untold", 0)


async def test_what_was_said_before_a_withdrawal_answers_nothing_afterwards(
    world: World, rina: Desk
) -> None:
    case = await reported(world, INCOMPLETE)
    await lacks_address(rina, case)
    await world.settled()
    (first,) = [row for row in await world.outgoing() if row.purpose == "status"]
    world.clock.wind(minutes=5)
    await withdraws(world, SULASTRI_WA)
    await rina.step(case.number, "resume")
    await late(world, rina)
    await lacks_address(rina, case)
    await world.settled()
    assert await runs(world, case, "A") == date(2026, 1, 19)
    tells = told(world, "wamid.LATE", "read", biz_opaque_callback_data=str(first.id))
    assert await push(world, hook(world, statuses=[tells])) == [200]
    await world.until(lambda: stands(world, "read"))
    assert (await runs(world, case, "A"), await notes(world, case)) == (
        date(2026, 1, 19),
        ["system"],
    )


async def test_whoever_was_told_while_her_case_was_joined_is_not_owed_an_answer_again(
    world: World, rina: Desk
) -> None:
    parent, case = await reported(world), await reported(world, INCOMPLETE, JOKO_WA, "Joko")
    await late(world, rina)
    await rina.step(case.number, "declare_complete")
    await world.settled()
    await joined(rina, parent, case)
    world.clock.wind(minutes=5)
    await world.whatsapp.citizen_writes(JOKO_WA, "STATUS")
    await received(world, 3)
    assert await notes(world, case) == []
    await withdraws(world, SULASTRI_WA)
    assert await runs(world, case, "C") == date(2026, 3, 8)
    assert await runs(world, case, "A") is None


async def test_a_clock_that_waits_for_a_proof_only_is_not_the_next_date(
    world: World, rina: Desk
) -> None:
    case = await reported(world)
    await late(world, rina)
    await rina.step(case.number, "declare_complete")
    await world.settled()
    (row,) = await world.cases()
    assert (row.due_clock, row.due_on) == ("C", date(2026, 3, 8))
    assert await runs(world, case, "A") == date(2026, 1, 19)


async def test_what_lies_on_the_pile_is_an_answer_when_it_was_carried(
    world: World, rina: Desk
) -> None:
    case = await files(world, rina)
    await rina.step(case.number, "declare_complete")
    await world.settled()
    assert await runs(world, case, "A") == date(2026, 1, 19)
    (row,) = [one for one in await world.outgoing() if one.purpose == "status"]
    carried = await rina.post(f"/inbox/sampaikan/{row.id}", cara="telepon", catatan="Sudah.")
    assert carried.status == 303
    assert (await runs(world, case, "A"), await notes(world, case)) == (None, ["system"])


async def on_telegram(world: World) -> Any:
    await world.telegram.citizen_writes(JOKO, INCOMPLETE)
    await received(world, 1)
    return (await world.cases())[-1]


async def tried(world: World) -> bool:
    return any(row.purpose == "status" and row.attempts for row in await world.outgoing())


async def proposed(world: World, case: Any) -> int:
    rows = await world.rows(
        select(journal.c.sequence).where(
            journal.c.complaint_id == case.id, journal.c.event == "propose"
        )
    )
    return len(rows)


async def stands(world: World, state: str) -> bool:
    return any(row.purpose == "status" and row.state == state for row in await world.outgoing())


async def arrives(world: World, row: Any) -> None:
    """The provider tells that this message was delivered."""
    tells = told(world, "wamid.LATER", "delivered", biz_opaque_callback_data=str(row.id))
    assert await push(world, hook(world, statuses=[tells])) == [200]
