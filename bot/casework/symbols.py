"""The seven symbols of a tracking number: their alphabet, their shape and their check character."""

import re
from itertools import pairwise
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 7
DASHES: Final = r"\-\u2010\u2011\u2012\u2013\u2014\u2212"

#: x^5 + x^3 + 1, primitive over GF(2): the powers x^1..x^7 all differ, so no swap stays hidden.
_MODULUS = 0b101001
#: How tables, keyboards and tired eyes write the same symbol.
_SAME = str.maketrans("OoIiLl", "001111")
_DROPPED = re.compile(rf"[\s{DASHES}#*.,]+")
#: Addresses and durations that mix digits and letters as numbers do: rt05rw3, gg12no3, 2x24jam.
_PROSE = re.compile(
    r"(?:R[TW]|N[O0]|GG|JL|KM|LT|KK)\d+[A-Z]+\w*|[A-Z]+\d+(?:R[TW]|N[O0]|GG|KM)\d+|\d+X\d+[A-Z]+"
)
#: How often a number changes between digits and letters; rp50000 and B1234XY change less.
_CHANGES = 3


def check(text: str) -> str | None:
    """The canonical form if this is a number we could have given, else None."""
    symbols = normalise(text)
    if len(symbols) != LENGTH or not set(symbols) <= set(ALPHABET):
        return None
    return shown(symbols) if mixed(symbols) and _sum(symbols) == 0 else None


def normalise(text: str) -> str:
    """Upper case without spaces and dashes; O is read as 0, I and L as 1."""
    return _DROPPED.sub("", text).translate(_SAME).upper()


def complete(six: str) -> str:
    """The six symbols and the check character that belongs to them."""
    return six + _CLOSING[_sum(six)]


def shown(symbols: str) -> str:
    return f"{symbols[:4]}-{symbols[4:]}"


def mixed(symbols: str) -> bool:
    """Digits and letters change so often that nobody writes it as an ordinary word."""
    return changes(symbols) >= _CHANGES and not prose(symbols)


def prose(symbols: str) -> bool:
    return bool(_PROSE.fullmatch(symbols))


def changes(symbols: str) -> int:
    return sum(a.isdigit() != b.isdigit() for a, b in pairwise(symbols))


def _sum(symbols: str) -> int:
    total = 0
    for weight, symbol in zip(_WEIGHED, symbols, strict=False):
        total ^= weight[symbol]
    return total


def _times_x(value: int, power: int) -> int:
    for _ in range(power):
        value <<= 1
        value ^= _MODULUS if value & 32 else 0
    return value


_WEIGHED: Final = tuple(
    {symbol: _times_x(value, power) for value, symbol in enumerate(ALPHABET)}
    for power in range(1, LENGTH + 1)
)
#: The last symbol that brings a sum back to nothing.
_CLOSING: Final = {weight: symbol for symbol, weight in _WEIGHED[-1].items()}
