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
        ("pada 05/03/25 saya ditilang", "05/03/25", "2025-03-05"),
        ("5-3-2025 saya ditilang", "5-3-2025", "2025-03-05"),
        ("2025-12-22 saya ditilang", "2025-12-22", "2025-12-22"),
        ("dari 2/1/2026 tidak ada air", "dari 2/1/2026", "2026-01-02"),
        ("tanggal 28 saya datang", "tanggal 28", "2025-12-28"),
        ("kejadian pkl 08.00 WIB tgl 3 januari", "pkl 08.00 WIB tgl 3 januari", "2026-01-03"),
        ("3 mingguan. sy joko rt 2", "3 mingguan", "2025-12-15"),
        ("sejak lebaran kemarin lampu mati", "sejak lebaran kemarin", "2025-03-31"),
        ("since yesterday no water", "since yesterday", "2026-01-04"),
        ("broken for three weeks", "for three weeks", "2025-12-15"),
        ("it broke two weeks ago", "two weeks ago", "2025-12-22"),
        ("last week the officer refused", "last week", "2025-12-29"),
        ("this morning the counter was closed", "this morning", "2026-01-05"),
        ("on Monday I was refused", "Monday", "2025-12-29"),
        ("wingi sore kulo mriko", "wingi sore", "2026-01-04"),
        ("12 maret saya ditilang", "12 maret", "2025-03-12"),
        ("12/03/2025 jam 14:30 saya ditilang", "12/03/2025 jam 14:30", "2025-03-12"),
        ("tgl 5/3 jam 8 saya datang", "tgl 5/3 jam 8", "2025-03-05"),
        ("pkl 08.00 WITA tgl 3 januari tutup", "pkl 08.00 WITA tgl 3 januari", "2026-01-03"),
        ("jam 9 WIT kemarin saya ditolak", "jam 9 WIT kemarin", "2026-01-04"),
        ("jam 7 pagi kemarin sudah antre", "jam 7 pagi kemarin", "2026-01-04"),
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
        "cuma 1/2 jam dilayani",
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


