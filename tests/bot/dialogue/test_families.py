"""Words in families, families in patterns: one thing, however it is said."""

from __future__ import annotations

import pytest

from bot.dialogue import families, patterns
from bot.dialogue.maladministration import FORMS
from bot.dialogue.patterns import DANGERS, FAULTS, PRESSING
from bot.dialogue.signs import REASONS
from bot.dialogue.tokens import cut


@pytest.mark.parametrize(
    ("family", "said"),
    [
        ("ASK", "meminta mintain permintaan minta"),
        ("CUT", "memotong potongan kepotong potongin"),
        ("FISTS", "merampok dirampok perampokan ngerampok"),
        ("BURIED", "terjebak kejebak kajebak tertimbun katimbun"),
        ("DROWN", "tenggelam tenggelem tinggalam hanyut kehanyut"),
        ("MONEY", "uang duit 50rb 300.000 100ribu"),
    ],
)
def test_prefixes_endings_and_dialects_belong_to_one_family(family: str, said: str) -> None:
    assert [word for word in said.split() if family not in families.of(word)] == []


@pytest.mark.parametrize("word", ["", "-", "mawar", "2026", "sulastri", "k7f3-9qx"])
def test_a_word_of_no_family_has_none(word: str) -> None:
    assert families.of(word) == frozenset()


@pytest.mark.parametrize("table", [FAULTS, DANGERS, PRESSING], ids=["faults", "dangers", "urgency"])
def test_every_family_that_a_pattern_names_is_there(table: patterns.Patterns) -> None:
    assert {step for step in table.steps if step.isupper()} <= families.ROWS.keys()


def test_what_patterns_mean_is_known() -> None:
    assert {pattern.means for pattern in FAULTS} == set(FORMS)
    assert {pattern.means for pattern in PRESSING} == set(REASONS)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("petugas minta uang", True),
        ("petugas di loket dua itu minta uang", True),
        ("petugas ramah sekali dan cepat, saya cuma diajak minta maaf, bukan uang", False),
        ("uang saya di bank", False),
    ],
)
def test_steps_stand_in_order_and_near_one_another(text: str, found: bool) -> None:
    pattern = patterns.Pattern(("OFFICER", "ASK", "uang"), 4, "x", 1.0)
    assert bool(patterns.Patterns([pattern]).matches(patterns.seen(cut(text)))) is found


def test_two_words_that_are_one_thing_are_not_torn_apart() -> None:
    tokens = cut("dia pegawai tim sukses bupati")
    assert "KIN" in patterns.seen(tokens)
    pattern = patterns.Pattern(("OFFICER", "KIN"), 4, "x", 1.0)
    (match,) = patterns.Patterns([pattern]).matches(patterns.seen(tokens))
    assert tokens.cut(match.first, patterns.end(tokens, match)) == "pegawai tim sukses"


@pytest.mark.parametrize(
    ("text", "calls"),
    [
        ("tolong", True),
        ("tolong pak diselamatkan", True),
        ("tolong diperbaiki", False),
        ("tolong segera ditambal", False),
    ],
)
def test_who_asks_for_a_repair_calls_for_no_help(text: str, calls: bool) -> None:
    assert ("CALL" in patterns.seen(cut(text))) is calls
