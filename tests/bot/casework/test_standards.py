"""Standards: what an office publishes of a service, in a word or in all fourteen components."""

from __future__ import annotations

from typing import Any

import pytest

from bot.casework import standards
from bot.casework.catalogue import COMPONENTS
from bot.casework.standards import Standard


def one(told: Any, tariff: int | None = None) -> Standard:
    found, mistakes = standards.read({"KTP": told}, {} if tariff is None else {"KTP": tariff})
    assert mistakes == []
    return found["KTP"]


def test_days_alone_are_a_standard() -> None:
    assert one(14) == Standard("KTP", {"duration": "14 hari kerja"}, 14, None)


def test_every_component_may_be_written() -> None:
    told = {name: f"Tentang {words}." for name, words in COMPONENTS}
    assert len(told) == 14
    assert one(told).texts == told


@pytest.mark.parametrize(
    ("fee", "amount", "text"),
    [
        (0, 0, "gratis"),
        (15000, 15000, "Rp15.000"),
        ("gratis", 0, "gratis"),
        ("Rp15.000 tiap lembar", 15000, "Rp15.000 tiap lembar"),
        ("gratis; bila terlambat Rp25.000", None, "gratis; bila terlambat Rp25.000"),
        ("menurut luas tanah", None, "menurut luas tanah"),
    ],
)
def test_a_fee_is_an_amount_where_it_names_one(fee: Any, amount: int | None, text: str) -> None:
    standard = one({"fee": fee})
    assert (standard.fee, standard.texts["fee"]) == (amount, text)


def test_the_tariff_is_the_fee_where_the_standard_names_none() -> None:
    assert one(3, 15000).fee == 15000
    assert one({"fee": "menurut luas tanah"}, 15000).fee == 15000
    found, _ = standards.read({}, {"Surat pindah": 10000})
    assert standards.fees(found) == {"Surat pindah": 10000}


@pytest.mark.parametrize(
    ("told", "where", "remedy"),
    [
        (0, "KTP", "jumlah hari, misalnya 14"),
        ("tiga", "KTP", "jumlah hari, misalnya 14"),
        (True, "KTP", "jumlah hari, misalnya 14"),
        ({"days": -1}, "KTP.days", "jumlah hari, misalnya 14"),
        ({"syarat": "KTP lama"}, "KTP.syarat", f"komponen yang ada: {', '.join(standards.KEYS)}"),
        ({"requirements": " "}, "KTP.requirements", "tulis sebagai teks"),
        ({"product": 3}, "KTP.product", "tulis sebagai teks"),
        ({"fee": "gratis"}, "KTP.fee", "lain dengan [tariffs]"),
    ],
)
def test_a_mistake_names_its_key_and_its_remedy(told: Any, where: str, remedy: str) -> None:
    _, ((key, said),) = standards.read({"KTP": told}, {"KTP": 15000})
    assert (key, said.startswith(remedy)) == (where, True)


def test_a_service_is_found_however_it_is_written() -> None:
    found, _ = standards.read({"Kartu Keluarga": 3}, {})
    assert standards.find(found, " kartu  keluarga ") is found["Kartu Keluarga"]
    assert standards.find(found, "KTP") is None


def test_what_is_not_published_is_said() -> None:
    told = standards.told(one({"requirements": "KTP lama."}), ["fee", "requirements"])
    assert told == "Persyaratan: KTP lama.\nBiaya atau tarif: belum diumumkan"
