"""Papers in the inbox: written, answered, corrected, kept in the journal, told where they are."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

from sqlalchemy import select, update

from bot import paperwork
from bot.timekeeping import aftercare, timely
from storage import journal, papers
from storage.tables import complaints, contacts
from storage.tables import papers as table
from tests.bot.inbox.conftest import Enter
from tests.bot.inbox.counter_kit import clock, files, read, types
from tests.bot.inbox.kit import Desk, received, reported
from tests.wire import write
from tests.world import JOKO_WA, World

CALL = {"way": "call", "dated": "2026-01-05", "who": "Rina", "result": "reached"}
REPAIR = {"kind": "repair", "to": "Kasi", "text": "Perbaiki antrean."}
STORY = "saya joko, dusun krajan rt 3. petugas loket 2 minta uang 50 ribu tanpa kuitansi, tolong"


async def under_review(world: World, rina: Desk, *told: str) -> Any:
    case = await reported(world, *told)
    for event in ("declare_complete", "take"):
        assert (await rina.step(case.number, event)).status == 303
    await world.settled()
    return case


async def kept(world: World, kind: str = "") -> list[Any]:
    query = select(table).order_by(table.c.id)
    return await world.rows(query.where(table.c.kind == kind) if kind else query)


async def owner(world: World, row: Any) -> Any:
    """The key of the citizen whose case it is."""
    (citizen,) = await world.rows(
        select(contacts)
        .join(complaints, complaints.c.contact_id == contacts.c.id)
        .where(complaints.c.id == row.complaint_id)
    )
    return world.house.vault.person(citizen.id, citizen.wrapped_key)


async def opened(world: World, row: Any, column: str = "details") -> dict[str, Any]:
    """What a paper holds, with its citizen's key."""
    key = await owner(world, row)
    told: dict[str, Any] = json.loads(key.open(f"papers.{column}.{row.id}", getattr(row, column)))
    return told


async def told(world: World, words: str) -> str:
    """The message with these words, as it came to the citizen's phone."""
    sent = await world.until(lambda: [one for one in world.whatsapp.sent if words in _said(one)])
    return _said(sent[-1])


def _said(sent: Any) -> str:
    payload = sent["payload"]
    body = payload.get("text") or payload.get("interactive", {}).get("body") or {}
    return str(body.get("body") or body.get("text") or "")


async def story(world: World, case: Any) -> list[dict[str, Any]]:
    async with world.house.database.read() as db:
        assert [found async for found in journal.verify(db, world.house.vault)] == []
        return await journal.story(db, world.house.vault, case.id)


async def test_a_review_is_kept_sealed_and_stands_in_the_journal(world: World, rina: Desk) -> None:
    case = await reported(world)
    done = await rina.paper(
        case.number, "review", problem="KTP diduga tertunda.", weight="medium",
        maladministration="tidak_patut", conduct=["courteous", "careful"],
    )  # fmt: skip
    assert done.status == 303, await done.text()
    (row,) = await kept(world)
    assert b"tertunda" not in row.details
    assert (await opened(world, row))["conduct"] == ["careful", "courteous"]
    (case,) = await world.cases()
    assert case.weight == "medium"
    last = (await story(world, case))[-1]
    assert (last["event"], last["details"]["paper"]) == ("file_paper", row.id)
    assert len(last["details"]["sha256"]) == 64
    text = read(await rina.page(f"/inbox/laporan/{case.number}"))
    assert "KTP diduga tertunda." in text
    assert "Dugaan perilaku tidak patut" in text
    assert "Rina Wulandari menulis: Penelaahan" in text


