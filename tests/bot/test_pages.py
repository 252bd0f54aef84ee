"""Pages: a stranger's words on them, with marks for what would act unseen."""

from __future__ import annotations

import pytest

from bot import pages

#: Turns of direction, no width, fillers, letters for machines.
HIDDEN = (
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
    "\u200b\u200c\u2060\u2061\u2062\u2063\u2064\u206a\u206f\ufeff\u180e\xad\u034f"
    "\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufff9\ufffa\ufffb"
    "\U0001d173\U000e0001\U000e0041\U000e007f"
)
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize("one", HIDDEN, ids=ascii)
def test_what_hides_is_shown_as_a_mark(one: str) -> None:
    assert str(pages.shown(f"kata{one}x")) == f"kata⟨U+{ord(one):04X}⟩x"
    assert one not in pages.shown(one)


@pytest.mark.parametrize("text", ["a\u200db", "\u200d", "1\u200d", "\u200b\u200d"], ids=ascii)
def test_a_joiner_that_joins_nothing_is_shown_as_a_mark(text: str) -> None:
    assert "\u200d" not in pages.shown(text)
    assert "U+200D" in pages.shown(text)


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f469\u200d\U0001f467",
        "\u2764\ufe0f",
        "1\ufe0f\u20e3",
        "\u0b95\u0bcd\u200d\u0bb7",
        "Z\u0351\u036b",
        "\u0645\u0646\u0627\u0642\u0634\u0629",
        ENGLAND,
    ],
    ids=ascii,
)
def test_what_people_write_stays_as_it_is(text: str) -> None:
    assert str(pages.shown(text)) == text


def test_letters_for_machines_behind_a_flag_are_no_flag() -> None:
    text = ENGLAND[:-1] + "\U000e0041" + ENGLAND[-1]
    assert not any("\U000e0000" <= one <= "\U000e007f" for one in pages.shown(text))
