"""Rules of the law that no other test shows, each through the inbox or the citizen's channel."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.timekeeping.sweep import Sweep
from storage.tables import acts, clocks, complaints, outbox
from tests.bot.inbox.counter_kit import files, read
from tests.bot.inbox.kit import Desk, hire, reported
from tests.bot.inbox.test_lists import numbers
from tests.bot.inbox.test_papers import kept, order, told, under_review
from tests.bot.inbox.test_timely import until
from tests.bot.inbox.tree_kit import SETTINGS, post_of, seat_all
from tests.wire import write
from tests.world import JOKO_WA, SULASTRI_WA, World

LATE = "lewat 30 hari sejak layanan, petugas yang memutuskan"
LAMP = "lampu jalan di gang mawar mati, tolong dinyalakan"


async def shown(desk: Desk, case: Any) -> str:
    """What somebody reads in the file of a case."""
    return read(await desk.page(f"/inbox/laporan/{case.number}"))


async def the_case(world: World, number: str) -> Any:
    (row,) = await world.rows(select(complaints).where(complaints.c.number == number))
    return row


@pytest.mark.parametrize(
    ("story", "late"),
    [
        ("petugas loket minta uang waktu saya urus ktp tanggal 3 november 2025, tolong", True),
        ("petugas loket minta uang waktu saya urus ktp tanggal 10 desember 2025, tolong", False),
        ("ktp saya belum jadi sejak 3 november 2025, tolong dijadikan", False),
        ("ktp saya belum jadi, tolong dijadikan", False),
    ],
    ids=["over", "in_time", "goes_on", "no_day"],
)
async def test_what_is_told_after_thirty_days_is_taken_and_marked_for_who_decides(
    world: World, rina: Desk, story: str, late: bool
) -> None:
    """What still goes on has no last day, and what has no day is not late."""
    case = await reported(world, story)
    text = await shown(rina, case)
    assert (LATE in text) is late
    assert ("Perpres 76/2013 Ps. 12" in text) is late
    assert "30 hari" not in str(world.whatsapp.sent)
    assert (await rina.step(case.number, "declare_complete")).status == 303


async def test_a_running_clock_shows_its_article_and_how_much_of_it_is_over(
    world: World, rina: Desk
) -> None:
    case = await reported(world)
    await rina.step(case.number, "declare_complete")
    text = await shown(rina, case)
    assert "UU 25/2009 Ps. 50" in text
    assert "waktu sudah lewat" not in text
    for days, words in (
        (30, "separuh waktu sudah lewat"),
        (18, "empat perlima waktu sudah lewat"),
        (11, "hari kerja terakhir sebelum batas"),
    ):
        world.clock.wind(days=days)
        await rina.sign_in("rina")
        assert words in await shown(rina, case), words
    world.clock.wind(days=3)
    await rina.sign_in("rina")
    assert "sebelum batas" not in await shown(rina, case)


async def test_a_missed_date_is_passed_on_to_named_places(world: World, rina: Desk) -> None:
    case = await reported(world)
    world.clock.wind(days=12)
    await Sweep(world.house).step()
    await rina.sign_in("rina")
    text = await shown(rina, case)
    assert "meneruskan keterlambatan kepada atasan: atasan langsung" in text
    assert "meneruskan keterlambatan kepada atasan: penanggung jawab kantor" in text
    assert case.number in await rina.page("/inbox?saring=mendesak")


async def test_an_awaited_answer_is_listed_until_it_comes_and_marked_once_when_it_does_not(
    world: World, rina: Desk
) -> None:
    """Also where our own part has ended: the other body still owes us a word."""
    case = await reported(world)
    await rina.step(case.number, "refer", to="Dinas Dukcapil", text="Wewenang dinas.")
    waiting = "/inbox?saring=tunggu"
    assert numbers(await rina.page(waiting)) == [case.number]
    world.clock.wind(days=21)
    sweep = Sweep(world.house)
    await sweep.step()
    assert (await the_case(world, case.number)).alarm == ""
    world.clock.wind(days=1)
    for _ in range(2):
        await sweep.step()
    assert len(await world.rows(select(acts).where(acts.c.step == "owed"))) == 1
    await rina.sign_in("rina")
    assert "jawaban yang ditunggu belum datang" in await rina.page(waiting)
    (paper,) = await kept(world, "referral")
    assert (await rina.answers(case.number, paper.id, answer="Sudah diterima.")).status == 303
    assert numbers(await rina.page(waiting)) == []
    assert (await the_case(world, case.number)).alarm == ""


async def test_no_case_ends_without_a_word_to_its_citizen(
    world: World, rina: Desk, siti: Desk
) -> None:
    parent = await reported(world)
    ended = {}
    for number, (event, fields) in enumerate(
        {
            "refer": {"to": "Dinas PU", "text": "Wewenang dinas."},
            "join": {"other": parent.number},
        }.items()
    ):
        case = await reported(world, f"{LAMP} {number}", f"62812345680{number}", "Joko")
        assert (await rina.step(case.number, event, **fields)).status == 303
        ended[event] = case
    asked = await reported(world, "mau tanya, syarat membuat KTP apa saja ya?", JOKO_WA, "Joko")
    assert (await rina.step(asked.number, "answer", text=" ")).status == 422
    assert (await rina.step(asked.number, "answer", text="Cukup KK.")).status == 303
    for case in (*ended.values(), asked):
        assert (await the_case(world, case.number)).ended_at is not None
        letters = await world.rows(
            select(outbox).where(outbox.c.complaint_id == case.id, outbox.c.purpose == "status")
        )
        assert [row.officer_id is not None for row in letters] == [True], case.number


async def test_the_first_answer_is_in_time_and_says_how_far_it_came(
    world: World, rina: Desk
) -> None:
    case = await reported(world)
    await rina.step(case.number, "declare_complete")
    await world.settled()
    await world.whatsapp.citizen_reads(SULASTRI_WA)

    async def read_there() -> Any:
        rows = await world.rows(select(outbox).where(outbox.c.purpose == "status"))
        return rows[0] if rows[0].read_at else None

    letter = await world.until(read_there)
    (answering,) = await world.rows(
        select(clocks).where(clocks.c.complaint_id == case.id, clocks.c.clock == "A")
    )
    assert letter.created_at.date() <= answering.due_on
    assert answering.stopped_at is not None
    text = await shown(rina, case)
    assert "Rina Wulandari menyatakan laporan lengkap" in text
    assert "dibaca 09.14" in text


async def test_at_night_nothing_leaves_but_answers(world: World, rina: Desk) -> None:
    case = await reported(world)
    world.clock.wind(hours=13)
    await rina.sign_in("rina")
    await rina.step(case.number, "declare_complete")
    await rina.reply(case.number, "Kami periksa besok pagi.")
    rows = {row.purpose: row for row in await world.outgoing()}
    assert rows["reply"].not_before == world.clock.now()
    morning = rows["status"].not_before - world.clock.now()
    assert timedelta(hours=5) < morning < timedelta(hours=12)


async def test_what_an_officer_calls_urgent_goes_first_with_its_reason(
    world: World, rina: Desk, siti: Desk
) -> None:
    first = await reported(world, LAMP)
    world.clock.wind(minutes=1)
    case = await reported(world, "ktp belum jadi, tolong dijadikan", JOKO_WA, "Joko")
    assert await order(siti) == [first.number, case.number]
    review = {"problem": "KTP.", "weight": "light", "urgency": "short"}
    bare = await rina.paper(case.number, "review", **review)
    assert "Tulis mengapa mendesak" in await bare.text()
    await rina.paper(case.number, "review", **review, why_urgent="Operasi hari Kamis")
    assert await order(siti) == [case.number, first.number]
    assert numbers(await siti.page("/inbox?saring=mendesak")) == [case.number]
    assert "Operasi hari Kamis" in await shown(siti, case)


async def test_who_needs_help_is_served_before_who_wrote_at_the_same_time(
    world: World, rina: Desk
) -> None:
    calm = await reported(world, LAMP)
    world.clock.wind(minutes=1)
    blind = await reported(
        world, "saya tunanetra, lampu jalan gang melati mati, tolong", JOKO_WA, "Joko"
    )
    assert await order(rina) == [blind.number, calm.number]
    assert "pelapor perlu bantuan" in await shown(rina, blind)


async def test_no_citizen_reads_who_is_accused_or_what_was_found_before_the_decision(
    closed_world: World,
) -> None:
    world = await closed_world.open(**SETTINGS)
    await hire(world)
    await seat_all(world)
    rina, siti = Desk(world.base), Desk(world.base)
    await rina.sign_in("rina")
    await siti.sign_in("siti")
    case = await reported(world, "penjaga loket kasar sekali waktu saya urus ktp, tolong ditegur")
    gimin = await post_of(world, "Pak Gimin")
    await rina.post(f"/inbox/laporan/{case.number}/terlapor", siapa=str(gimin.id), uraian="kasar")
    for event in ("declare_complete", "take"):
        assert (await rina.step(case.number, event)).status == 303
    statement = {"author": "Pak Gimin", "given_on": "2026-01-05", "statement": "Saya tidak kasar."}
    await rina.paper(case.number, "statement", **statement)
    await rina.step(case.number, "recommend", to="Lurah", text="Gimin dibina.")
    await world.settled()
    assert "Gimin" not in str(world.whatsapp.sent)
    assert "tidak kasar" not in str(world.whatsapp.sent)
    done = await siti.decide(case.number, "Petugas diingatkan.", unheard="")
    assert done.status == 303, await done.text()
    letter = await told(world, "Hasil laporan")
    assert "Gimin" not in letter
    assert "Ombudsman RI" in letter
    await rina.close()
    await siti.close()


async def test_what_is_archived_is_frozen(world: World, rina: Desk, siti: Desk) -> None:
    case = await under_review(world, rina)
    await write(world, complaints.update().values(state="archived"))
    before = [tuple(row) for row in await world.cases()]
    for answer in (
        await rina.step(case.number, "recommend", to="Lurah", text="x"),
        await rina.paper(case.number, "review", problem="x", weight="light"),
        await rina.post(f"/inbox/laporan/{case.number}/catatan", text="x"),
        await siti.post(f"/inbox/laporan/{case.number}/ambil"),
    ):
        assert answer.status == 422
        assert "diarsipkan" in await answer.text()
    assert [tuple(row) for row in await world.cases()] == before
    assert await kept(world) == []


async def test_the_next_way_is_named_where_we_are_late(world: World) -> None:
    await reported(world)
    world.clock.wind(days=15)
    await Sweep(world.house).step()
    world.clock.wind(hours=2)
    await Sweep(world.house).step()
    (sorry,) = [row.text for row in await world.outgoing() if "Mohon maaf" in row.text]
    assert "Ombudsman RI (telepon 137), tanpa biaya" in sorry


async def test_whom_no_message_reaches_is_reminded_by_a_call(world: World, rina: Desk) -> None:
    case = await files(world, rina, alamat="")
    await rina.page(f"/inbox/laporan/{case.number}")
    done = await rina.step(case.number, "declare_incomplete", text="- alamat tempat tinggal")
    assert done.status == 303, await done.text()
    await until(world, date(2026, 1, 21))
    assert (await the_case(world, case.number)).alarm == "call"
    assert [row for row in await world.outgoing() if row.purpose == "reminder"] == []
    await rina.sign_in("rina")
    assert "perlu ditelepon" in await rina.page("/inbox")
