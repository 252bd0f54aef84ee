"""Upgrading: which form a database has, and a copy of a file before its form is changed."""

from __future__ import annotations

import os
import sqlite3
from datetime import datetime
from enum import Enum, auto
from pathlib import Path

from sqlalchemy import make_url

from storage import schema


class Form(Enum):
    """How a database stands to this program. EMPTY: nothing was ever written to it."""

    ABSENT = auto()
    EMPTY = auto()
    OLD = auto()
    TODAYS = auto()
    NEWER = auto()


def file_of(url: str) -> Path | None:
    """The file of a SQLite database; None for any other."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return None
    return Path(parsed.database)


async def form(url: str) -> Form:
    """Look, without making a file that is not there."""
    file = file_of(url)
    if file is not None and not file.exists():
        return Form.ABSENT
    revision = await schema.current(url)
    if revision is None:
        return Form.EMPTY
    if revision == schema.NEWEST:
        return Form.TODAYS
    return Form.OLD if schema.is_known(revision) else Form.NEWER


def copy(file: Path, folder: Path, now: datetime) -> Path:
    """A whole copy of a SQLite file, also while others write to it. Blocks; use a thread."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = folder / f"{file.stem}-{now:%Y%m%d-%H%M%S}.db"
    os.close(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    source, target = sqlite3.connect(file), sqlite3.connect(made)
    try:
        source.backup(target)
    finally:
        target.close()
        source.close()
    return made