async def test_a_correction_is_a_new_paper_and_the_old_one_stays_as_it_was(
    world: World, rina: Desk
) -> None:
    case = await reported(world)
    await rina.paper(case.number, "review", problem="Pertama.", weight="light")
    await rina.paper(case.number, "review", problem="Kedua.", weight="heavy")
    first, second = await kept(world)
    assert (second.replaces_id, second.number) == (first.id, 1)
    assert first.replaced_at is not None
    assert (await opened(world, first))["problem"] == "Pertama."
    text = await rina.page(f"/inbox/laporan/{case.number}")
    assert "Kedua." in text
    assert "Pertama." not in text
    asked = {"whom": "unit", "to": "Kasi", "question": "Siapa bertugas?"}
    await rina.paper(case.number, "clarification", **asked)
    old = (await kept(world, "clarification"))[0]
    mended = asked | {"question": "Siapa bertugas di loket 2?", "ganti": str(old.id)}
    assert (await rina.paper(case.number, "clarification", **mended)).status == 303
    again = await rina.paper(case.number, "clarification", **mended)
    assert again.status == 422
    assert "sudah diganti" in await again.text()
    assert len(await kept(world, "clarification")) == 2


async def test_a_form_is_filled_from_what_was_told(world: World, rina: Desk) -> None:
    case = await reported(world, STORY, JOKO_WA, "Joko")
    text = await rina.page(f"/inbox/laporan/{case.number}/lembar/review")
    assert re.search(r'value="permintaan_imbalan" selected', text)
    assert re.search(r'name="loss" value="50000"', text)
    assert "petugas loket 2 minta uang" in text
    await rina.paper(case.number, "review", problem="Diduga pungutan.", weight="heavy")
    text = await rina.page(f"/inbox/laporan/{case.number}/lembar/review")
    assert re.search(r'value="heavy" selected', text)
    assert "Diduga pungutan.</textarea>" in text


async def test_what_does_not_fit_is_refused_beside_the_form_and_stays_typed(
    world: World, rina: Desk
) -> None:
    case = await reported(world)
    answer = await rina.paper(
        case.number, "review", problem="Pokoknya <b>.", weight="light", ground="prohibition_broken",
        prohibitions=[], conduct=["courteous", "open"], urgency="usual",
    )  # fmt: skip
    text = await answer.text()
    assert answer.status == 422
    assert "tandai larangan yang mana (UU 25/2009 Ps. 17)" in text
    assert "Pokoknya &lt;b&gt;.</textarea>" in text
    assert re.search(r'value="open" checked', text)
    assert not re.search(r'value="firm" checked', text)
    assert await kept(world) == []


async def test_a_question_to_the_citizen_is_sent_and_its_answer_written_down(
    world: World, rina: Desk
) -> None:
    case = await under_review(world, rina)
    done = await rina.paper(
        case.number, "clarification", whom="citizen", question="Loket yang mana?", due="2026-01-09"
    )
    assert done.status == 303
    assert "Jumat 9 Januari" in await told(world, "Loket yang mana?")
    (row,) = await kept(world, "clarification")
    text = read(await rina.page(f"/inbox/laporan/{case.number}"))
    assert "Menunggu jawaban" in text
    empty = await rina.answers(case.number, row.id, answer=" ")
    assert "Isi dulu: jawabannya" in await empty.text()
    late = await rina.answers(case.number, row.id, answer="Dua.", answered_on="2026-01-07")
    assert "belum terjadi" in await late.text()
    assert (await rina.answers(case.number, row.id, answer="Loket dua.")).status == 303
    text = read(await rina.page(f"/inbox/laporan/{case.number}"))
    assert "Loket dua." in text
    assert "dicatat Rina Wulandari" in text
    twice = await rina.answers(case.number, row.id, answer="Loket tiga.")
    assert twice.status == 422
    assert "baru saja dijawab" in await twice.text()
    assert (await story(world, case))[-1]["event"] == "answer_paper"


async def test_whoever_pays_for_every_message_is_called_instead(world: World, rina: Desk) -> None:
    """A question to a unit, too, sends nothing to the citizen."""
    case = await under_review(world, rina)
    before = len(await world.outgoing())
    await rina.paper(
        case.number, "clarification", whom="unit", to="Seksi Pelayanan", question="Siapa piket?"
    )
    assert len(await world.outgoing()) == before


