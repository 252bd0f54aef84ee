"""The header of a mail, field by field: names, words, addresses, ids and times read safely."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import unquote_to_bytes

from channels.email.charsets import decode
from channels.email.transfer import base64

#: A field longer than this says nothing that anybody reads.
_LONGEST = 16_384
_FIELD = re.compile(rb"^([!-9;-~]{1,100})[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)", re.MULTILINE)
_FOLD = re.compile(r"[\r\n]+[ \t]*")
_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?(.*?)(?:\?=|$)", re.DOTALL)
_BETWEEN = re.compile(r"(\?=)[ \t]+(?==\?[^?\s]{1,60}\?[bBqQ]\?)")
_SPACES = re.compile(r"[\s\0-\x1f\x7f]+")
_TOKEN = re.compile(
    r"(?P<quoted>\"(?:[^\"\\]|\\.){0,400}\")"
    r"|(?P<comment>\((?:[^()\\]|\\.|\([^()]{0,200}\)){0,400}\))"
    r"|(?P<angle><[^<>]*>)|(?P<end>[,;:])|(?P<text>[^\",;:<(]+|.)",
    re.DOTALL,
)
_COMMENT = re.compile(r"\([^()]*\)")
_LOOSE = re.compile(r"\s*([@.])\s*")
_BARE = re.compile(
    r"(?:\"[^\"]{1,100}\"|[^\s,;:<>\"'()\[\]@]{1,100}(?:@[^\s@]{1,50})?)@[^\s,;:<>\"'()\[\]]{1,255}"
)
_ID = re.compile(r"<([^<>]*)>|([^\s<>,;]+@[^\s<>,;]+)")
_PARAMETER = re.compile(
    r";\s*([^\s=;*]{1,60})(?:\*(\d{1,3}))?(\*)?\s*=\s*(?:\"((?:[^\"\\]|\\.)*)\"?|([^;]*))"
)


@dataclass(frozen=True, slots=True)
class Address:
    """An address in lower case, and the name before it."""

    value: str = field(repr=False)
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Headers:
    """The fields as they stand, unfolded, their names in lower case."""

    fields: tuple[tuple[str, str], ...] = field(repr=False)

    def every(self, *names: str) -> Iterator[str]:
        return (value for name, value in self.fields if name in names)

    def first(self, *names: str) -> str:
        return next(self.every(*names), "")

    def has(self, *names: str) -> bool:
        return any(name in names for name, _ in self.fields)


def read(block: bytes, charset: str = "") -> Headers:
    """The fields of a header block. 8-bit bytes in it are taken for UTF-8, else for `charset`."""
    found = _FIELD.finditer(block)
    return Headers(tuple((m[1].decode().lower(), _line(m[2], charset)) for m in found))


def _line(value: bytes, charset: str) -> str:
    return _FOLD.sub(" ", decode(value[:_LONGEST], charset)).strip()


def words(value: str) -> str:
    """A field for people: encoded words decoded, those broken in the middle joined, one line."""
    if "=?" in value:
        value = "".join(_decoded(_BETWEEN.sub(r"\1", value)))
    return _SPACES.sub(" ", value).strip()


def _decoded(value: str) -> Iterator[str]:
    """Neighbours of one charset are decoded together: programs cut in the middle of a letter."""
    end, kept, charset = 0, b"", ""
    for found in _WORD.finditer(value):
        label = found[1].partition("*")[0].lower()
        if kept and (found.start() > end or label != charset):
            yield decode(kept, charset)
            kept = b""
        yield value[end : found.start()]
        kept, charset, end = kept + _word_bytes(found[2], found[3]), label, found.end()
    yield decode(kept, charset)
    yield value[end:]


def _word_bytes(kind: str, text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    if kind in "bB":
        return base64(data)
    return binascii.a2b_qp(data.replace(b" ", b"_"), header=True)


def addresses(value: str) -> tuple[Address, ...]:
    """Every address of a field: groups opened, comments left out, what is none passed over."""
    found = tuple(_mailboxes(value))
    return found if found or "=?" not in value else tuple(_mailboxes(words(value)))


def _mailboxes(value: str) -> Iterator[Address]:
    pieces: list[tuple[str, str]] = []
    for token in _TOKEN.finditer(value):
        kind, text = token.lastgroup or "", token[0]
        if kind != "end":
            pieces.append((kind, text))
            continue
        mailbox = _mailbox(pieces)
        if mailbox:
            yield mailbox
        # A comma without an address before it belongs to an unquoted name: Aminah, Siti <...>.
        pieces = [*pieces[-8:], (kind, text)] if text == "," and not mailbox else []
    mailbox = _mailbox(pieces)
    if mailbox:
        yield mailbox


def _mailbox(pieces: list[tuple[str, str]]) -> Address | None:
    for at, (kind, text) in enumerate(pieces):
        address = _address(text.strip("<>")) if kind == "angle" else ""
        if address:
            return Address(address, _name(pieces[:at]))
    bare = _BARE.search(_LOOSE.sub(r"\1", "".join(t for k, t in pieces if k != "comment")))
    if not bare:
        return None
    return Address(_address(bare[0]), _name([p for p in pieces if p[0] == "comment"]))


def _address(text: str) -> str:
    """Without comments, route and white space, in lower case; "" where it is none."""
    text = _LOOSE.sub(r"\1", _COMMENT.sub("", text)).rpartition(":")[2]
    words = [word for word in text.split() if "@" in word]
    text = words[-1].strip("'.,;").lower() if words else ""
    local, _, domain = text.rpartition("@")
    return text if local and domain and len(text) <= 320 else ""


def _name(pieces: list[tuple[str, str]]) -> str:
    said = [text for kind, text in pieces if kind != "comment"]
    said = said or [text[1:-1] for kind, text in pieces if kind == "comment"]
    plain = re.sub(r"\\(.)|\"", r"\1", "".join(said))
    return words(plain).strip(" '")[:200]


def ids(*values: str) -> tuple[str, ...]:
    """Message-IDs in order of appearance, each once, in angle brackets; an empty one is none."""
    found = (_SPACES.sub("", m[1] or m[2] or "") for value in values for m in _ID.finditer(value))
    return tuple(dict.fromkeys(f"<{one}>" for one in found if one))


def moment(value: str) -> datetime | None:
    """The time of a Date field in UTC; None where it is none."""
    try:
        at = parsedate_to_datetime(value)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def instant(value: str) -> datetime | None:
    """A time as RFC 3339 writes it; None where it is none."""
    try:
        at = datetime.fromisoformat(value)
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """The first word of a field in lower case, and its parameters: RFC 2231 pieces joined."""
    pieces: dict[str, dict[int, tuple[bool, str]]] = {}
    for found in _PARAMETER.finditer(value):
        name, number, star, quoted, bare = found.groups()
        text = re.sub(r"\\([\"\\])", r"\1", quoted) if quoted is not None else bare.strip()
        known, at = pieces.setdefault(name.lower(), {}), int(number or 0)
        # An extended value outdoes the plain one that stands beside it for old programs.
        if at not in known or (star and not known[at][0]):
            known[at] = (bool(star), text)
    first = value.partition(";")[0].strip().lower()
    return first, {name: _joined(parts) for name, parts in pieces.items()}


def _joined(parts: dict[int, tuple[bool, str]]) -> str:
    ordered = [parts[number] for number in sorted(parts)]
    if not any(star for star, _ in ordered):
        return words("".join(text for _, text in ordered))
    charset, mark, rest = ordered[0][1].partition("'")
    _, second, first = rest.partition("'")
    if mark and second:
        ordered[0] = (True, first)
    data = b"".join(unquote_to_bytes(t) if star else t.encode() for star, t in ordered)
    return words(decode(data, charset if mark and second else ""))
