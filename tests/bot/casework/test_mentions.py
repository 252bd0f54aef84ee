"""Numbers and kunci in running text: found where they are meant, never in prose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.casework import numbers

NUMBER = "K7F3-9QX"

MEANT = [
    "K7F3-9QX",
    "k7f3-9qx",
    "k7f39qx",
    "STATUS K7F3-9QX",
    "status k7f39qx",
    "/status_K7F39QX",
    "/status K7F39QX",
    "Status laporan K7F3 9QX gimana ya pak",
    "halo pak laporan saya k7f39qx kok belum ada kabar",
    "nomor: K7F3-9QX, kunci 482913",
    "No.K7F3-9QX",
    "cabut K7F3-9QX",
    "Re: Laporan [K7F3-9QX] sudah kami terima",
    "#K7F3-9QX",
    "*K7F3-9QX*",
    "(K7F3–9QX)",
    "lihat https://lapor.example/lacak/K7F3-9QX",
    "pak tolong yang K7F3 - 9QX itu ditambah foto",
    "K 7 F 3 9 Q X",
    "nomornya K, 7, F, 3, 9, Q, X ya bu",
    "ini no laporan saya K7F3-9QX. terima kasih",
    "K7F3-9QX?",
    "laporan K7F3-9QX\nsudah dua minggu",
    "my report number is k7f3-9qx",
]


@pytest.mark.parametrize("text", MEANT)
def test_a_number_is_found_where_it_is_meant(text: str) -> None:
    mentions = numbers.find(text)
    assert [mention.number for mention in mentions] == [NUMBER]
    assert all(text[one.start : one.end] == one.typed for one in mentions)


MISTYPED = [
    "K7F3-9QZ",
    "STATUS K7F3-9QZ",
    "laporan saya K7F3-9QZ bagaimana",
    "cek k7f39qz",
    "no k7f39qz ya pak",
    "status K7F3-9Q",
    "status K7F3-9QXX",
    "STATUS 1234567",
    "lacak 1916449",
    "pak K7F3-9ZX belum ada kabar",
    "cabut K7F3 9QZ",
]


@pytest.mark.parametrize("text", MISTYPED)
def test_a_mistyped_number_is_a_mention_without_number(text: str) -> None:
    assert [mention.number for mention in numbers.find(text)] == [None]


PROSE = [
    "saya tinggal di rt005rw002 desa sukajaya",
    "RT005RW sudah dua minggu tanpa air",
    "alamat saya rt05rw3, dsn krajan rt 3 rw 1",
    "RT05-RW3 dan rt12 no5 gg12 no3 belum kebagian",
    "no rt12rw3 blok a12 gang 4b",
    "surat bulan 2026-11 dan 2026-001 hilang",
    "no hp saya 0812-3456 atau 0812-345 saja",
    "telp (022) 555-0117, 0271 555123, wa 081234567890",
    "KTP-el saya belum jadi sejak COVID-19",
    "covid19 sudah lewat tapi bansos2 belum",
    "kertas A4-2020x tidak ada",
    "NIK 3201234567890001 KK 3201 2345 6789 0001",
    "plat B1234XY dan B 1234 XYZ, juga AB1234C parkir liar",
    "motor D4321KLM nabrak pagar",
    "cek B1234XY punya siapa",
    "diminta Rp50000, rp150000, 50rb, 100ribu tanpa kuitansi",
    "buka 2x24jam katanya, ternyata 3x24 jam",
    "jam8pagi sampai jam10an belum buka",
    "laporan desa-nya belum ada",
    "nomor antrean saya 12A, loket3 tutup",
    "nomor telepon kantor tidak diangkat",
    "status laporan tetangga saya bagaimana",
    "STATUS TANAH SAYA",
    "LAPORAN TENTANG JALAN RUSAK",
    "LAPOR PAK LAMPU JALAN MATI DI GANG MELATI",
    "Bantuan beras belum turun",
    "Cabut gigi disuruh bayar",
    "cek bansos2026 kok nama saya hilang",
    "sdn0123 dan smpn2 atapnya bocor",
    "iphone7 dan redmi10 saya hilang di kantor",
    "http://bit.ly/K7F39QX gratis",
    "user@k7f39qx.id kirim email",
    "UUID 550e8400-e29b-41d4-a716-446655440000",
    "anak-anak takut pulang, jalan-jalan berlubang, lain-lain",
    "soal-ini sudah lama, siapa-pun tahu",
    "tgl 22-12-2025 jam 09.14 antre dari 07.00-11.30",
    "tgl 5jan, 15des25, 22okt2025",
    "SK no 470/123/2025 dan surat 045.2-77",
    "blok F1-12a perumahan griya asri",
    "jalan KM12-15a rusak",
    "BPJS kelas3 ditolak, kelas1 diterima",
    "10menit saja, 30menit, 15orang, 100hari",
    "listrik 900va token 1234-5678-9012-3456-7890",
    "versi 1.2.3b4 aplikasi error",
    "lorong5 blok12a lantai2",
    "wifi2go m3u8 mp3 h264 x86",
    "24x7jam pungli di jembatan timbang",
    "",
    "????",
    "👍👍",
]


@pytest.mark.parametrize("text", PROSE)
def test_prose_addresses_plates_and_money_hold_no_number(text: str) -> None:
    assert numbers.find(text) == ()
    assert numbers.find(text.upper()) == ()


def test_addresses_of_every_rt_and_rw_hold_no_number() -> None:
    for rt in range(1, 30):
        for rw in range(1, 30):
            assert numbers.find(f"saya di rt{rt:02}rw{rw} dan RT{rt}RW{rw:02} desa") == ()


def test_plates_and_prices_hold_no_number() -> None:
    for value in range(1000, 10_000, 7):
        assert numbers.find(f"plat b{value}xy, AB{value}C, bayar rp{value}0 atau {value}ribu") == ()


def test_words_in_capitals_after_a_command_are_words() -> None:
    for word in ("LAPORAN", "TELEPON", "LAYANAN", "KOLONEL", "POLISIA", "SEKOLAH", "OLAHAN1"):
        assert not [mention.number for mention in numbers.find(f"STATUS {word}") if mention.number]


def test_two_numbers_are_two_mentions_in_order() -> None:
    other = numbers.make(b"another one")
    mentions = numbers.find(f"gabungkan {NUMBER} dengan {other}, bukan K7F3-9QZ")
    assert [mention.number for mention in mentions] == [NUMBER, other, None]


@given(st.binary(min_size=8, max_size=8))
def test_every_number_is_found_with_hyphen_bare_and_after_a_keyword(entropy: bytes) -> None:
    number = numbers.make(entropy)
    bare = number.replace("-", "").lower()
    for text in (number, f"pak {number.lower()} ya", f"halo {bare} gimana", f"STATUS {bare}"):
        assert [mention.number for mention in numbers.find(text)] == [number]


@given(st.text(max_size=200))
def test_any_text_is_read_without_harm(text: str) -> None:
    for mention in numbers.find(text):
        assert text[mention.start : mention.end] == mention.typed
    kunci = numbers.find_kunci(text)
    assert kunci is None or (len(kunci) == 6 and kunci.isascii() and kunci.isdigit())


KUNCI = [
    "482913",
    "482 913",
    "482-913",
    "kunci 482913",
    "kuncinya 482-913",
    "Kunci: *482913*.",
    "kunci saya adalah 482 913",
    "K7F3-9QX 482913",
    "K7F3-9QX, 482 913",
    "STATUS K7F39QX 482913",
    "482913 K7F3-9QX",
    "buka laporan K7F3-9QX kunci 482913 tolong",
    "hp saya 081234567890 kunci 482913",
    "kunci 482913 3 hari lalu",
    "antre nomor 123456 lama, kuncinya 482913",
]


@pytest.mark.parametrize("text", KUNCI)
def test_a_kunci_is_found(text: str) -> None:
    assert numbers.find_kunci(text) == "482913"


NO_KUNCI = [
    "",
    "48291",
    "4829134",
    "3201234567890001",
    "NIK 3201 2345 6789 0001",
    "nik 320123",
    "081234567890",
    "0812 482 913",
    "0812-482-913",
    "+62 812 482 913",
    "(022) 482913",
    "telp 482913",
    "hp: 482913",
    "Rp 150000",
    "Rp.150000",
    "Rp150.000",
    "bayar 150000 rupiah",
    "150 000 ribu",
    "sekitar 100-200 orang",
    "ada 100-200 rumah tanpa air",
    "tgl 05-01-26 jam 08.00-15.00",
    "05/01/2026",
    "470/123456/2025",
    "kode pos 40123",
    "kode 123 456 789",
    "K7F3-9QX",
    "A482913",
    "482913B",
    "kode otp 482913",
]


@pytest.mark.parametrize("text", NO_KUNCI)
def test_money_telephones_and_longer_numbers_are_no_kunci(text: str) -> None:
    assert numbers.find_kunci(text) is None


@given(st.binary(min_size=8, max_size=8), st.integers(0, 999_999))
def test_number_and_kunci_side_by_side_are_both_found(entropy: bytes, value: int) -> None:
    number, kunci = numbers.make(entropy), f"{value:06d}"
    text = f"{number} {kunci}"
    assert [mention.number for mention in numbers.find(text)] == [number]
    assert numbers.find_kunci(text) == kunci