async def test_a_decision_is_a_paper_and_its_fields_make_the_letter(
    world: World, rina: Desk, siti: Desk
) -> None:
    case = await under_review(world, rina)
    await rina.step(case.number, "recommend", to="Lurah", text="KTP dijadikan.")
    done = await siti.decide(
        case.number, "KTP terlewat karena antrean.", done="KTP dapat diambil.",
        apology="by_outcome", prevention="Nomor antrean dicetak mesin.",
        compensation="50.000", pay_by="2026-01-31",
    )  # fmt: skip
    assert done.status == 303, await done.text()
    (row,) = await kept(world, "decision")
    assert (await opened(world, row))["cause"] == "complicated"
    letter = await told(world, "Hasil laporan")
    assert letter.split("\n\n")[1:3] == [
        "Laporan Bapak/Ibu benar. KTP terlewat karena antrean. Kami mohon maaf.",
        "Sudah kami lakukan: KTP dapat diambil.\n"
        "Ganti rugi Rp50.000 dibayarkan paling lambat Sabtu 31 Januari.\n"
        "Supaya tidak terulang: Nomor antrean dicetak mesin.",
    ]
    assert "tulis KEBERATAN sampai Selasa 20 Januari" in letter
    assert "Bisa juga ke Ombudsman RI (telepon 137), tanpa biaya." in letter
    assert "Yang diadukan layanannya" not in letter
    (decided,) = [one for one in await story(world, case) if one["event"] == "decide"]
    assert decided["details"]["paper"] == row.id


async def test_an_unproven_report_is_thanked_explained_and_shown_the_next_way(
    world: World, rina: Desk, siti: Desk
) -> None:
    case = await under_review(world, rina)
    await rina.step(case.number, "recommend", to="Lurah", text="Tidak ada.")
    curt = await siti.decide(case.number, "Catatan antrean lengkap.", outcome="unproven")
    assert "Tulis alasannya" in await curt.text()
    await siti.decide(
        case.number, "Catatan antrean lengkap.", outcome="unproven", reason="Semua dilayani urut."
    )
    letter = await told(world, "Hasil laporan")
    assert "Terima kasih sudah melapor. Setelah kami periksa" in letter
    assert "Alasannya: Semua dilayani urut." in letter
    assert "mohon maaf" not in letter
    assert "KEBERATAN" in letter
    assert "Ombudsman RI" in letter


async def test_a_decision_without_a_hearing_says_why(world: World, rina: Desk, siti: Desk) -> None:
    case = await under_review(world, rina)
    await rina.step(case.number, "recommend", to="Lurah", text="KTP dijadikan.")
    unheard = await siti.decide(case.number, "Terlewat.", unheard="")
    assert "Catat pernyataan pihak yang diadukan" in await unheard.text()
    assert "Perpres 76/2013 Ps. 16" in await unheard.text()
    await rina.paper(
        case.number, "statement", author="Kasi", given_on="2026-01-05", statement="Benar terlewat."
    )
    assert (await siti.decide(case.number, "Terlewat.", unheard="")).status == 303


async def test_a_recommendation_is_answered_in_the_same_place(world: World, rina: Desk) -> None:
    case = await under_review(world, rina)
    await rina.step(case.number, "recommend", to="Lurah", text="KTP dijadikan.")
    (row,) = await kept(world, "recommendation")
    assert str(row.due_on) == "2026-01-12"
    bare = await rina.answers(case.number, row.id, verdict="refused")
    assert "Tulis alasannya" in await bare.text()
    async with world.house.database.read() as db:
        assert await papers.blocked(db, [case.id], ["recommendation"]) == {case.id}
    assert (await rina.answers(case.number, row.id, verdict="accepted")).status == 303
    async with world.house.database.read() as db:
        assert await papers.blocked(db, [case.id], ["recommendation"]) == set()


