"""How a text is coded: data_coding, the user data header, and the parts of a long message."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from channels.base import Malformed, Part
from channels.sms import gsm

DEFAULT: Final = 0x00
WIDE: Final = 0x08
HAS_HEADER: Final = 0x40

#: The tags of optional parts that we read or write.
RECEIPTED_MESSAGE_ID: Final = 0x001E
MESSAGE_PAYLOAD: Final = 0x0424
MESSAGE_STATE: Final = 0x0427
#: The reference of a long message, the number of a part, and how many there are.
SAR: Final = (0x020C, 0x020F, 0x020E)

_CONCATENATED: Final = {0x00: 1, 0x08: 2}
_TABLE: Final = {0x01: "latin-1", 0x03: "latin-1", 0x06: "iso-8859-5", 0x08: "utf-16-be"}
#: Codings for machines; what such a message says is not for reading.
_BINARY: Final = frozenset({0x02, 0x04})
#: The group of message classes, where one bit says binary.
_CLASSES, _CLASS_BINARY = 0xF0, 0x04


@dataclass(frozen=True, slots=True)
class Body:
    """A text as it goes over the line: its coding and the bytes of each part."""

    coding: int
    parts: tuple[bytes, ...]


def coded(text: str, alphabet: str) -> Body:
    """In the message centre's own alphabet where it can be, else in UCS-2."""
    if gsm.is_gsm(text) and (alphabet == "gsm" or _is_latin(text)):
        encode = gsm.encode if alphabet == "gsm" else _latin
        return Body(DEFAULT, tuple(encode(part) for part in gsm.split(text)))
    wide = text.encode("utf-16-be", "replace")
    return Body(WIDE, tuple(_halves(wide)))


def text_of(body: bytes, coding: int, alphabet: str) -> str | None:
    """The words of a message, None where it holds none."""
    if coding in _BINARY or (coding & _CLASSES == _CLASSES and coding & _CLASS_BINARY):
        return None
    name = _TABLE.get(coding)
    if name is None:
        return gsm.decode(body) if alphabet == "gsm" else body.decode("latin-1")
    return body.decode(
        name, "surrogatepass" if name == "utf-16-be" and not len(body) % 2 else "replace"
    )


def header(ref: int, number: int, total: int) -> bytes:
    """The user data header of one part."""
    return bytes((5, 0x00, 3, ref & 0xFF, total, number))


def unwrapped(body: bytes) -> tuple[bytes, Part | None]:
    """The body without its user data header, and which part the header makes of it.

    Raises Malformed.
    """
    length = body[0] if body else 0
    if length >= len(body):
        raise Malformed("a header longer than its message")
    for kind, told in _elements(body[1 : 1 + length]):
        width = _CONCATENATED.get(kind)
        if width is not None and len(told) == width + 2:
            ref = int.from_bytes(told[:width])
            return body[1 + length :], part(ref, told[-1], told[-2])
    return body[1 + length :], None


def part(ref: int, number: int, total: int) -> Part | None:
    """None for a message of one part, and for a count that makes no sense."""
    return Part(str(ref), number, total) if 1 <= number <= total and total > 1 else None


def _elements(told: bytes) -> Iterator[tuple[int, bytes]]:
    place = 0
    while place + 2 <= len(told):
        kind, length = told[place], told[place + 1]
        yield kind, told[place + 2 : place + 2 + length]
        place += 2 + length


def _halves(wide: bytes) -> Iterator[bytes]:
    """Pieces of at most 67 units, no pair torn apart; 70 where one is enough."""
    if len(wide) <= 2 * gsm.SINGLE_WIDE:
        yield wide
        return
    place = 0
    while place < len(wide):
        end = place + 2 * gsm.JOINED_WIDE
        if end < len(wide) and 0xD8 <= wide[end - 2] <= 0xDB:
            end -= 2
        yield wide[place:end]
        place = end


def _is_latin(text: str) -> bool:
    return all(ord(char) < 256 for char in text)


def _latin(text: str) -> bytes:
    return text.encode("latin-1")
