"""Tracking numbers such as K7F3-9QX and the kunci that opens them: made, heard and read aloud."""

import hashlib
import hmac
import re
from collections.abc import Iterator
from itertools import combinations, product

from bot.casework.mentions import Mention, find, find_kunci
from bot.casework.symbols import ALPHABET, LENGTH, check, complete, mixed, normalise, shown

__all__ = [
    "ALPHABET",
    "LENGTH",
    "Mention",
    "check",
    "find",
    "find_kunci",
    "kunci",
    "kunci_fits",
    "make",
    "normalise",
    "soundalikes",
    "spell",
]

_SOUNDS = ("BDPT", "FV", "CSZ", "GJ", "KQ", "MN")
_SOUNDS_LIKE = {a: sounds.replace(a, "") for sounds in _SOUNDS for a in sounds}
_SWAPS = 2
_SPOKEN = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")


def make(entropy: bytes) -> str:
    """The number that these random bytes stand for; the same bytes give the same number."""
    if len(entropy) < 8:
        raise ValueError("a tracking number needs at least eight random bytes")
    return next(shown(symbols) for symbols in _drawn(entropy) if mixed(symbols))


def kunci(key: bytes, complaint_id: int, generation: int) -> str:
    """The six digits of one complaint, never stored; another generation has others."""
    message = f"kunci:{complaint_id}:{generation}".encode()
    digest = hmac.digest(key, message, "sha256")
    return f"{int.from_bytes(digest[:8]) % 10**6:06d}"


def kunci_fits(key: bytes, complaint_id: int, generation: int, typed: str) -> bool:
    """Are these the digits? A near miss takes as long as nonsense."""
    digits = re.sub(r"[\s-]", "", typed).encode("utf-8", "replace")
    return hmac.compare_digest(kunci(key, complaint_id, generation).encode(), digits)


def soundalikes(number_text: str) -> tuple[str, ...]:
    """Numbers that fit the check character and sound like this one, at most two letters apart."""
    symbols = normalise(number_text)
    if len(symbols) != LENGTH:
        return ()
    found = (check(heard) for heard in _misheard(symbols))
    return tuple(number for number in found if number)


def spell(number: str) -> str:
    """Symbol by symbol, as it is dictated: K, tujuh, F, tiga, sembilan, Q, X."""
    return ", ".join(_SPOKEN[int(s)] if s in "0123456789" else s for s in normalise(number))


def _drawn(entropy: bytes) -> Iterator[str]:
    while True:
        entropy = hashlib.sha256(entropy).digest()
        yield complete("".join(ALPHABET[byte % 32] for byte in entropy[: LENGTH - 1]))


def _misheard(symbols: str) -> Iterator[str]:
    places = [place for place, symbol in enumerate(symbols) if symbol in _SOUNDS_LIKE]
    for amount in range(1, _SWAPS + 1):
        for chosen in combinations(places, amount):
            for letters in product(*(_SOUNDS_LIKE[symbols[place]] for place in chosen)):
                yield _with(symbols, dict(zip(chosen, letters, strict=True)))


def _with(symbols: str, swapped: dict[int, str]) -> str:
    return "".join(swapped.get(place, symbol) for place, symbol in enumerate(symbols))
