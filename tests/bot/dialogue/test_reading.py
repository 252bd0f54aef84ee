"""How messages read: what they want, what they tell, how they sound."""

from __future__ import annotations

from datetime import UTC, datetime
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.casework.words import Slot
from bot.dialogue.reading import Gist, Reading, Short, read
from bot.dialogue.tokens import cut, normal

NOW = datetime(2026, 1, 5, 2, 14, tzinfo=UTC)
SERVICES = ("Perekaman KTP", "Lampu jalan", "Surat Keterangan Usaha")

SULASTRI = (
    "slmt pagi pak. sy sulastri, dsn krajan rt 3 rw 1 sukajaya. senin tgl 22 des urus ktp di kantor"
    " kelurahan sukajaya, sdh 3x disuruh balik katanya blangko habis, pdhl yg dtg stlh sy langsung"
    " jadi. tolong ktp sy dijadikan"
)
DARMO = (
    "Bantuan beras desember sy tdk dpt pdhl nama ada di daftar november. sy darmo kp baru rt 5 rw 2"
    " sukajaya. sdh 2x tanya ke kelurahan tgl 22 & 29 des, jawabnya sabar terus. tlg cek nama sy,"
    " istri sy sakit. beras di rumah tinggal utk 2 hari."
)


def reading(text: str) -> Reading:
    return read(text, SERVICES, NOW)


def told(text: str) -> dict[Slot, str]:
    return {slot: found.value for slot, found in reading(text).slots.items()}


@pytest.mark.parametrize(
    ("text", "gist"),
    [
        ("p", Gist.GREETING),
        ("halo", Gist.GREETING),
        ("selamat pagi pak", Gist.GREETING),
        ("Assalamualaikum wr wb", Gist.GREETING),
        ("tes", Gist.GREETING),
        ("good morning", Gist.GREETING),
        ("makasih ya pak", Gist.THANKS),
        ("terima kasih banyak atas bantuannya", Gist.THANKS),
        ("terima kasih ktp saya sudah jadi, petugasnya ramah", Gist.THANKS),
        ("terima kasih tapi lampunya masih mati", Gist.COMPLAINT),
        ("ok", Gist.ACKNOWLEDGED),
        ("baik pak", Gist.ACKNOWLEDGED),
        ("mau lapor pak", Gist.UNCLEAR),
        ("pak mau tanya", Gist.UNCLEAR),
        ("anjing kalian semua", Gist.UNCLEAR),
        ("?", Gist.NOTHING),
        ("....", Gist.NOTHING),
        ("👍", Gist.NOTHING),
        ("apa syarat bikin KTP?", Gist.INFORMATION),
        ("jam buka?", Gist.INFORMATION),
        ("berapa biaya bikin akta", Gist.INFORMATION),
        ("apakah bikin KTP perlu surat RT?", Gist.INFORMATION),
        ("kenapa ktp saya belum jadi?", Gist.COMPLAINT),
        ("kok bikin KTP bayar 50rb?", Gist.COMPLAINT),
        ("apa benar harus bayar? saya diminta 100rb tidak ada kuitansi", Gist.COMPLAINT),
        ("usul pak, sebaiknya loket ditambah", Gist.ASPIRATION),
        ("saran: beri kursi di ruang tunggu", Gist.ASPIRATION),
        ("jalan melati rusak parah", Gist.COMPLAINT),
        ("sampah", Gist.COMPLAINT),
        ("anjing lu lampu jalan mati seminggu", Gist.COMPLAINT),
        ("The street light is broken", Gist.COMPLAINT),
        ("dalan ngarep omahku rusak pak", Gist.COMPLAINT),
        ("TERIMA KASIH banyak ya bu, lampunya sudah nyala", Gist.THANKS),
        ("syarat bikin ktp hilang apa aja ya", Gist.INFORMATION),
        ("I want to ask how long it takes to get a birth certificate", Gist.INFORMATION),
        ("ktp saya hilang di kelurahan", Gist.COMPLAINT),
        ("apa tidak ada yang angkut sampah numpuk?", Gist.COMPLAINT),
        ("syaratnya kok berubah terus, ditolak lagi", Gist.COMPLAINT),
    ],
)
def test_what_a_message_mainly_wants(text, gist):
    assert reading(text).gist is gist


def test_one_breathless_message_tells_everything():
    assert told(SULASTRI) == {
        Slot.NAME: "sulastri",
        Slot.ADDRESS: "dsn krajan rt 3 rw 1 sukajaya",
        Slot.SERVICE: "Perekaman KTP",
        Slot.REQUEST: "tolong ktp sy dijadikan",
        Slot.PLACE: "kantor kelurahan sukajaya",
        Slot.TIME: "senin tgl 22 des",
    }


