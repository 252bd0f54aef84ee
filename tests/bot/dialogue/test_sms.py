"""The citizen's money: whatever is said on a costly line is answered in one segment."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.casework.words import State
from tests.bot.dialogue.stage import SMS, Stage
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
BEFORE = {
    "nothing": (),
    "a report": (STORY,),
    "half a report": ("lampu mati semua",),
    "fear": ("saya takut ketahuan, pak lurah korupsi",),
}


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("strong", [True, False])
@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("state", [State.RECEIVED, State.DELIVERED, State.CLOSED])
def test_every_answer_is_one_segment_of_gsm_seven(language, strong, before, state):
    for text in SAID:
        stage = Stage(SMS, strong=strong)
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
