"""Zips: a citizen's copy as one file, with a page to read and the same as lines of JSON."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Collection, Mapping
from typing import IO, Final

from bot import pages
from bot.casework import privacy
from bot.casework.citations import cite
from bot.house import House
from bot.privacy.copies import Copy
from storage.seal import Unreadable


def write(house: House, copy: Copy, to: IO[bytes]) -> None:
    """The zip; what cannot be opened any more is named in it. Blocks; use a thread."""
    lost = []
    with zipfile.ZipFile(to, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, number, key in copy.contents:
            try:
                zipped.writestr(name, house.files.get(number, key))
            except (OSError, Unreadable):
                lost.append(name)
        for name, content in copy.raw:
            zipped.writestr(name, content)
        for name, rows in _PARTS.items():
            lines = [json.dumps(row, ensure_ascii=False) for row in getattr(copy, rows)]
            zipped.writestr(name, "".join(f"{line}\n" for line in lines))
        zipped.writestr("BACA-DULU.html", _page(house, copy, lost))


_PARTS: Final[Mapping[str, str]] = {
    "orang.jsonl": "person",
    "laporan.jsonl": "cases",
    "pesan.jsonl": "messages",
    "riwayat.jsonl": "story",
    "lembar.jsonl": "papers",
    "berkas.jsonl": "files",
}


def _page(house: House, copy: Copy, lost: Collection[str]) -> str:
    settings = house.settings
    return pages.fragment(
        "copy.html",
        copy=copy,
        lost=lost,
        office=settings.office,
        responsible=settings.responsible,
        custodian=settings.custodian,
        rights=cite("uu27-5-13"),
        secret=cite("uu25-48-49"),
        hours=int(privacy.SPAN.total_seconds() // 3600),
    )
