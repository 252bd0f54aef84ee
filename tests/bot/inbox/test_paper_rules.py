"""Rules about papers that no other test shows: evidence, follow-ups, letters, reviews."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from storage.tables import attachments
from tests.bot.inbox.kit import Desk, reported
from tests.bot.inbox.test_guard import with_file
from tests.bot.inbox.test_lists import numbers
from tests.bot.inbox.test_papers import kept
from tests.bot.inbox.test_rules import shown, the_case
from tests.world import World


async def test_evidence_is_weighed_piece_by_piece_with_a_reason(world: World, rina: Desk) -> None:
    case = await with_file(world)
    (file,) = await world.rows(select(attachments))
    piece = {"file": str(file.id), "verdict": "supports"}
    bare = await rina.paper(case.number, "evidence", **piece)
    assert "Isi dulu: alasan (Perpres 76/2013 Ps. 8)" in await bare.text()
    other = await rina.paper(case.number, "evidence", **piece | {"file": "7", "why": "x"})
    assert "pilih lampiran dari laporan ini" in await other.text()
    done = await rina.paper(case.number, "evidence", **piece, why="Tanggalnya cocok.")
    assert done.status == 303, await done.text()
    told_by = {"what": "Kuitansi", "verdict": "unclear", "why": "Tanpa cap."}
    assert (await rina.paper(case.number, "evidence", **told_by)).status == 303
    text = await shown(rina, case)
    for words in ("Mendukung laporan", "Tanggalnya cocok.", "Evaluasi bukti 2", "Belum jelas"):
        assert words in text, words


@pytest.mark.parametrize("kind", ["sanction", "coaching", "system", "compensation", "apology"])
async def test_a_follow_up_has_a_day_and_ends_with_its_proof(
    world: World, rina: Desk, kind: str
) -> None:
    case = await reported(world)
    done = await rina.paper(case.number, "follow_up", kind=kind, to="Lurah", text="Dibina.")
    assert done.status == 303, await done.text()
    (paper,) = await kept(world, "follow_up")
    assert str(paper.due_on) == "2026-02-04"
    assert numbers(await rina.page("/inbox?saring=tunggu")) == [case.number]
    bare = await rina.answers(case.number, paper.id, verdict="done")
    assert "Isi dulu: laporan dan bukti (UU 25/2009 Ps. 36)" in await bare.text()
    unsaid = await rina.answers(case.number, paper.id, verdict="not_done", proof="Belum.")
    assert "Tulis alasannya" in await unsaid.text()
    await rina.answers(case.number, paper.id, verdict="done", proof="Berita acara 12 Januari.")
    assert "Berita acara 12 Januari." in await shown(rina, case)
    assert numbers(await rina.page("/inbox?saring=tunggu")) == []


async def test_a_document_is_asked_for_and_refused_with_a_reason_only(
    world: World, rina: Desk
) -> None:
    case = await reported(world)
    await rina.paper(case.number, "document", what="Salinan buku tamu", text="Bukti hadir")
    (paper,) = await kept(world, "document")
    assert str(paper.due_on) == "2026-01-12"
    bare = await rina.answers(case.number, paper.id, verdict="refused")
    assert "Tulis alasannya" in await bare.text()
    why = "Memuat data tamu lain."
    assert (await rina.answers(case.number, paper.id, verdict="refused", why=why)).status == 303
    assert why in await shown(rina, case)


@pytest.mark.parametrize(
    ("body", "tells"),
    [("ombudsman", True), ("dpr", True), ("dprd", True), ("sp4n", True), ("media", False),
     ("internal", False)],
)  # fmt: skip
async def test_whoever_writes_about_a_case_has_a_letter_and_a_day_of_its_own(
    world: World, rina: Desk, body: str, tells: bool
) -> None:
    case = await reported(world)
    before = len(await world.outgoing())
    letter = {"body": body, "letter": "12/I/2026", "text": "Penjelasan.", "due": "2026-01-09"}
    undated = await rina.paper(case.number, "outside", **letter | {"due": ""})
    assert "Isi dulu: tenggat surat (UU 25/2009 Ps. 36)" in await undated.text()
    assert (await rina.paper(case.number, "outside", **letter)).status == 303
    (paper,) = await kept(world, "outside")
    assert str(paper.due_on) == "2026-01-09"
    assert (len(await world.outgoing()) == before + 1) is tells
    assert (await the_case(world, case.number)).due_on == case.due_on


async def test_a_group_has_a_spokesperson_and_may_have_gone_elsewhere_as_well(
    world: World, rina: Desk
) -> None:
    case = await reported(world)
    review = {
        "problem": "KTP satu RT diduga tertunda.", "weight": "medium", "complainant": "group",
        "also": ["ombudsman", "dprd"], "proxy": "later", "element": "duration", "claim": "yes",
        "loss": "150.000", "reported_kind": "unit",
    }  # fmt: skip
    bare = await rina.paper(case.number, "review", **review)
    assert "Tulis juru bicaranya" in await bare.text()
    assert "UU 25/2009 Ps. 42" in await bare.text()
    named = await rina.paper(case.number, "review", **review, spokesperson="Pak RT")
    assert named.status == 303, await named.text()
    text = await shown(rina, case)
    for words in (
        "Kelompok, dengan juru bicara", "Pak RT", "Ombudsman RI; DPRD", "Waktu penyelesaian",
        "Kuasa, suratnya menyusul", "Rp150.000", "Satu unit",
    ):  # fmt: skip
        assert words in text, words
    assert (await rina.step(case.number, "declare_complete")).status == 303


async def test_what_alleges_no_misconduct_has_the_fourteen_working_days_of_sp4n(
    world: World, rina: Desk
) -> None:
    case = await reported(world)
    await rina.step(case.number, "declare_complete")
    review = {"problem": "KTP tertunda.", "weight": "medium"}
    await rina.paper(case.number, "review", **review, **{"class": "oversight"})
    assert str((await the_case(world, case.number)).due_on) == "2026-03-06"
    await rina.paper(case.number, "review", **review, **{"class": "non_oversight"})
    assert str((await the_case(world, case.number)).due_on) == "2026-01-26"


async def test_a_category_shortens_the_days_as_a_weight_does(world: World, rina: Desk) -> None:
    await world.stop()
    await world.open(promises={"category": {"KTP": {"decision": 7}}})
    rina.base = world.base
    await rina.sign_in("rina")
    case = await reported(world)
    await rina.step(case.number, "declare_complete")
    await rina.paper(case.number, "review", problem="x", weight="heavy", category="KTP")
    assert str((await the_case(world, case.number)).due_on) == "2026-01-12"
