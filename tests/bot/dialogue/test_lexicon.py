"""Words: regions, endings, slips of the finger, and an office's own, all read as Indonesian."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.casework.words import Slot
from bot.dialogue import lexicon
from bot.dialogue.kinds import Gist
from bot.dialogue.lexicon import KNOWN, REGIONAL, SPELLING, TELLING
from bot.dialogue.reading import read
from bot.dialogue.tokens import cut, normal

NOW = datetime(2026, 1, 5, 2, 14, tzinfo=UTC)
FILES = sorted(Path(lexicon.__file__).with_name("lexica").glob("*.toml"))
REGIONS = [file for file in FILES if file.stem not in ("indonesia", "chat", "kamus")]


def test_every_region_have_a_file_each():
    assert {file.stem for file in REGIONS} == {
        "jawa", "sunda", "minang", "banjar", "bali", "betawi", "medan", "makassar", "papua",
    }  # fmt: skip


@pytest.mark.parametrize("file", REGIONS, ids=lambda file: file.stem)
def test_a_region_adds_words_and_takes_none_away(file):
    said = lexicon.regional(file)
    assert len(said) > 10
    assert {word for word in said if word in KNOWN and word not in lexicon.JAVANESE} == set()
    assert {word for word in said if len(word) < 3} == set()


@pytest.mark.parametrize("file", REGIONS, ids=lambda file: file.stem)
def test_what_a_region_says_stands_for_a_word_that_is_read(file):
    meant = set(lexicon.regional(file).values())
    assert {word for word in meant if any(one not in KNOWN for one in word.split())} == set()


def test_no_file_says_the_same_word_twice():
    for file in FILES:
        with file.open("rb") as opened:
            table = tomllib.load(opened)
        for part in ("spelling",) if file.stem == "chat" else ():
            said = [word for row in table[part].values() for word in row.split()]
            assert len(said) == len(set(said)), file.stem


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dalan", "jalan"),
        ("mboten", "tidak"),
        ("runtah", "sampah"),
        ("kumaha", "bagaimana"),
        ("hepeng", "uang"),
        ("pitih", "uang"),
        ("kitong", "kami"),
        ("diomelin", "dimarahi"),
        ("lampunya", "lampu"),
        ("sampahnya", "sampah"),
        ("jalannya", "jalan"),
        ("samoah", "sampah"),
        ("sampha", "sampah"),
        ("smpah", "sampah"),
        ("sekolha", "sekolah"),
        ("puskemas", "puskesmas"),
        ("puskesmmas", "puskesmas"),
        ("keluarhan", "kelurahan"),
        ("kelurhan", "kelurahan"),
        ("petugsa", "petugas"),
        ("listrk", "listrik"),
        ("dipersulti", "dipersulit"),
        ("terlmabat", "terlambat"),
        ("desenber", "desember"),
        ("agustsu", "agustus"),
    ],
)
def test_a_word_is_read_as_it_was_meant(typed, meant):
    assert normal(typed) == meant


@pytest.mark.parametrize(
    "word",
    [
        "merah",
        "murah",
        "gelas",
        "gelar",
        "lilin",
        "dicari",
        "kasur",
        "patah",
        "bidang",
        "keras",
        "balas",
        "pantas",
        "waduh",
        "pasir",
        "padat",
        "camar",
        "cacat",
        "retas",
        "galah",
        "mahar",
        "melati",
        "mawar",
        "anggrek",
        "kenanga",
        "sukamaju",
        "sukajaya",
        "bantul",
        "sampang",
        "sidoarjo",
        "padang",
        "palang",
        "rusdi",
        "bandung",
        "bogor",
        "malang",
        "solo",
        "medan",
        "kendari",
        "ambon",
        "pasalnya",
        "kartini",
        "seolah",
        "olahraga",
        "pelayaran",
        "penerima",
        "bangsa",
        "bangun",
        "lurus",
        "surya",
        "jalak",
        "lampung",
        "lampu",
        "kantong",
        "warna",
        "desak",
        "desain",
        "kotak",
        "kolam",
        "pagar",
        "tiang",
        "gudeg",
        "gelang",
        "bakso",
        "petani",
        "pertiwi",
    ],
)
def test_a_word_that_only_looks_like_another_is_left_alone(word):
    assert normal(word) in (word, word.removesuffix("nya"))


@pytest.mark.parametrize("word", ["campah", "nampu", "xekolah", "metugas"])
def test_a_slip_of_the_first_letter_is_not_guessed(word):
    assert normal(word) == word


def test_a_name_with_a_capital_is_never_mended():
    assert cut("lewat Sampha ke sana").words[1] == "sampha"
    assert cut("lewat sampha ke sana").words[1] == "sampah"


def test_where_two_words_are_as_near_none_is_chosen():
    for word in TELLING:
        assert normal(word) == word or word in SPELLING or word in REGIONAL


@pytest.mark.parametrize(
    ("text", "gist", "service"),
    [
        ("dalan ngarep omahku risak, lampune mati", Gist.COMPLAINT, "Lampu jalan"),
        ("kulo sampun nyuwun ktp, dereng dados, petugase nesu", Gist.COMPLAINT, "KTP"),
        ("runtah numpuk payuneun imah, bau pisan", Gist.COMPLAINT, "Sampah"),
        ("kumaha carana ngadamel kartu keluarga?", Gist.INFORMATION, "Kartu Keluarga"),
        ("samaph numpk di depan sekolha", Gist.COMPLAINT, "Sampah"),
        ("hepeng dipalak petugas samsat", Gist.COMPLAINT, "Kendaraan"),
    ],
)
def test_a_region_or_a_slip_is_no_hindrance(text, gist, service):
    reading = read(text, (), NOW)
    assert reading.gist is gist
    assert reading.slots[Slot.SERVICE].value == service


def test_an_office_adds_words_of_its_own_without_code(tmp_path):
    file = tmp_path / "kata.toml"
    file.write_text('[words]\n"selokan" = "blumbangan Kalenan"\n', encoding="utf-8")
    own = lexicon.regional(file)
    assert own == {"blumbangan": "selokan", "kalenan": "selokan"}
    assert read("Kalenan mampet", (), NOW, own=own).slots[Slot.SERVICE].value == "Drainase"
    assert Slot.SERVICE not in read("Kalenan mampet", (), NOW).slots


def test_what_was_written_is_kept_whatever_it_was_read_as():
    text = "lampune ning jl melati pejah wingi sore"
    reading = read(text, (), NOW)
    assert reading.slots[Slot.TIME].value == "wingi sore"
    assert reading.slots[Slot.PLACE].value == "jl melati"
    assert reading.language == "jv"


def test_a_word_as_long_as_a_message_is_read_in_no_time():
    assert cut("x" * 9000 + " lampu").words[-1] == "lampu"
    assert cut("mat" + "i" * 500).words == ("mati",)
