"""SP4N: a case in the fields of SP4N-LAPOR!, in the order in which its form asks for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from bot.casework.words import Protection

_TITLE: Final = 80
#: What its form calls who may see the name.
_SECRECY: Final = {Protection.ANONIM: "Anonim", Protection.RAHASIA: "Rahasia"}
_ENDS: Final = ".!?\n"


@dataclass(frozen=True, slots=True)
class Copy:
    """What is copied over. when: the day as it is known, in words where no day is."""

    story: str = field(repr=False)
    when: str
    place: str = field(repr=False)
    office: str
    category: str
    files: int
    protection: Protection
    service: str = ""


def text(copy: Copy) -> str:
    """Line by line; what is not known says so, since the form there wants every field."""
    rows = (
        ("Judul laporan", title(copy)),
        ("Isi laporan", copy.story),
        ("Tanggal kejadian", copy.when),
        ("Lokasi kejadian", copy.place),
        ("Instansi tujuan", copy.office),
        ("Kategori laporan", copy.category or copy.service),
        ("Lampiran", f"{copy.files} berkas" if copy.files else "tidak ada"),
        ("Anonim/rahasia", _SECRECY.get(copy.protection, "tidak")),
    )
    return "\n".join(f"{label}: {words or 'belum diketahui'}" for label, words in rows)


def title(copy: Copy) -> str:
    """The service and the first sentence, no longer than a line."""
    ends = [at for sign in _ENDS if (at := copy.story.find(sign)) > 0]
    first = copy.story[: min(ends, default=len(copy.story))].strip()
    whole = f"{copy.service}: {first}" if copy.service else first
    if len(whole) <= _TITLE:
        return whole
    return whole[: _TITLE - 1].rsplit(" ", 1)[0] + "…"
