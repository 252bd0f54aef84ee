"""Lanes: questions and complaints, fast repairs; one number and all words from lane to lane."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import insert, select, update

from bot.casework import numbers
from bot.timekeeping.timely import rest
from storage import journal
from storage.tables import clocks, complaints, posts, units
from tests.bot.inbox.kit import Desk, received, reported
from tests.bot.inbox.test_results import events
from tests.world import JOKO_WA, SULASTRI_WA, World

QUESTION = "mau tanya, syarat membuat KTP baru apa saja ya?"


async def running(world: World) -> dict[str, date]:
    rows = await world.rows(select(clocks).where(clocks.c.stopped_at.is_(None)))
    return {row.clock: row.due_on for row in rows}


async def stands(world: World) -> tuple[str, str]:
    (case,) = await world.cases()
    return case.kind, case.state


async def says(world: World, text: str) -> None:
    before = len(await world.messages())
    await world.whatsapp.citizen_writes(JOKO_WA, text, name="Joko")
    await received(world, before + 1)


def last(world: World) -> str:
    return str(world.whatsapp.sent[-1]["payload"])


async def asked(world: World) -> Any:
    case = await reported(world, QUESTION, JOKO_WA, "Joko")
    assert await stands(world) == ("information", "received")
    return case


async def test_a_question_ends_with_its_answer(world: World, rina: Desk) -> None:
    case = await asked(world)
    assert set(await running(world)) == {"I"}
    await rina.step(case.number, "answer", text="Cukup Kartu Keluarga, tanpa biaya.")
    await world.settled()
    assert await stands(world) == ("information", "closed")
    assert await running(world) == {}
    assert "Cukup Kartu Keluarga" in last(world)
    assert case.number in last(world)


async def test_a_question_that_is_a_complaint_keeps_its_number_and_gets_its_clocks(
    world: World, rina: Desk
) -> None:
    case = await asked(world)
    answer = await rina.step(case.number, "declare_complete")
    assert "bukan pengaduan" in await answer.text()
    await rina.step(case.number, "to_complaint")
    await world.settled()
    assert await stands(world) == ("complaint", "received")
    assert set(await running(world)) == {"V", "A"}
    assert "sebagai pengaduan" in last(world)
    (after,) = await world.cases()
    assert (after.number, after.summary) == (case.number, case.summary)


async def test_its_citizen_makes_a_complaint_of_it_with_one_tap_and_back(
    world: World, rina: Desk
) -> None:
    case = await asked(world)
    await world.until(lambda: "Ini pengaduan" in last(world))
    await world.whatsapp.citizen_taps(JOKO_WA, f"word:PENGADUAN:{case.id}", "Ini pengaduan")
    await received(world, 2)
    assert await stands(world) == ("complaint", "received")
    assert (await running(world)) == {"V": date(2026, 1, 8), "A": date(2026, 1, 19)}
    assert "Kamis 8 Januari" in last(world)
    await world.whatsapp.citizen_taps(JOKO_WA, f"word:TANYA:{case.id}", "Hanya bertanya")
    await received(world, 3)
    assert await stands(world) == ("information", "received")
    told = {"V": date(2026, 1, 8), "A": date(2026, 1, 19)}
    assert (await running(world)) == {"I": date(2026, 1, 12)} | told
    assert "Kamis 8 Januari" in last(world)
    assert (await events(world, case))[-2:] == ["to_complaint", "to_question"]
    (after,) = await world.cases()
    assert (after.number, after.summary) == (case.number, case.summary)
    page = await rina.page(f"/inbox/laporan/{case.number}")
    assert "menjadikan pengaduan" in page


async def test_a_complaint_cannot_be_answered_away(world: World, rina: Desk) -> None:
    case = await reported(world)
    answer = await rina.step(case.number, "answer", text="Sudah.")
    assert answer.status == 422
    assert "PermenPANRB 62/2018" in await answer.text()


async def test_a_request_for_public_information_has_ten_working_days_and_seven_more_once(
    world: World, rina: Desk
) -> None:
    case = await asked(world)
    refused = await rina.step(case.number, "extend", text="Menunggu dinas.")
    assert "yang ditangani PPID" in await refused.text()
    world.clock.wind(hours=23)
    await rina.sign_in("rina")
    await rina.step(case.number, "to_ppid")
    assert await running(world) == {"J": date(2026, 1, 20)}
    await rina.step(case.number, "extend", text="Arsipnya ada di gudang kecamatan.")
    assert await running(world) == {"J": date(2026, 1, 29)}
    again = await rina.step(case.number, "extend", text="Sekali lagi.")
    assert "hanya diperpanjang satu kali" in await again.text()
    assert await running(world) == {"J": date(2026, 1, 29)}
    await world.until(lambda: "gudang kecamatan" in last(world))
    assert "29 Januari" in last(world)


async def test_what_is_late_already_is_not_lengthened(world: World, rina: Desk) -> None:
    case = await asked(world)
    await rina.step(case.number, "to_ppid")
    assert await running(world) == {"J": date(2026, 1, 20)}
    world.clock.wind(days=16)
    await rina.sign_in("rina")
    late = await rina.step(case.number, "extend", text="Arsipnya ada di gudang kecamatan.")
    assert late.status == 422
    assert "sudah lewat" in await late.text()
    assert await running(world) == {"J": date(2026, 1, 20)}


async def test_a_light_case_is_mended_at_once_and_one_tap_says_so(world: World, rina: Desk) -> None:
    case = await reported(world, "lampu jalan di gang mawar mati, tolong diganti", JOKO_WA, "Joko")
    early = await rina.step(case.number, "repaired", text="Lampu diganti.")
    assert early.status == 422
    await rina.step(case.number, "fast_repair", to="Seksi Pembangunan")
    assert await stands(world) == ("complaint", "in_resolution")
    await world.settled()
    assert set(await running(world)) == {"C"}
    await rina.step(case.number, "repaired", text="Lampu sudah diganti sore ini.")
    await world.until(lambda: "Apakah sudah beres?" in last(world))
    await world.whatsapp.citizen_taps(JOKO_WA, f"word:SELESAI:{case.id}", "Sudah beres")
    await received(world, 2)
    assert await stands(world) == ("complaint", "delivered")
    assert (await events(world, case))[-2:] == ["accept_repair", "deliver"]
    assert set(await running(world)) == {"R"}
    rows = await world.rows(select(clocks).where(clocks.c.clock.in_(["C", "D"])))
    assert all(row.stopped_at for row in rows)


async def test_what_is_not_mended_goes_back_to_review_and_the_days_run_on(
    world: World, rina: Desk
) -> None:
    case = await reported(world, "lampu jalan di gang mawar mati, tolong diganti", JOKO_WA, "Joko")
    await rina.step(case.number, "fast_repair", to="Seksi Pembangunan")
    due = (await running(world))["C"]
    await rina.step(case.number, "repaired", text="Lampu sudah diganti sore ini.")
    await world.until(lambda: "Apakah sudah beres?" in last(world))
    world.clock.wind(hours=3)
    await says(world, "KEBERATAN")
    assert await stands(world) == ("complaint", "under_review")
    assert await running(world) == {"C": due}
    assert (await events(world, case))[-1] == "refuse_repair"


async def test_a_recommended_case_is_never_closed_by_the_tap_for_repairs(
    world: World, rina: Desk
) -> None:
    case = await reported(world, "lampu jalan di gang mawar mati, tolong diganti", JOKO_WA, "Joko")
    for step in ("declare_complete", "take"):
        await rina.step(case.number, step)
    await rina.step(case.number, "fast_repair", to="Seksi Pembangunan")
    await says(world, "SELESAI")
    assert (await stands(world))[1] == "in_resolution"


async def test_what_was_withdrawn_and_archived_is_filed_again_under_a_new_number(
    world: World,
) -> None:
    case = await reported(world, "lampu jalan di gang mawar mati, tolong diganti", JOKO_WA, "Joko")
    await says(world, "CABUT")
    await says(world, "ya")
    world.clock.wind(days=91)
    assert await rest(world.house) == 1
    kunci = numbers.kunci(world.house.vault.kunci_key, case.id, case.generation)
    await says(world, f"LANJUT {case.number} {kunci}")
    old, new = await world.cases()
    assert (old.state, new.state) == ("archived", "received")
    assert (new.summary, new.slots) == (case.summary, old.slots)
    told = {one.id: await _rows(world, one) for one in (old, new)}
    assert told[old.id][-1]["event"] == "refile"
    assert told[old.id][-1]["details"]["to"] == new.number
    assert told[new.id][0]["event"] == "register"
    assert told[new.id][0]["details"]["from"] == old.number
    await says(world, f"LANJUT {case.number} {kunci}")
    assert len(await world.cases()) == 2


async def test_what_was_closed_to_somebody_stays_closed_when_it_is_filed_again(
    world: World,
) -> None:
    case = await reported(world, "lampu jalan di gang mawar mati, tolong diganti", JOKO_WA, "Joko")
    await says(world, "CABUT")
    await says(world, "ya")
    world.clock.wind(days=91)
    await rest(world.house)
    await world.settled()
    unit, post = world.house.new_id(), world.house.new_id()
    since = {"from_on": date(2025, 1, 1)}
    async with world.house.database.write() as db:
        await db.execute(insert(units).values(id=unit, name="Loket 2", kind="service", **since))
        await db.execute(insert(posts).values(id=post, unit_id=unit, name="Tono", **since))
        await db.execute(
            update(complaints)
            .where(complaints.c.id == case.id)
            .values(reported_post_id=post, sealed_above=True)
        )
    await says(world, f"LANJUT {case.number}")
    _, new = await world.cases()
    assert (new.reported_post_id, new.sealed_above) == (post, True)
    assert new.officer_id is None, "nobody stands above, and nobody in the office has it"


async def test_a_neighbour_with_the_kunci_does_not_file_it_again_as_their_own(
    world: World,
) -> None:
    case = await reported(world, "lampu jalan di gang mawar mati, tolong diganti", JOKO_WA, "Joko")
    kunci = numbers.kunci(world.house.vault.kunci_key, case.id, case.generation)
    await world.whatsapp.citizen_writes(SULASTRI_WA, f"STATUS {case.number} {kunci}", name="Sri")
    await received(world, 2)
    await says(world, "CABUT")
    await says(world, "ya")
    world.clock.wind(days=91)
    assert await rest(world.house) == 1
    come = len(await world.messages())
    await world.whatsapp.citizen_writes(SULASTRI_WA, f"LANJUT {case.number}", name="Sri")
    await received(world, come + 1)
    assert len(await world.cases()) == 1


async def _rows(world: World, case: Any) -> list[dict[str, Any]]:
    async with world.house.database.read() as db:
        return await journal.story(db, world.house.vault, case.id)
