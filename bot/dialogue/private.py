"""Numbers that belong to a person: telephones and identity numbers, found and masked."""

from __future__ import annotations

import re

from bot.dialogue.found import Found

_PHONE = re.compile(r"(?<![\w+])(?:\+?62|0)[ -]?8\d{1,2}(?:[ .-]?\d{2,5}){2,3}(?!\w)")
_IDENTITY = re.compile(r"(?<!\w)\d{16}(?!\w)|(?<!\w)\d{4}(?:[ .-]\d{4}){3}(?!\w)")
_LENGTHS = range(10, 15)


def phones(text: str) -> tuple[Found, ...]:
    """Mobile numbers, however they are grouped."""
    return tuple(
        _found(match) for match in _PHONE.finditer(text) if len(_digits(match[0])) in _LENGTHS
    )


def identities(text: str) -> tuple[Found, ...]:
    """NIK and family card numbers: sixteen digits."""
    return tuple(_found(match) for match in _IDENTITY.finditer(text))


def masked(text: str) -> str:
    """The text with all but the last three digits of such numbers hidden."""
    return _PHONE.sub(_mask, _IDENTITY.sub(_mask, text))


def _mask(match: re.Match[str]) -> str:
    head, tail = match[0][:-3], match[0][-3:]
    return re.sub(r"\d", "*", head) + tail


def _found(match: re.Match[str]) -> Found:
    return Found(match[0], match.start(), match.end(), 0.9)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
