"""Words that are commands alone, and sentences that only begin like one."""

from __future__ import annotations

import pytest

from bot.dialogue.words import PHRASES, Word, spot
from tests.bot.dialogue.stage import TEXTS

NUMBER = "K7F3-9QX"

COMMANDS = [
    ("STATUS", Word.STATUS),
    ("status", Word.STATUS),
    ("Cek", Word.STATUS),
    ("lacak", Word.STATUS),
    ("cek status", Word.STATUS),
    ("tolong cek laporan saya ya pak", Word.STATUS),
    ("/status", Word.STATUS),
    ("/status@sukajaya_bot", Word.STATUS),
    ("track", Word.STATUS),
    ("sudah selesai?", Word.STATUS),
    ("BANTUAN", Word.BANTUAN),
    ("help", Word.BANTUAN),
    ("/help", Word.BANTUAN),
    ("menu", Word.BANTUAN),
    ("/apa_saja", Word.BANTUAN),
    ("tambah", Word.TAMBAH),
    ("batal", Word.BATAL),
    ("cancel", Word.BATAL),
    ("Cabut", Word.CABUT),
    ("mau cabut laporan", Word.CABUT),
    ("withdraw", Word.CABUT),
    ("SELESAI", Word.SELESAI),
    ("sudah beres pak", Word.SELESAI),
    ("lanjut", Word.LANJUT),
    ("resume", Word.LANJUT),
    ("RAHASIA", Word.RAHASIA),
    ("tolong rahasiakan nama saya", Word.RAHASIA),
    ("secret", Word.RAHASIA),
    ("ANONIM", Word.ANONIM),
    ("tanpa nama", Word.ANONIM),
    ("anonymous", Word.ANONIM),
    ("tekanan", Word.TEKANAN),
    ("PETUGAS", Word.PETUGAS),
    ("mau bicara dengan petugas", Word.PETUGAS),
    ("officer", Word.PETUGAS),
    ("hak", Word.HAK),
    ("rights", Word.HAK),
    ("alur", Word.ALUR),
    ("standar pelayanan", Word.STANDAR),
    ("saya keberatan", Word.KEBERATAN),
    ("belum selesai", Word.KEBERATAN),
    ("berkas", Word.BERKAS),
    ("BACA", Word.BACA),
    ("lepas", Word.LEPAS),
    ("stop", Word.BERHENTI),
    ("berhenti", Word.BERHENTI),
    ("bahasa", Word.BAHASA),
    ("english", Word.BAHASA),
    ("/start", Word.START),
]

SENTENCES = [
    "Bantuan beras belum turun",
    "Bantuan langsung tunai tidak sampai ke kami",
    "Cabut gigi disuruh bayar",
    "cabut gigi di puskesmas kok bayar 200rb",
    "Status tanah saya",
    "status tanah saya belum jelas",
    "status perkawinan di KK salah",
    "Hak saya diambil",
    "hak kami sebagai warga tidak diberikan",
    "Selesai jam 10 belum dilayani",
    "selesai foto ktp tidak pernah jadi",
    "Cek kesehatan di puskesmas ditolak",
    "cek ombak pak",
    "tambah parah jalannya",
    "tambah lagi sampahnya numpuk",
    "batal terus jadwal perekaman ktp",
    "lanjut ke loket 3 disuruh balik lagi",
    "rahasia umum kalau di sini harus bayar",
    "tekanan air pdam kecil sekali",
    "petugas marah marah",
    "petugas loket tidak ada",
    "petugas minta uang",
    "alur pembuatan akta kok lama",
    "standar ganda, yang kenal didahulukan",
    "keberatan dengan biaya parkir",
    "berkas saya hilang di kelurahan",
    "berkas ktp hilang",
    "baca meteran air salah terus",
    "lepas kabel listrik di depan rumah",
    "berhenti di halte tidak ada atap",
    "bahasa petugas kasar",
    "stop kontak di balai desa rusak",
    "file akta saya hilang",
    "help my street is flooded",
    "object thrown at our house",
    "buka jam berapa",
    "menu makan siang sekolah basi",
    "mulai kemarin air mati",
    "orang tua saya tidak dilayani",
    "laporan saya minggu lalu belum dibalas",
    "tanpa nama jelas petugas menolak berkas",
    "anonim saja ya, ada pungli di sekolah",
    "lacak paket saya hilang",
    "done with this office, nobody helps",
    "continue to wait for 3 hours at the counter",
    "jalan melati rusak",
    "halo",
    "",
    "   ",
]


@pytest.mark.parametrize(("text", "word"), COMMANDS)
def test_a_word_alone_is_a_command(text, word):
    command = spot(text)
    assert command is not None
    assert command.word is word


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_is_no_command(text):
    assert spot(text) is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (f"STATUS {NUMBER}", Word.STATUS),
        (f"tolong cek laporan {NUMBER} ya", Word.STATUS),
        (NUMBER, Word.STATUS),
        ("k7f39qx", Word.STATUS),
        (f"CABUT {NUMBER}", Word.CABUT),
        (f"/cabut {NUMBER}", Word.CABUT),
        (f"/start {NUMBER}", Word.START),
        (f"nomor laporan saya {NUMBER}", Word.STATUS),
    ],
)
def test_a_word_may_come_with_a_number(text, word):
    command = spot(text)
    assert command is not None
    assert command.word is word
    assert command.mention is not None
    assert command.mention.number == NUMBER


@pytest.mark.parametrize(
    "text", [f"{NUMBER} 482913", f"{NUMBER} kunci 482 913", f"buka {NUMBER} 482913"]
)
def test_a_number_with_its_kunci_opens(text):
    command = spot(text)
    assert command is not None
    assert command.word is Word.BUKA
    assert command.kunci == "482913"


def test_a_command_keeps_the_kunci_out_of_sight():
    assert "482913" not in repr(spot(f"CABUT {NUMBER} 482913"))


def test_what_is_to_be_added_stands_behind_the_number():
    command = spot(f"TAMBAH {NUMBER}: tiangnya juga miring, hampir roboh dan anak-anak lewat situ")
    assert command is not None
    assert command.word is Word.TAMBAH
    assert command.argument.startswith("tiangnya juga miring")


@pytest.mark.parametrize(
    ("text", "argument"),
    [
        ("bahasa inggris", "en"),
        ("english", "en"),
        ("bahasa indonesia", "id"),
        ("rahasia batal", "off"),
    ],
)
def test_some_words_say_which(text, argument):
    command = spot(text)
    assert command is not None
    assert command.argument == argument


def test_a_slash_before_a_story_is_no_command():
    assert spot("/rt 05 lampunya mati semua") is None
    assert spot("/lapor") is None


def test_every_word_can_be_sent_in_its_own_spelling():
    assert {word for word in Word if spot(word.value) is None} == set()
    assert {word for word, _ in PHRASES.values()} == set(Word)


def test_the_title_of_a_button_that_is_typed_does_the_same():
    for name, word in [("secret", Word.RAHASIA), ("hide", Word.RAHASIA), ("nameless", Word.ANONIM)]:
        command = spot(TEXTS.say("id", f"button.{name}"))
        assert command is not None
        assert command.word is word
