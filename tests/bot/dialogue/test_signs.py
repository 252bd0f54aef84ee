"""What is sensed between the words: fear, danger, an accused, a language, a question for news."""

from __future__ import annotations

import pytest

from tests.bot.dialogue.test_reading import DARMO, SULASTRI, reading


@pytest.mark.parametrize(
    "text",
    [
        "pak sy mau lapor tp takut",
        "kalo ketahuan sy ga dpt kerjaan lagi",
        "ini yg baca siapa ya",
        "jangan sebut nama saya ya",
        "saya takut dipecat kalau melapor",
        "keluarga saya diancam",
        "I am afraid to report this",
    ],
)
def test_fear_of_being_found_out_is_noticed(text):
    assert reading(text).fear


@pytest.mark.parametrize(
    "text", ["gelap bgt anak2 takut pulang ngaji", "takutnya nanti hujan", DARMO]
)
def test_fear_of_the_dark_is_no_fear_of_the_office(text):
    assert not reading(text).fear


@pytest.mark.parametrize(
    ("text", "emergency"),
    [
        ("tolong ada kebakaran di pasar baru", True),
        ("anak saya tenggelam di sungai", True),
        ("istri saya mau melahirkan ambulans tidak datang", True),
        ("ada kecelakaan di simpang lima banyak berdarah", True),
        ("kebakaran tahun lalu belum dapat bantuan", False),
        ("longsor di jalan raya barusan, ada mobil tertimbun tolong", True),
        ("tadi pagi rumah tetangga terbakar tolong", True),
        ("semalam rumah tetangga terbakar", False),
        ("jalan rusak", False),
        ("pelayanan darurat di puskesmas lambat", False),
        ("temen saya mau loncat dari atap, tolong", True),
        ("saya udah ga kuat, mending mati aja", True),
        ("ada wong semaput nang ratan, tulung", True),
        ("aya nu kasetrum di sawah, teu eling", True),
        ("urang tinggalam di batang, tulung", True),
        ("ular kobra masuk kamar bayi", True),
        ("kami terjebak banjir sudah sedada di atap", True),
        ("sudah 2 hari terjebak longsor, belum dievakuasi, tolong", True),
        ("serasa tenggelam di antrean dukcapil", False),
        ("kebakaran jenggot tuh pejabatnya", False),
        ("awas kalian, saya bakar kantor itu", False),
        ("ada orang mau bakar rumah tetangga, tolong", True),
        ("takut kebakaran kalau kabelnya begini", False),
        ("waktu rumah saya terbakar damkar telat", False),
        ("lampu mati, sering kecelakaan, tolong diperbaiki", False),
        ("apakah damkar melatih warga memadamkan kebakaran", False),
        ("terima kasih ambulans cepat datang waktu ibu saya stroke", False),
    ],
)
def test_danger_now_is_an_emergency_and_danger_told_later_none(text, emergency):
    assert reading(text).emergency is emergency


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("kabel listrik putus di depan sekolah", "bahaya"),
        ("air pdam tidak mengalir 4 hari", "air"),
        ("obat ibu saya habis di puskesmas", "obat"),
        ("saya diancam pak rt", "ancaman"),
        ("pendaftaran besok terakhir tapi ditolak", "tenggat"),
        ("air pdam di perumahan griya asri blok c2 mati total", "air"),
        ("jembatan kayu di kampung rawa buaya udah lapuk hampir ambruk", "bahaya"),
        ("jalan rusak", ""),
    ],
)
def test_what_cannot_wait_names_its_reason(text, reason):
    assert reading(text).urgent == reason


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (SULASTRI, "id"),
        ("The street light in front of my house is broken", "en"),
        ("dalan ngarep griyo kulo rusak, nyuwun tulung nggih", "jv"),
        ("p", ""),
        ("KTP", ""),
    ],
)
def test_the_language_is_noticed(text, language):
    assert reading(text).language == language


def test_somebody_of_the_office_is_told_from_a_broken_thing():
    assert reading("petugas loket minta uang 50 ribu").reported_party
    assert not reading(SULASTRI).reported_party


@pytest.mark.parametrize(
    "text",
    [
        "kapan diperbaiki pak?",
        "sudah sampai mana laporan saya",
        "ada kabar?",
        "gimana perkembangannya pak",
    ],
)
def test_asking_for_news_is_noticed(text):
    assert reading(text).progress


def test_a_correction_and_a_threat_are_noticed():
    assert reading("bukan, yang di kelurahan").correction
    assert reading("awas kalian, saya bakar kantor itu").threat
    assert not reading("kantor itu hampir terbakar").threat
