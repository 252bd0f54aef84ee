"""Moves: the law's steps, taken by whom it allows, told to the citizen, kept in the journal."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from storage import journal
from storage.tables import clocks, complaints, outbox
from tests.bot.inbox.kit import Desk, reported
from tests.wire import write
from tests.world import JOKO_WA, SULASTRI_WA, World

INCOMPLETE = "bu lampu jalan di gang mawar mati sudah tiga minggu, gelap sekali"


async def test_a_move_changes_the_case_and_tells_the_citizen(world: World, rina: Desk) -> None:
    case = await reported(world)
    answer = await rina.step(case.number, "declare_complete")
    assert answer.status == 303
    await world.settled()
    (case,) = await world.cases()
    assert case.state == "complete"
    assert case.due_clock == "C"
    await world.until(lambda: len(world.whatsapp.sent) == 2)
    assert "lengkap" in str(world.whatsapp.sent[-1])
    assert "Jumat 6 Maret" in str(world.whatsapp.sent[-1])
    async with world.house.database.read() as db:
        story = await journal.story(db, world.house.vault, case.id)
        breaks = [found async for found in journal.verify(db, world.house.vault)]
    assert [(one["event"], one["source"], one["target"]) for one in story[-2:]] == [
        ("declare_complete", "received", "complete"),
        ("notify", "complete", "complete"),
    ]
    assert breaks == []


async def test_the_whole_way_from_received_to_decided(world: World, rina: Desk, siti: Desk) -> None:
    case = await reported(world)
    await rina.step(case.number, "declare_complete")
    await rina.step(case.number, "take")
    await rina.step(case.number, "recommend", to="Kepala Seksi", text="Cetak ulang KTP.")
    refused = await rina.step(case.number, "decide", text="Benar, KTP selesai.")
    assert refused.status == 422
    assert "hanya dapat diputus oleh pejabat pemutus" in await refused.text()
    await siti.page("/inbox")
    done = await siti.decide(case.number, "Laporan benar. KTP selesai.")
    assert done.status == 303, await done.text()
    await world.until(lambda: len(world.whatsapp.sent) == 5)
    result = str(world.whatsapp.sent[-1])
    assert "Laporan benar. KTP selesai." in result
    assert "Cetak ulang KTP" not in str(world.whatsapp.sent)
    assert f"word:KEBERATAN:{case.id}" in result
    text = await rina.page(f"/inbox/laporan/{case.number}")
    assert "Dra. Siti Aminah memutuskan" in text
    assert "Cetak ulang KTP." in text


async def test_only_steps_that_the_law_offers_have_a_button(
    world: World, rina: Desk, siti: Desk
) -> None:
    case = await reported(world)
    await rina.step(case.number, "declare_complete")
    text = await rina.page(f"/inbox/laporan/{case.number}")
    assert "langkah/take" in text
    for event in ("declare_complete", "decide", "close", "register", "archive", "withdraw"):
        assert f"langkah/{event}" not in text
    for step in ("take", "recommend"):
        await rina.step(case.number, step, to="Kasi", text="Saran.")
    assert "langkah/decide" not in await rina.page(f"/inbox/laporan/{case.number}")
    assert "langkah/decide" in await siti.page(f"/inbox/laporan/{case.number}")


async def test_what_the_table_does_not_know_is_refused_with_its_article(
    world: World, rina: Desk
) -> None:
    case = await reported(world)
    for event in ("take", "decide", "close", "resume", "deliver"):
        answer = await rina.step(case.number, event, text="x", to="x")
        text = await answer.text()
        assert answer.status == 422, event
        assert "Laporan yang diterima tidak dapat" in text, event
        assert "Ps." in text or "SP4N" in text, event
    for event in ("archive", "register", "withdraw", "reply", "x_y"):
        assert (await rina.step(case.number, event)).status == 404, event
    (case,) = await world.cases()
    assert case.state == "received"
    assert len(await world.outgoing()) == 1


async def test_the_statutory_notice_starts_from_what_the_law_misses(
    world: World, rina: Desk
) -> None:
    case = await reported(world, INCOMPLETE, JOKO_WA, "Joko")
    text = await rina.page(f"/inbox/laporan/{case.number}")
    assert "- alamat tempat tinggal" in text
    empty = await rina.step(case.number, "declare_incomplete", text=" - \n -")
    assert "Tulis apa yang masih diperlukan" in await empty.text()
    await rina.step(case.number, "declare_incomplete", text="- alamat tempat tinggal")
    await world.settled()
    (case,) = await world.cases()
    assert (case.state, case.due_clock) == ("awaiting_completion", "B")
    await world.until(lambda: "alamat tempat tinggal" in str(world.whatsapp.sent[-1]))
    assert "Rabu 4 Februari" in str(world.whatsapp.sent[-1])


async def test_no_notice_where_the_law_misses_nothing(world: World, rina: Desk) -> None:
    case = await reported(
        world, "saya sulastri, dusun krajan rt 3 rw 1. ktp belum jadi, tolong ktp saya dijadikan"
    )
    text = await rina.page(f"/inbox/laporan/{case.number}")
    assert "langkah/declare_incomplete" not in text
    answer = await rina.step(case.number, "declare_incomplete", text="- foto rumah")
    assert answer.status == 422
    assert "Semua yang diminta undang-undang sudah ada" in await answer.text()


async def test_what_was_typed_stays_in_a_form_that_was_refused(world: World, rina: Desk) -> None:
    case = await reported(world)
    answer = await rina.step(case.number, "refer", to="Dinas <Dukcapil>", text="")
    text = await answer.text()
    assert answer.status == 422
    assert "Isi dulu: alasan (Perpres 76/2013 Ps. 2)" in text
    assert 'value="Dinas &lt;Dukcapil&gt;"' in text


async def test_a_question_that_was_taken_for_a_complaint_changes_its_lane(
    world: World, rina: Desk
) -> None:
    case = await reported(world)
    await rina.step(case.number, "reclassify", kind="information", text="Ini pertanyaan.")
    (case,) = await world.cases()
    assert (case.kind, case.state, case.due_clock) == ("information", "reclassified", "I")
    early = await rina.step(case.number, "close")
    assert "Laporan ditutup sesudah dijawab" in await early.text()
    await rina.reply(case.number, "Jam buka loket pukul 08.00.")
    assert (await rina.step(case.number, "close")).status == 303
    (case,) = await world.cases()
    assert case.ended_at is not None
    async with world.house.database.read() as db:
        running = (await db.execute(select(clocks).where(clocks.c.stopped_at.is_(None)))).all()
    assert running == []


async def test_taking_it_back_makes_it_a_complaint_again(world: World, rina: Desk) -> None:
    case = await reported(world)
    await rina.step(case.number, "reclassify", kind="aspiration", text="Ini usul.")
    await rina.step(case.number, "resume")
    (case,) = await world.cases()
    assert (case.kind, case.state) == ("complaint", "received")
    bad = await rina.step(case.number, "reclassify", kind="complaint<", text="x")
    assert bad.status == 422


async def test_a_joined_case_names_its_parent(world: World, rina: Desk) -> None:
    parent = await reported(world)
    case = await reported(world, "ktp saya juga belum jadi dari desember", JOKO_WA, "Joko")
    for step in ("declare_complete", "take"):
        await rina.step(case.number, step)
    for other in ("", "K7F3-9QX", case.number, "abc"):
        assert (await rina.step(case.number, "join", other=other)).status == 422
    assert (await rina.step(case.number, "join", other=parent.number.lower())).status == 303
    await world.until(lambda: parent.number in str(world.whatsapp.sent[-1]))


async def test_whoever_was_joined_hears_every_step_with_a_number_of_their_own(
    world: World, rina: Desk
) -> None:
    parent = await reported(world)
    case = await reported(world, "ktp saya juga belum jadi dari desember", JOKO_WA, "Joko")
    assert (await rina.step(case.number, "join", other=parent.number)).status == 303
    await rina.step(parent.number, "declare_complete")

    def told(phone: str) -> list[str]:
        sent = [one for one in world.whatsapp.sent if one["phone"] == phone]
        return [text for one in sent if "lengkap" in (text := str(one["payload"]))]

    await world.until(lambda: told(JOKO_WA) and told(SULASTRI_WA))
    assert case.number in told(JOKO_WA)[-1]
    assert parent.number not in told(JOKO_WA)[-1]
    assert parent.number in told(SULASTRI_WA)[-1]


async def test_giving_up_on_a_citizen_needs_every_one_of_its_reasons(
    world: World, rina: Desk
) -> None:
    case = await reported(world, INCOMPLETE, SULASTRI_WA)
    await rina.step(case.number, "declare_incomplete", text="- alamat tempat tinggal")
    await world.settled()
    world.clock.wind(minutes=20)
    await _read(world)
    assert "belum lewat" in await _gives_up(rina, case.number)
    arrived = world.clock.now()
    world.clock.wind(days=31)
    await rina.sign_in("rina")
    proof = {"delivered_at": arrived, "read_at": None}
    late = {"delivered_at": arrived + timedelta(days=1), "read_at": None}
    for table, wrong, right, why in (
        (complaints, {"protection": "anonim"}, {"protection": "open"}, "ditutup namanya"),
        (complaints, {"urgent": "makanan"}, {"urgent": ""}, "mendesak"),
        (complaints, {"spoken_at": world.clock.now()}, {"spoken_at": case.spoken_at}, "dibaca"),
        (outbox, {"delivered_at": None, "read_at": None}, proof, "belum terbukti sampai"),
        (outbox, late, proof, "dihitung sejak pemberitahuan sampai"),
    ):
        await _set(world, table, wrong)
        assert why in await _gives_up(rina, case.number)
        await _set(world, table, right)
    assert await _gives_up(rina, case.number) == ""
    (case,) = await world.cases()
    assert case.state == "deemed_withdrawn"


async def test_who_needs_help_is_never_given_up_on(world: World, rina: Desk) -> None:
    case = await reported(world, f"saya tunanetra, {INCOMPLETE}", SULASTRI_WA)
    await rina.step(case.number, "declare_incomplete", text="- alamat tempat tinggal")
    await world.settled()
    await _read(world)
    world.clock.wind(days=31)
    await rina.sign_in("rina")
    await rina.page(f"/inbox/laporan/{case.number}")
    assert "orang yang perlu bantuan" in await _gives_up(rina, case.number)
    assert (await world.cases())[0].state == "awaiting_completion"


async def test_another_letter_that_arrived_proves_nothing_of_the_notice(
    world: World, rina: Desk
) -> None:
    case = await reported(world, INCOMPLETE, SULASTRI_WA)
    await rina.step(case.number, "declare_incomplete", text="- alamat tempat tinggal")
    told = {"body": "dprd", "letter": "7", "text": "Penjelasan.", "due": "2026-01-30"}
    assert (await rina.paper(case.number, "outside", **told)).status == 303
    await world.settled()
    await _read(world)
    _, notice, _ = await world.outgoing()
    unproven = {"delivered_at": None, "read_at": None}
    await write(world, update(outbox).where(outbox.c.id == notice.id).values(**unproven))
    world.clock.wind(days=31)
    await rina.sign_in("rina")
    await rina.page(f"/inbox/laporan/{case.number}")
    assert "belum terbukti sampai" in await _gives_up(rina, case.number)


async def _gives_up(desk: Desk, number: str) -> str:
    """What stands against it; "" where nothing does."""
    answer = await desk.step(
        number, "deem_withdrawn", tried="Ditelepon dua kali.", text="Alamat belum kami terima."
    )
    return "" if answer.status == 303 else await answer.text()


async def _read(world: World) -> None:
    await world.whatsapp.citizen_reads(SULASTRI_WA)

    async def all_read() -> bool:
        return all(row.read_at for row in await world.outgoing())

    await world.until(all_read)


async def _set(world: World, table: Any, values: dict[str, Any]) -> None:
    async with world.house.database.write() as db:
        await db.execute(update(table).values(**values))
