"""One matter or two: what joins an open case, what opens another, and what opens none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.casework.words import Kind, Slot
from tests.bot.dialogue.stage import Stage
from tests.bot.dialogue.test_answers import lamp


def test_a_different_matter_opens_its_own_case():
    stage = lamp()
    stage.pause(hours=2)
    said = stage.says("sampah di pasar baru numpuk seminggu tidak diangkut")
    assert len(stage.cases) == 2
    assert stage.cases[0].number in said
    assert stage.cases[0].number != "K7F3-9QX"


def test_more_on_the_same_matter_joins_the_open_case():
    stage = lamp()
    stage.says("lewati")
    stage.pause(hours=2)
    stage.says("lampu jalannya sekarang malah jatuh ke jalan")
    assert len(stage.cases) == 1
    assert "jatuh ke jalan" in stage.case.slots[Slot.DESCRIPTION]


def test_a_new_report_can_be_asked_for():
    stage = lamp()
    stage.says("lewati")
    stage.pause(hours=1)
    stage.says("BATAL")
    stage.says("gelap sekali di sini pak")
    stage.taps("Laporan baru")
    stage.says("lampu jalan di rw 3 juga mati")
    assert len(stage.cases) == 2


def test_a_question_is_an_information_request_with_a_number():
    stage = Stage()
    said = stage.says("apa syarat bikin KTP?")
    assert stage.case.kind is Kind.INFORMATION
    assert "K7F3-9QX" in said
    assert "menjawab di sini paling lambat Senin 12 Januari" in said
    assert stage.buttons == ["Ini pengaduan"]


def test_hours_are_told_at_once_to_who_asks_for_them():
    assert "08.00 sampai 15.00" in Stage().says("jam buka kantor sampai kapan?")


def test_a_suggestion_is_recorded_as_one():
    stage = Stage()
    said = stage.says("usul pak, sebaiknya loket ditambah")
    assert stage.case.kind is Kind.ASPIRATION
    assert "Terima kasih atas usulnya." in said


def test_a_greeting_opens_nothing_and_says_who_we_are():
    stage = Stage()
    said = stage.says("p")
    assert stage.cases == ()
    for told in ("Kelurahan Sukajaya", "Tidak ada biaya", "RAHASIA", "Ir. Bambang Santoso"):
        assert told in said


@pytest.mark.parametrize("text", ["mau lapor pak", "pak mau tanya", "tolong bantu"])
def test_an_announcement_is_asked_about_once_and_then_anything_is_a_report(text):
    stage = Stage()
    assert "Apa yang terjadi" in stage.says(text)
    assert stage.cases == ()
    said = stage.says("mau lapor")
    assert "K7F3-9QX" in said


@pytest.mark.parametrize("wait", [0, 30, 60, 3600])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("apa syarat bikin KTP?", "petugas loket ktp minta uang 50 ribu ke saya kemarin"),
        ("jam buka kantor sampai kapan?", "lampu jalan di jl mawar mati sudah seminggu"),
        ("usul pak, sebaiknya loket ditambah", "antrean di loket lama sekali dan petugas kasar"),
    ],
)
def test_a_complaint_after_a_question_or_a_suggestion_opens_its_own_case(first, second, wait):
    stage = Stage()
    stage.says(first, wait=wait)
    stage.says(second)
    assert len(stage.cases) == 2
    assert stage.case.kind is Kind.COMPLAINT
    assert sorted(say.case for say in stage.sent if say.purpose == "receipt") == [100, 101]


@pytest.mark.parametrize("first", ["apa syarat bikin KTP?", "lampu jalan di jl mawar mati"])
def test_a_suggestion_after_something_else_opens_its_own_case(first):
    stage = Stage()
    stage.says(first)
    stage.says("lewati")
    stage.pause(minutes=1)
    stage.talk = replace(stage.talk, asking="")
    stage.says("usul pak, sebaiknya loket ditambah")
    assert stage.case.kind is Kind.ASPIRATION
    assert len(stage.cases) == 2


def test_what_is_hoped_for_is_an_answer_even_where_it_sounds_like_a_suggestion():
    stage = Stage()
    stage.says("lampu jalan di jl mawar mati sejak kemarin")
    assert stage.talk.asking == "request"
    stage.says("saran saya lampunya diganti yang baru")
    assert len(stage.cases) == 1
    assert "diganti" in stage.case.slots[Slot.REQUEST]


@pytest.mark.parametrize(
    "text", ["untuk anak saya umur 17", "yang hilang pak", "di kelurahan mana"]
)
def test_more_words_to_a_question_join_it(text):
    stage = Stage()
    stage.says("apa syarat bikin KTP?")
    stage.pause(minutes=1)
    stage.says(text)
    assert len(stage.cases) == 1
