"""Parts: what the part of a form is called, and its file, as browsers write them down."""

from __future__ import annotations

import re
from typing import Any, Final, cast
from urllib.parse import unquote

from aiohttp import BodyPartReader, MultipartReader, StreamReader, hdrs, web

#: key="value" or key=value; inside quotes a backslash covers a quote or itself.
_PARAMETER: Final = re.compile(
    r""";\s*(?P<key>[\w-]+\*?)\s*=\s*
    (?:"(?P<quoted>(?:[^"\\]|\\["\\]|\\(?!["\\]))*)"|(?P<plain>[^;\s]*))""",
    re.VERBOSE,
)
_COVERED: Final = re.compile(r'\\(["\\])')
#: The three characters that browsers write as a percent and two digits; they do so with no other.
_QUOTED: Final = {"%22": '"', "%0D": "\r", "%0A": "\n"}
_UTF8: Final = "utf-8''"
_CONTROLS: Final = re.compile(rb"[\0-\x08\v\f\x0e-\x1f\x7f]")
_REPLACED: Final = "\ufffd".encode()


def reader(request: web.Request) -> MultipartReader:
    """The parts of a form. Raises ValueError, AssertionError, LookupError."""
    return MultipartReader(request.headers, cast(StreamReader, _Lines(request.content)))


def names(part: BodyPartReader) -> tuple[str, str | None]:
    """The field, and the file's name or None where the part is none.

    aiohttp's own reader finds nothing at all where a file's name holds two semicolons.
    """
    told = part.headers.get(hdrs.CONTENT_DISPOSITION, "")
    found = {match["key"].lower(): _value(match) for match in _PARAMETER.finditer(told)}
    return found.get("name", ""), found.get("filename*", found.get("filename"))


def _value(match: re.Match[str]) -> str:
    if match["quoted"] is None:
        plain: str = match["plain"]
        coded = plain.lower().startswith(_UTF8)
        return unquote(plain[len(_UTF8) :]) if coded else plain
    value = _COVERED.sub(r"\1", match["quoted"])
    return re.sub("%(?:22|0D|0A)", lambda m: _QUOTED[m[0]], value)


class _Lines:
    """A body whose headers aiohttp can read: browsers let control characters stand in a name."""

    def __init__(self, content: StreamReader) -> None:
        self._content = content

    async def readline(self, *, max_line_length: int | None = None) -> bytes:
        line = await self._content.readline(max_line_length=max_line_length)
        # Only lines of a header have a limit; the others belong to somebody's file.
        return line if max_line_length is None else _CONTROLS.sub(_REPLACED, line)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._content, name)
