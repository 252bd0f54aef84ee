"""What time itself does: warnings, reminders, apologies, endings; each once, and none in doubt."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, update

from bot.sweep import Sweep
from bot.timely import keep
from storage.tables import acts, alarms, clocks, complaints, papers
from tests.bot.inbox.conftest import Enter
from tests.bot.inbox.kit import Desk, received, reported
from tests.bot.inbox.test_results import decide, events, state
from tests.wire import write
from tests.world import JOKO_WA, World

INCOMPLETE = "ktp belum jadi sejak desember di kelurahan, tolong ktp saya dijadikan"


async def pass_days(world: World, days: int) -> None:
    """Half a day and a round of the sweep, again and again."""
    sweep = Sweep(world.house)
    for _ in range(days * 2):
        world.clock.wind(hours=12)
        await sweep.step()
    await world.settled()


async def until(world: World, day: date) -> None:
    await pass_days(world, (day - world.clock.now().date()).days)


def told(world: World, words: str) -> list[str]:
    return [str(one["payload"]) for one in world.whatsapp.sent if words in str(one["payload"])]


async def open_window(world: World) -> None:
    """The citizen wrote a moment ago, so that free text may be sent."""
    world.whatsapp.citizen(JOKO_WA).wrote_at = world.clock.now()


async def incomplete(world: World, rina: Desk) -> Any:
    case = await reported(world, INCOMPLETE, JOKO_WA, "Joko")
    await rina.page(f"/inbox/laporan/{case.number}")
    await rina.step(case.number, "declare_incomplete", text="- alamat tempat tinggal")
    await world.settled()
    return case


async def steps(world: World, clock: str) -> list[str]:
    rows = await world.rows(
        select(acts.c.step).where(acts.c.clock == clock, acts.c.done).order_by(acts.c.at)
    )
    return [row.step for row in rows]


async def test_an_overdue_answer_is_warned_of_apologised_for_once_and_told_to_superiors(
    world: World, enter: Enter
) -> None:
    case = await reported(world)
    await until(world, date(2026, 1, 9))
    assert await steps(world, "V") == ["last", "over", "superior"]
    assert told(world, "Mohon maaf") == []
    await until(world, date(2026, 1, 26))
    assert await steps(world, "A") == [
        *("half", "last", "fifth", "over", "apology", "superior", "responsible")
    ]
    happened = await events(world, case)
    assert happened.count("apologise") == 1
    assert happened.count("escalate") == 4
    sorry = [row.text for row in await world.outgoing() if "Mohon maaf" in row.text]
    assert len(sorry) == 1
    assert "19 Januari" in sorry[0]
    text = await (await enter("rina")).page("/inbox")
    assert "tenggat terlewat" in text


async def test_the_citizen_is_reminded_three_times_and_then_only_a_proposal_is_made(
    world: World, rina: Desk
) -> None:
    case = await incomplete(world, rina)
    await until(world, date(2026, 2, 6))
    reminders = [row for row in await world.outgoing() if row.purpose == "reminder"]
    assert [row.created_at.date() for row in reminders] == [
        date(2026, 1, 20),
        date(2026, 1, 30),
        date(2026, 2, 3),
    ]
    assert all("Rabu 4 Februari" in row.text for row in reminders)
    assert await state(world, case.number) == "awaiting_completion"
    (row,) = await world.cases()
    assert row.alarm == "withdrawal"
    assert (await events(world, case)).count("propose") == 1


async def test_who_is_urgent_or_hidden_is_never_proposed_for_withdrawal(
    world: World, rina: Desk
) -> None:
    case = await incomplete(world, rina)
    await write(world, update(complaints).where(complaints.c.id == case.id).values(urgent="air"))
    await until(world, date(2026, 2, 6))
    (row,) = await world.cases()
    assert row.alarm == "answer"


async def test_nothing_is_reminded_of_while_the_citizens_words_are_unread(
    world: World, rina: Desk
) -> None:
    case = await incomplete(world, rina)
    before = len(await world.messages())
    world.clock.wind(minutes=5)
    await world.whatsapp.citizen_writes(JOKO_WA, "rumah saya dekat masjid")
    await received(world, before + 1)
    await until(world, date(2026, 2, 6))
    assert [row for row in await world.outgoing() if row.purpose == "reminder"] == []
    (row,) = await world.cases()
    assert row.alarm == "reply"
    assert (await events(world, case)).count("propose") == 0


async def test_a_result_is_closed_when_its_time_is_over_and_archived_once_nothing_is_open(
    world: World, rina: Desk, siti: Desk
) -> None:
    case = await reported(world)
    await decide(rina, siti, case.number)
    await world.until(lambda: told(world, "bisa diambil"))
    await rina.page(f"/inbox/laporan/{case.number}")
    await rina.step(case.number, "deliver", text="Datang sendiri ke loket.")
    await until(world, date(2026, 1, 20))
    assert await state(world, case.number) == "delivered"
    await until(world, date(2026, 1, 23))
    assert await state(world, case.number) == "closed"
    closing = [row for row in await world.outgoing() if "kami tutup" in row.text]
    assert len(closing) == 1
    await until(world, date(2026, 4, 24))
    assert await state(world, case.number) == "closed"
    (advice,) = await world.rows(select(papers.c.id).where(papers.c.kind == "recommendation"))
    await rina.sign_in("rina")
    await rina.answers(case.number, advice.id, verdict="accepted")
    await until(world, date(2026, 7, 25))
    assert await state(world, case.number) == "archived"


async def test_two_sweeps_at_once_do_each_thing_once(world: World) -> None:
    case = await reported(world)
    world.clock.wind(days=20)
    await asyncio.gather(*(keep(world.house, seen=True) for _ in range(4)))
    assert (await events(world, case)).count("apologise") == 1
    await keep(world.house, seen=True)
    assert (await events(world, case)).count("apologise") == 1


async def test_after_a_week_switched_off_an_officer_may_stop_what_is_late(
    world: World, enter: Enter
) -> None:
    case = await reported(world)
    await Sweep(world.house).step()
    world.clock.wind(days=20)
    sweep = Sweep(world.house)
    await sweep.step()
    assert (await events(world, case)).count("escalate") == 4
    assert (await events(world, case)).count("apologise") == 0
    rina = await enter("rina")
    assert "mati lebih dari sehari" in await rina.page("/inbox")
    await rina.post("/inbox/jam/tahan")
    world.clock.wind(hours=2)
    await sweep.step()
    assert (await events(world, case)).count("apologise") == 0
    await rina.sign_in("rina")
    await rina.post("/inbox/jam/benar")
    await sweep.step()
    assert (await events(world, case)).count("apologise") == 1
    assert await world.rows(select(alarms)) == []


async def test_late_reminders_are_one_and_none_comes_after_the_last_day(
    world: World, rina: Desk
) -> None:
    await incomplete(world, rina)
    await Sweep(world.house).step()
    world.clock.wind(days=26)
    sweep = Sweep(world.house)
    await sweep.step()
    world.clock.wind(hours=2)
    await sweep.step()
    reminders = [row for row in await world.outgoing() if row.purpose == "reminder"]
    assert len(reminders) == 1
    assert await steps(world, "B") == ["reminder_2"]


async def test_a_clock_set_wrong_stops_what_citizens_see(world: World, enter: Enter) -> None:
    case = await reported(world)
    sweep = Sweep(world.house)
    await sweep.step()
    world.clock.slip(days=20)
    await sweep.step()
    assert (await events(world, case)).count("apologise") == 0
    world.clock.slip(days=-20)
    await sweep.step()
    assert "Jam server mundur" in await (await enter("rina")).page("/inbox")
    (alarm,) = await world.rows(select(alarms))
    assert alarm.name == "clock"
    world.clock.wind(days=20, minutes=1)
    await sweep.step()
    world.clock.wind(hours=2)
    await sweep.step()
    assert (await events(world, case)).count("apologise") == 1


async def test_another_calendar_moves_every_running_deadline_and_the_journal_says_so(
    world: World, enter: Enter
) -> None:
    case = await reported(world)
    assert case.due_on == date(2026, 1, 8)
    await Sweep(world.house).step()
    await world.stop()
    await world.open(calendar={"closed": ["2026-01-07"]})

    async def recounted() -> bool:
        (row,) = await world.cases()
        return bool(row.due_on == date(2026, 1, 9))

    await world.until(recounted)
    assert (await events(world, case))[-1] == "count_anew"
    rows = await world.rows(select(clocks).where(clocks.c.clock == "V"))
    assert rows[0].started_at == case.received_at
    assert rows[0].look_on > date(2026, 1, 5) - timedelta(days=1)
