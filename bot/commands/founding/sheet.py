"""The recovery sheet: the key as words and as a picture, for the head's safe."""

from __future__ import annotations

import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import segno

from bot.commands import recovery, sheets
from bot.commands.words import Words
from bot.config import Settings

FILE: Final = "lembar-kunci.html"
_COLUMNS: Final = 3


def tell(key: bytes, words: Words, *, picture: bool) -> None:
    """Show the words on the terminal, in columns that are read downwards."""
    written = recovery.words_of(key)
    print(words("key_sheet.head"))
    print()
    for line in _lines(written):
        print("  " + "".join(f"{place:>4}. {word:<10}" for place, word in line).rstrip())
    print()
    if picture:
        _code(written).terminal(compact=True)


def write(key: bytes, settings: Settings, now: datetime, words: Words) -> Path:
    """The page to print, readable by its owner only; an older one is replaced."""
    written = recovery.words_of(key)
    page = sheets.render(
        "key_sheet.html",
        words,
        office=settings.office.name,
        date=f"{now.astimezone(settings.zone):%d-%m-%Y}",
        columns=_columns(written),
        code=sheets.picture(_code(written)),
    )
    path = settings.folder / FILE
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(page)
    return path


def _code(written: Sequence[str]) -> segno.QRCode:
    # Capital letters and spaces make the picture a third smaller.
    return segno.make_qr(" ".join(written).upper(), error="m")


def _columns(written: Sequence[str]) -> list[list[tuple[int, str]]]:
    numbered = list(enumerate(written, 1))
    height = -(-len(numbered) // _COLUMNS)
    return [numbered[start : start + height] for start in range(0, len(numbered), height)]


def _lines(written: Sequence[str]) -> list[tuple[tuple[int, str], ...]]:
    return list(zip(*_columns(written), strict=True))
