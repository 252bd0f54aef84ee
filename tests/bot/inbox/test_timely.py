"""What time itself does: warnings, reminders, apologies, endings; each once, and none in doubt."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select, text, update

from bot import cases
from bot.casework.words import Actor, Event, Kind, State
from bot.timekeeping.calendars import recount
from bot.timekeeping.sweep import Sweep
from bot.timekeeping.timely import keep, rest
from storage import acts as stored_acts
from storage import journal, sorting
from storage.tables import acts, alarms, clocks, complaints, papers
from tests.bot.inbox.conftest import Enter
from tests.bot.inbox.kit import Desk, received, reported
from tests.bot.inbox.test_results import decide, events, state
from tests.wire import write
from tests.world import JOKO_WA, SULASTRI_WA, World

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
        *("half", "last", "over", "apology", "superior", "responsible")
    ]
    happened = await events(world, case)
    assert happened.count("apologise") == 1
    assert happened.count("escalate") == 4
    sorry = [row.text for row in await world.outgoing() if "Mohon maaf" in row.text]
    assert len(sorry) == 1
    assert "19 Januari" in sorry[0]
    page = await (await enter("rina")).page("/inbox")
    assert "tenggat terlewat" in page


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
    assert (await events(world, case)).count("apologise") == 0
    rina = await enter_again(world)
    assert "Jam server melompat" in await rina.page("/inbox")
    await rina.post("/inbox/jam/benar")
    await rina.close()
    await sweep.step()
    assert (await events(world, case)).count("apologise") == 1


async def enter_again(world: World) -> Desk:
    """Rina signs in anew, once her session is over."""
    desk = Desk(world.base)
    await desk.sign_in("rina")
    return desk


async def test_a_day_that_opens_brings_every_running_deadline_nearer_and_the_journal_says_so(
    world: World,
) -> None:
    await world.stop()
    await world.open(calendar={"closed": ["2026-01-07"]})
    case = await reported(world)
    assert case.due_on == date(2026, 1, 9)
    await Sweep(world.house).step()
    await world.stop()
    await world.open()

    async def recounted() -> bool:
        (row,) = await world.cases()
        return bool(row.due_on == date(2026, 1, 8))

    await world.until(recounted)
    assert (await events(world, case))[-1] == "count_anew"
    rows = await world.rows(select(clocks).where(clocks.c.clock == "V"))
    assert rows[0].started_at == case.received_at
    assert rows[0].look_on > date(2026, 1, 5) - timedelta(days=1)


async def test_a_date_that_was_told_stays_when_a_promise_goes_or_a_day_is_closed(
    world: World, rina: Desk
) -> None:
    await world.stop()
    await world.open(promises={"decision": 30})
    rina.base = world.base
    await rina.sign_in("rina")
    case = await reported(world)
    await rina.step(case.number, "declare_complete")
    late = await reported(world, INCOMPLETE, JOKO_WA, "Joko")
    await world.settled()
    before = {(row.complaint_id, row.clock): row.due_on for row in await _running(world)}
    assert before[case.id, "C"] == date(2026, 2, 4)
    await world.stop()
    await world.open(calendar={"closed": ["2026-01-07"]})
    await recount(world.house)
    assert before == {(row.complaint_id, row.clock): row.due_on for row in await _running(world)}
    assert (await events(world, late))[-1] == "register"


async def _running(world: World) -> Any:
    return await world.rows(select(clocks).where(clocks.c.stopped_at.is_(None)))


async def test_a_case_that_cannot_be_read_stops_no_other(world: World) -> None:
    broken, case = await reported(world), await reported(world, INCOMPLETE, JOKO_WA, "Joko")
    torn = update(complaints).where(complaints.c.id == broken.id).values(identity=b"torn")
    await write(world, torn)
    world.clock.wind(days=20)
    await keep(world.house, seen=True)
    assert (await events(world, case)).count("apologise") == 1


async def ended(world: World, rina: Desk, phone: str) -> Any:
    """A case that ends at once: a question, with its answer."""
    case = await reported(world, "mau tanya, syarat membuat KTP baru apa saja ya?", phone)
    await rina.page(f"/inbox/laporan/{case.number}")
    answer = await rina.step(case.number, "answer", text="Cukup Kartu Keluarga.")
    assert answer.status == 303, await answer.text()
    return case


async def test_a_torn_case_at_its_end_stops_neither_the_archive_nor_the_sweep(
    world: World, rina: Desk
) -> None:
    await reported(world)
    torn, whole = [await ended(world, rina, phone) for phone in (JOKO_WA, "6281300000077")]
    await write(world, update(complaints).where(complaints.c.id == torn.id).values(identity=b"?"))
    world.clock.wind(days=91)
    sweep = Sweep(world.house)
    await sweep.step()
    world.clock.wind(hours=2)
    await sweep.step()
    assert await state(world, whole.number) == "archived"
    assert await state(world, torn.number) == "closed"


async def test_an_ended_case_with_unread_words_does_not_go_to_the_archive(
    world: World, rina: Desk
) -> None:
    await reported(world)
    case = await ended(world, rina, JOKO_WA)
    spoken = world.clock.now() + timedelta(days=1)
    await write(
        world, update(complaints).where(complaints.c.id == case.id).values(spoken_at=spoken)
    )
    world.clock.wind(days=91)
    await rest(world.house)
    assert await state(world, case.number) == "closed"
    await rina.sign_in("rina")
    await rina.page(f"/inbox/laporan/{case.number}")
    world.clock.wind(days=1)
    await rest(world.house)
    assert await state(world, case.number) == "archived"


async def test_a_clock_that_jumped_does_not_cut_an_officers_veto_short(
    world: World, enter: Enter
) -> None:
    case = await reported(world)
    sweep = Sweep(world.house)
    await sweep.step()
    world.clock.wind(days=20)
    await sweep.step()
    rina = await enter("rina")
    await rina.page("/inbox")
    await rina.post("/inbox/jam/tahan")
    world.clock.slip(minutes=20)
    await sweep.step()
    world.clock.wind(hours=2)
    await sweep.step()
    assert (await events(world, case)).count("apologise") == 0


async def test_what_citizens_were_promised_is_not_taken_back_by_another_calendar(
    world: World, rina: Desk
) -> None:
    case = await incomplete(world, rina)
    late = await reported(world)
    told = date(2026, 2, 20)
    await write(
        world,
        update(clocks)
        .where(clocks.c.complaint_id == case.id, clocks.c.clock == "B")
        .values(due_on=told),
    )
    world.clock.wind(days=4)
    await world.stop()
    await world.open(promises={"completeness": 1})
    await recount(world.house)
    rows = await world.rows(select(clocks).where(clocks.c.stopped_at.is_(None)))
    due = {(row.complaint_id, row.clock): row.due_on for row in rows}
    assert due[case.id, "B"] == told
    assert due[late.id, "A"] == world.house.calendar.local_date(world.clock.now())


async def delivered(world: World, rina: Desk, siti: Desk) -> Any:
    case = await reported(world)
    await decide(rina, siti, case.number)
    await world.until(lambda: told(world, "bisa diambil"))
    await rina.page(f"/inbox/laporan/{case.number}")
    await rina.step(case.number, "deliver", text="Datang sendiri ke loket.")
    return case


async def test_who_answered_a_result_in_words_of_their_own_was_not_silent(
    world: World, rina: Desk, siti: Desk
) -> None:
    case = await delivered(world, rina, siti)
    world.clock.wind(hours=1)
    spoken = update(complaints).where(complaints.c.id == case.id)
    await write(world, spoken.values(spoken_at=world.clock.now()))
    await rina.sign_in("rina")
    await rina.page(f"/inbox/laporan/{case.number}")
    await until(world, date(2026, 1, 25))
    assert await state(world, case.number) == "delivered"
    (row,) = await world.cases()
    assert row.alarm == "reply"
    await rina.sign_in("rina")
    await rina.page(f"/inbox/laporan/{case.number}")
    await rina.reply(case.number, "Kami periksa lagi; hasilnya tetap bisa diambil.")
    await until(world, date(2026, 1, 27))
    assert await state(world, case.number) == "closed"


async def test_who_was_joined_is_neither_reminded_for_another_nor_told_of_a_closed_case(
    world: World, rina: Desk
) -> None:
    case = await incomplete(world, rina)
    other = await reported(world, phone=SULASTRI_WA)
    await rina.page(f"/inbox/laporan/{other.number}")
    answer = await rina.step(other.number, "join", other=case.number)
    assert answer.status == 303, await answer.text()
    await world.settled()
    before = {row.id for row in await world.outgoing() if row.complaint_id == other.id}
    await until(world, date(2026, 1, 21))
    assert before == {row.id for row in await world.outgoing() if row.complaint_id == other.id}
    reminded = [row for row in await world.outgoing() if row.purpose == "reminder"]
    assert len(reminded) == 1
    hide = update(complaints).where(complaints.c.id == case.id)
    await write(world, hide.values(protection="rahasia"))
    await rina.sign_in("rina")
    await rina.page(f"/inbox/laporan/{case.number}")
    await rina.step(case.number, "declare_complete")
    await world.settled()
    (told_of,) = [
        row
        for row in await world.outgoing()
        if row.complaint_id == other.id and row.id not in before
    ]
    assert told_of.purpose == "knock"


async def test_a_step_taken_while_deadlines_are_counted_anew_is_neither_lost_nor_undone(
    world: World,
) -> None:
    case, house = await reported(world), world.house
    wrong = update(clocks).where(clocks.c.complaint_id == case.id, clocks.c.clock == "V")
    await write(world, wrong.values(due_on=case.due_on - timedelta(days=1)))
    async with house.database.write() as db:
        await stored_acts.remember(db, "calendar", "another one")
    async with house.database.write() as db:
        row = await sorting.lock(db, case.number)
        counting = asyncio.create_task(recount(house))
        await world.until(lambda: _waits(world))
        complete = cases.entry(
            house,
            complaint=case.id,
            contact=case.contact_id,
            key=house.vault.person(case.contact_id, row.wrapped_key),
            kind=Kind.COMPLAINT,
            state=State.RECEIVED,
            event=Event.DECLARE_COMPLETE,
            actor=Actor.OFFICER,
            at=house.now(),
        )
        await journal.append(db, house.vault, [complete])
    assert await counting == 0
    assert await state(world, case.number) == "complete"


async def _waits(world: World) -> bool:
    """Whether somebody waits for a lock; on SQLite everybody does, in their lane."""
    if world.house.database.is_file:
        return True
    waiting = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = "
    return bool(await world.rows(text(f"{waiting}current_database()")))
