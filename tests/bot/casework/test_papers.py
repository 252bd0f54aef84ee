"""Papers: the table is whole, and what does not fit is refused with its rule and article."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.casework import catalogue, paper_checks
from bot.casework.citations import CITATIONS
from bot.casework.days import Calendar
from bot.casework.lifecycle import MOVES, Refusal
from bot.casework.paper_table import BLOCKING, BY_EVENT, GROUPS, PAPERS
from bot.casework.paper_values import Around
from bot.casework.papers import Paper, PaperKind, Shape
from bot.casework.words import Actor, Clock, Event, State, Weight

MONDAY = date(2026, 1, 5)
CALENDAR = Calendar(ZoneInfo("Asia/Jakarta"))
HERE = Around(
    today=MONDAY,
    calendar=CALENDAR,
    state=State.IN_RESOLUTION,
    writer=7,
    filed={PaperKind.RECOMMENDATION, PaperKind.STATEMENT},
    due={Clock.C: date(2026, 3, 6)},
    files={"11"},
    units={"3": "Seksi Pelayanan"},
)
FIT: dict[PaperKind, dict[str, Any]] = {
    PaperKind.REVIEW: {"problem": "KTP tertunda.", "weight": "light"},
    PaperKind.SUBSTANCE: {"service": "KTP", "components": ["duration"]},
    PaperKind.EVIDENCE: {"file": "11", "verdict": "supports", "why": "Tanggalnya cocok."},
    PaperKind.CLARIFICATION: {"whom": "citizen", "question": "Loket yang mana?"},
    PaperKind.STATEMENT: {
        "author": "Kasi",
        "given_on": "2026-01-05",
        "statement": "Blangko habis.",
    },
    PaperKind.PRIORITY: {"level": "first", "why": "Pelapor sakit."},
    PaperKind.RECOMMENDATION: {"to": "Kasi", "text": "Cetak ulang."},
    PaperKind.DECISION: {"outcome": "proven", "text": "KTP terlewat.", "cause": "complicated"},
    PaperKind.FOLLOW_UP: {"kind": "repair", "to": "Kasi", "text": "Perbaiki antrean."},
    PaperKind.OBJECTION: {"text": "Belum jadi."},
    PaperKind.REFERRAL: {"to": "Dukcapil", "text": "Wewenang dinas."},
    PaperKind.HAND_OVER: {"unit": "3", "text": "Wewenang seksi."},
    PaperKind.OUTSIDE: {
        "body": "ombudsman",
        "letter": "B/12/2026",
        "text": "Penjelasan.",
        "due": "2026-01-19",
    },
    PaperKind.SP4N: {"tracking": "1916449", "way": "entered"},
    PaperKind.ATTEMPT: {"way": "call", "dated": "2026-01-05", "who": "Rina", "result": "reached"},
    PaperKind.DOCUMENT: {"what": "Salinan tanda terima"},
    PaperKind.ABOVE: {
        "to": "Inspektorat",
        "letter": "001/SEGEL/2026",
        "dated": "2026-01-05",
        "text": "Laporan disegel.",
    },
    PaperKind.PROTECTION: {"wish": "asked", "risk": "Takut dipersulit.", "contact": "Rina"},
}


def check(kind: PaperKind, around: Around = HERE, /, **other: Any) -> paper_checks.Filed:
    return paper_checks.check(PAPERS[kind], FIT[kind] | other, around)


def refused(kind: PaperKind, around: Around = HERE, /, **other: Any) -> str:
    with pytest.raises(Refusal) as caught:
        check(kind, around, **other)
    assert caught.value.article in CITATIONS
    return str(caught.value)


@pytest.mark.parametrize("kind", PaperKind)
def test_every_kind_has_a_row_that_can_be_filled(kind: PaperKind) -> None:
    paper = PAPERS[kind]
    filed = check(kind)
    assert filed.values
    assert (filed.due is not None) == bool(paper.answer)
    assert paper.group in GROUPS
    assert paper.citation in CITATIONS
    assert paper.writers <= ({Actor.OFFICER, Actor.DECIDER} if paper.verb else {Actor.SYSTEM})


@pytest.mark.parametrize("paper", PAPERS.values(), ids=lambda paper: paper.kind)
def test_a_form_can_be_sent_by_a_browser(paper: Paper) -> None:
    """A field that is called like a property of a form hides it from scripts."""
    taken = {"action", "method", "target", "id", "name", "elements", "length", "csrf", "ganti"}
    for fields in (paper.fields, paper.answer):
        names = [one.name for one in fields]
        assert len(set(names)) == len(names)
        assert not taken & set(names)
    for one in (*paper.fields, *paper.answer):
        chosen = one.shape in (Shape.CHOICE, Shape.TICKS)
        assert bool(one.choices) == chosen, one.name
        assert len(one.label) <= 45


@pytest.mark.parametrize(("event", "paper"), BY_EVENT.items())
def test_a_paper_that_comes_with_a_step_may_be_written_where_the_step_may_be_taken(
    event: Event, paper: Paper
) -> None:
    moves = [move for move in MOVES if move.event is event]
    assert paper.states == frozenset().union(*(move.sources for move in moves))
    assert paper.writers <= frozenset().union(*(move.actors for move in moves))


@pytest.mark.parametrize("kind", PaperKind)
def test_what_has_to_be_written_is_missed_with_its_article(kind: PaperKind) -> None:
    paper = PAPERS[kind]
    for one in paper.fields:
        if one.required:
            said = refused(kind, **{one.name: [] if one.shape is Shape.TICKS else "  "})
            assert said.startswith("Isi dulu: ")
            assert one.label.lower() in said.lower()


def test_a_value_that_no_list_offers_is_refused() -> None:
    assert "pilih salah satu" in refused(PaperKind.REVIEW, weight="huge")
    assert "pilih dari daftar" in refused(PaperKind.REVIEW, conduct=["kind", "x<"])
    assert "pilih lampiran" in refused(PaperKind.EVIDENCE, file="12")
    assert "pilih dari daftar unit" in refused(PaperKind.HAND_OVER, unit="99")


def test_days_that_have_not_been_and_days_that_are_over_are_refused() -> None:
    assert "belum terjadi" in refused(PaperKind.STATEMENT, given_on="2026-01-06")
    assert "sudah lewat" in refused(PaperKind.CLARIFICATION, due="2026-01-04")
    assert "tulis tanggalnya" in refused(PaperKind.ATTEMPT, dated="kemarin")
    assert check(PaperKind.STATEMENT, given_on="2026-01-05").values["given_on"] == "2026-01-05"


def test_no_answer_is_awaited_longer_than_the_law_leaves() -> None:
    late = refused(PaperKind.RECOMMENDATION, due="2026-03-07")
    assert "paling lambat 06-03-2026 (UU 25/2009 Ps. 50)" in late
    assert "paling lambat 08-01-2026" in refused(PaperKind.HAND_OVER, due="2026-01-09")
    assert check(PaperKind.RECOMMENDATION, due="2026-03-06").due == date(2026, 3, 6)
    tight = replace(HERE, due={Clock.C: date(2026, 1, 7)})
    assert check(PaperKind.RECOMMENDATION, tight).due == date(2026, 1, 7)
    over = replace(HERE, due={Clock.C: date(2026, 1, 2)})
    assert check(PaperKind.RECOMMENDATION, over).due == MONDAY


def test_where_no_day_was_given_the_table_says_until_when() -> None:
    assert check(PaperKind.CLARIFICATION).due == date(2026, 1, 12)
    assert check(PaperKind.REFERRAL).due == date(2026, 1, 26)
    assert check(PaperKind.FOLLOW_UP).due == date(2026, 2, 4)


def test_sums_are_read_as_they_are_written() -> None:
    for typed in ("300.000", "Rp 300.000", "rp300000", "300000"):
        assert check(PaperKind.REVIEW, loss=typed).values["loss"] == 300_000
    assert check(PaperKind.SUBSTANCE, fee_stated="0").values["fee_stated"] == 0
    for typed in ("banyak", "-5", "1e9", "3" * 14):
        assert "tulis dengan angka" in refused(PaperKind.REVIEW, loss=typed)


def test_nobody_decides_a_report_against_himself() -> None:
    said = refused(PaperKind.DECISION, replace(HERE, reported={7}))
    assert "Yang diadukan tidak memutus laporannya sendiri (UU 25/2009 Ps. 47)" in said


def test_a_decision_comes_after_a_recommendation_and_a_hearing() -> None:
    assert "saran penyelesaian" in refused(PaperKind.DECISION, replace(HERE, filed=()))
    unheard = replace(HERE, filed={PaperKind.RECOMMENDATION})
    assert "Perpres 76/2013 Ps. 16" in refused(PaperKind.DECISION, unheard)
    assert check(PaperKind.DECISION, unheard, unheard="Tidak ada orang yang diadukan.").values
    mended = replace(HERE, filed=(), repaired=True)
    assert check(PaperKind.DECISION, mended, unheard="Hanya lampunya.").values


@pytest.mark.parametrize("outcome", ["unproven", "unexaminable", "not_service"])
def test_an_outcome_that_disappoints_is_explained(outcome: str) -> None:
    assert "Tulis alasannya" in refused(PaperKind.DECISION, outcome=outcome)
    why = {"outcome": outcome, "reason": "Catatan antrean tidak memuatnya."}
    assert check(PaperKind.DECISION, **why).values["outcome"] == outcome
    paid = why | {"compensation": "50.000", "pay_by": "2026-02-01"}
    assert "hanya bila laporan benar" in refused(PaperKind.DECISION, **paid)


def test_compensation_names_the_day_by_which_it_is_paid() -> None:
    assert "batas pembayarannya" in refused(PaperKind.DECISION, compensation="50.000")


def test_the_two_lists_of_the_act_stand_behind_two_of_the_boxes() -> None:
    assert len(catalogue.PROHIBITIONS) == 5
    assert len(catalogue.CONDUCT) == 15
    assert len(catalogue.COMPONENTS) == 14
    assert len(catalogue.CAUSES) == 10
    assert len(catalogue.MALADMINISTRATION) == 13
    assert "Ps. 17" in refused(PaperKind.REVIEW, ground="prohibition_broken")
    assert "Ps. 34" in refused(PaperKind.REVIEW, maladministration="tidak_patut")
    told = {"maladministration": "tidak_patut", "conduct": ["courteous"]}
    assert check(PaperKind.REVIEW, **told).values["conduct"] == ["courteous"]


def test_weights_are_those_of_casework() -> None:
    assert [value for value, _ in catalogue.WEIGHTS] == [str(weight) for weight in Weight]


def test_suspicions_are_called_suspicions() -> None:
    for value, words in catalogue.MALADMINISTRATION + catalogue.GROUNDS:
        assert value == "none" or "duga" in words.lower(), words


def test_partners_of_the_office_are_never_somebody_elses_business() -> None:
    partner = {"reported_kind": "partner", "selection": "refer", "why": "Satpam tenaga luar."}
    assert "tanggung jawab kantor" in refused(PaperKind.REVIEW, **partner)
    assert check(PaperKind.REVIEW, reported_kind="partner", selection="handle").values


def test_what_is_not_handled_here_and_what_is_urgent_has_its_reason() -> None:
    assert "alasan seleksi" in refused(PaperKind.REVIEW, selection="not_service")
    assert "mengapa mendesak" in refused(PaperKind.REVIEW, urgency="short")
    assert "alasan mengubah urutan" in refused(PaperKind.PRIORITY, why="")


def test_a_standard_is_kept_or_broken() -> None:
    assert "Tandai komponen" in refused(PaperKind.SUBSTANCE, components=[])
    assert "pilih satu" in refused(PaperKind.SUBSTANCE, within="yes")
    assert check(PaperKind.SUBSTANCE, components=[], within="yes").values


def test_a_question_goes_to_the_citizen_or_to_a_unit() -> None:
    assert "kepada siapa" in refused(PaperKind.CLARIFICATION, whom="unit")
    assert "pilih satu" in refused(PaperKind.CLARIFICATION, unit="3")
    asked = check(PaperKind.CLARIFICATION, whom="unit", unit="3").values
    assert asked["to"] == "Seksi Pelayanan"


def test_a_letter_has_its_own_deadline() -> None:
    assert check(PaperKind.OUTSIDE, due="2026-06-01").due == date(2026, 6, 1)
    later = {"dated": "2026-01-05", "due": "2026-01-05"}
    assert check(PaperKind.OUTSIDE, **later).due == MONDAY
    assert "Isi dulu: tenggat surat" in refused(PaperKind.OUTSIDE, due="")


@pytest.mark.parametrize("verdict", ["refused", "partly"])
def test_an_answer_that_refuses_gives_its_reason(verdict: str) -> None:
    paper = PAPERS[PaperKind.RECOMMENDATION]
    with pytest.raises(Refusal, match="alasan"):
        paper_checks.check_answer(paper, {"verdict": verdict}, HERE)
    told = {"verdict": verdict, "why": "Tidak ada blangko."}
    assert paper_checks.check_answer(paper, told, HERE)["why"] == "Tidak ada blangko."
    assert paper_checks.check_answer(paper, {"verdict": "accepted"}, HERE)


def test_a_paper_is_written_where_and_by_whom_the_table_says() -> None:
    with pytest.raises(Refusal, match="tidak ditulis"):
        paper_checks.permit(PAPERS[PaperKind.DECISION], State.RECEIVED, [Actor.DECIDER])
    with pytest.raises(Refusal):
        paper_checks.permit(PAPERS[PaperKind.DECISION], State.IN_RESOLUTION, [Actor.OFFICER])
    paper_checks.permit(PAPERS[PaperKind.OUTSIDE], State.CLOSED, [Actor.OFFICER])


def test_what_must_end_keeps_a_case_from_the_archive() -> None:
    assert set(BLOCKING) == {
        "recommendation", "follow_up", "referral", "outside", "document", "protection", "above",
    }  # fmt: skip
