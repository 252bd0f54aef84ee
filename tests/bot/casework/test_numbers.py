"""Tracking numbers: every slip of one symbol and every swap of two is noticed."""

from itertools import combinations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.casework import numbers, symbols

ENTROPY = st.binary(min_size=8, max_size=32)
NUMBERS = ENTROPY.map(numbers.make)
BODIES = st.text(numbers.ALPHABET, min_size=6, max_size=6)


def fits(text: str) -> bool:
    """The check character alone, without the rules of shape."""
    return symbols.complete(text[:6]) == text


@given(ENTROPY)
def test_a_made_number_is_valid_has_digits_and_letters_and_is_repeatable(entropy: bytes) -> None:
    number = numbers.make(entropy)
    assert numbers.check(number) == number == numbers.make(entropy)
    assert len(number) == 8
    assert number[4] == "-"
    assert any(symbol.isdigit() for symbol in number)
    assert any(symbol.isalpha() for symbol in number)
    assert not set(number) & set("ILOU")


def test_numbers_need_eight_random_bytes() -> None:
    with pytest.raises(ValueError, match="eight random bytes"):
        numbers.make(b"1234567")


def test_ten_thousand_numbers_hardly_ever_meet() -> None:
    made = {numbers.make(draw.to_bytes(8)) for draw in range(10_000)}
    assert len(made) >= 9_999


def test_every_symbol_is_used_at_every_place() -> None:
    made = [numbers.make(draw.to_bytes(8)).replace("-", "") for draw in range(5_000)]
    for place in range(numbers.LENGTH):
        assert {number[place] for number in made} == set(numbers.ALPHABET)


@given(BODIES)
def test_every_single_error_is_found(body: str) -> None:
    right = symbols.complete(body)
    for place, symbol in enumerate(right):
        for other in set(numbers.ALPHABET) - {symbol}:
            assert not fits(right[:place] + other + right[place + 1 :])


@given(BODIES)
def test_every_transposition_near_or_far_is_found(body: str) -> None:
    right = symbols.complete(body)
    for left, later in combinations(range(numbers.LENGTH), 2):
        if right[left] != right[later]:
            swapped = list(right)
            swapped[left], swapped[later] = swapped[later], swapped[left]
            assert not fits("".join(swapped))


@given(NUMBERS)
def test_no_slip_of_one_symbol_makes_another_valid_number(number: str) -> None:
    bare = number.replace("-", "")
    for place, symbol in enumerate(bare):
        for other in set(numbers.ALPHABET) - {symbol}:
            assert numbers.check(bare[:place] + other + bare[place + 1 :]) is None


def test_the_number_printed_in_the_examples_is_valid_and_its_neighbour_is_not() -> None:
    assert numbers.check("K7F3-9QX") == "K7F3-9QX"
    assert numbers.check("K7F3-9QZ") is None


@pytest.mark.parametrize(
    "typed",
    ["k7f3-9qx", "K7F39QX", " k7f3 9qx ", "K7F3–9QX", "#K7F3-9QX", "*K7F3-9QX*", "K 7 F 3 9 Q X."],
)
def test_a_number_is_read_tolerantly(typed: str) -> None:
    assert numbers.check(typed) == "K7F3-9QX"


@given(NUMBERS)
def test_o_i_and_l_are_read_as_the_digits_they_look_like(number: str) -> None:
    for one in "IiLl":
        assert numbers.check(number.replace("1", one).replace("0", "o").lower()) == number


@given(st.text(max_size=12))
def test_whatever_strangers_write_is_a_number_or_none(text: str) -> None:
    number = numbers.check(text)
    assert number is None or numbers.check(number) == number


def test_digits_alone_are_never_a_number() -> None:
    assert not any(numbers.check(f"{value:06d}{last}") for value in range(0, 10**6, 997)
                   for last in range(10))  # fmt: skip


def test_sound_alikes_hold_the_number_that_was_dictated() -> None:
    assert "K7F3-9QX" in numbers.soundalikes("Q7F3-9QX")
    assert "K7F3-9QX" in numbers.soundalikes("k7v3 9kx")
    assert numbers.soundalikes("K7F3") == ()
    assert numbers.soundalikes("7777-777") == ()


@given(NUMBERS, st.data())
def test_sound_alikes_are_valid_few_and_never_the_number_itself(number: str, data) -> None:
    places = [place for place, symbol in enumerate(number) if symbol in "BDPT"]
    assume(places)
    place = data.draw(st.sampled_from(places))
    other = data.draw(st.sampled_from(sorted(set("BDPT") - {number[place]})))
    heard = number[:place] + other + number[place + 1 :]
    candidates = numbers.soundalikes(heard)
    assert number in candidates
    assert heard not in candidates
    assert len(candidates) <= 210
    assert all(numbers.check(candidate) == candidate for candidate in candidates)


def test_a_number_is_spelt_as_it_is_dictated() -> None:
    assert numbers.spell("K7F3-9QX") == "K, tujuh, F, tiga, sembilan, Q, X"
    assert numbers.spell("A0B1-2CD") == "A, nol, B, satu, dua, C, D"


KEY = bytes(range(32))


@given(st.integers(0, 10**9), st.integers(1, 1000))
def test_a_kunci_is_six_digits_and_fits_its_own_case_alone(case: int, generation: int) -> None:
    digits = numbers.kunci(KEY, case, generation)
    assert len(digits) == 6
    assert digits.isdigit()
    assert numbers.kunci_fits(KEY, case, generation, digits)
    assert numbers.kunci_fits(KEY, case, generation, f"{digits[:3]} {digits[3:]}")
    wrong = f"{(int(digits) + 1) % 10**6:06d}"
    assert not numbers.kunci_fits(KEY, case, generation, wrong)


def test_another_key_case_or_generation_has_another_kunci() -> None:
    keys = [numbers.kunci(KEY, 1, 1), numbers.kunci(KEY, 1, 2), numbers.kunci(KEY, 2, 1),
            numbers.kunci(b"x" * 32, 1, 1), numbers.kunci(KEY, 11, 1)]  # fmt: skip
    assert len(set(keys)) == len(keys)


@given(st.text(max_size=20))
def test_whatever_is_typed_for_a_kunci_is_compared_without_harm(typed: str) -> None:
    assert numbers.kunci_fits(KEY, 7, 1, typed) in {True, False}
    assert not numbers.kunci_fits(KEY, 7, 1, "\ud800" + typed)


def test_kunci_digits_are_spread_evenly() -> None:
    first = [numbers.kunci(KEY, case, 1)[0] for case in range(4_000)]
    assert all(300 < first.count(str(digit)) < 500 for digit in range(10))
