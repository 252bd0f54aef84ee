"""Where the parts of a mail lie in its bytes.

They are found in the bytes themselves: a mail inside a mail keeps its own bytes, and neither depth
nor number of parts makes reading slow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from channels.email import fields, transfer
from channels.email.fields import Headers

HEAD = 262_144
_DEEPEST, _MOST, _CANDIDATES = 100, 500, 5000
_BLANK = re.compile(rb"\n\r?\n")
_STRAY = re.compile(rb"^(?![!-9;-~]{1,100}[ \t]*:|[ \t\r]|>?From )[^\n]", re.MULTILINE)
_FAMILIAR = re.compile(
    rb"^(?:from|to|cc|subject|date|message-id|mime-version|content-\w+|received|return-path)"
    rb"[ \t]*:",
    re.MULTILINE | re.IGNORECASE,
)
_BOUNDARY = re.compile(rb"^--([^\s]{1,70})[ \t]*\r?$", re.MULTILINE)
_MIME = re.compile(r"[\w.+-]+/[\w.+-]+")
_UNSAFE_NAME = re.compile(r"[\0-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Part:
    """A leaf: what its header says of it, and its bytes as they stand."""

    headers: Headers
    mime: str
    parameters: Mapping[str, str]
    disposition: str
    name: str
    data: bytes = field(repr=False)
    #: It says the same as its neighbours in another form.
    alternative: bool
    #: Its place among the leaves, from one.
    number: int

    @property
    def is_body(self) -> bool:
        return self.is_text and self.disposition != "attachment" and not self.name

    @property
    def is_text(self) -> bool:
        return self.mime in ("text/plain", "text/html")

    def content(self) -> bytes:
        label = self.headers.first("content-transfer-encoding")
        return transfer.undo(self.data, label, is_text=self.mime.startswith("text/"))


def leaves(data: bytes) -> Iterator[Part]:
    """In the order in which they stand."""
    waiting = [(0, len(data), "text/plain", False, 0)]
    number = 0
    while waiting and number < _MOST:
        start, end, default, alternative, depth = waiting.pop()
        block, body = head(data, start, end)
        headers, mime, parameters = read_head(block, default)
        inner = _segments(data, body, end, mime, parameters) if depth < _DEEPEST else []
        if inner:
            default = "message/rfc822" if mime == "multipart/digest" else "text/plain"
            alternative = alternative or mime == "multipart/alternative"
            waiting += [(*span, default, alternative, depth + 1) for span in reversed(inner)]
            continue
        if mime.startswith("multipart/"):
            mime = "text/plain"
        number += 1
        named = _named(headers, parameters)
        yield Part(headers, mime, parameters, *named, data[body:end], alternative, number)


def head(data: bytes, start: int, end: int) -> tuple[bytes, int]:
    """The header block, and where the body begins. A blank line between them may be missing."""
    for newline in (b"\n", b"\r\n"):
        if data.startswith(newline, start, end):
            return b"", start + len(newline)
    blank = _BLANK.search(data, start, end)
    block = data[start : blank.start() + 1 if blank else end]
    stray = _STRAY.search(block)
    if stray and not _FAMILIAR.search(block, stray.start()):
        return block[: stray.start()], start + stray.start()
    return block, blank.end() if blank else end


def read_head(block: bytes, default: str = "text/plain") -> tuple[Headers, str, dict[str, str]]:
    """The fields of a header block, and its content type with parameters."""
    headers = fields.read(block[:HEAD])
    mime, parameters = fields.parameters(headers.first("content-type"))
    mime = mime.strip("\"' ")
    if not block.isascii():
        headers = fields.read(block[:HEAD], parameters.get("charset", ""))
    return headers, mime if _MIME.fullmatch(mime) else default, parameters


def _segments(
    data: bytes, start: int, end: int, mime: str, parameters: Mapping[str, str]
) -> list[tuple[int, int]]:
    """Where the parts of a multipart lie; none where no boundary is found."""
    if not mime.startswith("multipart/"):
        return []
    boundary = parameters.get("boundary", "").encode("utf-8", "replace")
    found = list(_between(data, start, end, boundary)) if boundary else []
    guess = None if found else _BOUNDARY.search(data, start, min(end, start + HEAD))
    return list(_between(data, start, end, guess[1])) if guess else found


def _between(data: bytes, start: int, end: int, boundary: bytes) -> Iterator[tuple[int, int]]:
    mark, opened = b"--" + boundary, -1
    at = data.find(mark, start, end)
    for _ in range(_CANDIDATES):
        if at < 0:
            break
        stop = data.find(b"\n", at, end)
        stop = end if stop < 0 else stop
        tail = data[at + len(mark) : stop].strip() if stop - at < 300 else b"?"
        if tail in (b"", b"--") and data[at - 1 : at] in (b"\n", b"\r", b""):
            if opened >= 0:
                yield opened, max(opened, at - (2 if data[at - 2 : at] == b"\r\n" else 1))
            opened = -1 if tail else min(stop + 1, end)
        at = data.find(b"\n" + mark, at + 1, end) + 1 or -1
    if 0 <= opened < end:
        yield opened, end


def _named(headers: Headers, parameters: Mapping[str, str]) -> tuple[str, str]:
    disposition, more = fields.parameters(headers.first("content-disposition"))
    name = more.get("filename") or parameters.get("name") or ""
    name = re.split(r"[\\/]", _UNSAFE_NAME.sub("", name))[-1].strip(" .")
    return disposition, name[-200:]
