"""When: spoken Indonesian becomes days of the calendar, and what only sounds like one does not."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.casework.words import Slot
from bot.dialogue.reading import read

#: Monday 5 January 2026, 09.14 in Jakarta.
NOW = datetime(2026, 1, 5, 2, 14, tzinfo=UTC)


def told(text: str, now: datetime = NOW, zone: str = "Asia/Jakarta"):
    reading = read(text, (), now, zone=zone)
    found = reading.slots.get(Slot.TIME)
    return (found.value if found else None, reading.when)


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("lampu mati kemarin", "kemarin", "2026-01-04"),
        ("kmrn sore saya ke sana", "kmrn sore", "2026-01-04"),
        ("ditolak kemarin jam 8", "kemarin jam 8", "2026-01-04"),
        ("kemarin lusa saya datang", "kemarin lusa", "2026-01-03"),
        ("kejadiannya kemarin dulu pak", "kemarin dulu", "2026-01-03"),
        ("tadi pagi dimarahi petugas", "tadi pagi", "2026-01-05"),
        ("td pagi jam 7 sudah antre", "td pagi jam 7", "2026-01-05"),
        ("tadi malam ada ledakan", "tadi malam", "2026-01-04"),
        ("semalam lampu padam semua", "semalam", "2026-01-04"),
        ("smlm listrik mati", "smlm", "2026-01-04"),
        ("barusan saya ditolak", "barusan", "2026-01-05"),
        ("baru saja petugas pergi", "baru saja", "2026-01-05"),
        ("pagi ini air tidak keluar", "pagi ini", "2026-01-05"),
        ("hari ini loket tutup", "hari ini", "2026-01-05"),
        ("saya datang 2 jam yang lalu", "2 jam yang lalu", "2026-01-05"),
        ("tadi jam 9 ditolak satpam", "tadi jam 9", "2026-01-05"),
        ("senin lalu saya ke loket", "senin lalu", "2025-12-29"),
        ("senin kemarin saya ke loket", "senin kemarin", "2025-12-29"),
        ("hari senin saya ke loket", "hari senin", "2025-12-29"),
        ("jumat saya ke kantor desa", "jumat", "2026-01-02"),
        ("Jum'at kemarin saya ditolak", "Jum'at kemarin", "2026-01-02"),
        ("senin minggu lalu saya ditolak", "senin minggu lalu", "2025-12-29"),
        ("hari minggu kantor dijaga preman", "hari minggu", "2026-01-04"),
        ("malam jumat ada keributan", "malam jumat", "2026-01-01"),
        ("jumat malam ada keributan", "jumat malam", "2026-01-02"),
        ("selasa malam sekitar jam 10", "selasa malam sekitar jam 10", "2025-12-30"),
        ("3 hari yang lalu saya datang", "3 hari yang lalu", "2026-01-02"),
        ("3 hr yg lalu sy dtg", "3 hr yg lalu", "2026-01-02"),
        ("3hr lalu sy dtg", "3hr lalu", "2026-01-02"),
        ("tiga hari yang lalu saya datang", "tiga hari yang lalu", "2026-01-02"),
        ("dua minggu lalu saya datang", "dua minggu lalu", "2025-12-22"),
        ("dua belas hari lalu saya datang", "dua belas hari lalu", "2025-12-24"),
        ("2 minggu kemarin saya datang", "2 minggu kemarin", "2025-12-22"),
        ("minggu lalu jalan ditutup", "minggu lalu", "2025-12-29"),
        ("minggu kemarin jalan ditutup", "minggu kemarin", "2025-12-29"),
        ("seminggu yang lalu jalan ditutup", "seminggu yang lalu", "2025-12-29"),
        ("bulan lalu bantuan tidak turun", "bulan lalu", "2025-12-01"),
        ("bln kmrn bantuan tidak turun", "bln kmrn", "2025-12-01"),
        ("sebulan yang lalu sudah lapor", "sebulan yang lalu", "2025-12-05"),
        ("tahun lalu juga begitu, jalannya rusak", "tahun lalu", "2025-01-01"),
        ("air mati sudah 3 minggu", "sudah 3 minggu", "2025-12-15"),
        ("air mati sdh 3mgg", "sdh 3mgg", "2025-12-15"),
        ("air mati selama 2 bulan", "selama 2 bulan", "2025-11-05"),
        ("hampir sebulan tidak diangkut", "hampir sebulan", "2025-12-05"),
        ("sudah setahun lebih rusak", "sudah setahun lebih", "2025-01-05"),
        ("mati sejak kemarin", "sejak kemarin", "2026-01-04"),
        ("mati sejak 2 minggu yang lalu", "sejak 2 minggu yang lalu", "2025-12-22"),
        ("dari bulan juli belum diperbaiki", "dari bulan juli", "2025-07-01"),
        ("sejak akhir november rusak", "sejak akhir november", "2025-11-21"),
        ("sejak awal bulan air keruh", "sejak awal bulan", "2026-01-01"),
        ("akhir bulan lalu saya lapor", "akhir bulan lalu", "2025-12-21"),
        ("sejak tahun 2019 tanah kami digugat", "sejak tahun 2019", "2019-01-01"),
        ("tgl 5/3 saya datang", "tgl 5/3", "2025-03-05"),
        ("tanggal 3 Januari 2026 saya datang", "tanggal 3 Januari 2026", "2026-01-03"),
        ("Kejadian tgl 5 Maret 2025 jam 14.30", "tgl 5 Maret 2025 jam 14.30", "2025-03-05"),
        ("20 nop 2025 sy bayar", "20 nop 2025", "2025-11-20"),
        ("17 Agustus kemarin saya bayar", "17 Agustus kemarin", "2025-08-17"),
        ("Jumat, 2 Januari 2026 antre", "Jumat, 2 Januari 2026", "2026-01-02"),
        ("senin tgl 22 des urus ktp", "senin tgl 22 des", "2025-12-22"),
        ("tanya tgl 22 & 29 des ke desa", "tgl 22 & 29 des", "2025-12-22"),
        ("tanggal 22 sampai 24 desember tutup", "tanggal 22 sampai 24 desember", "2025-12-22"),
        ("22-24 desember loket tutup terus", "22-24 desember", "2025-12-22"),
        ("pada 05/03/25 saya ditilang", "pada 05/03/25", "2025-03-05"),
        ("5-3-2025 saya ditilang", "5-3-2025", "2025-03-05"),
        ("2025-12-22 saya ditilang", "2025-12-22", "2025-12-22"),
        ("dari 2/1/2026 tidak ada air", "dari 2/1/2026", "2026-01-02"),
        ("tanggal 28 saya datang", "tanggal 28", "2025-12-28"),
        ("kejadian pkl 08.00 WIB tgl 3 januari", "tgl 3 januari", "2026-01-03"),
        ("3 mingguan. sy joko rt 2", "3 mingguan", "2025-12-15"),
        ("sejak lebaran kemarin lampu mati", "sejak lebaran kemarin", "2025-03-31"),
        ("since yesterday no water", "since yesterday", "2026-01-04"),
        ("broken for three weeks", "for three weeks", "2025-12-15"),
        ("it broke two weeks ago", "two weeks ago", "2025-12-22"),
        ("last week the officer refused", "last week", "2025-12-29"),
        ("this morning the counter was closed", "this morning", "2026-01-05"),
        ("on Monday I was refused", "on Monday", "2025-12-29"),
        ("wingi sore kulo mriko", "wingi sore", "2026-01-04"),
    ],
)
def test_what_people_say_is_a_day(text, words, day):
    found, when = told(text)
    assert found == words
    assert when is not None
    assert when.first == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "setiap senin loket tutup",
        "tiap hari macet",
        "besok saya datang lagi",
        "lusa terakhir pendaftaran",
        "minggu depan mau operasi",
        "jumat depan saya datang",
        "beras tinggal untuk 2 hari",
        "katanya 3 hari jadi",
        "dijanjikan 14 hari kerja",
        "buka senin sampai jumat jam 8 sampai 15",
        "jam buka 08.00",
        "anak saya umur 5 tahun",
        "rt 2/4 lampu mati semua pak",
        "bayar 50.000 tanpa kuitansi",
        "data tahun 2023 salah di aplikasi",
        "hp saya 0812-3456-7890",
        "harga 1/2 juta kata petugas",
        "dalam 3 hari harus bayar",
        "tunggu 2 minggu lagi kata petugas",
        "kapan jadinya pak",
        "akhir tahun 2030 baru selesai katanya",
        "akhir tahun ini baru selesai",
        "the counter opens at 8",
    ],
)
def test_what_only_sounds_like_a_day_is_none(text):
    assert told(text) == (None, None)


def test_the_day_is_that_of_the_office():
    night = datetime(2026, 1, 4, 17, 30, tzinfo=UTC)
    assert told("kemarin mati", night, "Asia/Jakarta")[1].first == date(2026, 1, 4)
    assert told("kemarin mati", night.replace(hour=16), "Asia/Jakarta")[1].first == date(2026, 1, 3)
    assert told("kemarin mati", night.replace(hour=16), "Asia/Jayapura")[1].first == date(
        2026, 1, 4
    )


def test_a_range_has_a_first_and_a_last_day():
    when = told("tanggal 22 sampai 24 desember tutup")[1]
    assert (when.first, when.last) == (date(2025, 12, 22), date(2025, 12, 24))
    month = told("bulan lalu bantuan tidak turun")[1]
    assert (month.first, month.last) == (date(2025, 12, 1), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("kemarin jam 8", "08.00"),
        ("tadi pagi jam 7", "07.00"),
        ("tgl 5 Maret 2025 jam 14.30 WIB", "14.30"),
        ("kemarin jam 2 siang", "14.00"),
        ("semalam jam 10 malam", "22.00"),
        ("kemarin jam setengah 8 malam", "19.30"),
        ("kemarin pukul 12 malam", "00.00"),
        ("selasa malam sekitar jam 10", "22.00"),
        ("kemarin", ""),
    ],
)
def test_the_hour_is_read_as_well(text, clock):
    assert told(f"{text} saya ditolak")[1].clock == clock


def test_an_impossible_day_is_no_day():
    assert told("tanggal 31/2 saya datang")[1] is None
    assert told("tanggal 45 saya datang")[1] is None


@pytest.mark.parametrize("day", ["29/2", "tanggal 31", "29 februari"])
def test_a_day_that_not_every_month_has_is_the_last_one_there_was(day):
    when = told(f"{day} saya datang")[1]
    assert when is not None
    assert when.first <= date(2026, 1, 5)


_WORDS = """kemarin lusa dulu tadi malam pagi senin minggu bulan tahun lalu yang ini tgl tanggal
    22 5/3 31 29 & sampai desember februari sejak sudah 3 0 99 setengah jam 14.30 8 WIB akhir awal
    hari 2019 2025-12-22 22-24 last this week ago lebaran depan belas puluh lima , ."""


@given(
    st.lists(st.sampled_from(_WORDS.split()), max_size=12).map(" ".join),
    st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31)).map(
        lambda at: at.replace(tzinfo=UTC)
    ),
)
@settings(max_examples=300, deadline=None)
def test_any_order_of_such_words_is_some_day_that_has_begun_or_none(text, now):
    found, when = told(text, now)
    assert (found is None) == (when is None)
    if when is not None:
        assert found in text
        assert when.first <= when.last
        assert (when.first - now.date()).days <= 1
