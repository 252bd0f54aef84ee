"""Small pictures, made byte by byte, with more in them than one sees."""

from __future__ import annotations

import struct
import zlib


def jpeg(*segments: bytes) -> bytes:
    """A JPEG with these application segments before its (tiny) picture."""
    scan = b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + b"\x12\x34" * 20
    table = b"\xff\xdb" + struct.pack(">H", 67) + b"\x00" + bytes(64)
    return b"\xff\xd8" + b"".join(segments) + table + scan + b"\xff\xd9"


def segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


def exif(orientation: int, secret: bytes = b"GPS-RAHASIA") -> bytes:
    """An EXIF segment that says which side is up, and where the picture was taken."""
    table = struct.pack(">HHHIHHI", 1, 0x0112, 3, 1, orientation, 0, 0)
    return segment(0xE1, b"Exif\0\0MM\0*" + struct.pack(">I", 8) + table + secret)


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    body = [(b"IHDR", head), *chunks, (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in body
    )


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    body = b"".join(
        kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
        for kind, data in chunks
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


JPEG_WITH_PLACE = jpeg(segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"), exif(6))
