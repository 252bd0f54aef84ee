"""Citizens, machines and one-time codes, told apart by the sender and by the words alone."""

from __future__ import annotations

import pytest

from channels.sms import kinds

DARMO = "+6281234567890"

CODES = [
    "123456 adalah kode verifikasi Anda. JANGAN BERIKAN KODE INI kepada siapa pun.",
    "Kode OTP Anda 482913. Berlaku 5 menit. Jangan berikan kode ini ke siapapun termasuk petugas",
    "<#> 123-456 is your WhatsApp code. Don't share this code with others",
    "G-482913 is your Google verification code.",
    "RAHASIA! Kode verifikasi akun Anda: 4829. Rahasiakan dari siapapun.",
    "Your one-time password is 77120934. It expires in 10 minutes.",
    "Kode WhatsApp Anda: 123-456. Jangan bagikan kode ini",
    "482913 is your verification code",
    "[Tokopedia] 4829 adalah kode akses. Jika bukan Anda, abaikan.",
    "Login code: 48291. Do not give this code to anyone, even if they say they are from Telegram!",
]
#: Told by a machine, and dangerous to show; from a person's own number it is their words.
ONLY_BY_MACHINES = [
    "Kode OTP transaksi Rp50.000 di merchant ABC: 482913",
    "PIN Anda 482913",
]
CITIZENS = [
    "saya ditelpon orang ngaku dari bank, minta kode OTP 482913, uang saya hilang",
    "pak tolong ada penipuan, disuruh kirim kode verifikasi 123456 jangan diberikan katanya",
    "Kode OTP tidak masuk 3 hari ini di aplikasi Dukcapil, no antrian 20451",
    "K7F3-9QX kunci 482913",
    "status K7F3-9QX kode verifikasi 482913 jangan dibagikan",
    "kode verifikasi 482913",
    "kunci 482913",
    "Lampu jalan mati di RT 05 RW 02, sudah lapor 2 kali tgl 120126",
    "bantuan beras belum turun, kode bantuan saya 20261201",
    "Kode pos 40123 belum dapat air 3 hari",
    "",
]
SYSTEM = [
    "Sisa pulsa Anda Rp12.345. Aktif s.d. 31/12/2026",
    "Promo! Kuota 10GB hanya Rp25.000, balas YA",
    "Jangan berikan kode OTP kepada siapa pun.",
    "Terima kasih telah menggunakan layanan kami di nomor 188",
]


@pytest.mark.parametrize("text", CODES)
@pytest.mark.parametrize("phone", ["", "+14155550123"])
def test_a_one_time_code_is_a_code_whoever_sends_it(text: str, phone: str) -> None:
    assert kinds.kind(phone, text) == "code"


@pytest.mark.parametrize("text", ONLY_BY_MACHINES)
def test_a_code_without_its_warning_is_a_code_from_a_machine_alone(text: str) -> None:
    assert kinds.kind("", text) == "code"
    assert kinds.kind(DARMO, text) == "citizen"


@pytest.mark.parametrize("text", CITIZENS)
def test_whoever_speaks_of_a_code_is_a_citizen(text: str) -> None:
    assert kinds.kind(DARMO, text) == "citizen"


@pytest.mark.parametrize("text", SYSTEM)
def test_names_and_short_codes_open_nothing(text: str) -> None:
    assert kinds.kind("", text) == "system"


BALANCES = [
    ("Sisa pulsa Anda Rp12.345 berlaku s.d. 12/12/2026", 12345),
    ("Sisa Pulsa Anda Rp. 12345. Aktif sampai 12-12-2026", 12345),
    ("Pulsa Utama Rp.10,250 s.d 24.12.2026", 10250),
    ("Isi ulang Rp50.000 berhasil. Sisa pulsa Anda Rp 62.345,00", 62345),
    ("Pulsa Anda kurang dari Rp5.000, segera isi ulang", 5000),
    ("Pulsa: Rp0", 0),
    ("Sisa saldo pulsa Rp 10rb", 10000),
    ("Hai, pulsa kamu sekarang Rp 1.250.000", 1250000),
    ("Your main balance is IDR 15,000.00", 15000),
    ("Beli paket Rp25.000 dapat bonus pulsa Rp5.000", None),
    ("Sisa kuota habis, beli paket Rp25.000", None),
    ("Sisa kuota Anda 2,5GB", None),
    ("Pulsa Anda akan hangus besok", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "rupiah"), BALANCES)
def test_the_balance_is_read_from_the_operators_notice(text: str, rupiah: int | None) -> None:
    assert kinds.balance(text) == rupiah


@pytest.mark.parametrize("text", ["kode " * 40_000, "1" * 200_000, "sisa pulsa " * 20_000])
def test_a_text_that_never_ends_is_read_soon(text: str) -> None:
    assert kinds.kind(DARMO, text) == "citizen"
    assert kinds.balance(text) is None