def test_an_sms_without_punctuation_is_read_as_well():
    slots = told(DARMO)
    assert slots[Slot.NAME] == "darmo"
    assert slots[Slot.ADDRESS] == "kp baru rt 5 rw 2 sukajaya"
    assert slots[Slot.SERVICE] == "Bantuan sosial"
    assert slots[Slot.TIME] == "tgl 22 & 29 des"
    assert slots[Slot.REQUEST] == "tlg cek nama sy"
    assert reading(DARMO).urgent == "makanan"


def test_a_fact_names_the_place_where_it_was_read():
    for slot, found in reading(SULASTRI).slots.items():
        assert 0 < found.confidence <= 1
        if slot is not Slot.SERVICE:
            assert SULASTRI[found.start : found.end] == found.value
        else:
            assert SULASTRI[found.start : found.end] == "ktp"


@pytest.mark.parametrize(
    ("text", "slot", "value"),
    [
        ("3 mingguan. sy joko rt 2", Slot.NAME, "joko"),
        ("3 mingguan. sy joko rt 2", Slot.ADDRESS, "rt 2"),
        ("nama saya Siti Aminah, lampu mati", Slot.NAME, "Siti Aminah"),
        ("Nama: Budi\nAlamat: Jalan Mawar 3 RT 02/05", Slot.NAME, "Budi"),
        ("Nama: Budi\nAlamat: Jalan Mawar 3 RT 02/05", Slot.ADDRESS, "Jalan Mawar 3 RT 02/05"),
        ("lampu mati.\n\nHormat saya,\nHendra Wijaya", Slot.NAME, "Hendra Wijaya"),
        ("My name is Anna, the road is broken", Slot.NAME, "Anna"),
        ("lampu di jl mawar mati", Slot.PLACE, "jl mawar"),
        ("air di Perumahan Griya Asri Blok C2 mati", Slot.PLACE, "Perumahan Griya Asri Blok C2"),
        ("pihak sdn 3 karanganyar diam saja", Slot.PLACE, "sdn 3 karanganyar"),
        ("jembatan kayu di kampung rawa buaya lapuk", Slot.PLACE, "kampung rawa buaya"),
        ("jalan anggrek bukan jalan mawar", Slot.PLACE, "jalan anggrek"),
        ("saya warga Sukajaya, lampu mati", Slot.ADDRESS, "Sukajaya"),
        ("sampah di pasar senen numpuk", Slot.PLACE, "pasar senen"),
        ("jalan rusak di RT 05 kampung melayu", Slot.PLACE, "RT 05 kampung melayu"),
        ("antre di Puskesmas Sukajaya nomor tidak dipanggil", Slot.PLACE, "Puskesmas Sukajaya"),
        ("lampu mati sejak kemarin", Slot.TIME, "sejak kemarin"),
        ("air mati sudah 3 minggu", Slot.TIME, "sudah 3 minggu"),
        ("kmrn sy ke kelurahan ditolak", Slot.TIME, "kmrn"),
        ("tanggal 3 Januari 2026 saya datang", Slot.TIME, "tanggal 3 Januari 2026"),
        ("tadi pagi dimarahi petugas", Slot.TIME, "tadi pagi"),
        ("minggu lalu jalan ditutup", Slot.TIME, "minggu lalu"),
        ("dari 2/1/2026 tidak ada air", Slot.TIME, "dari 2/1/2026"),
        ("mohon lampunya diperbaiki, terima kasih", Slot.REQUEST, "mohon lampunya diperbaiki"),
        ("saya minta ktp segera jadi", Slot.REQUEST, "minta ktp segera jadi"),
        ("harapan saya loket ditambah", Slot.REQUEST, "harapan saya loket ditambah"),
        ("bikin skck lama", Slot.SERVICE, "Surat keterangan"),
        ("urus surat keterangan usaha lama sekali", Slot.SERVICE, "Surat Keterangan Usaha"),
        ("lampu jalan mati", Slot.SERVICE, "Lampu jalan"),
    ],
)
def test_facts_are_found_in_ordinary_sentences(text, slot, value):
    assert told(text).get(slot) == value


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("saya antri dari jam 7", Slot.NAME),
        ("saya kecewa, pelayanan lambat", Slot.NAME),
        ("padahal nama ada di daftar", Slot.NAME),
        ("pelayanan di puskesmas lambat", Slot.PLACE),
        ("lampu jalan depan gang mati", Slot.PLACE),
        ("beras tinggal untuk 2 hari", Slot.TIME),
        ("besok saya datang lagi", Slot.TIME),
        ("petugas minta uang 50 ribu", Slot.REQUEST),
        ("sudah minta tolong berkali-kali", Slot.REQUEST),
        ("mohon maaf", Slot.REQUEST),
        ("setiap senin loket tutup", Slot.TIME),
        ("udah bayar pajak tp jln ttp rusak", Slot.PLACE),
        ("jam 11 loket tutup, disuruh balik", Slot.PLACE),
        ("air got bau, warga gatal gatal semua", Slot.ADDRESS),
    ],
)
def test_what_only_looks_like_a_fact_is_none(text, slot):
    assert slot not in told(text)


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("ya", Short.YES),
        ("iya pak benar", Short.YES),
        ("sudah benar", Short.YES),
        ("betul", Short.YES),
        ("nggih", Short.YES),
        ("bukan", Short.NO),
        ("ada yang keliru", Short.NO),
        ("tidak", Short.NO),
        ("gak tau pak", Short.UNKNOWN),
        ("lupa", Short.UNKNOWN),
        ("lewati dulu", Short.SKIP),
        ("skip", Short.SKIP),
        ("ya lampunya mati", Short.NOTHING),
        ("di jalan mawar", Short.NOTHING),
    ],
)
def test_short_answers_are_answers(text, short):
    assert reading(text).short is short


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("yg", "yang"),
        ("dgn", "dengan"),
        ("sdh", "sudah"),
        ("blm", "belum"),
        ("tdk", "tidak"),
        ("ga", "tidak"),
        ("gak", "tidak"),
        ("g", "tidak"),
        ("krn", "karena"),
        ("bgt", "banget"),
        ("jln", "jalan"),
        ("kec", "kecamatan"),
        ("kel", "kelurahan"),
        ("anak2", "anak-anak"),
        ("lamaaaa", "lama"),
        ("ruuusak", "rusak"),
        ("BLM", "belum"),
        ("SAMPAH", "sampah"),
        ("kmrn", "kemarin"),
    ],
)
def test_chat_spelling_is_understood(typed, meant):
    assert normal(typed) == meant


