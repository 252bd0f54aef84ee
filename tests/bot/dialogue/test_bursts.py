"""A burst gets one answer, stragglers join silently, and no receipt is ever lost."""

from __future__ import annotations

from itertools import permutations

import pytest

from bot.casework.words import Event, Slot
from bot.dialogue.desk import KEY_MARK
from tests.bot.dialogue.stage import MAIL, SMS, TELEGRAM, WHATSAPP, Stage

FOUR = [
    ("", "image"),
    ("", "image"),
    ("jalan melati rusak, tolong diperbaiki", "image"),
    ("", "image"),
]


def receipts(stage: Stage) -> list[str]:
    return [say.text for say in stage.sent if say.purpose == "receipt"]


@pytest.mark.parametrize("order", list(permutations(range(4)))[::3])
def test_photos_and_their_caption_are_one_report_with_one_answer(order):
    stage = Stage(TELEGRAM)
    for place in order:
        stage.says(*FOUR[place], wait=0)
        stage.now = stage.now.replace(microsecond=place)
    stage.pause(3)
    assert len(stage.cases) == 1
    assert len(stage.sent) == 1
    assert "4 foto sudah masuk." in stage.sent[0].text
    assert "Jalan Melati rusak" in stage.sent[0].text
    assert KEY_MARK in stage.sent[0].text
    assert stage.case.files == 4


def test_a_greeting_before_the_story_costs_no_second_answer():
    stage = Stage()
    stage.says("p", wait=0)
    stage.says("assalamualaikum", wait=0)
    said = stage.says("lampu jalan di jl mawar mati sejak kemarin")
    assert len(stage.sent) == 1
    assert "K7F3-9QX" in said


def test_thanks_behind_the_story_do_not_replace_the_receipt():
    stage = Stage()
    stage.says("lampu jalan di jl mawar mati sejak kemarin", wait=0)
    said = stage.says("makasih pak")
    assert len(stage.sent) == 1
    assert "Nomor: *K7F3-9QX*" in said


def test_a_story_in_pieces_is_read_as_one():
    stage = Stage()
    stage.says("pak lampu jalan mati", wait=0)
    stage.says("di jl mawar", wait=0)
    stage.says("sudah 2 minggu", wait=0)
    stage.says("sy joko rt 2, tolong diperbaiki", wait=30)
    assert len(stage.sent) == 1
    assert stage.buttons[0] == "Ya, benar"
    assert stage.case.slots[Slot.PLACE] == "jl mawar"
    assert stage.case.slots[Slot.NAME] == "joko"


def test_a_question_that_nobody_read_is_answered_by_nothing_in_the_same_burst():
    stage = Stage()
    stage.says("lampu jalan mati semua", wait=0)
    stage.says("gelap sekali", wait=30)
    assert Slot.PLACE not in stage.case.slots
    assert "Tempatnya di mana?" in stage.sent[0].text


def test_stragglers_join_silently_and_are_named_once():
    stage = Stage()
    stage.says("lampu jalan di jl mawar mati sejak kemarin")
    assert stage.says("", "image") == ""
    assert stage.says("", "image", wait=5) == ""
    assert stage.says("", "voice", wait=20) == ""
    said = stage.says("diperbaiki")
    assert "1 pesan suara dan 2 foto tadi juga sudah masuk." in said
    assert "foto" not in stage.says("joko, rt 2")
    assert stage.case.files == 3


def test_a_straggler_is_named_even_when_the_message_that_names_it_is_composed_anew():
    stage = Stage()
    stage.says("lampu jalan di jl mawar mati sejak kemarin, sy joko rt 2")
    stage.says("", "image")
    stage.says("tolong diperbaiki", wait=0)
    stage.says("terima kasih", wait=30)
    assert "1 foto tadi juga sudah masuk." in stage.sent[-1].text


def test_after_ten_minutes_an_addition_is_thanked_for():
    stage = Stage()
    stage.says("lampu jalan di jl mawar mati sejak kemarin")
    stage.pause(minutes=11)
    assert stage.says("", "image") == ("Terima kasih, 1 foto masuk ke laporan *K7F3-9QX*.")


@pytest.mark.parametrize("kind", ["voice", "image", "document", "location", "video", "sticker"])
@pytest.mark.parametrize("line", [WHATSAPP, TELEGRAM, SMS, MAIL])
def test_whatever_arrives_is_a_report_and_gets_its_number(line, kind):
    stage = Stage(line)
    said = stage.says("", kind, location="geo:-6.2,106.8" if kind == "location" else "")
    assert "K7F3-9QX" in said
    assert stage.turns[-1].happenings[0].event is Event.REGISTER
    assert stage.case.files == 1


def test_after_a_voice_note_nothing_is_asked_in_writing():
    stage = Stage()
    said = stage.says("", "voice", wait=2)
    assert "mendengarkan pesan suaranya" in said
    assert stage.talk.asking == ""
    assert stage.says("", "image") == ""
    stage.pause(minutes=20)
    said = stage.says("lampunya di jl mawar")
    assert "?" not in said
    assert not stage.case.heard


def test_a_later_voice_note_may_answer_the_question():
    stage = Stage()
    stage.says("lampu jalan mati semua")
    stage.pause(minutes=3)
    said = stage.says("", "voice")
    assert "Petugas kami mendengarkannya" in said
    assert stage.talk.asking == ""


def test_a_receipt_that_waits_for_hours_still_tells_number_and_kunci():
    stage = Stage()
    stage.says("lampu jalan di jl mawar mati", wait=0)
    for text in ("masih mati pak", "makasih", "halo", "STATUS", "sejak kemarin", "p"):
        stage.now = stage.now.replace(hour=stage.now.hour + 1)
        stage.says(text, wait=0)
    stage.pause(1)
    assert len([say for say in stage.sent if KEY_MARK in say.text]) == 1
    assert len(stage.cases) == 1


def test_two_reports_at_once_get_two_receipts():
    stage = Stage()
    stage.says("lampu jalan di jl mawar mati", wait=0)
    stage.says("Laporan baru", choice="new:", wait=0)
    stage.now = stage.now.replace(minute=30)
    stage.says("sampah di pasar baru numpuk sekali pak", wait=0)
    stage.says("", "image", wait=0)
    stage.pause(5)
    assert len(stage.cases) == 2
    told = [say.case for say in stage.sent if KEY_MARK in say.text]
    assert sorted(told) == [100, 101]


def test_answers_in_two_messages_get_one_next_question():
    stage = Stage()
    stage.says("lampu jalan mati semua")
    stage.says("di jl mawar", wait=0)
    stage.says("sejak minggu lalu", wait=30)
    assert len(stage.sent) == 2
    assert "Penyelesaian apa yang diharapkan?" in stage.sent[-1].text
