"""What is reported of a reading, field by field."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.report import report

#: A Sunday.
NOW = datetime(2026, 11, 22, 9, tzinfo=ZoneInfo("Asia/Jakarta"))
ALL = "identity service description request place time"


def read(text: str) -> dict[str, Any]:
    return report(text, (), NOW)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("emergency", "tolong pak ada kebakaran di pasar baru sekarang!!"),
        ("emergency", "anak saya tenggelam di kali ciliwung tolong"),
        ("emergency", "rumah tetangga kebakar pak di gg mangga!!!"),
        ("emergency", "suami saya mukulin saya sekarang tolong"),
        ("emergency", "banjir udah sepinggang di perum asri, ada nenek kejebak, tolong evakuasi"),
        ("emergency", "ibu saya mau lahiran tp puskesmas dlingo tutup, bidannya ga ada, tolong"),
        ("emergency", "ada orang ngamuk bawa parang di pasar sentral sekarang"),
        ("information", "apa syarat bikin akta kelahiran ya kak?"),
        ("information", "jam berapa buka pelayanan hari sabtu?"),
        ("information", "pak mau nanya, syarat pindah domisili apa aja trus bayar gak?"),
        ("information", "How much does a new passport cost?"),
        ("aspiration", "usul pak gmn klo di taman kota dikasih tempat sampah lebih banyak"),
        ("thanks", "trima kasih ktp sy udah jadi, pelayanannya cepat"),
        ("thanks", "hatur nuhun pak, lampu di jalan merdeka tos hurung deui"),
        ("thanks", "pak lurah orangnya baik"),
        (
            "spam",
            "SELAMAT! Nomor anda terpilih sebagai pemenang undian mobil. klik http://bit.ly/x",
        ),
        ("spam", "butuh dana cepat? pinjaman tanpa jaminan cair 5 menit hub wa 0812345"),
        ("spam", "slot gacor maxwin hari ini bonus new member 100%"),
        ("spam", "Sebarkan pesan ini ke 10 orang teman kamu kalau tidak akan sial"),
        ("spam", "asdfghjkl qwrtp"),
        ("spam", "Dijual rumah type 36 dp ringan, minat hub 0813xxxx"),
        ("complaint", "dasar petugas goblok semua"),
        ("complaint", "saya ditipu undian berhadiah yg mengatasnamakan kelurahan"),
        ("complaint", "selamat pagi, saya mau komplain soal pelayanan"),
        ("complaint", "terima kasih tapi lampunya masih mati"),
        ("complaint", "kenapa ktp saya belum jadi?"),
        ("greeting", "halo min"),
        ("command", "STATUS K7F3-9QX"),
        ("answer", "ya benar"),
        ("answer", "siap pak"),
        ("answer", "saya tidak tahu tanggalnya"),
        ("answer", "Jl. Sudirman No. 45, Kel. Kebon Jeruk"),
        ("answer", "kemarin sore sekitar jam 3"),
        ("answer", "Budi Santoso, RT 03 RW 05 Kel. Cempaka"),
    ],
)
def test_what_the_sender_mainly_wants(kind: str, text: str) -> None:
    told = read(text)
    assert told["kind"] == kind
    assert kind == "complaint" or told["missing"] == []


#: text, maladministration, service, place, when_text, when, urgent, missing
TABLE = [
    (
        "Assalamualaikum pak, saya Siti Rohmah, Jl. Kenanga No 5 RT 02/03 Kel. Sukamaju. Tgl 3"
        " januari ngurus KK di kelurahan Sukamaju diminta uang 50rb tanpa kuitansi.",
        ("permintaan_imbalan", "Kartu Keluarga", "kelurahan Sukamaju", "Tgl 3 januari"),
        ("2026-01-03", "", "request"),
    ),
    (
        "pak ktp sy udah 3 bulan blm jadi2, tiap ke dukcapil katanya blanko kosong terus",
        ("penundaan_berlarut", "KTP", None, "udah 3 bulan"),
        ("2026-08-22", "", "identity request place"),
    ),
    (
        "lampu jalan depan masjid al ikhlas mati sdh seminggu tlg dbenerin",
        (None, "Lampu jalan", "masjid al ikhlas", "sdh seminggu"),
        ("2026-11-15", "", "identity"),
    ),
    (
        "petugas loket 2 puskesmas mekarsari galak bgt, ibu sy dibentak tadi pagi",
        ("tidak_patut", "Kesehatan", "loket 2 puskesmas mekarsari", "tadi pagi"),
        ("2026-11-22", "", "identity request"),
    ),
    (
        "aer pam mati udah 4 hari di kp rawa, anak bayi ga bisa mandi",
        (None, "Air bersih", "kp rawa", "udah 4 hari"),
        ("2026-11-18", "air", "identity request"),
    ),
    (
        "jalan di depan sdn 3 karanganyar bolong gede, kmrn ada yg jatoh",
        (None, "Jalan", "sdn 3 karanganyar", "kmrn"),
        ("2026-11-21", "", "identity request"),
    ),
    (
        "kulo bade lapor pak, dalan neng ngarep pasar legi rusak parah wis rong wulan",
        (None, "Jalan", "pasar legi", "wis rong wulan"),
        ("2026-09-22", "", "identity request"),
    ),
    (
        "pak RT motong bansos 100rb per orang, di dusun krajan desember kemarin",
        ("permintaan_imbalan", "Bantuan sosial", "dusun krajan", "desember kemarin"),
        ("2025-12-01", "", "identity request"),
    ),
    (
        "saya difabel kursi roda, ditolak naik ke lantai 2 kantor samsat kota bekasi hari senin",
        ("diskriminasi", "Kendaraan", "kantor samsat kota bekasi", "hari senin"),
        ("2026-11-16", "", "identity request"),
    ),
    (
        "obat insulin di puskesmas cempaka kosong udah 2 minggu, bapak saya diabetes",
        ("tidak_memberikan_pelayanan", "Kesehatan", "puskesmas cempaka", "udah 2 minggu"),
        ("2026-11-08", "obat", "identity request"),
    ),
    (
        "besok hari terakhir daftar ulang ppdb tapi sistem error terus",
        (None, "Pendidikan", None, None),
        (None, "tenggat", "identity request place time"),
    ),
    (
        "kabel listrik putus menjuntai di jl melati depan sd 2, bahaya anak2",
        (None, "Listrik", "jl melati", None),
        (None, "bahaya", "identity request time"),
    ),
    (
        "kantor bpn tidak mau melaksanakan putusan pengadilan soal tanah kami sejak 2024",
        ("pengabaian_kewajiban_hukum", "Pertanahan", None, "sejak 2024"),
        ("2024-01-01", "", "identity request place"),
    ),
    (
        "camat meras pedagang pasar kliwon tiap minggu 20 ribu",
        ("permintaan_imbalan", None, "pasar kliwon", None),
        (None, "", "identity service request time"),
    ),
    (
        "pak polisi minta 250 ribu waktu tilang di simpang lima semarang, ga ada surat tilang",
        ("permintaan_imbalan", "Kepolisian", "simpang lima semarang", None),
        (None, "", "identity request time"),
    ),
    (
        "kades ngancem mau coret nama sy dr bansos kalo lapor",
        ("penyalahgunaan_wewenang", "Bantuan sosial", None, None),
        (None, "ancaman", "identity request place time"),
    ),
    (
        "lurah lebih membela pengembang dalam sengketa lahan kami di kampung pulo",
        ("berpihak", "Pertanahan", "kampung pulo", None),
        (None, "", "identity request time"),
    ),
    (
        "surat tanah saya ditahan sekdes, katanya harus ttd dulu jual ke dia",
        ("penyalahgunaan_wewenang", "Pertanahan", None, None),
        (None, "", "identity request place time"),
    ),
    (
        "data dtks tahun 2023 masih pake nama almarhum bapak",
        (None, "Bantuan sosial", None, None),
        (None, "", "identity request place time"),
    ),
    (
        "Punteun pak, jalan ka desa cikole ruksak pisan, nyuhunkeun dibenerkeun",
        (None, "Jalan", "desa cikole", None),
        (None, "", "identity time"),
    ),
    (
        "kecewa berat sama pelayanan dukcapil",
        (None, "Kependudukan", None, None),
        (None, "", "identity description request place time"),
    ),
    ("selamat pagi, saya mau komplain soal pelayanan", (None,) * 4, (None, "", ALL)),
    (
        "The street light on Jalan Mawar has been broken since yesterday, please fix it.",
        (None, "Lampu jalan", "Jalan Mawar", "since yesterday"),
        ("2026-11-21", "", "identity"),
    ),
]


@pytest.mark.parametrize(("text", "told", "more"), TABLE)
def test_what_a_complaint_tells(
    text: str, told: tuple[str | None, ...], more: tuple[str | None, str, str]
) -> None:
    given = read(text)
    fields = ("maladministration", "service", "place", "when_text")
    assert tuple(given[field] for field in fields) == told
    assert (given["when"], given["urgent_reason"]) == more[:2]
    assert given["urgent"] == bool(more[1])
    assert given["missing"] == more[2].split()
    assert given["kind"] == "complaint"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("id", "kecewa berat sama pelayanan dukcapil"),
        ("en", "The street light has been broken since last week, please fix it."),
        ("jv", "kulo bade lapor pak, dalan neng ngarep pasar legi rusak parah"),
        (None, "12345"),
    ],
)
def test_in_which_language(language: str | None, text: str) -> None:
    assert read(text)["language"] == language


def test_an_emergency_is_urgent() -> None:
    told = read("ada kebakaran di pasar baru sekarang")
    assert (told["urgent"], told["urgent_reason"]) == (True, "bahaya")


def test_days_to_come_and_opening_hours_are_no_time_of_an_event() -> None:
    assert read("jam berapa buka pelayanan hari sabtu?")["when"] is None
    assert read("kapan loket buka, hari senin?")["when_text"] is None


@given(st.text())
def test_any_text_is_reported_with_verbatim_parts(text: str) -> None:
    told = read(text)
    assert 0 <= told["confidence"] <= 1
    for field in ("place", "when_text"):
        start, end = told["spans"].get(field, (0, 0))
        assert (told[field] or "") == text[start:end]
