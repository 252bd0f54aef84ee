"""Where news goes: asked once, with buttons, digits or one word, and never without proof."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.casework.words import Event, Protection
from bot.dialogue.desk import Line, Way
from tests.bot.dialogue.stage import MAIL, SMS, TELEGRAM, WEB, WHATSAPP, Stage

STORY = "lampu jalan di jl mawar mati sejak kemarin, tolong diperbaiki. saya joko rt 2"
KEY = "482913"
HERE, PHONE, PAGE = (
    Way(7, "Telegram", here=True),
    Way(8, "WhatsApp", "..001"),
    Way(9, "SMS", "..567"),
)


def filed(line: Line = TELEGRAM, *ways: Way, strong: bool = True) -> Stage:
    stage = Stage(line, strong=strong)
    stage.says(STORY)
    stage.ways = {stage.case.id: ways}
    return stage


def newcomer(line: Line = TELEGRAM, *ways: Way, strong: bool = True) -> Stage:
    """Somebody who knows number and kunci of a case that was filed elsewhere."""
    case = replace(filed().case, own=False, slots={})
    stage = Stage(line, strong=strong, others=(case,), used=1)
    stage.ways = {case.id: ways}
    return stage


def test_who_opens_a_case_is_asked_where_its_news_goes():
    stage = newcomer(TELEGRAM, HERE, PHONE)
    said = stage.says(f"K7F3-9QX {KEY}")
    assert said.endswith("Kabar selanjutnya ke mana?")
    assert stage.buttons == ["Telegram ini", "WhatsApp ..001", "Semua alamat"]
    assert stage.turns[-1].links == stage.others[0].id


def test_alone_it_is_not_asked():
    stage = newcomer(TELEGRAM, HERE)
    assert "Kabar selanjutnya" not in stage.says(f"K7F3-9QX {KEY}")


def test_a_tap_moves_the_news_and_asks_once_what_stands_by():
    stage = filed(TELEGRAM, HERE, PHONE)
    stage.says("KABAR")
    said = stage.taps("Telegram ini")
    assert "selanjutnya kami kirim ke Telegram ini" in said
    assert "Bila Telegram ini tidak sampai, boleh kami kabari lewat WhatsApp ..001?" in said
    assert stage.turns[-1].news == (stage.case.id, HERE.id)
    assert [deed.event for deed in stage.turns[-1].happenings] == [Event.MOVE_NEWS]
    assert stage.buttons == ["Boleh", "Tidak usah"]
    assert "CADANGAN TIDAK" in stage.taps("Boleh")
    assert stage.turns[-1].spare == (stage.case.id, PHONE.id)


def test_what_stands_by_already_is_not_asked_again():
    stage = filed(TELEGRAM, HERE, replace(PHONE, spare=True))
    stage.says("KABAR")
    assert "boleh kami kabari" not in stage.taps("Telegram ini")


def test_no_is_an_answer():
    stage = filed(TELEGRAM, HERE, PHONE)
    stage.says("KABAR")
    stage.taps("Telegram ini")
    assert "tidak memakai alamat cadangan" in stage.taps("Tidak usah")
    assert stage.turns[-1].spare == (stage.case.id, 0)


@pytest.mark.parametrize("words", ["ya", "boleh", "tidak", "tidak usah"])
def test_the_consent_may_be_written(words: str):
    stage = filed(TELEGRAM, HERE, PHONE)
    stage.says("KABAR")
    stage.taps("Telegram ini")
    stage.says(words)
    assert stage.turns[-1].spare is not None


def test_all_of_them_is_a_choice_that_needs_no_other():
    stage = filed(TELEGRAM, HERE, replace(PHONE, chosen=True))
    stage.says("KABAR")
    assert "ke semua alamat" in stage.taps("Semua alamat")
    assert stage.turns[-1].news == (stage.case.id, 0)


def test_a_letter_brings_numbered_lines_and_takes_the_digit():
    mail = Way(5, "Email", "h..@contoh.id", here=True)
    stage = filed(MAIL, mail, PHONE)
    said = stage.says("KABAR")
    assert "1. Email ini\n2. WhatsApp ..001\n3. Semua alamat" in said
    assert "WhatsApp ..001" in stage.says("2")
    assert stage.turns[-1].news == (stage.case.id, PHONE.id)


def test_a_name_answers_too():
    stage = filed(WEB, replace(PHONE, chosen=True), PAGE)
    stage.says("KABAR")
    stage.says("sms")
    assert stage.turns[-1].news == (stage.case.id, PAGE.id)


def test_on_a_plain_phone_the_word_and_the_kunci_are_all():
    here = Way(4, "SMS", here=True)
    stage = newcomer(SMS, here, PHONE, strong=False)
    said = stage.says(f"KABAR K7F3-9QX {KEY}")
    assert "ke HP ini" in said
    assert len(said) <= 160
    assert stage.turns[-1].news == (stage.others[0].id, here.id)
    assert stage.turns[-1].links == stage.others[0].id


@pytest.mark.parametrize("line", [SMS, MAIL])
@pytest.mark.parametrize("word", ["KABAR", "CADANGAN", "CADANGAN TIDAK"])
def test_a_weak_sender_moves_nothing_without_the_kunci(line: Line, word: str):
    stage = filed(line, Way(4, "SMS", here=True), PHONE, strong=False)
    assert "kunci" in stage.says(f"{word} K7F3-9QX")
    assert stage.turns[-1].news is None
    assert stage.turns[-1].spare is None
    assert stage.turns[-1].happenings == ()


@pytest.mark.parametrize("strong", [True, False])
def test_a_foreign_number_alone_moves_nothing(strong: bool):
    stage = newcomer(TELEGRAM, HERE, PHONE, strong=strong)
    assert "kunci" in stage.says("KABAR K7F3-9QX")
    assert stage.turns[-1].news is None


def test_a_tap_for_an_address_that_is_none_of_the_cases_moves_nothing():
    stage = filed(TELEGRAM, HERE, PHONE)
    stage.says("", choice=f"news:{stage.case.id}:4711")
    assert stage.turns[-1].news is None
    stage.says("", choice=f"spare:{stage.case.id}:4711")
    assert stage.turns[-1].spare is None


def test_kabar_from_a_plain_phone_with_one_address_asks_how_it_goes():
    stage = filed(SMS, strong=False)
    assert "sedang dibaca" in stage.says("mohon kabar laporan K7F3-9QX")


def test_kabar_with_one_address_says_how_another_one_comes_in():
    said = filed(WHATSAPP).says("KABAR")
    assert "sedang dibaca" in said
    assert "nomor *K7F3-9QX* dan kuncinya" in said


def test_ada_kabar_with_a_question_mark_is_a_question():
    assert "Kabar selanjutnya" not in filed(TELEGRAM, HERE, PHONE).says("kabar?")


def test_cadangan_tidak_takes_the_consent_back():
    stage = filed(TELEGRAM, replace(HERE, chosen=True), replace(PHONE, spare=True))
    stage.says("CADANGAN TIDAK")
    assert stage.turns[-1].spare == (stage.case.id, 0)
    assert [deed.event for deed in stage.turns[-1].happenings] == [Event.FORBID_FALLBACK]


def test_berhenti_where_it_stands_by_is_in_the_journal():
    stage = filed(TELEGRAM, replace(HERE, spare=True), PHONE)
    stage.says("BERHENTI")
    assert [deed.event for deed in stage.turns[-1].happenings] == [Event.FORBID_FALLBACK]


def test_of_a_closed_name_no_number_is_shown():
    stage = filed(TELEGRAM, HERE, PHONE)
    stage.cases = (replace(stage.case, protection=Protection.RAHASIA),)
    stage.says("KABAR")
    assert stage.buttons == ["Telegram ini", "WhatsApp", "Semua alamat"]


def test_two_addresses_of_one_kind_can_be_told_apart():
    stage = filed(WHATSAPP, HERE, Way(8, "Telegram"), Way(9, "Telegram"))
    said = stage.says("KABAR")
    assert "2. Telegram\n3. Telegram (2)" in said
