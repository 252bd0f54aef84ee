"""The citizen's money: whatever is said on a costly line is answered in one segment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.casework.lifecycle import MOVES
from bot.casework.words import Slot, State
from bot.dialogue import notices, parts
from bot.dialogue.texts import LANGUAGES
from tests.bot.dialogue.stage import SMS, SUKAJAYA, TEXTS, Stage
from tests.bot.dialogue.test_texts import GSM

STORY = "lampu jalan di jl mawar mati sejak kemarin, tolong diperbaiki. saya joko rt 2"
SAID = [
    "p", "makasih", "mau lapor", "anjing kalian", "STATUS", "BANTUAN", "TAMBAH", "BATAL", "SELESAI",
    "LANJUT", "RAHASIA", "RAHASIA BATAL", "TANPA NAMA", "TEKANAN", "PETUGAS", "HAK", "ALUR",
    "STANDAR", "KEBERATAN", "BERKAS", "BACA", "LEPAS", "BERHENTI", "BAHASA", "BUKA", "ke luar",
    "K7F3-9QX 111111", "K7F3-9QX 482913", "CABUT K7F3-9QX 482913", "1W95-1TY", "K7F3-9QZ", "CABUT",
    "kapan selesai pak?", "boleh", "lampunya masih mati", "apa syarat bikin KTP?", "jam buka?",
    "petugas minta uang di loket 2", "saya takut ketahuan, pak lurah korupsi", "ok", "ya", "lewati",
    "kebakaran di pasar baru tolong", "sampah numpuk", "usul loket ditambah", "??",
]  # fmt: skip
SHORT = SUKAJAYA
#: As long as real offices are called.
LONG = replace(
    SUKAJAYA,
    short_name="Kec. Margahayu Utara",
    officer="Rina Kusumawardhani",
    phone="0812-3456-7890",
)
BEFORE = {
    "nothing": (),
    "a report": (STORY,),
    "half a report": ("lampu mati semua",),
    "fear": ("saya takut ketahuan, pak lurah korupsi",),
}


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("strong", [True, False])
@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize(
    "state", [State.RECEIVED, State.UNDER_REVIEW, State.DELIVERED, State.CLOSED]
)
@pytest.mark.parametrize("office", [SHORT, LONG])
def test_every_answer_is_one_segment_of_gsm_seven(language, strong, before, state, office):
    for text in SAID:
        stage = Stage(SMS, strong=strong, office=office)
        stage.talk = replace(stage.talk, language=language)
        for earlier in BEFORE[before]:
            stage.says(earlier)
        if stage.cases:
            stage.stands(state)
        stage.pause(hours=1)
        said = stage.says(text)
        assert 0 < len(said) <= 160, (text, len(said), said)
        assert set(said) <= GSM, (text, set(said) - GSM)
        assert stage.buttons == []


def test_an_officer_who_needs_more_room_gets_it_in_a_shorter_receipt():
    stage = Stage(SMS)
    name = "Kelurahan Sukajaya Kecamatan Margahayu Kabupaten Bandung"
    stage.office = replace(stage.office, short_name=name, officer="Rina Kusumawardhani Hapsari")
    said = stage.says(STORY)
    assert len(said) <= 160
    assert "K7F3-9QX" in said
    assert "482913" in said


def test_the_one_question_is_asked_once_in_the_life_of_a_case():
    stage = Stage(SMS, strong=False)
    assert "Bila bisa" in stage.says("sampah numpuk bau sekali")
    for text in ("masih bau", "halo", "sudah 2 minggu", "STATUS", "tidak diangkut juga", "ya"):
        stage.pause(days=1)
        assert "?" not in stage.says(text), text


def test_silence_after_the_question_is_an_answer():
    said = Stage(SMS, strong=False).says("sampah numpuk bau sekali")
    assert "Tak ada pulsa? Diamkan, kami telepon." in said


def test_a_mistyped_number_gets_the_last_own_report_with_its_day():
    stage = Stage(SMS, strong=False)
    stage.says(STORY)
    said = stage.says("STATUS K7F3-9QZ")
    assert said == (
        "Nomor K7F3-9QZ belum cocok, mungkin ada huruf tertukar. Laporan terakhir dari HP ini"
        " K7F3-9QX: diterima, sedang dibaca petugas, kabar s.d. 8/1."
    )


@pytest.mark.parametrize("mark", ["(bagian 3 belum masuk)", "(bagian 2, 3 belum masuk)"])
@pytest.mark.parametrize(
    "text", ["Selamat pagi pak", "sampah numpuk di pasar baru", "STATUS", "ya", "p", "beras sy"]
)
def test_a_message_with_a_lost_part_is_a_report_like_any_other(text, mark):
    stage = Stage(SMS, strong=False)
    said = stage.says(f"{text} {mark}")
    assert "No K7F3-9QX, kunci 482913" in said
    assert stage.case.slots[Slot.DESCRIPTION] == f"{text} {mark}"
    assert Slot.TIME not in stage.case.slots


def test_a_lost_part_of_an_addition_joins_its_report():
    stage = Stage(SMS, strong=False)
    stage.says(STORY)
    stage.pause(hours=1)
    said = stage.says("tiangnya juga miring dan (bagian 2 belum masuk)")
    assert said.startswith("Terima kasih, tambahan masuk ke laporan K7F3-9QX.")
    assert len(stage.cases) == 1


def test_the_mark_of_a_lost_part_is_the_one_that_the_texts_write():
    for language in LANGUAGES:
        for key in ("part.missing", "part.late"):
            mark = TEXTS.say(language, key, numbers="2, 3", total=4)
            assert parts.without(f"lampu mati {mark}") == "lampu mati"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_notice_is_one_segment_where_the_officers_words_allow(language):
    stage = Stage(SMS, strong=False)
    stage.says(STORY)
    facts = {"to": "Dinas PU Kota Sukajaya", "other": "1W95-1TY", "text": "Lampu sudah menyala."}
    keys = {move.message for move in MOVES} - {"", "receipt"}
    for key in (*keys, "news_knock", "news_hidden", "link_told", "reply_from_officer"):
        day = date(2026, 12, 28)
        said = notices.notice(TEXTS, LONG, SMS, language, stage.case, key, date=day, **facts).text
        assert len(said) <= 160, (key, len(said), said)
        assert set(said) <= GSM, key