#: Sunday 22 November 2026, 16.00 in Jakarta.
SUNDAY = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("tgl 3 bln lalu sy ke samsat", "tgl 3 bln lalu", "2026-10-03"),
        ("tanggal 5 bulan ini saya ditolak", "tanggal 5 bulan ini", "2026-11-05"),
        ("tgl 5 bulan 10 saya bayar", "tgl 5 bulan 10", "2026-10-05"),
        ("tgl 12 bln september kmrn sy bayar", "tgl 12 bln september kmrn", "2026-09-12"),
        ("bulan lalu tanggal 5 saya ke sana", "bulan lalu tanggal 5", "2026-10-05"),
        ("minggu lalu hari rabu saya ke sana", "minggu lalu hari rabu", "2026-11-11"),
        ("rabu minggu kemarin saya ke sana", "rabu minggu kemarin", "2026-11-11"),
        ("kemarin sabtu pagi saya ke KUA", "kemarin sabtu pagi", "2026-11-21"),
        ("kemarin hari jumat sy ditolak", "kemarin hari jumat", "2026-11-20"),
        ("Jum'at sore tadi sopir ugal2an", "Jum'at sore tadi", "2026-11-20"),
        ("minggu sore tadi macet", "minggu sore tadi", "2026-11-22"),
        ("hari minggu tadi macet", "hari minggu tadi", "2026-11-22"),
        ("hari ini minggu 22 november loket tutup", "hari ini minggu 22 november", "2026-11-22"),
        ("malam minggu kemarin lampu padam", "malam minggu kemarin", "2026-11-21"),
        ("malam senin ada balap liar", "malam senin", "2026-11-15"),
        ("tahun baru kemarin kantor tutup", "tahun baru kemarin", "2026-01-01"),
        ("sejak pilkada jalan tidak diperbaiki", "sejak pilkada", "2024-11-27"),
        ("waktu idul adha kemarin sampah numpuk", "idul adha kemarin", "2026-05-27"),
        ("waktu 17 agustusan kemarin dipungut iuran", "17 agustusan kemarin", "2026-08-17"),
        ("bulan september dan oktober belum cair", "bulan september dan oktober", "2026-09-01"),
        ("bansos dari april sampai juni belum cair", "dari april sampai juni", "2026-04-01"),
        ("insentif januari-maret belum dibayar", "januari-maret", "2026-01-01"),
        ("3 hari berturut-turut listrik padam", "3 hari berturut-turut", "2026-11-19"),
        ("listrik padam 3 hari berturut2", "3 hari berturut2", "2026-11-19"),
        ("tiga hari ini air mati", "tiga hari ini", "2026-11-19"),
        ("2 minggu belakangan ini sampah numpuk", "2 minggu belakangan ini", "2026-11-08"),
        ("beberapa hari terakhir air keruh", "beberapa hari terakhir", "2026-11-19"),
        ("seminggu terakhir ini macet", "seminggu terakhir ini", "2026-11-15"),
        ("dari jam 3 pagi banjir", "dari jam 3 pagi", "2026-11-22"),
        ("antri dari jam 6 pagi blm dipanggil", "dari jam 6 pagi", "2026-11-22"),
        ("sejak pukul 10.00 WIB listrik padam", "sejak pukul 10.00 WIB", "2026-11-22"),
        ("pagi tadi petugas tidak ada", "pagi tadi", "2026-11-22"),
        ("tadi sy ke kelurahan ditolak", "tadi", "2026-11-22"),
        ("subuh tadi air mati", "subuh tadi", "2026-11-22"),
        ("tadi subuh air mati", "tadi subuh", "2026-11-22"),
        ("dini hari tadi ada maling", "dini hari tadi", "2026-11-22"),
        ("mati sejak dini hari", "sejak dini hari", "2026-11-22"),
        ("siang ini loket tutup", "siang ini", "2026-11-22"),
        ("jam 10 kemarin saya diusir", "jam 10 kemarin", "2026-11-21"),
        (
            "pukul 14.30 tanggal 5 Maret 2026 saya datang",
            "pukul 14.30 tanggal 5 Maret 2026",
            "2026-03-05",
        ),
        ("jam 9 pagi tadi sy diusir", "jam 9 pagi tadi", "2026-11-22"),
        ("kemarin lusa sekitar jam 9an", "kemarin lusa sekitar jam 9an", "2026-11-20"),
        ("sudah 3 bulan lebih ktp blm jadi", "sudah 3 bulan lebih", "2026-08-22"),
        ("udah mau 2 bulan ktp blm jadi", "udah mau 2 bulan", "2026-09-22"),
        ("hampir 1,5 tahun ktp blm jadi", "hampir 1,5 tahun", "2025-05-22"),
        ("setengah tahun sertifikat blm jadi", "setengah tahun", "2026-05-22"),
        ("kurang lebih 3 minggu lampu mati", "kurang lebih 3 minggu", "2026-11-01"),
        ("lampu mati 3 minggu", "3 minggu", "2026-11-01"),
        ("jalan rusak 2 tahun ga diaspal", "2 tahun", "2024-11-22"),
        ("sudah dua puluh hari tidak ada kabar", "sudah dua puluh hari", "2026-11-02"),
        ("sdh 2mgg lebih", "sdh 2mgg lebih", "2026-11-08"),
        ("sdh 3bln blm jadi", "sdh 3bln", "2026-08-22"),
        ("tgl 12/11 saya bayar", "tgl 12/11", "2026-11-12"),
        ("tgl 12-11-26 bayar", "tgl 12-11-26", "2026-11-12"),
        (
            "12 November 2026, pukul 10.00 saya datang",
            "12 November 2026, pukul 10.00",
            "2026-11-12",
        ),
        ("senin tgl 16 kemarin ditolak", "senin tgl 16 kemarin", "2026-11-16"),
        (
            "hari senin dan selasa kemarin loket tutup",
            "hari senin dan selasa kemarin",
            "2026-11-16",
        ),
        ("awal tahun ini saya urus", "awal tahun ini", "2026-01-01"),
        ("pertengahan oktober saya lapor", "pertengahan oktober", "2026-10-11"),
        ("minggu pertama november saya lapor", "minggu pertama november", "2026-11-01"),
        ("minggu kedua bulan ini saya lapor", "minggu kedua bulan ini", "2026-11-08"),
        ("akhir pekan kemarin jalan ditutup", "akhir pekan kemarin", "2026-11-21"),
        ("weekend kemarin loket tutup", "weekend kemarin", "2026-11-21"),
        ("wingi bengi listrike mati", "wingi bengi", "2026-11-21"),
        ("mau isuk kulo teng kelurahan", "mau isuk", "2026-11-22"),
        ("kawit wingi toyane pejah", "kawit wingi", "2026-11-21"),
        ("wiwit minggu wingi toyane pejah", "wiwit minggu wingi", "2026-11-09"),
        ("sampun kalih minggu dereng dados", "sampun kalih minggu", "2026-11-08"),
        ("wes telung dino mati", "wes telung dino", "2026-11-19"),
        ("sasi wingi kulo mbayar", "sasi wingi", "2026-10-01"),
        ("ti kamari cai pareum", "ti kamari", "2026-11-21"),
        ("tos tilu dinten cai pareum", "tos tilu dinten", "2026-11-19"),
        ("tadi isuk abdi ka kelurahan", "tadi isuk", "2026-11-22"),
        ("peuting tadi listrik pareum", "peuting tadi", "2026-11-21"),
        ("mangkukna abdi ka kantor", "mangkukna", "2026-11-20"),
        ("geus saminggu runtah numpuk", "geus saminggu", "2026-11-15"),
        ("kapatang lampu mati", "kapatang", "2026-11-21"),
        ("alah tigo hari aia mati", "alah tigo hari", "2026-11-19"),
        ("ibi sanja lampune mati", "ibi sanja", "2026-11-21"),
        ("uli ibi yeh mati", "uli ibi", "2026-11-21"),
        ("samalam lampu padam di banjarbaru", "samalam", "2026-11-21"),
        ("hari jumat ba'da ashar petugas datang", "hari jumat", "2026-11-20"),
        ("sabtu 14 nov sy ke samsat", "sabtu 14 nov", "2026-11-14"),
        ("sejak Senin 16/11/2026 air mati", "sejak Senin 16/11/2026", "2026-11-16"),
        ("a week ago the light broke", "a week ago", "2026-11-15"),
        ("for over a month no answer", "for over a month", "2026-10-22"),
        ("since January my ID card is not ready", "since January", "2026-01-01"),
        ("a couple of days ago", "a couple of days ago", "2026-11-20"),
        ("yesterday morning the officer shouted", "yesterday morning", "2026-11-21"),
        ("last night the power went out", "last night", "2026-11-21"),
        ("loket 2 tutup seminggu", "seminggu", "2026-11-15"),
        ("bulan Oktober belum diterima sampai sekarang", "bulan Oktober", "2026-10-01"),
        ("sudah dari tahun kemarin got mampet", "sudah dari tahun kemarin", "2025-01-01"),
        ("diproses 40 hari", "40 hari", "2026-10-13"),
        ("sudah 2 jam menunggu di loket", "sudah 2 jam", "2026-11-22"),
        ("5 menit lalu ada kecelakaan", "5 menit lalu", "2026-11-22"),
        ("sejam yang lalu listrik mati", "sejam yang lalu", "2026-11-22"),
        ("sejak tadi pagi air mati", "sejak tadi pagi", "2026-11-22"),
        ("dari tadi antri ga dipanggil", "dari tadi", "2026-11-22"),
        ("sejak semalam sampai sekarang padam", "sejak semalam sampai sekarang", "2026-11-21"),
        ("baru2 ini jalan ditutup", "baru2 ini", "2026-11-15"),
        ("bbrp hari lalu sy dtg", "bbrp hari lalu", "2026-11-19"),
        ("2-3 hari lalu petugas datang", "2-3 hari lalu", "2026-11-19"),
        ("dua tiga hari ini air mati", "dua tiga hari ini", "2026-11-19"),
        ("sejak bulan puasa air mati", "sejak bulan puasa", "2026-02-19"),
        ("on November 12th I was refused", "November 12th", "2026-11-12"),
        ("petugas tidak masuk semester ini", "semester ini", "2026-07-01"),
        ("dari pagi antre di loket", "dari pagi", "2026-11-22"),
        ("sampah tidak diangkut 3 hari, bau", "3 hari", "2026-11-19"),
        ("ngurus surat pindah 4 hari", "4 hari", "2026-11-18"),
        ("tgl 5-7 juni loket tutup", "tgl 5-7 juni", "2026-06-05"),
        ("jemuah wingi kulo ditolak", "jemuah wingi", "2026-11-20"),
        ("tengah malam kemaren dokter menolak", "tengah malam kemaren", "2026-11-21"),
    ],
)
def test_two_times_beside_each_other_a_region_and_a_feast_are_days_as_well(text, words, day):
    found, when = told(text, SUNDAY)
    assert found == words
    assert when is not None
    assert when.first == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "2 kali seminggu petugas datang",
        "seminggu sekali sampah diangkut",
        "bayar 50rb per bulan",
        "cuma libur sehari",
        "katanya 3 hari jadi",
        "iuran bulanan 20rb",
        "selesai dalam 2 minggu",
        "usia 3 bulan anak saya ditolak",
        "anak saya 5 tahun ditolak sekolah",
        "bantuan tahun 2024 tidak sesuai data",
        "bukanya jam 8",
        "janji mau diperbaiki minggu depan",
        "buka senin-jumat",
        "tiap malam minggu balap liar",
        "setiap hari senin macet",
        "sabtu minggu tutup",
        "bulan depan lahiran",
        "masa berlaku 5 tahun",
        "2 hari lagi habis",
        "satu orang petugas saja",
        "sejak awal sudah curiga",
        "sejak kecil tinggal di sini",
        "rapel 3 bulan belum dibayar",
        "gaji 2 bulan belum dibayar",
        "nunggu 2 jam",
        "pasar jumat macet",
        "di pasar rebo macet",
    ],
)
def test_how_often_how_much_and_how_long_it_may_take_is_no_day(text):
    assert told(text, SUNDAY) == (None, None)


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
        ("tgl 5 Maret 2025 jam 14.30 WITA", "14.30"),
        ("kemarin jam 9 WIT", "09.00"),
        ("12/03/2025 jam 14:30", "14.30"),
        ("pkl 08.00 WIB tgl 3 januari", "08.00"),
        ("jam 10 malam kemarin", "22.00"),
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