def test_an_emoji_is_a_word_of_its_own_and_hides_none():
    assert cut("lampu\U0001f62d\U0001f62dmati bgt\U0001f44d").words == (
        "lampu", "\U0001f62d", "\U0001f62d", "mati", "banget", "\U0001f44d",
    )  # fmt: skip
    assert (
        reading("sampah\U0001f621\U0001f621 numpuk di jl mawar\u2764\ufe0f").gist is Gist.COMPLAINT
    )
    assert told("sampah\U0001f621 numpuk di jl mawar\u2764\ufe0f")[Slot.PLACE] == "jl mawar"


def test_only_the_beginning_and_the_end_of_a_very_long_text_are_read():
    text = "lampu jalan mati. " + "x" * 1_000_000 + " nama saya Budi, alamat jalan mawar 3"
    slots = reading(text).slots
    assert slots[Slot.NAME].value == "Budi"
    assert text[slots[Slot.NAME].start : slots[Slot.NAME].end] == "Budi"


@given(st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_text_gives_a_reading_whose_facts_stand_in_it(text):
    for slot, found in reading(text).slots.items():
        assert 0 <= found.start < found.end <= len(text)
        assert 0 < found.confidence <= 1
        if slot is not Slot.SERVICE:
            assert text[found.start : found.end] == found.value


_TELLING = """saya nama joko rt 3 / rw . , ? di jalan mawar kampung baru tolong minta takut lapor
    sudah 2 minggu tgl 22 des hormat alamat : tadi pagi petugas uang kebakaran bukan kapan"""
_WORDS = st.sampled_from([*_TELLING.split(), "\n"])


@given(st.lists(_WORDS, max_size=40).map(" ".join))
@settings(max_examples=200, deadline=None)
def test_any_order_of_telling_words_gives_a_reading(text):
    assert isinstance(reading(text), Reading)


@pytest.mark.parametrize(
    "piece", ["saya takut lapor ", "rt 3/", "1-", "\n", "tolong ", "di jalan "]
)
def test_a_megabyte_is_read_as_quickly_as_its_beginning_and_end(piece):
    text = piece * (1_000_000 // len(piece))
    started = perf_counter()
    reading(text)
    assert perf_counter() - started < 1
