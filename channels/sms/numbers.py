"""Numbers: who can be written back to is a number in E.164; short codes and names are not."""

from __future__ import annotations

import re
from typing import Final

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber

#: Digits of a number that only the network's plus makes international.
_DIALLED: Final = re.compile(r"\+[1-9]\d{4,14}", re.ASCII)
_NOISE: Final = re.compile(r"[\s().\-/\u00a0]")
#: An own number that is newer than the library: a zero before so many digits.
_OWN: Final = re.compile(r"0\d{8,13}", re.ASCII)


def e164(written: str, region: str = "ID") -> str:
    """The number as "+62812..."; "" for a short code, a sender's name, or no number at all."""
    number = _NOISE.sub("", written)
    if number.startswith("00"):
        number = f"+{number[2:]}"
    if not re.fullmatch(r"\+?\d{3,20}", number, re.ASCII):
        return ""
    if number.startswith("+"):
        return _international(number, region)
    return _national(number, region)


def _international(number: str, region: str) -> str:
    parsed = _parsed(number, None)
    if parsed is not None and phonenumbers.is_valid_number(parsed):
        return _written(parsed)
    own = f"+{phonenumbers.country_code_for_region(region)}"
    if number.startswith(own):
        # Some networks put the country code before a short code of their own.
        return _written(parsed) if parsed is not None and _is_long(number, own) else ""
    return number if _DIALLED.fullmatch(number) else ""


def _national(number: str, region: str) -> str:
    here, abroad = _parsed(number, region), _parsed(f"+{number}", None)
    for parsed in (here, abroad if not number.startswith("0") else None):
        if parsed is not None and phonenumbers.is_valid_number(parsed):
            return _written(parsed)
    return _written(here) if here is not None and _OWN.fullmatch(number) else ""


def _parsed(number: str, region: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(number, region)
    except NumberParseException:
        return None


def _is_long(number: str, country: str) -> bool:
    return len(number) - len(country) >= 8


def _written(number: PhoneNumber) -> str:
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))
