"""Corrections: what was wrong goes, what is right stands in the right slot, and we say so."""

from __future__ import annotations

import pytest

from bot.casework.words import Slot
from bot.dialogue import corrections
from bot.dialogue.desk import Fact
from tests.bot.dialogue.stage import TELEGRAM, Stage

WASTE = "sampah di pasar baru numpuk sejak tanggal 3, tolong diangkut. nama saya Djoko, alamat rt 3"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("bukan, yang di kelurahan", "yang di kelurahan"),
        ("salah, bukan tanggal 3 tapi tanggal 5", "tanggal 5"),
        ("bukan rt 3, rt 5", "rt 5"),
        ("salah pak, harusnya KK bukan KTP", "KK"),
        ("maksud saya pasar lama", "pasar lama"),
        ("nama saya bukan Djoko tapi Joko", "Joko"),
        ("eh maaf salah, yang benar 22 desember.", "22 desember"),
    ],
)
def test_only_what_holds_now_is_meant(text, meant):
    assert corrections.meant(text) == meant


@pytest.mark.parametrize(
    ("text", "slot", "words", "said"),
    [
        ("bukan, yang di kelurahan", Slot.PLACE, "kelurahan", "Kelurahan"),
        ("bukan, yang di pasar lama", Slot.PLACE, "pasar lama", "Pasar Lama"),
        (
            "salah, bukan tanggal 3 tapi tanggal 2", Slot.TIME, "tanggal 2",
            "Jumat 2 Januari",
        ),
    ],
)  # fmt: skip
def test_the_right_slot_is_replaced_and_said_back(text, slot, words, said):
    stage = Stage(TELEGRAM)
    stage.says(WASTE)
    assert stage.talk.asking == "confirm"
    answer = stage.says(text)
    assert answer.startswith(f"Terima kasih, sudah kami betulkan: {said}.")
    assert answer.endswith("Benar begitu?")
    assert stage.case.slots[slot] == words
    others = set(stage.case.slots) - {slot, Slot.DESCRIPTION}
    assert Slot.NAME in others
    assert stage.case.slots[Slot.NAME] == "Djoko"


def test_a_correction_of_the_day_moves_the_day():
    stage = Stage()
    stage.says(WASTE)
    assert stage.case.facts[Fact.WHEN] == "2026-01-03"
    stage.says("salah, bukan tanggal 3 tapi tanggal 2")
    assert stage.case.facts[Fact.WHEN] == "2026-01-02"
    assert "salah, bukan tanggal 3 tapi tanggal 2" in stage.case.slots[Slot.DESCRIPTION]


def test_a_name_is_put_right_where_that_was_asked_for():
    stage = Stage()
    stage.says(WASTE)
    stage.taps("Ada yang keliru")
    answer = stage.says("nama saya bukan Djoko tapi Joko")
    assert answer.startswith("Terima kasih, sudah kami betulkan: Joko.")
    assert stage.case.slots[Slot.NAME] == "Joko"


def test_a_correction_while_something_else_is_asked_keeps_the_question_of_the_case():
    stage = Stage(TELEGRAM)
    stage.says("sampah di pasar baru numpuk sejak kemarin")
    asked = stage.talk.asking
    answer = stage.says("bukan, yang di pasar lama")
    assert stage.case.slots[Slot.PLACE] == "pasar lama"
    assert "Pasar Lama" in answer
    assert asked == "request"


def test_a_signed_case_is_put_right_as_well():
    stage = Stage()
    stage.says(WASTE)
    stage.taps("Ya, benar")
    stage.pause(hours=1)
    answer = stage.says("salah, bukan tanggal 3 tapi tanggal 2")
    assert answer.startswith("Terima kasih, sudah kami betulkan: Jumat 2 Januari.")
    assert stage.case.facts[Fact.WHEN] == "2026-01-02"


def test_a_correction_within_the_burst_is_taken_before_anything_is_said():
    stage = Stage()
    stage.says("sampah di pasar baru numpuk sejak kemarin", wait=0)
    answer = stage.says("salah, di pasar lama", wait=30)
    assert stage.case.slots[Slot.PLACE] == "pasar lama"
    assert answer.count("Nomor:") == 1
