"""Bytes to text, whatever their label says: nothing raises, and a letter is lost only at last."""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

_FALLBACK = "cp1252"
#: What mail programs write where they mean something else, or something wider.
_MEANT = {
    "": "utf-8",
    "ascii": "utf-8",
    "iso8859-1": "cp1252",
    "ks_c_5601-1987": "cp949",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "iso2022_jp": "iso2022_jp_ext",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-8-e": "iso8859-8",
    "windows-874": "cp874",
    "tis-620": "cp874",
    "unicode-1-1-utf-7": "utf-7",
    "unicode": "utf-16",
    "utf8mb4": "utf-8",
}
#: Codecs of Python's that are no charset of a text, or run wild on a long one.
_REFUSED = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape"})
#: Encodings in which letters beyond ASCII are written with seven bits.
_SEVEN_BITS = ("iso2022", "utf-7", "hz", "utf-16", "utf-32")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LABEL = re.compile(r"[\w.:()+-]{1,40}", re.ASCII)
_UNFIT = re.compile("[\0\ud800-\udfff]")


def decode(data: bytes, label: str = "") -> str:
    """The text. Bytes beyond ASCII are first tried as UTF-8: by chance they hardly ever are."""
    charset = _named(label)
    if data.isascii() and not charset.startswith(_SEVEN_BITS):
        return data.decode("ascii").replace("\0", "")
    for mark, name in _MARKS:
        if data.startswith(mark):
            return fit(data.decode(name, "replace"))
    return fit(_tried(data, charset))


def fit(text: str) -> str:
    """Without NUL and lone halves of letters, which no database keeps."""
    return _UNFIT.sub(lambda found: "" if found[0] == "\0" else "\ufffd", text)


@lru_cache(512)
def _named(label: str) -> str:
    """Python's name of a charset; "utf-8" where the label is none."""
    found = _LABEL.search(label)
    name = _MEANT.get(found[0].lower() if found else "", found[0] if found else "utf-8")
    try:
        name = codecs.lookup(name).name
    except LookupError:
        return "utf-8"
    return "utf-8" if name in _REFUSED else _MEANT.get(name, name)


def _tried(data: bytes, charset: str) -> str:
    wide = charset.startswith(_SEVEN_BITS)
    for name in (charset,) if wide else ("utf-8", charset):
        try:
            return data.decode(name)
        except (UnicodeError, LookupError):
            continue
    return _least_lost(data, charset)


def _least_lost(data: bytes, charset: str) -> str:
    """No charset fits: a few broken letters speak for the label, many against it."""
    try:
        text = data.decode(charset, "replace")
    except (UnicodeError, LookupError):
        text = ""
    broken = text.count("\ufffd")
    if sum(map(str.isascii, text)) + 2 * broken < len(text):
        return text
    return data.decode(_FALLBACK, "replace")
