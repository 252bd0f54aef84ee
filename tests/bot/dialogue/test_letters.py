"""Letters: each new one is a case of its own, each reply joins its case, subjects are read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.casework.words import Kind, Slot
from bot.dialogue.desk import KEY_MARK
from tests.bot.dialogue.stage import MAIL, Stage

LAMP = "Lampu jalan di Jalan Mawar mati sejak kemarin, mohon diperbaiki."
WASTE = "Sampah di Pasar Baru menumpuk sudah seminggu, mohon diangkut."


def filed(text: str = LAMP) -> Stage:
    stage = Stage(MAIL)
    stage.says(text)
    return stage


@pytest.mark.parametrize("minutes", [0, 1, 30, 600])
@pytest.mark.parametrize("second", [WASTE, LAMP, "Lampunya juga mati di sebelah rumah saya."])
def test_a_new_letter_is_a_case_of_its_own_and_gets_its_receipt(minutes, second):
    stage = Stage(MAIL)
    stage.says(LAMP, wait=60 * minutes)
    stage.says(second, about=None)
    assert len(stage.cases) == 2
    receipts = [say for say in stage.sent if say.purpose == "receipt"]
    assert sorted(say.case for say in receipts) == [100, 101]
    assert all(KEY_MARK in say.text for say in receipts)


def test_a_reply_joins_the_case_of_its_thread_whichever_was_last():
    stage = filed()
    stage.pause(hours=1)
    stage.says(WASTE, about=None)
    stage.pause(hours=1)
    stage.says("Saya Joko, alamat Jalan Mawar 3 RT 02.", about=100)
    assert len(stage.cases) == 2
    assert stage.turns[-1].joins == 100
    lamp = next(case for case in stage.cases if case.id == 100)
    assert lamp.slots[Slot.NAME] == "Joko"
    assert Slot.NAME not in stage.case.slots


def test_a_reply_on_another_matter_still_joins_its_thread():
    stage = filed()
    stage.pause(hours=1)
    stage.says(WASTE, about=100)
    assert len(stage.cases) == 1
    assert stage.turns[-1].joins == 100


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Laporan K7F3-9QX", "Lampunya masih mati sampai sekarang."),
        ("RE: Laporan K7F3-9QX sudah kami terima", "Lampunya masih mati sampai sekarang."),
        ("Tambahan", "Untuk K7F3-9QX: lampunya masih mati sampai sekarang."),
    ],
)
def test_an_own_number_in_subject_or_text_is_as_good_as_a_thread(subject, text):
    stage = filed()
    stage.pause(hours=1)
    stage.says(text, subject=subject, about=None)
    assert len(stage.cases) == 1
    assert stage.turns[-1].joins == 100
    assert "masih mati" in stage.case.slots[Slot.DESCRIPTION]
    assert "kami terima" not in stage.case.slots[Slot.DESCRIPTION]


def test_a_letter_of_thanks_without_a_thread_opens_nothing():
    stage = filed()
    stage.pause(hours=1)
    stage.says("Terima kasih banyak.", about=None)
    assert len(stage.cases) == 1


def test_a_letter_that_only_asks_for_news_is_told_where_its_cases_stand():
    stage = filed()
    stage.pause(hours=1)
    said = stage.says("Bagaimana kabar laporan saya?", about=None)
    assert "sedang dibaca petugas" in said
    assert len(stage.cases) == 1


@pytest.mark.parametrize(
    "prefix", ["", "Re: ", "RE: Re: ", "Bls: ", "Balas: ", "Fwd: ", "FW: Tr: "]
)
def test_a_subject_alone_is_the_report(prefix):
    stage = Stage(MAIL)
    stage.says("", subject=f"{prefix}Lampu jalan di Jalan Mawar mati")
    assert stage.case.slots[Slot.DESCRIPTION] == "Lampu jalan di Jalan Mawar mati"
    assert stage.case.slots[Slot.PLACE] == "Jalan Mawar"


def test_a_subject_that_adds_something_goes_before_the_text_once():
    stage = Stage(MAIL)
    stage.says("Sudah mati sejak kemarin.", subject="Lampu Jalan Mawar RT 5")
    told = "Lampu Jalan Mawar RT 5\nSudah mati sejak kemarin."
    assert stage.case.slots[Slot.DESCRIPTION] == told
    stage.says("Tiangnya miring.", subject="Re: Lampu Jalan Mawar RT 5")
    assert stage.case.slots[Slot.DESCRIPTION] == f"{told}\nTiangnya miring."


@pytest.mark.parametrize(
    "subject",
    [
        "Lampu jalan mati",
        "Pengaduan",
        "Laporan masyarakat",
        "mohon bantuan",
        "(no subject)",
        "Halo",
    ],
)
def test_a_subject_that_adds_nothing_is_left_out(subject):
    stage = Stage(MAIL)
    stage.says(LAMP, subject=subject)
    assert stage.case.slots[Slot.DESCRIPTION] == LAMP


def test_a_word_in_the_subject_is_a_command_where_the_text_says_no_more():
    stage = filed()
    for text in ("", "Terima kasih"):
        assert "sedang dibaca petugas" in stage.says(text, subject="STATUS K7F3-9QX", about=None)
    assert stage.turns[-1].taken_for == "command"
    stage.says(WASTE, subject="Bantuan", about=None)
    assert len(stage.cases) == 2


def test_a_word_between_salutation_and_signature_is_a_command():
    stage = filed()
    said = stage.says("Yth. Admin,\nSTATUS\n\nTerima kasih,\nJoko")
    assert "sedang dibaca petugas" in said
    assert stage.turns[-1].taken_for == "command"


def test_an_empty_reply_is_not_taken_for_our_own_subject():
    stage = filed()
    stage.says("", "image", subject="Re: Laporan K7F3-9QX sudah kami terima", about=100)
    assert stage.turns[-1].joins == 100
    assert stage.case.slots[Slot.DESCRIPTION] == LAMP
    assert stage.case.files == 1


def test_a_thread_that_is_not_on_the_desk_is_no_reason_to_lose_a_letter():
    stage = filed()
    stage.says(WASTE, about=999)
    assert len(stage.cases) == 2


def test_an_answer_to_one_thread_is_no_answer_to_what_another_asked():
    stage = filed()
    stage.says(WASTE, about=None)
    stage.talk = replace(stage.talk, asking="withdraw", case=100)
    stage.says("ya", about=101)
    assert [case.state.value for case in stage.cases] == ["received", "received"]


def test_a_question_by_letter_is_an_information_request():
    stage = filed()
    stage.says("Apa syarat membuat KTP?", subject="Pertanyaan", about=None)
    assert stage.case.kind is Kind.INFORMATION
