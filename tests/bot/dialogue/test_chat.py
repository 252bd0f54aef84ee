"""How people really type: words run together, letters for words, and figures of speech."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.dialogue.report import report
from bot.dialogue.tokens import cut

NOW = datetime(2026, 11, 24, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sampah dirumah", "sampah di rumah"),
        ("lari kekantor desa", "lari ke kantor desa"),
        ("lampu d depan pasar", "lampu di depan pasar"),
        ("perum blok d", "komplek blok d"),
        ("Pasar Blok G ramai", "pasar blok g ramai"),
        ("ank2 takut", "anak-anak takut"),
        ("tes pppk", "tes pppk"),
        ("jalan rusakmi", "jalan rusak"),
        ("berak dimana2", "berak di mana-mana"),
    ],
)
def test_a_word_is_read_as_it_was_typed_in_haste(typed, meant):
    assert " ".join(cut(typed).words) == meant


def test_each_of_two_words_run_together_has_its_own_letters():
    tokens = cut("macet dipasar Ciroyom")
    at = tokens.words.index("pasar")
    assert tokens.text[tokens.starts[at] : tokens.ends[at]] == "pasar"


@pytest.mark.parametrize(
    "text",
    [
        "harga gas 3 kg 35 ribu sampai mau meledak kepala emak-emak",
        "Kebakaran harga! diskon 70% semua sepatu klik link di bio",
        "mau donor darah untuk korban longsor di pmi buka sampai jam berapa",
        "berkas nikah anak saya nyangkut di meja pak kua, jawabnya besok besok terus",
        "pohon tumbang di Jl. Tendean sejak semalam belum dipotong, tolong dong",
        "kalo rumah saya kena bencana kebakaran dapat bantuan apa dari dinsos",
    ],
)
def test_what_only_sounds_like_danger_is_none(text):
    assert report(text, (), NOW)["kind"] != "emergency"


@pytest.mark.parametrize(
    "text",
    [
        "istri saya pembukaan 8 ditolak di klinik, kepala bayinya sudah kelihatan",
        "anak gw keselek kacang mukanya biru",
        "lagi kejebak dlm lift rsud berempat, engap",
        "someone is trying to break into my house now, I am alone with kids",
        "adik gue ga balik2 dari naik gunung Slamet dua hari",
    ],
)
def test_danger_is_heard_however_it_is_told(text):
    assert report(text, (), NOW)["kind"] == "emergency"


@pytest.mark.parametrize(
    "text",
    [
        "suntik rabies buat kucing peliharaan gratis ga min di puskeswan",
        "bpbd itu buka lowongan relawan banjir tahun ini ga",
        "pak puskesmas tgl 17 agustus libur ga",
    ],
)
def test_a_question_with_its_particle_anywhere_only_wants_to_know(text):
    assert report(text, (), NOW)["kind"] == "information"


def test_who_is_called_min_is_no_school():
    assert report("min, orangnya galak sekali di sana", (), NOW)["service"] is None
    assert report("MIN 2 Sleman menahan rapor, mohon dibantu", (), NOW)["service"] == "Pendidikan"


def test_households_are_no_family_card():
    told = report("tanah longsor kecil, 40 KK bingung mau ke mana", (), NOW)
    assert told["service"] != "Kartu Keluarga"


def test_names_that_begin_with_a_small_word_are_names():
    for text in (
        "Saya Wa Ode Sitti, Jl. Saranani lorong 4. jalan depan rumah sudah rusak",
        "Saya I Gusti Ayu Rai, Jl. Pejanggik 44. jalan depan rumah sudah rusak",
    ):
        assert "identity" not in report(text, (), NOW)["missing"]


def test_what_one_came_for_is_no_request():
    told = report("kantor desa masih digembok, mau minta surat pengantar jadi ga bisa", (), NOW)
    assert "request" in told["missing"]
    told = report("anak saya ditolak di puskesmas, saya ingin perawat itu ditegur", (), NOW)
    assert "request" not in told["missing"]


def test_a_day_that_ends_something_is_not_when_it_happened():
    told = report("terakhir daftar ulang hari ini jam 4 sore, web ngadat dari pagi", (), NOW)
    assert told["when_text"] == "dari pagi"
