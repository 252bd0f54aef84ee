"""What all the words of a message suggest together, beside what the patterns find in them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.casework.words import Slot
from bot.dialogue import opinion, patterns, tokens
from bot.dialogue.reading import Gist, read
from bot.dialogue.report import report
from bot.dialogue.words import Word, spot

NOW = datetime(2026, 11, 22, 2, tzinfo=UTC)


def shares(text: str) -> opinion.Shares:
    cut = tokens.cut(text)
    return opinion.shares(opinion.features(cut, patterns.seen(cut)))


@pytest.mark.parametrize("question", opinion.QUESTIONS)
def test_the_shares_of_every_question_are_one_together(question: str) -> None:
    told = shares("petugas minta uang 50 ribu waktu saya urus ktp")[question]
    assert sum(told.values()) == pytest.approx(1.0)
    assert min(told.values()) >= 0.0


def test_words_that_nobody_has_said_before_suggest_nothing_impossible() -> None:
    assert sum(shares("xyzzy plugh 123")[opinion.KINDS].values()) == pytest.approx(1.0)


def test_of_a_few_words_nothing_is_surmised() -> None:
    assert read("dukcapil gitu amat", (), NOW).leans == {}
    assert read("petugas dukcapil gitu amat kemarin waktu saya datang ke loket", (), NOW).leans


def test_of_english_words_nothing_is_surmised_either() -> None:
    text = "The street light on Jalan Mawar has been broken since yesterday, please fix it."
    reading = read(text, (), NOW)
    assert (reading.leans, reading.urgent) == ({}, "")


def test_a_form_is_surmised_where_no_pattern_tells_it() -> None:
    text = (
        "kami keluarga miskin mau daftar sekolah anak, katanya kuota habis, padahal anak pejabat "
        "yang datang belakangan langsung masuk tanpa antre"
    )
    assert read(text, (), NOW).maladministration == "diskriminasi"


def test_what_is_only_surmised_names_a_word_and_is_unsure() -> None:
    text = "yg dapat bedah rumah di desa Tumbang Tahai cuma ponakan sama ipar nya pak kades semua"
    reading = read(text, (), NOW)
    assert reading.suggested_by is not None
    assert reading.suggested_by.value in text


@pytest.mark.parametrize(
    ("text", "emergency", "threat"),
    [
        ("suami saya mau bunuh saya tolong", True, False),
        ("saya bakar kantor kelurahan itu kalau ktp saya tidak jadi", False, True),
        ("saya mau bunuh diri saja", True, False),
    ],
)
def test_who_is_in_danger_and_who_threatens_us(text: str, emergency: bool, threat: bool) -> None:
    reading = read(text, (), NOW)
    assert (reading.emergency, reading.threat) == (emergency, threat)
    assert (report(text, (), NOW)["kind"] == "emergency") is emergency


@pytest.mark.parametrize(
    ("text", "name", "address", "request_"),
    [
        (
            "lampu jalan mati sudah 2 minggu, joko, jl kenanga 3 rt 2 rw 5",
            "joko",
            "jl kenanga 3 rt 2 rw 5",
            None,
        ),
        (
            "tolong diganti, saya joko jl kenanga 3 rt 2",
            "joko",
            "jl kenanga 3 rt 2",
            "tolong diganti",
        ),
        (
            "Mohon atasannya memerintahkan. Eny Puspita, Jl. Salak 33 RT 05 RW 02 Taman.",
            "Eny Puspita",
            "Jl. Salak 33 RT 05 RW 02 Taman",
            "Mohon atasannya memerintahkan",
        ),
        (
            "anak sekolah muter 5 kilo. Pak Marwan RT 1 desa Aro. kapan dibenerin",
            "Marwan",
            "RT 1 desa Aro",
            None,
        ),
    ],
)
def test_a_name_beside_its_address_signs_wherever_it_stands(
    text: str, name: str, address: str, request_: str | None
) -> None:
    slots = read(text, (), NOW).slots
    told = [slots[slot].value for slot in (Slot.NAME, Slot.ADDRESS)]
    assert told == [name, address]
    asked = slots.get(Slot.REQUEST)
    assert (asked.value if asked else None) == request_


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("STATUS 2026-00418", Word.STATUS),
        ("cabut laporan no 2026-00377", Word.CABUT),
        ("cek lap 2026-00529 dong", Word.STATUS),
        ("lanjut 2026-00511 kunci 7HK2QM", Word.LANJUT),
    ],
)
def test_a_command_with_a_number_that_is_none_of_ours_is_one(text: str, word: Word) -> None:
    told = spot(text)
    assert told is not None
    assert (told.word, told.mention) == (word, None)


@pytest.mark.parametrize(
    "text", ["bantuan beras 2026 belum turun", "cabut gigi disuruh bayar 50000"]
)
def test_a_sentence_with_a_number_is_no_command(text: str) -> None:
    assert spot(text) is None


def test_what_was_put_right_by_kind_people_is_thanked_for() -> None:
    text = "sampahnya sudah diangkut, petugasnya baik2 semua"
    assert read(text, (), NOW).gist is Gist.THANKS


def test_a_bridge_that_broke_is_no_injury() -> None:
    assert read("jembatan patah", (), NOW).loss is None
    assert read("kaki saya patah jatuh di got", (), NOW).loss is not None


def test_a_place_in_a_shouted_message_is_found() -> None:
    text = "DI DUKCAPIL SUKAJAYA SAYA DIMINTA 50 RIBU"
    assert report(text, (), NOW)["place"] == "DUKCAPIL SUKAJAYA"


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        (
            "berkas masuk sejak november tahun lalu di capil",
            "sejak november tahun lalu",
            "2025-11-01",
        ),
        ("gelap dari maghrib kemaren", "dari maghrib kemaren", "2026-11-21"),
        ("putusan berkekuatan tetap per 10 Februari tidak dijalankan", "10 Februari", "2026-02-10"),
    ],
)
def test_more_ways_to_tell_a_day(text: str, words: str, day: str) -> None:
    told = report(text, (), NOW)
    assert (told["when_text"], told["when"]) == (words, day)
