"""A question that is a complaint, and a complaint that only asks: one tap, and its number stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.casework.words import Event, Kind, State
from bot.dialogue.desk import Line
from bot.dialogue.words import Word, spot
from tests.bot.dialogue.stage import MAIL, SMS, WEB, WHATSAPP, Stage

QUESTION = "apa syarat bikin KTP?"
COMPLAINT = "lampu jalan di gang mawar mati sejak senin"


def happened(stage: Stage) -> list[Event]:
    return [one.event for one in stage.turns[-1].happenings]


def test_one_tap_under_its_receipt_makes_a_complaint_of_a_question() -> None:
    stage = Stage()
    stage.says(QUESTION)
    before = stage.case
    said = stage.taps("Ini pengaduan")
    assert happened(stage) == [Event.TO_COMPLAINT]
    assert (stage.case.number, stage.case.slots) == (before.number, before.slots)
    assert stage.case.kind is Kind.COMPLAINT
    assert "K7F3-9QX* sekarang kami tangani sebagai pengaduan." in said
    assert "Kabar berikutnya paling lambat Kamis 8 Januari." in said
    assert said.count("?") == 1, "a complaint is asked for what it lacks, one thing at a time"


def test_a_proposal_keeps_the_nearer_date_that_it_was_told() -> None:
    stage = Stage()
    stage.says("usul pak, sebaiknya loket ditambah")
    told = stage.case.news_by
    stage.taps("Ini pengaduan")
    assert stage.case.news_by == told


@pytest.mark.parametrize("line", [MAIL, WEB])
def test_where_nothing_can_be_tapped_the_words_stand_in_the_receipt(line: Line) -> None:
    stage = Stage(line=line)
    assert "balas dengan kata INI PENGADUAN." in stage.says(QUESTION)
    assert "sebagai pengaduan" in stage.says("INI PENGADUAN")
    assert stage.case.kind is Kind.COMPLAINT


def test_by_sms_nothing_is_said_of_it_and_the_words_do_it_all_the_same() -> None:
    stage = Stage(line=SMS)
    assert "PENGADUAN" not in stage.says(QUESTION)
    said = stage.says("INI PENGADUAN K7F3-9QX")
    assert "sebagai pengaduan" in said
    assert len(said) <= 160
    assert happened(stage) == [Event.TO_COMPLAINT]


def test_a_complaint_that_only_asks_goes_back_until_an_officer_has_opened_it() -> None:
    stage = Stage()
    stage.says(COMPLAINT)
    said = stage.says("HANYA BERTANYA")
    assert happened(stage) == [Event.TO_QUESTION]
    assert stage.case.kind is Kind.INFORMATION
    assert "Jawabannya paling lambat Kamis 8 Januari." in said
    assert stage.buttons == ["Ini pengaduan"]
    stage.taps("Ini pengaduan")
    stage.cases = (replace(stage.case, looked=True),)
    assert "perlu dilihat petugas dulu" in stage.says("HANYA BERTANYA K7F3-9QX")
    assert stage.case.kind is Kind.COMPLAINT


def test_what_is_wrong_may_be_that_it_is_no_complaint() -> None:
    stage = Stage()
    stage.says(COMPLAINT)
    while "Ada yang keliru" not in stage.buttons:
        stage.says("lewati")
    stage.taps("Ada yang keliru")
    assert stage.buttons == ["Hanya bertanya"]
    stage.taps("Hanya bertanya")
    assert stage.case.kind is Kind.INFORMATION


def test_a_date_that_has_passed_is_not_promised_again() -> None:
    stage = Stage()
    stage.says("usul pak, lampu taman ditambah biar terang")
    assert stage.case.kind is Kind.ASPIRATION
    stage.cases = (replace(stage.case, news_by=date(2026, 1, 2)),)
    said = stage.says("INI PENGADUAN K7F3-9QX")
    assert "terlambat sejak Jumat 2 Januari; kami mohon maaf" in said


def test_what_presses_or_is_closed_is_never_made_a_question_by_a_word() -> None:
    stage = Stage()
    stage.says(COMPLAINT)
    stage.cases = (replace(stage.case, urgent="air"),)
    assert "perlu dilihat petugas dulu" in stage.says("HANYA BERTANYA K7F3-9QX")
    assert stage.case.kind is Kind.COMPLAINT


def test_a_second_tap_and_one_that_comes_too_late_change_nothing() -> None:
    stage = Stage()
    stage.says(QUESTION)
    stage.taps("Ini pengaduan")
    again = stage.says("INI PENGADUAN K7F3-9QX")
    assert "sudah kami catat sebagai pengaduan" in again
    assert happened(stage) == []
    late = Stage(WHATSAPP)
    late.says(QUESTION)
    late.stands(State.CLOSED)
    assert "perlu dilihat petugas dulu" in late.says("INI PENGADUAN K7F3-9QX")
    assert late.case.kind is Kind.INFORMATION


def test_a_number_of_somebody_else_turns_nothing() -> None:
    stage = Stage()
    stage.says(QUESTION)
    stranger = Stage(others=(replace(stage.case, own=False),))
    said = stranger.says("INI PENGADUAN K7F3-9QX")
    assert happened(stranger) == []
    assert "INI PENGADUAN" in said


def archived(line: Line = WHATSAPP, ended: State = State.DEEMED_WITHDRAWN) -> Stage:
    """Somebody whose report went to the archive, unanswered."""
    stage = Stage(line=line)
    stage.says("lampu jalan di gang mawar mati sejak senin, tolong diganti")
    stage.pause(days=200)
    stage.cases = (replace(stage.case, state=State.ARCHIVED, ended_as=ended),)
    return stage


@pytest.mark.parametrize("line", [WHATSAPP, SMS, MAIL])
def test_what_was_archived_unanswered_is_filed_again_with_all_that_was_told(line: Line) -> None:
    stage = archived(line)
    old = stage.case
    said = stage.says(f"LANJUT {old.number} 482913")
    new = stage.case
    assert new.number != old.number
    assert (new.slots, new.facts, new.protection) == (old.slots, old.facts, old.protection)
    assert new.number in said
    refiled, registered, *_ = stage.turns[-1].happenings
    assert (refiled.case, refiled.event) == (old.id, Event.REFILE)
    assert (registered.case, registered.event) == (new.id, Event.REGISTER)
    assert (refiled.details["to"], registered.details["from"]) == (new.number, old.number)
    assert line is not SMS or len(said) <= 160
    assert "sudah diarsipkan" in said or line is SMS
    stage.says(f"LANJUT {old.number} 482913")
    assert Event.REFILE not in happened(stage)


def test_a_number_that_proves_nothing_files_no_old_words_again() -> None:
    stage = archived()
    stage.strong = False
    said = stage.says("LANJUT")
    assert happened(stage) == []
    assert "LANJUT" in said
    assert "gang" not in said.casefold()


def test_what_was_answered_and_archived_is_over() -> None:
    stage = archived(ended=State.CLOSED)
    said = stage.says(f"LANJUT {stage.case.number}")
    assert happened(stage) == []
    assert "itu menjadi laporan baru" in said


def test_who_wants_back_what_was_erased_is_asked_to_write_again() -> None:
    said = Stage().says("LANJUT K7F3-9QX")
    assert "Tulis saja lagi apa yang terjadi" in said


@pytest.mark.parametrize(
    "text", ["pengaduan", "ini pengaduan saya soal lampu jalan", "saya hanya bertanya soal ktp"]
)
def test_a_sentence_is_no_command(text: str) -> None:
    command = spot(text)
    assert command is None or command.word not in (Word.PENGADUAN, Word.TANYA)
