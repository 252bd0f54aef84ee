"""What people say of the time, said back in days that still mean the same tomorrow."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.casework.words import Slot
from bot.dialogue import moments
from bot.dialogue.almanac import When
from bot.dialogue.reading import read
from tests.bot.dialogue.stage import TEXTS

MONDAY = datetime(2026, 1, 5, 2, 14, tzinfo=UTC)


def told(text: str, language: str = "id", **how: bool) -> str:
    reading = read(text, (), MONDAY)
    assert reading.when is not None
    return moments.told(TEXTS, language, reading.slots[Slot.TIME].value, reading.when, **how)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("3 mingguan", "sejak sekitar 15 Desember 2025"),
        ("sudah 2-3 minggu belum jadi", "sejak sekitar 15 Desember 2025"),
        ("lampu mati sebulan", "sejak sekitar 5 Desember 2025"),
        ("lampu mati 5 hari", "sejak Rabu 31 Desember 2025"),
        ("beberapa hari ini air mati", "sejak sekitar 2 Januari 2026"),
        ("sejak 2 bulan yang lalu", "sejak sekitar 5 November 2025"),
        ("sejak desember ktp belum jadi", "sejak Desember 2025"),
        ("sejak tahun 2019 jalan rusak", "sejak tahun 2019"),
        ("sejak kemarin sore", "sejak Minggu 4 Januari 2026 sore"),
        ("3 minggu lalu", "sekitar 15 Desember 2025"),
        ("minggu lalu", "antara 29 Desember 2025 dan 4 Januari 2026"),
        ("awal desember saya urus", "awal Desember 2025"),
        ("kemarin", "Minggu 4 Januari 2026"),
        ("hari minggu kemarin", "Minggu 4 Januari 2026"),
        ("senin minggu lalu", "Senin 29 Desember 2025"),
        ("senin tgl 22 des", "Senin 22 Desember 2025"),
        ("22/12/2025", "Senin 22 Desember 2025"),
        ("tadi pagi jam 9", "Senin 5 Januari 2026 pukul 09.00"),
        ("tadi malam", "Minggu 4 Januari 2026 malam"),
        # Two days are no span, and are left in the citizen's words.
        ("tanggal 22 & 29 des sy datang", ""),
    ],
)
def test_the_days_are_named_in_full(text, said):
    assert told(text) == said


def test_what_is_only_noted_needs_no_year():
    assert told("3 mingguan", year=False) == "sejak sekitar 15 Desember"
    assert told("senin tgl 22 des", year=False) == "Senin 22 Desember"


def test_days_are_named_in_the_citizens_language():
    assert told("since yesterday", "en") == "since Sunday 4 January 2026"
    assert told("for three weeks", "en") == "since about 15 December 2025"


@pytest.mark.parametrize(
    "when",
    [
        When(date(2025, 12, 22), date(2025, 12, 22)),
        When(date(2025, 12, 1), date(2025, 12, 31)),
        When(date(2026, 1, 5), date(2026, 1, 5), "14.30"),
    ],
)
def test_what_is_kept_is_what_was_read(when):
    assert moments.restored(moments.kept(when)) == when
