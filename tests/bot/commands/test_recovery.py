"""The recovery sheet: words become the key again, and a slip of the pen is found."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands import recovery
from bot.commands.recovery import Slip

KEYS = st.binary(min_size=32, max_size=32)
KEY = bytes(range(100, 132))


def test_there_is_a_word_for_every_byte() -> None:
    words = recovery.all_words()
    assert len(set(words)) == 256
    assert len({word[:4] for word in words}) == 256
    assert all(word.isascii() and word.isalpha() and 3 <= len(word) <= 7 for word in words)


@settings(max_examples=200, deadline=None)
@given(KEYS)
def test_the_words_give_the_key_back(key: bytes) -> None:
    words = recovery.words_of(key)
    assert len(words) == 33
    assert recovery.key_of(" ".join(words)) == key


def test_numbering_lines_and_capitals_do_no_harm() -> None:
    words = recovery.words_of(KEY)
    typed = "\n".join(f"{n}. {word.upper()}" for n, word in enumerate(words, 1))
    assert recovery.key_of(typed) == KEY


def test_four_letters_are_enough() -> None:
    assert recovery.key_of(" ".join(word[:4] for word in recovery.words_of(KEY))) == KEY


def test_a_slip_in_a_word_is_read_as_what_was_meant() -> None:
    words = list(recovery.words_of(KEY))
    words[3] = words[3][1:]
    words[9] = words[9][0] + "x" + words[9][2:]
    assert recovery.key_of(" ".join(words)) == KEY


def test_a_word_that_is_none_is_named_by_its_place() -> None:
    words = list(recovery.words_of(KEY))
    words[6] = "xyzzy"
    with pytest.raises(Slip) as slip:
        recovery.key_of(" ".join(words))
    assert slip.value.place == 7


def test_too_few_words_are_counted() -> None:
    with pytest.raises(Slip) as slip:
        recovery.key_of(" ".join(recovery.words_of(KEY)[:30]))
    assert slip.value.count == 30


def test_exchanged_words_are_found_out_nearly_always() -> None:
    dice = random.Random(7)
    missed = 0
    for _ in range(2000):
        words = list(recovery.words_of(dice.randbytes(32)))
        one, other = dice.sample(range(32), 2)
        if words[one] == words[other]:
            continue
        words[one], words[other] = words[other], words[one]
        try:
            recovery.key_of(" ".join(words))
        except Slip:
            continue
        missed += 1
    assert missed < 25


def test_the_last_word_may_be_typed_as_one_types() -> None:
    last = recovery.words_of(KEY)[-1]
    assert recovery.same_word(f" {last.upper()} ", last)
    assert not recovery.same_word("", last)
    assert not recovery.same_word(next(w for w in recovery.all_words() if w != last), last)
