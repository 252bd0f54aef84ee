"""The alphabet of a short message (3GPP TS 23.038): what fits it, and how many parts it takes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

#: The place of a character is its code; code 27 leads to the second table.
_BASIC: Final = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ"
    " !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_SECOND: Final = {
    "\f": 10,
    "^": 20,
    "{": 40,
    "}": 41,
    "\\": 47,
    "[": 60,
    "~": 61,
    "]": 62,
    "|": 64,
    "€": 101,
}
_ESCAPE: Final = 27
_CODES: Final = {
    **{char: bytes((code,)) for code, char in enumerate(_BASIC) if code != _ESCAPE},
    **{char: bytes((_ESCAPE, code)) for char, code in _SECOND.items()},
}
_SECOND_CHARS: Final = {code: char for char, code in _SECOND.items()}

ALPHABET: Final = frozenset(_CODES)

#: Septets of one message alone, and of each part of a longer one.
SINGLE, JOINED = 160, 153
#: The same in the 16-bit units of UCS-2.
SINGLE_WIDE, JOINED_WIDE = 70, 67


def is_gsm(text: str) -> bool:
    """Whether every character is in the alphabet."""
    return all(char in _CODES for char in text)


def plain(text: str) -> str:
    """The text with every sign outside the alphabet put into letters of it, where that can be."""
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    said = "".join(char if char in _CODES else _plain(char) for char in lines)
    return _GAPS.sub(" ", _ENDS.sub("", said))


def segments(text: str) -> int:
    """As how many messages this text is sent and paid for."""
    return len(split(text))


def split(text: str) -> list[str]:
    """The parts of a text, each with its share of characters and no character torn apart."""
    single, joined = (SINGLE, JOINED) if is_gsm(text) else (SINGLE_WIDE, JOINED_WIDE)
    weights = list(_weights(text))
    if sum(weights) <= single:
        return [text]
    parts, start, used = [], 0, 0
    for place, weight in enumerate(weights):
        if used + weight > joined:
            parts.append(text[start:place])
            start, used = place, 0
        used += weight
    return [*parts, text[start:]]


def encode(text: str) -> bytes:
    """One septet in each byte, as gateways take it. Raises KeyError outside the alphabet."""
    return b"".join(_CODES[char] for char in text)


def decode(septets: bytes) -> str:
    """What `encode` wrote; a code that means nothing becomes a space."""
    return "".join(_decoded(septets))


def _decoded(septets: bytes) -> Iterator[str]:
    codes = iter(septets)
    for code in codes:
        if code == _ESCAPE:
            yield _SECOND_CHARS.get(next(codes, _ESCAPE), " ")
        else:
            yield _BASIC[code] if code < len(_BASIC) else " "


def _weights(text: str) -> Iterator[int]:
    if is_gsm(text):
        return (len(_CODES[char]) for char in text)
    return (1 + (ord(char) > 0xFFFF) for char in text)


def _plain(char: str) -> str:
    if char in _LOOKS:
        return _LOOKS[char]
    if unicodedata.category(char) == "Zs":
        return " "
    taken_apart = "".join(_settled(one) for one in unicodedata.normalize("NFKD", char))
    if taken_apart and is_gsm(taken_apart):
        return taken_apart
    # The letters of another script stay, with their marks, and the message becomes wider.
    return "" if _is_silent(char) else char


def _settled(char: str) -> str:
    if unicodedata.combining(char):
        return ""
    return char if char in _CODES else _LOOKS.get(char, char)


def _is_silent(char: str) -> bool:
    """A picture, or what only changes how another character looks."""
    kind = unicodedata.category(char)
    return kind[0] == "C" or kind in ("So", "Sk", "Me") or bool(_MARKS.match(char))


_MARKS: Final = re.compile("[\u0300-\u036f\ufe00-\ufe0f]")
_GAPS: Final = re.compile(r" {2,}")
_ENDS: Final = re.compile(r" +(?=\n|$)")
_LOOKS: Final = {
    **dict.fromkeys("‘’‚‛`´ʹʼˈ′‹›", "'"),
    **dict.fromkeys("“”„‟«»″", '"'),
    **dict.fromkeys("‐‑‒–—―−­•·‣◦●▪", "-"),
    **dict.fromkeys("\t\v\u00a0", " "),
    **dict.fromkeys("\u0085\u2028\u2029", "\n"),
    "\u00ad": "",
    "⁄": "/",
    "∕": "/",
    "÷": ":",
    "×": "x",
    "→": "->",
    "←": "<-",
    "⇒": "=>",
    "≤": "<=",
    "≥": ">=",
    "≈": "~",
    "±": "+/-",
    "°": " derajat ",
    "©": "(c)",
    "®": "(r)",
    "¦": "|",
    "¬": "-",
    "\ufffd": "?",
    "μ": "u",
    "ı": "i",
    "ł": "l",
    "Ł": "L",
    "đ": "d",
    "Đ": "D",
    "œ": "oe",
    "Œ": "OE",
}
