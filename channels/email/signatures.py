"""What stands under a letter and is not its words: signatures, devices, footers of lists."""

from __future__ import annotations

import re
from collections.abc import Sequence

from channels.email.html import SIGNATURE
from channels.email.phrases import BRANDS, DEVICES

_MOST_LINES, _MOST_LETTERS, _LAYERS = 12, 900, 8
_SENT = (
    r"(?:sent|dikirim|terkirim|gesendet|envoyé|enviado|inviato|verzonden)\s+"
    r"(?:from|via|using|by|dari|melalui|lewat|dengan|von|mit|depuis|de|desde|dal|vanaf)\s"
)
_SENT_FROM = re.compile(
    rf"[\s*_<-]*(?:{_SENT}(?:[^\n.,;!?]{{0,40}}\W)??(?:{'|'.join(BRANDS)})\b[^\n.,;!?]{{0,50}}"
    rf"|{_SENT}(?:[^\n.,;!?]{{0,30}}\W)??(?:{'|'.join(DEVICES)})\s[^\n.,;!?]{{0,30}}saya"
    rf"|(?:get|dapatkan|unduh)\s+(?:{'|'.join(BRANDS)})[^\n]{{0,80}})[.\s*_>]*",
    re.IGNORECASE,
)
_MY = re.compile(r"\s*sent from my(?:\s[\w+-]+){1,4}\s*", re.IGNORECASE)
_ADVERT = re.compile(
    r"\s*(?:<?https?://(?:aka\.ms/|(?:go\.)?onelink\.me/|www\.avast|www\.avg|overview\.mail\.yahoo)\S*"
    r"|(?:virus-free|bebas virus)\W.{0,60})\s*",
    re.IGNORECASE,
)
_DASHES = re.compile(r"\s*--\s*")
#: A line of so many words is a sentence; under bare dashes it may be the letter going on.
_SENTENCE = 9
_NAME = re.compile(r"[-–—][^\W\d_a-z]\w+(?: [^\W\d_a-z][\w.]*){1,3}\s*")
_LIST_RULE = re.compile(r"\s*_{10,}\s*")
_LIST = re.compile(
    r"mailing list|listinfo|unsubscribe|berhenti berlangganan|@lists?\.", re.IGNORECASE
)


def without(lines: Sequence[str]) -> list[str]:
    """The lines above the signature; all of them where nothing would be left."""
    kept = list(lines)
    for _ in range(_LAYERS):
        shorter = _trimmed(kept)
        for cut in (_below_mark, _below_rule, _below_dashes, _last_line):
            shorter = _trimmed(cut(shorter))
        if not any(line.strip() for line in shorter):
            return _trimmed([line for line in kept if SIGNATURE not in line])
        if len(shorter) == len(kept):
            return shorter
        kept = shorter
    return kept


def is_one(lines: Sequence[str]) -> bool:
    """Whether all of these lines are a signature."""
    return without(["-", "", *lines]) == ["-"]


def _below_mark(lines: list[str]) -> list[str]:
    at = next((n for n, line in enumerate(lines) if SIGNATURE in line), None)
    return lines if at is None else _cut(lines, at)


def _below_rule(lines: list[str]) -> list[str]:
    for at, line in enumerate(lines):
        if _LIST_RULE.fullmatch(line) and any(map(_LIST.search, lines[at:])):
            return _cut(lines, at)
    return lines


def _below_dashes(lines: list[str]) -> list[str]:
    for at, line in enumerate(lines):
        if not _DASHES.fullmatch(line):
            continue
        if line == "-- " or not any(len(one.split()) >= _SENTENCE for one in lines[at:]):
            return _cut(lines, at)
    return lines


def _last_line(lines: list[str]) -> list[str]:
    last = lines[-1] if lines else ""
    if len(last) > 200:
        return lines
    signed = any(pattern.fullmatch(last) for pattern in (_SENT_FROM, _MY, _ADVERT))
    return lines[:-1] if signed or _is_name(lines) else lines


def _is_name(lines: list[str]) -> bool:
    """ "-Siti Aminah", apart from the text and in no list."""
    if len(lines) < 3 or lines[-2].strip() or not _NAME.fullmatch(lines[-1]):
        return False
    return not any(line.lstrip().startswith(("-", "–", "—")) for line in lines[:-1])


def _cut(lines: list[str], at: int) -> list[str]:
    """A signature is short; more than that under the mark are words."""
    below = [line for line in lines[at + 1 :] if line.strip()]
    if len(below) > _MOST_LINES or sum(map(len, below)) > _MOST_LETTERS:
        return [line for line in lines if SIGNATURE not in line]
    return lines[:at]


def _trimmed(lines: list[str]) -> list[str]:
    first, after = 0, len(lines)
    while first < after and not lines[first].strip():
        first += 1
    while after > first and not lines[after - 1].strip():
        after -= 1
    return lines[first:after]
