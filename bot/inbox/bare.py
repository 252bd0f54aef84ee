"""Bare pictures: the same picture without place, time, camera or author inside the file.

Pure: bytes in, bytes out. What cannot be read as the picture it claims to be is no picture.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from typing import Final

_JPEG_KEPT: Final = frozenset({0xE0, 0xE2, 0xEE})  # JFIF, colour profile, Adobe's transform
_PNG_DROPPED: Final = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})
_WEBP_DROPPED: Final = frozenset({b"EXIF", b"XMP "})
_WEBP_FLAGS: Final = 0b1100  # the header's promise of EXIF and XMP
_ORIENTATION: Final = 0x0112
#: Inside the picture 0xFF is followed by 0, or by a restart that has no length.
_MARKER: Final = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]", re.DOTALL)


class Unreadable(Exception):
    """The file is not the picture its type says, so nobody can say what is in it."""


def bare(content: bytes, mime: str) -> bytes:
    """The picture alone. Raises Unreadable, also for types that are no pictures of ours."""
    strip = _STRIPPERS.get(mime)
    if strip is None:
        raise Unreadable(mime)
    try:
        return strip(content)
    except (struct.error, IndexError) as error:
        raise Unreadable(mime) from error


def _jpeg(content: bytes) -> bytes:
    """Up to the first end of image: what hangs behind it may be a picture of its own."""
    kept, at, code = [content[:2]], 2, 0
    while True:
        marker = _MARKER.search(content, at)
        if marker is None:
            raise Unreadable("image/jpeg")
        if code == 0xDA:  # the picture itself follows the head of a scan, up to the next marker
            kept.append(content[at : marker.start()])
        at, code = marker.start(), content[marker.end() - 1]
        if code == 0xD9:
            return b"".join([*kept, content[at : at + 2]])
        (length,) = struct.unpack_from(">H", content, at + 2)
        segment = content[at : at + 2 + length]
        if code == 0xE1 and segment[4:10] == b"Exif\0\0":
            kept.append(_turned(segment[10:]))
        elif code in _JPEG_KEPT or not (0xE0 <= code <= 0xEF or code == 0xFE):
            kept.append(segment)
        at += 2 + length


def _turned(exif: bytes) -> bytes:
    """A new EXIF segment that says only which side is up; nothing where that is usual."""
    order = "<" if exif[:2] == b"II" else ">"
    (start,) = struct.unpack_from(f"{order}I", exif, 4)
    (count,) = struct.unpack_from(f"{order}H", exif, start)
    for entry in range(start + 2, start + 2 + 12 * min(count, 64), 12):
        tag, _, _, value = struct.unpack_from(f"{order}HHIH", exif, entry)
        if tag == _ORIENTATION and 1 < value <= 8:
            table = struct.pack(">HHHIHHI", 1, _ORIENTATION, 3, 1, value, 0, 0)
            body = b"Exif\0\0MM\0*" + struct.pack(">I", 8) + table
            return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
    return b""


def _png(content: bytes) -> bytes:
    kept, at = [content[:8]], 8
    while at < len(content):
        (length,) = struct.unpack_from(">I", content, at)
        kind = content[at + 4 : at + 8]
        if kind not in _PNG_DROPPED:
            kept.append(content[at : at + 12 + length])
        if kind == b"IEND":
            return b"".join(kept)
        at += 12 + length
    raise Unreadable("image/png")


def _webp(content: bytes) -> bytes:
    body = b"".join(_pieces(content))
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _pieces(content: bytes) -> Iterator[bytes]:
    (size,) = struct.unpack_from("<I", content, 4)
    at, end = 12, min(len(content), size + 8)
    while at + 8 <= end:
        kind = content[at : at + 4]
        (length,) = struct.unpack_from("<I", content, at + 4)
        piece = content[at : at + 8 + length + length % 2]
        if kind == b"VP8X":
            piece = piece[:8] + bytes((piece[8] & ~_WEBP_FLAGS,)) + piece[9:]
        if kind not in _WEBP_DROPPED:
            yield piece
        at += 8 + length + length % 2


_STRIPPERS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "image/jpeg": _jpeg,
    "image/png": _png,
    "image/webp": _webp,
}