async def test_a_referral_says_how_the_body_is_reached_and_waits_for_its_answer(
    world: World, rina: Desk
) -> None:
    case = await reported(world)
    await rina.step(
        case.number, "refer", to="Dinas Dukcapil", text="Cetak KTP wewenang dinas.",
        contact="022-5550200", letter="470/12/2026",
    )  # fmt: skip
    letter = await told(world, "kami teruskan")
    assert "Alamat atau teleponnya: 022-5550200" in letter
    assert "Nomor surat kami: 470/12/2026" in letter
    (row,) = await kept(world, "referral")
    assert str(row.due_on) == "2026-01-26"
    assert (await rina.answers(case.number, row.id, answer="Diterima 7 Januari.")).status == 303


async def test_a_letter_from_outside_keeps_its_own_deadline_and_the_citizen_is_told(
    world: World, rina: Desk
) -> None:
    case = await reported(world)
    done = await rina.paper(
        case.number, "outside", body="ombudsman", letter="B/12/2026", stage="mediation",
        text="Penjelasan tertulis.", due="2026-01-19",
    )  # fmt: skip
    assert done.status == 303
    assert "paling lambat Senin 19 Januari" in await told(world, "surat dari Ombudsman RI")
    text = read(await rina.page(f"/inbox/laporan/{case.number}"))
    assert "menunggu, 14 hari lagi, s.d. 19 Jan" in text
    assert "Mediasi" in text
    (row,) = await kept(world, "outside")
    unproven = await rina.answers(
        case.number, row.id, answer="Sudah dijelaskan.", answered_on="2026-01-05"
    )
    assert "Isi dulu: bukti pengiriman" in await unproven.text()


async def test_a_protected_citizen_stays_unnamed_on_paper(world: World, rina: Desk) -> None:
    case = await reported(world)
    await world.whatsapp.citizen_writes("6281234567001", "RAHASIA", name="Sulastri")
    await received(world, 2)
    done = await rina.paper(
        case.number, "protection", wish="asked", risk="Sulastri takut dipersulit.",
        measures=["contact"], contact="Rina",
    )  # fmt: skip
    assert done.status == 303, await done.text()
    text = read(await rina.page(f"/inbox/laporan/{case.number}"))
    assert "[nama ditutup] takut dipersulit." in text
    assert "Sulastri" not in text


async def test_who_only_reads_reads_papers_and_finds_no_form(world: World, enter: Enter) -> None:
    rina = await enter("rina")
    case = await reported(world)
    await rina.paper(case.number, "review", problem="KTP diduga tertunda.", weight="light")
    wahyu = await enter("wahyu")
    text = await wahyu.page(f"/inbox/laporan/{case.number}")
    assert "KTP diduga tertunda." in text
    assert "/lembar/" not in text
    assert (await wahyu.paper(case.number, "review", problem="x", weight="light")).status == 403


async def test_what_is_no_paper_is_not_found(world: World, rina: Desk) -> None:
    case = await reported(world)
    for kind in ("decision", "referral", "objection", "recommendation", "sonnet"):
        assert (await rina.paper(case.number, kind, text="x")).status == 404, kind
    assert (await rina.answers(case.number, 7, answer="x")).status == 404
    early = await rina.paper(case.number, "follow_up", **REPAIR)
    assert early.status == 303


