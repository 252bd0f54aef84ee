"""Who can be written back to: numbers in E.164, and neither short codes nor names."""

from __future__ import annotations

import pytest

from channels.sms import numbers

PEOPLE = [
    ("081234567890", "+6281234567890"),
    ("6281234567890", "+6281234567890"),
    ("+6281234567890", "+6281234567890"),
    ("8123456789", "+628123456789"),
    ("0812-3456-7890", "+6281234567890"),
    ("(0812) 3456 7890", "+6281234567890"),
    ("006281234567890", "+6281234567890"),
    ("0225550117", "+62225550117"),
    ("60123456789", "+60123456789"),
    ("+60123456789", "+60123456789"),
    ("+2349067554729", "+2349067554729"),
    ("+12345", "+12345"),
    # prefixes that came after the library
    ("08991234567890", "+628991234567890"),
]
NOBODY = [
    "",
    "3636",
    "1708",
    "85812",
    "+3636",
    "+62858",
    "TELKOMSEL",
    "BANK-BRI",
    "whatsapp:+6281234567890",
    "0",
    "00",
    "+",
    "+0812345678",
    "+1234567890123456789012",
    "0812abc34567",
    "٠٨١٢٣٤٥٦٧٨٩٠",
]


@pytest.mark.parametrize(("written", "number"), PEOPLE)
def test_a_number_is_read_however_the_network_writes_it(written: str, number: str) -> None:
    assert numbers.e164(written) == number


@pytest.mark.parametrize("written", NOBODY)
def test_short_codes_and_names_are_no_numbers(written: str) -> None:
    assert numbers.e164(written) == ""


def test_the_region_decides_what_a_national_number_means() -> None:
    assert numbers.e164("0123456789", "MY") == "+60123456789"


def test_a_number_that_was_read_stays_itself() -> None:
    for _, number in PEOPLE:
        assert numbers.e164(number) == number
