"""Parts: what the part of a form is called, and its file, as browsers write them down."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from aiohttp import BodyPartReader, hdrs

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
