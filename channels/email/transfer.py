"""Content-Transfer-Encoding undone, for what it says and for what it should have said."""

from __future__ import annotations

import binascii
import re

_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_FOREIGN = bytes(sorted(set(range(256)) - set(_ALPHABET)))
_LINES = re.compile(rb"\s*(?:[A-Za-z0-9+/]+[ \t]*\r?\n)*[A-Za-z0-9+/]*={0,2}[ \t]*(?:\r?\n|$)")
_PADDING = re.compile(rb"=+")
_SOFT = re.compile(rb"=[ \t]+(?=\r?\n)")
_LABEL = re.compile(r"[a-z0-9]+(?:-[a-z]+)*")


def undo(data: bytes, label: str, *, is_text: bool) -> bytes:
    """The content; what is not encoded as it claims is handed over as it is."""
    found = _LABEL.search(label.lower())
    match found[0] if found else "":
        case "base64":
            return _base64_text(data) if is_text else base64(data)
        case "quoted-printable":
            return binascii.a2b_qp(_SOFT.sub(b"=", data))
        case "x-uuencode" | "uuencode" | "x-uue":
            return _uu(data)
    return data


def base64(data: bytes) -> bytes:
    """What can be read of it: strange characters and missing padding are overlooked."""
    clean = data.translate(None, _FOREIGN)
    clean = clean[: len(clean) - (len(clean) % 4 == 1)]
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


def _base64_text(data: bytes) -> bytes:
    """Lists put a footer under it, and some programs say base64 of a text that is plain."""
    lines = _LINES.match(data)
    coded = lines[0] if lines else b""
    rest = data[len(coded) :]
    if b" " not in rest.strip():
        return b"".join(map(base64, _PADDING.split(data)))
    return base64(coded) + b"\n" + rest if len(coded) > len(data) // 3 else data


def _uu(data: bytes) -> bytes:
    done = bytearray()
    for line in data.splitlines():
        if line.startswith((b"begin ", b"end")):
            continue
        try:
            done += binascii.a2b_uu(line)
        except binascii.Error:
            continue
    return bytes(done)
