"""File types: told by their first bytes; what a stranger claims is only a claim."""

from __future__ import annotations

from typing import Final

#: (offset, bytes, type). The first that fits counts.
_SIGNATURES: Final[tuple[tuple[int, bytes, str], ...]] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (8, b"WEBP", "image/webp"),
    (0, b"GIF8", "image/gif"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypheix", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp3g", "video/3gpp"),
    (4, b"ftyp", "video/mp4"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"\xff\xf1", "audio/aac"),
    (0, b"#!AMR", "audio/amr"),
    (8, b"WAVE", "audio/wav"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"x\x9f>\x22", "application/ms-tnef"),
)
#: Programs, on any machine: the message is kept, the file is not.
_FORBIDDEN: Final = (
    b"MZ",
    b"\x7fELF",
    b"#!/",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa",
    b"\xcf\xfa\xed\xfe",
)
#: Office documents are ZIP or OLE inside; the claim says which, and only then is believed.
_OFFICE: Final = frozenset(
    {
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
    }
)
#: What a browser may show in place; everything else is downloaded.
SHOWN: Final = frozenset(
    {"image/png", "image/jpeg", "image/webp", "audio/mpeg", "audio/ogg", "video/mp4"}
)


class Forbidden(Exception):
    """A program, or something that would run when opened."""


def recognise(content: bytes, claimed: str) -> str:
    """The type by signature; text without one is text/plain. Raises Forbidden."""
    head = content[:32]
    if head.startswith(_FORBIDDEN):
        raise Forbidden
    found = next((mime for at, mark, mime in _SIGNATURES if head[at:].startswith(mark)), "")
    if found in ("application/zip", "application/x-ole-storage") and claimed in _OFFICE:
        return claimed
    return found or _unsigned(content, claimed)


def _unsigned(content: bytes, claimed: str) -> str:
    if b"\0" in content[:4096]:
        return "application/octet-stream"
    return "text/calendar" if claimed == "text/calendar" else "text/plain"
