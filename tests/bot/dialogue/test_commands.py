"""What the words do, alone, with a number, by tap and by slash."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.casework.words import Event, Protection, Slot, State
from tests.bot.dialogue.stage import MAIL, SMS, SUKAJAYA, TELEGRAM, WHATSAPP, Stage

STORY = "lampu jalan di jl mawar mati sejak kemarin, tolong diperbaiki. saya joko rt 2"


def filed(line=WHATSAPP, **more) -> Stage:
    stage = Stage(line, **more)
    stage.says(STORY)
    return stage


def last(stage: Stage) -> list[Event]:
    return [happening.event for happening in stage.turns[-1].happenings]


def test_status_lists_the_own_cases_with_stage_and_date():
    stage = filed()
    assert stage.says("STATUS") == (
        "Laporan *K7F3-9QX*: diterima, sedang dibaca petugas."
        " Kabar berikutnya paling lambat Kamis 8 Januari."
    )
    stage.pause(hours=3)
    stage.says("sampah di pasar baru numpuk seminggu")
    said = stage.says("/status")
    assert said.count("sedang dibaca petugas") == 2


def test_status_without_cases_says_how_to_begin():
    assert "Dari sini belum ada laporan." in Stage().says("STATUS")


def test_a_date_that_has_passed_is_called_late():
    stage = filed()
    stage.pause(days=10)
    assert "kami terlambat dan minta maaf" in stage.says("STATUS")


def test_the_next_date_is_that_of_the_stage():
    stage = filed()
    stage.cases = (replace(stage.case, state=State.UNDER_REVIEW, decide_by=date(2026, 3, 6)),)
    said = stage.says("STATUS")
    assert "sedang ditelaah" in said
    assert "Jumat 6 Maret" in said


@pytest.mark.parametrize("line", [WHATSAPP, TELEGRAM, SMS, MAIL])
@pytest.mark.parametrize(
    "word",
    ["BANTUAN", "HAK", "ALUR", "STANDAR", "STATUS", "PETUGAS", "BATAL", "BAHASA", "/start", "menu"],
)
def test_every_word_is_answered_on_every_line_with_or_without_a_case(line, word):
    assert Stage(line).says(word)
    assert filed(line).says(word)


def test_a_command_is_taken_for_one_and_leaves_at_once():
    stage = Stage()
    stage.says(STORY, wait=0)
    stage.says("STATUS", wait=0)
    assert stage.turns[-1].taken_for == "command"
    assert len(stage.sent) == 1
    stage.pause(5)
    assert "Nomor: *K7F3-9QX*" in stage.sent[-1].text


def test_withdrawing_is_confirmed_and_can_be_taken_back():
    stage = filed()
    assert "mau dicabut?" in stage.says("CABUT")
    assert stage.buttons == ["Ya, cabut", "Tidak jadi"]
    assert "tidak jadi dicabut" in stage.taps("Tidak jadi")
    assert stage.case.state is State.RECEIVED
    stage.says("CABUT")
    assert "dicabut sesuai permintaan" in stage.says("ya")
    assert stage.case.state is State.WITHDRAWN
    assert "kami lanjutkan" in stage.says("LANJUT")
    assert stage.case.state is State.RECEIVED


def test_a_story_instead_of_yes_withdraws_nothing():
    stage = filed()
    stage.says("CABUT")
    stage.says("lampunya masih mati sampai sekarang pak")
    assert stage.case.state is State.RECEIVED


def test_with_several_cases_the_one_to_withdraw_is_named():
    stage = filed()
    stage.pause(hours=3)
    stage.says("sampah di pasar baru numpuk seminggu")
    assert "Untuk laporan yang mana?" in stage.says("CABUT")
    assert "Laporan *K7F3-9QX* mau dicabut?" in stage.says("K7F3-9QX")


def test_done_and_object_wait_for_a_result():
    stage = filed()
    assert "belum ada hasilnya" in stage.says("SELESAI")
    assert "belum ada hasilnya" in stage.says("KEBERATAN")
    assert last(stage) == []
    stage.stands(State.DELIVERED)
    assert "kami tutup" in stage.says("Sudah beres", choice="word:SELESAI:100")
    assert stage.case.state is State.CLOSED


def test_an_objection_takes_its_reason_along():
    stage = filed()
    stage.stands(State.DELIVERED)
    assert "Bagian mana yang belum beres?" in stage.says("KEBERATAN")
    assert last(stage) == [Event.OBJECT]
    stage.says("yang dekat pos ronda masih mati")
    assert "pos ronda" in stage.case.slots["description"]


def test_the_questions_end_with_batal():
    stage = Stage()
    stage.says("lampu jalan mati semua")
    assert "tidak perlu dijawab" in stage.says("BATAL")
    assert stage.talk.asking == ""
    assert stage.case.state is State.RECEIVED


def test_a_person_can_be_called_from_anywhere():
    for stage in (Stage(), filed()):
        said = stage.says("PETUGAS")
        assert "022-5550117" in said
        assert stage.turns[-1].alarms == ("human",)
    assert last(stage) == [Event.ASK_HUMAN]


def test_pressure_is_put_first_even_without_a_case():
    stage = Stage()
    said = stage.says("TEKANAN")
    assert "K7F3-9QX" in said
    assert stage.turns[-1].alarms == ("pressure",)
    assert last(stage) == [Event.REGISTER, Event.PROTECT, Event.PRESSURE]
    assert stage.case.urgent == "ancaman"


def test_protection_is_closed_and_opened_again():
    stage = filed()
    stage.says("RAHASIA")
    assert stage.case.protection is Protection.RAHASIA
    assert last(stage) == [Event.PROTECT]
    assert "boleh dibaca" in stage.says("RAHASIA BATAL")
    assert stage.case.protection is Protection.OPEN
    assert last(stage) == [Event.UNPROTECT]
    stage.says("TANPA NAMA")
    assert stage.case.protection is Protection.ANONIM


def test_the_remedies_are_those_of_the_configuration():
    assert "Ombudsman (137)" in Stage().says("HAK")
    said = Stage(office=replace(SUKAJAYA, remedies=())).says("HAK")
    assert "Ombudsman" not in said
    assert "137" not in said


def test_standards_lead_to_the_page_where_there_is_one():
    office = replace(SUKAJAYA, public_url="https://lapor.sukajaya.example/")
    assert "https://lapor.sukajaya.example/standar" in Stage(office=office).says("STANDAR")


def test_news_stop_and_come_back():
    stage = filed()
    stage.says("BERHENTI")
    assert stage.talk.stopped
    assert stage.says("STATUS")
    stage.says("LANJUT")
    assert not stage.talk.stopped


def test_the_file_holds_what_was_told():
    said = filed().says("BERKAS")
    assert "Lampu jalan di Jalan Mawar mati" in said
    assert "Pelapor: Joko" in said


def test_what_was_only_knocked_for_is_read_with_baca():
    stage = filed()
    assert "Belum ada kabar baru" in stage.says("BACA")
    desk = replace(stage.desk("BACA"), news={100: "Lampu diperbaiki besok."})
    from bot.dialogue import clerk
    from bot.dialogue.desk import Said

    turn = clerk.answer(desk, Said(at=stage.now, text="BACA", strong=True))
    assert turn.say is not None
    assert turn.say.text == "Lampu diperbaiki besok."


def test_links_are_let_go():
    stage = filed()
    stage.says("LEPAS K7F3-9QX")
    assert stage.turns[-1].unlinks == 100


def test_the_language_changes_by_word_and_by_tap():
    stage = filed()
    assert stage.says("ENGLISH").startswith("Good, we write in English.")
    assert stage.turns[-1].language == "en"
    assert stage.says("", choice="tongue:id").startswith("Baik, kami menulis")


def test_an_addition_by_word_joins_the_named_case():
    stage = filed()
    stage.pause(hours=3)
    stage.says("sampah di pasar baru numpuk seminggu")
    stage.says("TAMBAH K7F3-9QX: tiangnya miring dan hampir roboh")
    assert stage.turns[-1].joins == 100
    lamp = next(case for case in stage.cases if case.id == 100)
    assert lamp.slots["description"].endswith("tiangnya miring dan hampir roboh")


def test_a_tap_on_a_case_that_is_not_ours_tells_the_status():
    assert filed().says("", choice="confirm:999")
    assert Stage().says("", choice="skip:999:place")


def test_a_tap_under_another_case_closes_none_of_ours():
    stage = filed()
    stage.stands(State.DELIVERED)
    assert "K7F3-9QX" in stage.says("Sudah beres", choice="word:SELESAI:999")
    assert stage.case.state is State.DELIVERED
    stage.says("", choice="word:KEBERATAN:999")
    assert stage.case.state is State.DELIVERED


def test_an_unknown_tap_is_read_as_its_words():
    stage = Stage()
    assert "K7F3-9QX" in stage.says("lampu di jl mawar mati", choice="poll:7")


def test_start_with_a_number_tells_where_it_stands():
    assert "K7F3-9QX" in filed(TELEGRAM).says("/start K7F3-9QX")


def test_a_new_kunci_is_for_who_surely_owns_the_case():
    stage = filed()
    told = stage.says("minta kunci baru")
    assert "Kunci yang lama tidak berlaku lagi" in told
    assert [h.event for h in stage.turns[-1].happenings] == ["new_key"]


def test_who_was_answered_with_another_case_is_heard_when_they_object():
    stage = Stage()
    stage.says("lampu jalan di gang mawar mati sejak senin")
    stage.stands(State.DUPLICATE)
    assert "petugas kami diberi tahu" in stage.says("KEBERATAN")
    assert [one.event for one in stage.turns[-1].happenings] == [Event.ASK_HUMAN]
    assert stage.turns[-1].alarms == ("human",)
    stage.says("lampunya mati lagi sejak kemarin malam")
    assert "mati lagi" in stage.case.slots[Slot.DESCRIPTION]