async def test_a_light_report_is_answered_in_six_taps_and_one_sentence(
    world: World, rina: Desk, siti: Desk
) -> None:
    """Opened, mended by the unit, decided: what the form knows already is not typed again."""
    case = await reported(world, "lampu jalan di gang mawar mati, tolong dinyalakan")
    assert (await rina.step(case.number, "fast_repair", to="Seksi Prasarana")).status == 303
    page = await siti.page(f"/inbox/laporan/{case.number}")
    form = page.partition("/langkah/decide")[2].partition("</form>")[0]
    filled = dict(re.findall(r'<input id="decide-\w+" name="(\w+)" value="([^"]*)"', form))
    for name, options in re.findall(r'<select [^>]*name="(\w+)"[^>]*>(.*?)</select>', form):
        chosen = re.search(r'value="(\w+)" selected', options)
        filled[name] = chosen[1] if chosen else ""
    taps = ["open the step", "its button", "open the decision", "its button"]
    sentence = {"text": "Lampunya sudah menyala sejak Selasa."}
    answer = await siti.step(case.number, "decide", **filled | sentence)
    assert answer.status == 303, await answer.text()
    assert len(taps) <= 6
    opening = "Laporan Bapak/Ibu sudah diselesaikan dengan perbaikan. Lampunya"
    assert opening in await told(world, "Hasil laporan")


async def test_what_another_body_passed_on_is_filed_with_its_letter(
    world: World, rina: Desk
) -> None:
    told = {"asal": "sp4n", "nomor_surat": "1916449", "tenggat_surat": "2026-01-12"}
    status, _, text = await types(rina, asal="sp4n", tenggat_surat="2026-01-12")
    assert status == 422
    assert "Isi dulu: nomor surat" in read(text)
    status, _, text = await types(rina, **told | {"tenggat_surat": "2026-01-04"})
    assert "tanggal ini sudah lewat" in read(text)
    case = await files(world, rina, **told)
    outside, sp4n = await kept(world)
    assert (outside.kind, str(outside.due_on)) == ("outside", "2026-01-12")
    assert (await opened(world, sp4n))["tracking"] == "1916449"
    events = [row["event"] for row in await story(world, case)]
    assert events[:3] == ["register", "file_paper", "file_paper"]
    shown = read(await rina.page(f"/inbox/laporan/{case.number}"))
    assert "Surat dari luar menunggu, 7 hari lagi" in shown
    assert "Diterima dari SP4N-LAPOR!" in shown


async def test_what_stands_in_sp4n_is_told_once(world: World, rina: Desk) -> None:
    case = await reported(world)
    before = len(await world.outgoing())
    await rina.paper(case.number, "sp4n", tracking="1916449", way="entered")
    assert len(await world.outgoing()) == before
    await rina.paper(
        case.number, "sp4n", tracking="1916449", way="entered", status="Sedang diproses."
    )
    assert "nomor pelacakan 1916449: Sedang diproses." in await told(world, "SP4N-LAPOR!")
    assert len([row for row in await kept(world, "sp4n") if row.replaced_at is None]) == 1


async def test_a_case_is_copied_in_the_order_of_sp4n_without_a_closed_name(
    world: World, rina: Desk
) -> None:
    case = await reported(world, "ktp saya (Sulastri) belum jadi sejak desember, tolong dijadikan")
    await world.whatsapp.citizen_writes("6281234567001", "RAHASIA", name="Sulastri")
    await received(world, 2)
    text = unescape(await rina.page(f"/inbox/laporan/{case.number}"))
    copied = text.partition('<textarea id="sp4n"')[2].partition(">")[2].partition("</textarea>")[0]
    labels = [line.partition(":")[0] for line in copied.splitlines()]
    assert labels == [
        "Judul laporan", "Isi laporan", "Tanggal kejadian", "Lokasi kejadian", "Instansi tujuan",
        "Kategori laporan", "Lampiran", "Anonim/rahasia",
    ]  # fmt: skip
    assert "Instansi tujuan: Kelurahan Sukajaya" in copied
    assert "Anonim/rahasia: Rahasia" in copied
    assert "Sulastri" not in copied


