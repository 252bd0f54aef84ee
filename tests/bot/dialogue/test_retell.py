"""What was understood, said back: without greetings, spelt out, names written as names."""

from __future__ import annotations

import pytest

from bot.dialogue import retell
from tests.bot.dialogue.stage import Stage


@pytest.mark.parametrize(
    "greeting",
    [
        "Selamat pagi pak ",
        "Selamat pagi Pak/Bu, ",
        "slmt mlm bpk ibu, ",
        "selamat pagi,siang,sore pak ",
        "Selamat pagi 🙏 pak, ",
        "pagi pak, ",
        "Pagi min ",
        "met siang pak mau lapor ",
        "Ass. Wr. Wb. pak lurah, ",
        "Assalamu'alaikum warahmatullahi wabarakatuh, ",
        "Halo selamat pagi admin, saya mau lapor ",
        "Selamat pagi Pak Budi, ",
        "Yth. Bapak Lurah, ",
        "Selamat pagi bapak ibu yang terhormat, ",
        "Sugeng enjing pak, ",
        "kulonuwun pak, ",
        "Punten, ",
        "om swastiastu, ",
        "permisi pak saya mau melaporkan bahwa ",
        "Good morning sir, ",
    ],
)
def test_a_greeting_is_no_part_of_what_was_understood(greeting):
    assert retell.story(f"{greeting}lampu jalan mati semua", "id") == "Lampu jalan mati semua."


def test_a_greeting_on_a_later_line_is_left_out_as_well():
    told = retell.story("lampu jalan mati\nSelamat pagi pak, masih mati juga", "id")
    assert told == "Lampu jalan mati. Masih mati juga."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("pak lurah minta uang 50 ribu", "Pak lurah minta uang 50 ribu."),
        ("Selamat pagi, pak rt minta uang 50 ribu", "Pak RT minta uang 50 ribu."),
        ("malam ini lampu mati lagi", "Malam ini lampu mati lagi."),
        ("halo halo bandung dijual di loket", "Bandung dijual di loket."),
    ],
)
def test_who_did_it_and_when_is_no_greeting(text, told):
    assert retell.story(text, "id") == told


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Kp. Baru", "Kampung Baru"),
        ("kp. baru", "Kampung Baru"),
        ("kp baru", "Kampung Baru"),
        ("KP. BARU", "Kampung Baru"),
        ("Kp.Baru RT. 3 / RW. 5", "Kampung Baru RT 3 / RW 5"),
        ("Kampung. Baru", "Kampung Baru"),
        ("Jl. Mawar No. 5", "Jalan Mawar No. 5"),
        ("jln.mawar gg.buntu", "Jalan Mawar Gang Buntu"),
        ("Kel. Sukajaya, Kec. Margahayu", "Kelurahan Sukajaya, Kecamatan Margahayu"),
    ],
)
def test_an_abbreviated_place_is_spelt_out_without_its_dot(typed, shown):
    assert retell.site(typed, "id") == shown


def test_an_abbreviated_place_is_read_whole_and_told_whole():
    stage = Stage()
    said = stage.says(
        "Selamat pagi pak. Nama saya Siti, alamat Kp. Baru RT 03 RW 02. Lampu jalan di Kp. Baru"
        " mati sejak kemarin, mohon diperbaiki"
    )
    assert stage.case.slots["address"] == "Kp. Baru RT 03 RW 02"
    assert stage.case.slots["place"] == "Kp. Baru"
    assert "Lampu jalan di Kampung Baru mati sejak Minggu 4 Januari 2026. Permintaannya:" in said


def test_who_shouts_is_told_back_in_a_calm_voice():
    told = retell.story("LAMPU JALAN DI KP BARU MATI SEJAK SENIN, KTP JUGA BELUM JADI", "id")
    assert told == "Lampu jalan di kampung baru mati sejak Senin, KTP juga belum jadi."
