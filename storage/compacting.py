"""Compacting: what was erased leaves no trace in the free room of a SQLite file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

#: Whoever writes meanwhile is waited for.
PATIENCE = 60.0


def compact(file: Path) -> bool:
    """Write the file anew, and empty its log; false where somebody reads the old one still.

    Pages that were parted or joined before keep pieces of rows in their unused room, which no
    deletion overwrites. Blocks; use a thread.
    """
    with closing(sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)) as db:
        db.execute("VACUUM")
        blocked, _, _ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not blocked