async def test_the_place_in_the_queue_has_reasons_and_can_be_changed_with_one(
    world: World, rina: Desk, siti: Desk
) -> None:
    calm = await reported(world, "lampu jalan di gang mawar mati, tolong dinyalakan")
    heavy = await reported(world, "ktp belum jadi, tolong dijadikan", JOKO_WA, "Joko")
    await rina.paper(heavy.number, "review", problem="KTP tertunda.", weight="heavy")
    assert "bobot berat" in await rina.page(f"/inbox/laporan/{heavy.number}")
    assert await order(rina) == [heavy.number, calm.number]
    bare = await rina.paper(calm.number, "priority", level="first", why="")
    assert "Tulis alasan mengubah urutan" in await bare.text()
    await rina.paper(calm.number, "priority", level="first", why="Dekat sekolah.")
    assert await order(rina) == [calm.number, heavy.number]
    shown = read(await siti.page(f"/inbox/laporan/{calm.number}"))
    assert "Didahulukan diubah petugas" in shown
    assert "Rina Wulandari: Dekat sekolah." in shown


async def order(desk: Desk) -> list[str]:
    """The numbers in the list, those served first on top."""
    page = await desk.page("/inbox?saring=urutan")
    return re.findall(r'<span class="from"><span class="number">([0-9A-Z-]+)<', page)


async def test_a_paper_that_was_exchanged_is_found(world: World, rina: Desk) -> None:
    case = await reported(world)
    await rina.paper(case.number, "review", problem="KTP diduga tertunda.", weight="medium")
    await rina.paper(case.number, "attempt", **CALL)
    assert await broken(world) == []
    first, second = await kept(world)
    key = await owner(world, first)
    await _set(world, first.id, details=key.seal(f"papers.details.{first.id}", b'{"weight": ""}'))
    assert await broken(world) == ["its paper is not the one that was written"]
    await _set(world, first.id, details=first.details)
    await _set(world, second.id, complaint_id=case.id, id=second.id + 1)
    assert await broken(world) == ["its paper is gone"]


async def broken(world: World) -> list[str]:
    async with world.house.database.read() as db:
        found = papers.verify(db, world.house.vault, paperwork.COLUMNS)
        return [one.reason async for one in found]


async def _set(world: World, paper: int, **columns: Any) -> None:
    async with world.house.database.write() as db:
        await db.execute(update(table).where(table.c.id == paper).values(**columns))


async def test_a_review_shortens_the_days_that_the_office_promises(
    world: World, rina: Desk
) -> None:
    await world.stop()
    await world.open(promises={"light": {"decision": 10}})
    rina.base = world.base
    await rina.sign_in("rina")
    case = await reported(world)
    await rina.step(case.number, "declare_complete")
    assert str((await clock(world, case, "C")).due_on) == "2026-03-06"
    await rina.paper(case.number, "review", problem="KTP diduga tertunda.", weight="light")
    assert str((await clock(world, case, "C")).due_on) == "2026-01-15"
    await rina.paper(case.number, "review", problem="KTP diduga tertunda.", weight="heavy")
    assert str((await clock(world, case, "C")).due_on) == "2026-01-15"


async def test_what_an_officer_calls_urgent_is_promised_sooner(world: World, rina: Desk) -> None:
    await world.stop()
    await world.open(promises={"urgent": {"decision": 5}})
    rina.base = world.base
    await rina.sign_in("rina")
    case = await reported(world)
    await rina.step(case.number, "declare_complete")
    told = {"problem": "KTP diduga tertunda.", "weight": "medium"}
    await rina.paper(case.number, "review", **told, urgency="short", why_urgent="Operasi besok.")
    assert str((await clock(world, case, "C")).due_on) == "2026-01-10"


async def test_no_case_rests_while_somebody_owes_an_answer(world: World, rina: Desk) -> None:
    case = await reported(world)
    await rina.step(case.number, "refer", to="Dinas Dukcapil", text="Wewenang dinas.")
    (row,) = await kept(world, "referral")
    world.clock.wind(days=91)
    assert await timely.rest(world.house) == 0
    await rina.sign_in("rina")
    assert (await rina.answers(case.number, row.id, answer="Diterima.")).status == 303
    world.clock.wind(days=91)
    assert await timely.rest(world.house) == 1
    assert [one.state for one in await world.cases()] == ["archived"]


