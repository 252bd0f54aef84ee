"""The bytes of a mail become one value; no bytes whatever make it raise."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from channels.base import Attachment, AttachmentKind
from channels.email import charsets, fields, html
from channels.email.fields import Headers
from channels.email.parts import HEAD, Part, head, leaves, read_head

_NESTED = 3
_META = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_IS_HTML = re.compile(r"\s*<(?:!doctype html|html[\s>])", re.IGNORECASE)
_HOLES = re.compile(r"\n(?:[ \t\u200b]*\n){5,}")
#: More than this is no letter; the file as it came stays complete.
_LONGEST = 1_000_000
_UNSAFE_NAME = re.compile(r"[\\/:*?\"<>|]")
_KINDS: Mapping[str, AttachmentKind] = {"image": "image", "audio": "audio", "video": "video"}
_RETURNED = frozenset({"message/rfc822", "text/rfc822-headers", "message/rfc822-headers"})
_STATUS = frozenset({"message/delivery-status", "message/global-delivery-status"})


@dataclass(frozen=True, slots=True)
class Mail:
    """What a mail says; `text` are its words, from whichever form it has."""

    headers: Headers
    block: bytes = field(repr=False)
    body: memoryview = field(repr=False)
    mime: str
    parameters: Mapping[str, str]
    text: str = field(repr=False)
    html: str = field(repr=False)
    files: tuple[Attachment, ...] = field(repr=False)
    #: The groups of a delivery status; the mail that is returned with it.
    statuses: tuple[Headers, ...] = ()
    returned: bytes = field(default=b"", repr=False)
    kinds: frozenset[str] = frozenset()


def read(data: bytes, depth: int = 0) -> Mail:
    """The mail that these bytes are, or as much of one as they are."""
    data = _with_line_feeds(data)
    block, start = head(data, 0, len(data))
    headers, mime, parameters = read_head(block)
    parts = tuple(leaves(data))
    plain, markup = _bodies(parts, depth)
    return Mail(
        headers,
        block,
        memoryview(data)[start:],
        mime,
        parameters,
        plain or (html.text(markup) if markup else ""),
        markup,
        files=tuple(_file(part) for part in parts if not part.is_body and part.mime not in _STATUS),
        statuses=tuple(g for part in parts if part.mime in _STATUS for g in _groups(part)),
        returned=next((part.content()[:HEAD] for part in parts if part.mime in _RETURNED), b""),
        kinds=frozenset(part.mime for part in parts),
    )


def _with_line_feeds(data: bytes) -> bytes:
    data = data.lstrip(b"\r\n")
    return data if b"\n" in data[:HEAD] else data.replace(b"\r", b"\n")


def _bodies(parts: tuple[Part, ...], depth: int) -> tuple[str, str]:
    """Plain text and HTML; without any, those of the mail that is enclosed."""
    bodies = [part for part in parts if part.is_body] or [p for p in parts if p.is_text][:1]
    said = [(part, text) for part in bodies if (text := _text(part)).strip()]
    inner = next((part for part in parts if part.mime == "message/rfc822"), None)
    if not said and inner and depth < _NESTED:
        mail = read(inner.content(), depth + 1)
        return ("", mail.html) if mail.html else (mail.text, "")
    has_plain = any(not _is_html(part, text) for part, text in said)
    markup = "\n".join(text for part, text in said if _is_html(part, text))
    return (_plain(said) if has_plain else ""), markup


def _plain(said: list[tuple[Part, str]]) -> str:
    """HTML that stands beside the text, not for it, is read in its place."""
    texts = ((_is_html(part, text), part.alternative, text) for part, text in said)
    return "\n".join(
        html.text(t) if markup else t
        for markup, alternative, t in texts
        if not (markup and alternative)
    )


def _is_html(part: Part, text: str) -> bool:
    return part.mime == "text/html" or _IS_HTML.match(text) is not None


def _text(part: Part) -> str:
    content = part.content()
    label = part.parameters.get("charset", "")
    if part.mime == "text/html" and not label:
        meta = _META.search(content, 0, 4096)
        label = meta[1].decode() if meta else ""
    text = charsets.decode(content[: 4 * _LONGEST], label)[:_LONGEST]
    text = _HOLES.sub("\n\n\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    if part.parameters.get("format", "").lower() == "flowed":
        return _unflowed(text, part.parameters.get("delsp", "").lower() == "yes")
    return text


def _unflowed(text: str, shorter: bool) -> str:
    """Lines that end with a space go on in the next one of the same depth of quotation."""
    lines: list[list[str]] = []
    flows = ""
    for line in text.split("\n"):
        quote = line[: len(line) - len(line.lstrip(">"))]
        said = line[len(quote) :].removeprefix(" ")
        goes_on = said.endswith(" ") and said != "-- "
        kept = said[:-1] if goes_on and shorter else said
        if flows == (quote or "-") and said != "-- ":
            lines[-1].append(kept)
        else:
            lines.append([f"{quote} {kept}" if quote else kept])
        flows = (quote or "-") if goes_on else ""
    return "\n".join(map("".join, lines))


def _file(part: Part) -> Attachment:
    content = part.content()
    kind = _KINDS.get(part.mime.partition("/")[0], "document")
    name = part.name or _invented(part, content)
    return Attachment(kind, f"part/{part.number}", part.mime, name, len(content), content)


def _invented(part: Part, content: bytes) -> str:
    if part.mime != "message/rfc822":
        return f"lampiran-{part.number}{mimetypes.guess_extension(part.mime) or ''}"
    headers, *_ = read_head(head(content, 0, len(content))[0])
    subject = _UNSAFE_NAME.sub("-", fields.words(headers.first("subject")))[:100].strip(" .")
    return f"{subject or f'pesan-{part.number}'}.eml"


def _groups(part: Part) -> Iterator[Headers]:
    for block in re.split(rb"\r?\n[ \t]*\r?\n", part.content()[:HEAD].strip()):
        if block.strip():
            yield fields.read(block + b"\n")
