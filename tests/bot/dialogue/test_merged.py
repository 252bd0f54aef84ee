"""Where a cap holds answers back, one receipt tells of every case that is owed one."""

from __future__ import annotations

import re

import pytest

from bot.casework.words import Protection
from bot.dialogue.desk import KEY_MARK, key_mark
from tests.bot.dialogue.stage import MAIL, SMS, TELEGRAM, WEB, WHATSAPP, Stage
from tests.bot.dialogue.test_texts import GSM

REPORTS = [
    "Lampu jalan di Jalan Mawar mati sejak kemarin, mohon diperbaiki.",
    "Sampah di Pasar Baru menumpuk sudah seminggu, mohon diangkut.",
    "Air PDAM di Kampung Melayu keruh sejak Senin, tolong dicek.",
]


def capped(line, reports=REPORTS) -> Stage:
    """Every report asked for as a new one, while the first answer is held back."""
    stage = Stage(line, merging=True, strong=line is not SMS)
    for number, text in enumerate(reports):
        if number:
            stage.says("Laporan baru", choice="new:", wait=0)
        stage.says(text, wait=0, about=None)
        stage.now = stage.now.replace(minute=stage.now.minute + 5)
    return stage


def numbers(stage: Stage) -> list[str]:
    return [case.number for case in reversed(stage.cases)]


@pytest.mark.parametrize("line", [WHATSAPP, TELEGRAM, MAIL])
def test_three_reports_get_one_receipt_that_names_them_all(line):
    stage = capped(line)
    before = len(stage.sent)
    stage.pause(1)
    assert len(stage.cases) == 3
    receipt = stage.sent[before:]
    assert len(receipt) == 1
    said = receipt[0].text
    assert "Kami menerima 3 laporan:" in said
    for position, number in enumerate(numbers(stage), 1):
        assert re.search(rf"^{position}\. \*?{number}\*? \(kunci {key_mark(number)}\)", said, re.M)
    assert KEY_MARK not in said
    for word in ("Jalan Mawar", "Pasar Baru", "Kampung Melayu"):
        assert word in said
    assert said.count("8 Januari") == 3
    assert stage.talk.telling == (100, 101, 102)
    stage.says("STATUS")
    assert stage.talk.owed == ()


def test_on_a_page_that_shows_the_case_no_kunci_is_told():
    stage = capped(WEB)
    assert stage.waiting is not None
    assert "\ue000" not in stage.waiting.text
    assert all(number in stage.waiting.text for number in numbers(stage))


def test_by_sms_numbers_and_kunci_fit_one_segment():
    stage = capped(SMS)
    stage.pause(1)
    said = [say for say in stage.sent if "3 laporan" in say.text]
    assert len(said) == 1
    shown = re.sub("\ue000[^\ue001]*\ue001", "482913", said[0].text)
    assert len(shown) <= 160
    assert set(shown) <= GSM
    assert all(f"{number} (" in shown for number in numbers(stage))
    assert shown.count("482913") == 3


def test_many_reports_still_fit_the_channel():
    stage = capped(WHATSAPP, [REPORTS[n % 3] for n in range(9)])
    assert stage.waiting is not None
    assert len(stage.waiting.text) <= WHATSAPP.text
    assert all(number in stage.waiting.text for number in numbers(stage))


def test_more_to_one_of_them_keeps_the_receipt_of_all():
    stage = capped(MAIL, REPORTS[:2])
    stage.says("Saya Joko, Jalan Mawar 3 RT 02.", about=100, wait=0)
    assert stage.waiting is not None
    assert all(number in stage.waiting.text for number in numbers(stage))
    stage.says("terima kasih", about=101, wait=0)
    assert stage.waiting is not None
    assert all(number in stage.waiting.text for number in numbers(stage))


def test_the_receipt_stays_whole_when_the_cap_ends_before_it_left():
    stage = capped(MAIL, REPORTS[:2])
    stage.merging = False
    stage.says("Saya Joko, Jalan Mawar 3 RT 02.", about=101, wait=0)
    assert stage.waiting is not None
    assert all(number in stage.waiting.text for number in numbers(stage))


def test_what_nobody_has_read_yet_was_not_asked():
    stage = capped(TELEGRAM, ["lampu jalan mati semua", "sampah di pasar baru numpuk sekali"])
    assert all(not case.asked for case in stage.cases)
    assert stage.talk.asking == ""


def test_of_a_protected_case_only_the_number_is_told():
    stage = capped(TELEGRAM, [REPORTS[0], "saya takut ketahuan, pak lurah minta setoran"])
    assert stage.case.protection is Protection.UNSETTLED
    assert stage.waiting is not None
    said = stage.waiting.text
    assert "setoran" not in said
    assert f"Nama pada laporan {stage.case.number} sudah kami tutup" in said
    stage.says("RAHASIA", wait=0)
    assert stage.case.protection is Protection.RAHASIA
    assert stage.waiting is not None
    assert all(number in stage.waiting.text for number in numbers(stage))


def test_a_receipt_that_waits_alone_is_a_receipt_like_any_other():
    stage = capped(MAIL, REPORTS[:1])
    stage.pause(1)
    assert "laporan:" in stage.sent[0].text
    assert KEY_MARK in stage.sent[0].text


def test_a_second_report_replaces_no_receipt_where_no_cap_holds_it():
    stage = Stage()
    stage.says(REPORTS[0], wait=0)
    stage.says("Laporan baru", choice="new:", wait=0)
    stage.says(REPORTS[1], wait=0)
    stage.says("", "image", wait=0)
    stage.pause(5)
    told = [say.case for say in stage.sent if KEY_MARK in say.text]
    assert sorted(told) == [100, 101]
