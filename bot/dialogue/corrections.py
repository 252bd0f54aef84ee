"""What a correction means: "salah, bukan tanggal 3 tapi tanggal 5" tells of the fifth alone."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from bot.casework.words import Slot
from bot.dialogue import reading as readings
from bot.dialogue.found import Found
from bot.dialogue.reading import Reading
from bot.dialogue.scene import Scene

_NOT: Final = r"(?:bukan|bkn|dudu|sanes|not)"
#: What stands behind the last of these is meant.
_BUT = re.compile(
    r"\b(?:tapi|tp|tpi|tetapi|melainkan|yang benar|yg benar|yg bener|yang betul|yg betul"
    r"|harusnya|hrsnya|seharusnya|but|should be)\b[\s:,]*(?:adalah\b\s*)?",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"\s*(?:(?:eh|maaf|sori|sorry|pak|bu)\b[\s,]*)*"
    rf"(?:(?:{_NOT}|salah|keliru|ralat|koreksi|wrong|correction|maksud(?:nya|ku|\s+saya)?|no)\b"
    r"[\s,.:;]*)+",
    re.IGNORECASE,
)
_DENIED = re.compile(rf"\s*,?\s*\b{_NOT}\b.*", re.IGNORECASE | re.DOTALL)
_AT = re.compile(r"(?:(?:yang|yg)\s+)?(?:di|ke|dari|in|at)\s+(?P<place>\S.*)", re.IGNORECASE)
#: Which slot a word of the whole sentence speaks of, where what is meant does not tell.
_NAMED: Final = (
    (Slot.NAME, re.compile(r"\b(?:nama(?:nya|ku)?|nm|name)\b", re.IGNORECASE)),
    (Slot.ADDRESS, re.compile(r"\b(?:(?:alamat|rumah)(?:nya)?|rt|rw|address)\b", re.IGNORECASE)),
    (Slot.PLACE, re.compile(r"\b(?:(?:tempat|lokasi|jalan)(?:nya)?|jl|place)\b", re.IGNORECASE)),
    (Slot.TIME, re.compile(r"\b(?:(?:tanggal|tgl|hari)(?:nya)?|date)\b", re.IGNORECASE)),
)  # fmt: skip
#: A correction is short; a longer text tells its story anew.
_LONGEST: Final = 200
_MOST_WORDS: Final = 8


def read(scene: Scene) -> Reading:
    """The reading of the whole message, with the slots that were put right and no others."""
    text = scene.said.text
    words = meant(text) if len(text) <= _LONGEST else ""
    if not words or words == text.strip():
        return scene.reading
    office = scene.desk.office
    mended = readings.read(
        words, office.services, scene.said.at, zone=office.zone, own=office.words
    )
    slots = dict(mended.slots) or _by_name(text, words)
    if not slots:
        return scene.reading
    return replace(scene.reading, slots=slots, when=mended.when)


def meant(text: str) -> str:
    """The part of a correction that holds now: neither what was wrong nor that it was."""
    behind = [match.end() for match in _BUT.finditer(text)]
    if behind:
        return _DENIED.sub("", text[behind[-1] :]).strip(" ,.;:")
    lead = _LEAD.match(text)
    rest = text[lead.end() :] if lead else text
    denied = lead is not None and re.search(_NOT, lead[0], re.IGNORECASE) is not None
    if denied and "," in rest:  # "bukan rt 3, rt 5"
        rest = rest.rpartition(",")[2]
    return _DENIED.sub("", rest).strip(" ,.;:")


def _by_name(text: str, words: str) -> dict[Slot, Found]:
    """ "bukan, yang di kelurahan" is the place; "nama saya bukan Djoko tapi Joko" the name."""
    if len(words.split()) > _MOST_WORDS:
        return {}
    named = next((slot for slot, sign in _NAMED if sign.search(text)), None)
    at = _AT.fullmatch(words)
    if at is not None and named in (None, Slot.PLACE):
        return {Slot.PLACE: _found(at["place"])}
    return {named: _found(words)} if named is not None else {}


def _found(words: str) -> Found:
    return Found(words, 0, len(words), _SURE)


_SURE: Final = 0.6
