"""Priority: counted from facts, with reasons; an officer's own word stands above it."""

from __future__ import annotations

import pytest

from bot.casework.priority import Facts, rank


@pytest.mark.parametrize(
    ("facts", "level", "reasons"),
    [
        (Facts(), "later", ()),
        (Facts(left=20), "later", ()),
        (Facts(left=7), "usual", ("tenggat sepekan lagi",)),
        (Facts(weight="light"), "later", ()),
        (Facts(assisted=True), "usual", ("pelapor perlu bantuan",)),
        (Facts(weight="heavy", assisted=True), "first", ("bobot berat", "pelapor perlu bantuan")),
        (Facts(urgent=True), "first", ("mendesak",)),
        (Facts(left=-3), "first", ("tenggat lewat",)),
        (Facts(left=0, weight="medium"), "first", ("bobot sedang", "tenggat hari ini")),
        (Facts(alarmed=True), "usual", ("perlu dilihat petugas",)),
        (Facts(weight="medium", left=1), "first", ("bobot sedang", "tenggat satu hari kerja lagi")),
    ],
)  # fmt: skip
def test_points_have_reasons(facts: Facts, level: str, reasons: tuple[str, ...]) -> None:
    found = rank(facts)
    assert (found.level, found.reasons) == (level, reasons)


def test_an_officers_word_stands_above_what_is_counted_and_is_seen() -> None:
    pressing = Facts(urgent=True, weight="heavy", left=-5)
    later = rank(Facts(urgent=True, left=-5, level="later"))
    first = rank(Facts(level="first"))
    assert later.points < rank(Facts()).points <= rank(pressing).points < first.points
    assert "diubah petugas" in later.reasons
    assert later.words == "Dapat menunggu"


def test_what_is_nearer_or_heavier_is_never_served_later() -> None:
    days = [rank(Facts(left=left)).points for left in (-9, -1, 0, 1, 2, 3, 5, 7, 8, 60)]
    assert days == sorted(days, reverse=True)
    weights = [rank(Facts(weight=weight)).points for weight in ("heavy", "medium", "light", "")]
    assert weights == sorted(weights, reverse=True)
