"""A message becomes a letter: a text that stands alone, and the same words as HTML."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from importlib.resources import files
from itertools import groupby
from string import Template

from channels.base import Outbound
from channels.email import tokens
from channels.email.config import Config

AUTO = {"replied": "auto-replied", "generated": "auto-generated"}
#: Ids of earlier mails that a letter names; a header line has room for these.
REFERENCES = 12


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with a letter, its bytes already read."""

    name: str
    mime: str
    data: bytes = field(repr=False)


def written(
    config: Config, outbound: Outbound, enclosed: Sequence[Enclosure], now: datetime
) -> bytes:
    """The whole mail as it goes over the wire."""
    letter = EmailMessage(policy=SMTP if outbound.to.value.isascii() else SMTPUTF8)
    subject = _line(outbound.subject) or _subject(config, outbound)
    language = spoken(outbound.text)
    letter["From"] = _address(config.address, config.name)
    letter["To"] = _address(outbound.to.value)
    letter["Subject"] = subject
    letter["Date"] = format_datetime(now)
    if outbound.number and config.subaddress:
        letter["Reply-To"] = _address(tokens.address(config, outbound.number))
    if outbound.auto:
        letter["Auto-Submitted"] = AUTO[outbound.auto]
        letter["X-Auto-Response-Suppress"] = "All"
    letter.set_content(_text(outbound.text), cte="quoted-printable")
    letter.add_alternative(
        shown(outbound.text, subject, outbound.number, language),
        subtype="html",
        cte="quoted-printable",
    )
    for file in enclosed:
        _enclose(letter, file)
    # Last: what is called Content- goes into the first part when a second is added.
    letter["Content-Language"] = language
    return _threading(config, outbound) + letter.as_bytes()


def is_address(value: str) -> bool:
    """Whether a mail can be sent there at all."""
    return bool(_TO.fullmatch(value))


def shown(text: str, subject: str, number: str, language: str) -> str:
    """The HTML part: no picture, nothing fetched, and no word that the text does not have."""
    return _PAGE.substitute(
        lang=language,
        subject=html.escape(subject),
        body="\n".join(_blocks(_text(text), number)),
    )


def spoken(text: str) -> str:
    """The language of a letter, so that a screen reader takes the right voice."""
    plain = text.lower()
    return "en" if len(_ENGLISH.findall(plain)) > len(_INDONESIAN.findall(plain)) else "id"


_PAGE = Template(files("channels.email").joinpath("letter.html").read_text(encoding="utf-8"))
_ENGLISH = re.compile(r"\b(?:the|your|you|we|is|are|this|of|to|and|has|have|with|from)\b")
_INDONESIAN = re.compile(
    r"\b(?:yang|kami|di|ini|sudah|dan|untuk|dengan|bapak|ibu|terima|kasih|dari|ke|tidak)\b"
)
_TO = re.compile(r"[^\s<>@\"(),:;\\]{1,64}@[^\s<>@\"(),:;\\]{1,250}")
_ID = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,500}>")
_LINK = re.compile(
    r"(?P<url>https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]])"
    r"|(?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
)
_ITEM = re.compile(r"(?:(?P<place>\d{1,3})\.|[-•])\s+(?P<words>.+)")


def _address(value: str, name: str = "") -> Address:
    """Not parsed: addresses are in use that no standard allows."""
    local, _, domain = value.rpartition("@")
    return Address(_line(name), local, domain)


def _threading(config: Config, outbound: Outbound) -> bytes:
    """By hand: the library encodes an id that is longer than a line."""
    known = [one for one in (outbound.reply_to, *outbound.refs) if _ID.fullmatch(one)]
    nearest = list(dict.fromkeys(known))[:REFERENCES]
    own = tokens.message_id(config, outbound.id)
    # Some servers put an id of theirs into Message-ID; bounces then still show the other.
    lines = [f"Message-ID: {own}", f"X-Sahut-Id: {own}"]
    if nearest:
        lines.append(f"In-Reply-To: {nearest[0]}")
        lines.append("References: " + "\r\n ".join(reversed(nearest)))
    return "".join(f"{line}\r\n" for line in lines).encode()


def _enclose(letter: EmailMessage, file: Enclosure) -> None:
    main, _, sub = file.mime.partition("/")
    if main in ("", "message", "multipart") or not re.fullmatch(r"[\w.+-]+", sub):
        main, sub = "application", "octet-stream"
    letter.add_attachment(
        file.data, maintype=main, subtype=sub, filename=_line(file.name) or "berkas"
    )


def _subject(config: Config, outbound: Outbound) -> str:
    about = f"laporan {outbound.number}" if outbound.number else "pesan Bapak/Ibu"
    return f"Jawaban {config.name} untuk {about}" if config.name else f"Jawaban untuk {about}"


def _line(text: str) -> str:
    return " ".join(_text(text).split())


def _text(text: str) -> str:
    """Without what no mail can carry."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    clean = "".join(sign for sign in whole if sign in "\n\t" or sign >= " ")
    return clean.encode("utf-8", "replace").decode()


def _blocks(text: str, number: str) -> Iterator[str]:
    blocks = [block for block in re.split(r"\n\s*\n", text.strip("\n")) if block.strip()]
    for place, block in enumerate(blocks, 1):
        lines = [line.strip() for line in block.splitlines() if line.strip()]
        if place == len(blocks) > 1 and lines[0].endswith(","):
            yield '<div class="closing">\n' + _lines(lines, number) + "\n</div>"
            continue
        for kind, group in groupby(lines, _kind):
            rows = list(group)
            yield _list(kind, rows, number) if kind else _lines(rows, number)


def _kind(line: str) -> str:
    item = _ITEM.fullmatch(line)
    return "" if item is None else "ol" if item["place"] else "ul"


def _list(kind: str, lines: Sequence[str], number: str) -> str:
    items = (item for line in lines if (item := _ITEM.fullmatch(line)))
    rows = (
        f'<li value="{item["place"]}">' + _inline(item["words"], number) + "</li>"
        if item["place"]
        else f"<li>{_inline(item['words'], number)}</li>"
        for item in items
    )
    return f"<{kind}>\n" + "\n".join(rows) + f"\n</{kind}>"


def _lines(lines: Sequence[str], number: str) -> str:
    """Lines that belong together stand closer to one another than paragraphs."""
    *first, last = (_inline(line, number) for line in lines)
    rows = [f'<p class="line">{line}</p>' for line in first]
    return "\n".join([*rows, f"<p>{last}</p>"])


def _inline(line: str, number: str) -> str:
    """Escaped, with addresses as links and the tracking number set off."""
    pieces, at = [], 0
    for link in _LINK.finditer(line):
        address = link["url"] or f"mailto:{link['mail']}"
        pieces.append(_plain(line[at : link.start()], number))
        pieces.append(f'<a href="{html.escape(address)}">{html.escape(link[0])}</a>')
        at = link.end()
    return "".join(pieces) + _plain(line[at:], number)


def _plain(words: str, number: str) -> str:
    escaped = html.escape(words)
    if not number:
        return escaped
    return escaped.replace(number, f'<span class="number">{number}</span>')
