"""Answers in any order and any number: taken once, never asked twice, corrected at will."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.casework.words import Event, Protection, Slot, State
from tests.bot.dialogue.stage import MAIL, SMS, SUKAJAYA, TELEGRAM, WEB, WHATSAPP, Stage

LAMP = "lampu jalan mati semua"


def questions(stage: Stage) -> list[str]:
    return [say.text.split("\n\n")[-1] for say in stage.sent if "?" in say.text]


def asked_about(stage: Stage, slot: Slot) -> int:
    words = {Slot.PLACE: "Tempatnya di mana", Slot.TIME: "sejak kapan", Slot.REQUEST: "diharapkan?"}
    return sum(words[slot] in question for question in questions(stage))


def lamp(line=WHATSAPP) -> Stage:
    stage = Stage(line)
    stage.says(LAMP)
    return stage


def test_what_is_skipped_is_not_asked_again():
    stage = lamp()
    for _ in range(3):
        stage.says("lewati")
    assert stage.case.skipped >= {Slot.PLACE, Slot.TIME, Slot.REQUEST}
    stage.says("lupa")
    assert asked_about(stage, Slot.PLACE) == 1
    assert stage.talk.asking == "confirm"


@pytest.mark.parametrize("text", ["tidak tahu", "gak tau pak", "lupa", "skip", "entah"])
def test_not_knowing_is_an_answer(text):
    stage = lamp()
    said = stage.says(text)
    assert "sejak kapan" in said
    assert Slot.PLACE not in stage.case.slots


def test_a_whole_answer_fills_what_was_asked_for_and_all_else_it_tells():
    stage = lamp()
    stage.says("di jl mawar sejak minggu lalu, tolong diperbaiki, nama saya Joko alamat rt 2 rw 5")
    assert stage.case.slots[Slot.NAME] == "Joko"
    assert stage.case.slots[Slot.TIME] == "sejak minggu lalu"
    assert stage.talk.asking == "confirm"


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("Joko", "Joko", None),
        ("nama saya joko susilo", "joko susilo", None),
        ("joko, rt 2 rw 5", "joko", "rt 2 rw 5"),
        ("Siti Aminah jl mawar 3", "Siti Aminah", "jl mawar 3"),
        ("pak joko", "joko", None),
        ("Joko\nJalan Mawar 3", "Joko", "Jalan Mawar 3"),
    ],
)
def test_name_and_address_come_in_one_answer(text, name, address):
    stage = Stage()
    stage.says("lampu di jl mawar mati sejak kemarin, tolong diperbaiki")
    assert stage.talk.asking == "name"
    stage.says(text)
    assert stage.case.slots[Slot.NAME] == name
    assert stage.case.slots.get(Slot.ADDRESS) == address


def test_an_answer_days_later_is_still_an_answer():
    stage = lamp()
    stage.pause(days=5)
    said = stage.says("di gang mawar")
    assert stage.case.slots[Slot.PLACE].endswith("gang mawar")
    assert "sejak kapan" in said


def test_any_order_will_do():
    stage = lamp()
    stage.says("minta diperbaiki")
    assert stage.case.slots[Slot.REQUEST] == "minta diperbaiki"
    assert asked_about(stage, Slot.PLACE) == 1


def test_a_tapped_time_is_an_answer():
    stage = lamp(TELEGRAM)
    stage.says("jl mawar")
    stage.taps("2-4 minggu")
    assert stage.case.slots[Slot.TIME] == "2-4 minggu"


def test_writing_it_is_offered_and_then_taken():
    stage = lamp(TELEGRAM)
    assert stage.taps("Saya tulis saja") == "Baik, tulis saja tempatnya di sini."
    stage.says("dekat pos ronda")
    assert stage.case.slots[Slot.PLACE] == "dekat pos ronda"


def test_a_correction_replaces_what_was_understood():
    stage = Stage()
    stage.says("sampah di pasar baru numpuk seminggu, tolong diangkut. saya siti, kp baru rt 3")
    said = stage.says("bukan, yang di pasar lama")
    assert said.startswith("Terima kasih, sudah kami betulkan: Pasar Lama.")
    assert "Tempat: Pasar Lama" in said
    stage.says("ya")
    assert stage.case.confirmed_at is not None
    assert "Pasar Lama" in stage.turns[-1].happenings[0].details["text"]


def test_something_wrong_is_asked_for_and_mended():
    stage = Stage()
    stage.says("sampah di pasar baru numpuk seminggu, tolong diangkut. saya siti, kp baru rt 3")
    assert "Bagian mana yang keliru?" in stage.taps("Ada yang keliru")
    said = stage.says("harusnya di pasar lama, sudah 2 minggu")
    assert "Pasar Lama" in said
    assert stage.talk.asking == "confirm"


def test_a_second_tap_signs_nothing_twice():
    stage = Stage()
    stage.says("sampah di pasar baru numpuk seminggu, tolong diangkut. saya siti, kp baru rt 3")
    stage.taps("Ya, benar")
    said = stage.says("Ya, benar", choice="confirm:100")
    assert "sudah kami catat" in said
    assert stage.turns[-1].happenings == ()


def test_asking_back_why_is_answered_and_the_question_stays():
    stage = Stage()
    stage.says("lampu di jl mawar mati sejak kemarin, tolong diperbaiki")
    assert "Semua boleh dilewati." in stage.says("buat apa nama saya?")
    stage.says("Joko rt 2")
    assert stage.case.slots[Slot.NAME] == "Joko"


def test_asking_for_news_in_between_keeps_the_question():
    stage = lamp()
    assert "Kabar berikutnya paling lambat Kamis 8 Januari" in stage.says("kapan diperbaiki pak?")
    stage.says("jl mawar")
    assert stage.case.slots[Slot.PLACE] == "jl mawar"


def test_a_greeting_answers_no_question():
    stage = lamp()
    assert "K7F3-9QX" in stage.says("halo pak")
    assert Slot.PLACE not in stage.case.slots
    assert stage.talk.asking == "place"


def test_an_insult_is_answered_kindly_and_the_substance_taken():
    stage = Stage()
    assert "Kami minta maaf" in stage.says("anjing kalian semua")
    said = stage.says("goblok, lampu jalan mati sebulan anjing")
    assert "lampu jalan mati sejak sekitar 5 desember 2025" in said.lower()
    assert "goblok" not in said.lower()
    assert "anjing" not in said.lower()


def test_a_threat_is_flagged_and_the_report_taken():
    stage = Stage()
    stage.says("awas kalian, saya bakar kantor itu kalau ktp tidak jadi")
    assert "threat" in stage.turns[-1].alarms
    assert len(stage.cases) == 1


def test_in_an_emergency_the_numbers_to_call_stand_first():
    stage = Stage()
    said = stage.says("tolong ada kebakaran di pasar baru!!")
    assert said.startswith("*DARURAT: hubungi dulu Darurat 112, Ambulans 119 atau Pemadam 113.*")
    assert "K7F3-9QX" in said
    assert stage.turns[-1].alarms == ("emergency",)
    assert stage.case.urgent == "darurat"
    assert "?" not in said


@pytest.mark.parametrize("line", [WHATSAPP, SMS, MAIL])
def test_an_emergency_told_later_has_its_numbers_first_as_well(line):
    stage = Stage(line)
    stage.says("lampu jalan di jl mawar mati, tolong diperbaiki. sy joko rt 2, sejak kemarin")
    stage.pause(hours=2)
    said = stage.says("kabelnya jatuh, anak saya kesetrum tolong!")
    assert said.lstrip("*").startswith("DARURAT")
    assert "112" in said
    assert "K7F3-9QX" in said or line is WHATSAPP
    assert stage.turns[-1].alarms == ("emergency",)


def test_without_configured_numbers_none_is_invented():
    stage = Stage(office=replace(SUKAJAYA, emergency=()))
    said = stage.says("ada kebakaran di pasar baru")
    assert "layanan darurat setempat" in said
    assert "112" not in said


def test_after_the_end_of_a_case_new_words_open_a_new_one():
    stage = lamp()
    stage.stands(State.CLOSED)
    stage.says("lampunya mati lagi di jl mawar")
    assert len(stage.cases) == 2


def test_words_about_a_result_are_joined_with_both_ways_on():
    stage = lamp()
    stage.says("lewati")
    stage.pause(days=9)
    stage.stands(State.DELIVERED)
    stage.talk = replace(stage.talk, asking="")
    said = stage.says("masih redup pak kalau malam")
    assert "KEBERATAN" in said
    assert stage.buttons == ["Sudah beres", "Belum selesai"]


def test_a_number_in_a_sentence_leads_to_its_case():
    stage = lamp()
    stage.pause(hours=2)
    stage.says("sampah di pasar baru numpuk seminggu tidak diangkut")
    stage.pause(hours=2)
    stage.says("K7F3-9QX yang di dekat pos ronda ya")
    assert stage.turns[-1].joins == 100


def test_the_shown_name_is_never_taken_for_a_name():
    stage = Stage()
    stage.says("lampu jalan di jl mawar mati", shown_name="Joko Ganteng")
    assert Slot.NAME not in stage.case.slots


def test_the_journal_hears_what_came_in():
    stage = lamp()
    stage.says("di jl mawar")
    deeds = stage.turns[-1].happenings
    assert [deed.event for deed in deeds] == [Event.FILL]
    assert deeds[0].details == {"place": "jl mawar"}


def test_hiding_the_name_keeps_what_was_asked():
    stage = Stage()
    stage.says("lampu di jl mawar mati sejak kemarin, tolong diperbaiki")
    said = stage.taps("Rahasiakan nama")
    assert "Laporan ini *RAHASIA*" in said
    assert stage.case.protection is Protection.RAHASIA
    assert "Nama dan alamat. Tulis di sini, langsung tertutup." in said or "rahasia" in said.lower()


def test_secrecy_asked_before_the_story_holds_for_the_story():
    stage = Stage()
    assert "Ibu Dewi Lestari" in stage.says("RAHASIA")
    assert stage.cases == ()
    stage.says("kepala seksi minta setoran 10 persen")
    assert stage.case.protection is Protection.RAHASIA
    assert Event.PROTECT in [deed.event for deed in stage.turns[-1].happenings]


def test_skipping_the_last_question_on_a_page_is_noted_and_adds_nothing():
    stage = Stage(replace(WEB, choices=8, choice_title=40))
    stage.says("lampu jalan mati di jl mawar sejak kemarin. saya joko rt 2")
    said = stage.says("", choice="skip:100:request")
    assert said == "Baik, tidak apa-apa."


@pytest.mark.parametrize("first", ["lampu jalan mati", "lampu jalan di jl mawar mati"])
def test_one_answer_with_other_facts_is_said_back_once(first):
    stage = Stage(replace(WEB, choices=8, choice_title=40))
    stage.says(first)
    said = stage.says("3 mingguan. sy joko rt 2")
    assert said.startswith("Terima kasih, dicatat: Joko, RT 2, sejak sekitar 15 Desember.\n\n")
    assert stage.case.slots[Slot.TIME] == "3 mingguan"
    assert Slot.PLACE not in stage.case.slots or stage.case.slots[Slot.PLACE] == "jl mawar"
    assert "mingguan" not in stage.case.slots[Slot.DESCRIPTION]


def test_an_answer_beside_other_facts_is_taken_without_them():
    stage = lamp()
    said = stage.says("dekat pos ronda, sudah 3 minggu")
    assert stage.case.slots[Slot.PLACE] == "dekat pos ronda"
    assert said.startswith("Terima kasih, dicatat: dekat Pos Ronda, sejak sekitar 15 Desember.")


def test_a_place_that_stands_in_the_story_is_shown_once_in_the_summary():
    stage = Stage(TELEGRAM)
    stage.says("lampu jalan mati", wait=0)
    stage.says("di jl mawar", wait=0)
    stage.says("sudah 2 minggu", wait=30)
    stage.says("diperbaiki")
    said = stage.says("joko, rt 2")
    assert said.count("Jalan Mawar") == 1
    assert said.lower().count("sejak sekitar 22 desember 2025") == 1
