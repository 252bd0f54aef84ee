"""Enclosures: what a conversation shows of a file, a place or a contact in a message."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from bot.casework.words import Protection
from bot.filetypes import SHOWN
from bot.inbox.people import Person
from bot.inbox.words import ATTACHMENTS, FILES, REASONS
from bot.media import SOURCE
from bot.names import brief

#: A citizen's voice is as good as a name: these stay sealed where the case is RAHASIA.
VOICED: Final = frozenset({"voice", "audio", "video"})
_GEO: Final = re.compile(r"geo:(-?\d{1,3}(?:\.\d+)?),(-?\d{1,3}(?:\.\d+)?)")
_SIZES: Final = ((2**20, "MB"), (2**10, "KB"))


@dataclass(frozen=True, slots=True)
class Enclosure:
    """`show`: image, audio, video, document, place, contact, or none where there is no file."""

    id: int
    kind: str
    show: str
    label: str
    name: str = field(repr=False)
    size: str = ""
    state: str = ""
    words: str = field(default="", repr=False)
    place: str = field(default="", repr=False)
    map: str = field(default="", repr=False)
    voice: bool = False


def enclosure(row: Any, person: Person) -> Enclosure:
    """What is shown of an attachment."""
    label = ATTACHMENTS.get(row.kind, "Berkas")
    words = person.veil.over(row.description)
    if row.kind == "location":
        return _place(row, label, _opened(row, "ref", person))
    if row.kind == "contact":
        card = _opened(row, "ref", person).removeprefix("tel:")
        return Enclosure(row.id, row.kind, "contact", label, person.veil.over(card))
    if is_sealed(row, person.case.protection if person.case else None):
        return Enclosure(row.id, row.kind, "none", label, "", state=_SEALED, words=words,
                         voice=row.kind == "voice")  # fmt: skip
    if row.state != "stored":
        state = ": ".join(filter(None, [FILES.get(row.state, row.state), _reason(row)]))
        return Enclosure(row.id, row.kind, "none", label, name(row, person), state=state)
    return Enclosure(
        row.id,
        row.kind,
        _show(row.mime),
        label,
        name(row, person),
        size=size(row.size),
        words=words,
        voice=row.kind == "voice" and row.message_id is not None,
    )


def name(row: Any, person: Person) -> str:
    """The file's name; one that says nothing where the citizen's own might say too much."""
    called = "" if row.kind == SOURCE else _opened(row, "name", person)
    return "" if person.hidden else brief(called)


def is_sealed(row: Any, protection: Protection | str | None) -> bool:
    """Whether only the custodian may open the original."""
    if row.kind == SOURCE:
        return protection != Protection.OPEN  # a whole letter names whoever wrote it
    return protection == Protection.RAHASIA and row.message_id is not None and row.kind in VOICED


def size(amount: int | None) -> str:
    """1,2 MB"""
    if amount is None:
        return ""
    for unit, word in _SIZES:
        if amount >= unit:
            return f"{amount / unit:.1f} {word}".replace(".", ",").replace(",0 ", " ")
    return f"{amount} bita"


_SEALED: Final = "asli disegel, hanya dibuka pemegang rahasia"


def _show(mime: str) -> str:
    kind = mime.partition("/")[0] if mime in SHOWN else ""
    return kind or "document"


def _reason(row: Any) -> str:
    return REASONS.get(row.reason, "") if row.state != "waiting" else ""


def _opened(row: Any, column: str, person: Person) -> str:
    sealed = getattr(row, column)
    if not sealed or person.key is None:
        return ""
    return person.key.open(f"attachments.{column}.{row.id}", sealed).decode()


def _place(row: Any, label: str, ref: str) -> Enclosure:
    found = _GEO.match(ref)
    if found is None:
        return Enclosure(row.id, row.kind, "contact", label, ref)
    north, east = found.groups()
    where = f"https://www.openstreetmap.org/?mlat={north}&mlon={east}#map=17/{north}/{east}"
    return Enclosure(row.id, row.kind, "place", label, "", place=f"{north}, {east}", map=where)