async def test_who_was_protected_is_asked_once_a_month_after_the_end(
    world: World, rina: Desk
) -> None:
    case = await reported(world)
    await rina.paper(
        case.number, "protection", wish="needed", risk="Dekat rumahnya.", contact="Bu Dewi"
    )
    await rina.step(case.number, "refer", to="Inspektorat", text="Wewenang inspektorat.")
    world.clock.wind(days=29)
    assert await aftercare.ask(world.house) == 0
    world.clock.wind(days=2)
    before = len(await world.outgoing())
    assert await aftercare.ask(world.house) == 1
    assert await aftercare.ask(world.house) == 0
    assert len(await world.outgoing()) == before + 1
    (asked,) = (await world.outgoing())[before:]
    assert asked.purpose == "reminder"


async def protected(world: World, rina: Desk, phone: str, name: str) -> Any:
    case = await reported(world, phone=phone, name=name)
    await rina.paper(
        case.number, "protection", wish="needed", risk="Dekat rumahnya.", contact="Bu Dewi"
    )
    await rina.step(case.number, "refer", to="Inspektorat", text="Wewenang inspektorat.")
    await world.settled()
    return case


async def test_a_torn_case_is_called_by_somebody_and_the_others_are_asked(
    world: World, rina: Desk
) -> None:
    torn = await protected(world, rina, JOKO_WA, "Joko")
    whole = await protected(world, rina, "6281300000078", "Tini")
    await write(world, update(complaints).where(complaints.c.id == torn.id).values(identity=b"?"))
    world.clock.wind(days=31)
    before = len(await world.outgoing())
    assert await aftercare.ask(world.house) == 1
    assert await aftercare.ask(world.house) == 0
    (asked,) = (await world.outgoing())[before:]
    assert asked.complaint_id == whole.id
    alarms = {row.id: row.alarm for row in await world.cases()}
    assert (alarms[torn.id], alarms[whole.id]) == ("call", "")


FULL = {"days": 5, "requirements": "KTP lama dan surat pengantar RT.", "product": "KTP."}


async def test_the_published_standard_stands_beside_what_was_told(world: World, rina: Desk) -> None:
    await world.stop()
    await world.open(standards={"KTP": FULL, "Lampu jalan": 3}, tariffs={"KTP": 0})
    rina.base = world.base
    await rina.sign_in("rina")
    case = await reported(
        world, "sejak 22 desember urus ktp belum jadi, dimintai 50 ribu tanpa kuitansi, tolong"
    )
    form = f"/inbox/laporan/{case.number}/lembar/substance"
    given = _typed(text := await rina.page(form))
    told = (given["days_stated"], given["days_actual"], given["fee_stated"], given["fee_actual"])
    assert told == ("5", "7", "0", "50000")  # working days, without the holidays among them
    assert re.search(r'value="duration" checked', text)
    assert re.search(r'value="fee" checked', text)
    beside = dict(
        re.findall(
            r'name="components" value="(\w+)"[^>]*><span>[^<]+<span class="published">([^<]+)', text
        )
    )
    assert len(beside) == 14
    assert beside["requirements"] == FULL["requirements"]
    assert (beside["duration"], beside["fee"]) == ("5 hari kerja", "gratis")
    assert beside["evaluation"] == "belum diumumkan"
    other = _typed(await rina.page(f"{form}?layanan=Lampu+jalan"))
    assert (other["service"], other["days_stated"]) == ("Lampu jalan", "3")
    await rina.paper(case.number, "substance", service="KTP", components=["duration", "fee"])
    (paper,) = await kept(world, "substance")
    assert (await opened(world, paper))["published"] == (
        "Jangka waktu penyelesaian: 5 hari kerja\nBiaya atau tarif: gratis"
    )


def _typed(page: str) -> dict[str, str]:
    return dict(re.findall(r'id="lembar-substance-\w+" name="(\w+)" value="([^"]*)"', page))
