"""The spool: what was heard and what is to be said, on disk before anybody is told so."""

from __future__ import annotations

import fcntl
import json
import os
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

_FORM: Final = """
CREATE TABLE IF NOT EXISTS heard (
    id INTEGER PRIMARY KEY, hook TEXT NOT NULL, aside INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS said (
    place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, message TEXT NOT NULL,
    state TEXT NOT NULL DEFAULT 'waiting', told INTEGER NOT NULL DEFAULT 0,
    attempt INTEGER NOT NULL DEFAULT 1, named TEXT NOT NULL DEFAULT '', at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS said_named ON said (named) WHERE named <> '';
CREATE TABLE IF NOT EXISTS outcomes (id INTEGER PRIMARY KEY, outcome TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS cursors (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
#: Full: a commit is on the disk before it returns, also when the power goes.
_PRAGMAS: Final = ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON", "busy_timeout=5000")


class Taken(Exception):
    """Another bridge holds this spool."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A push that waits to be carried up."""

    id: int
    hook: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Message:
    """One message that is to be said, in its so-manieth attempt."""

    id: str
    to: str = field(repr=False)
    text: str = field(repr=False)
    attempt: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """A message that could not be said, for the office to know."""

    id: int
    told: Mapping[str, Any] = field(repr=False)


class Spool:
    """One file, held by one process. Everything here blocks, and is for threads."""

    def __init__(self, folder: Path) -> None:
        """Raises Taken, OSError, sqlite3.DatabaseError."""
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._lock = (folder / "spool.lock").open("a")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._lock.close()
            raise Taken from error
        self._lane = threading.Lock()
        file = folder / "spool.db"
        self._db = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
        try:
            os.chmod(file, 0o600)
            for pragma in _PRAGMAS:
                self._db.execute(f"PRAGMA {pragma}")
            self._db.executescript(_FORM)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        with self._lane:
            self._db.close()
            self._lock.close()

    def keep(
        self,
        hooks: Sequence[Mapping[str, Any]],
        cursor: tuple[str, str] | None = None,
        failed: Sequence[tuple[str, str]] = (),
    ) -> None:
        """What was heard. failed: (id, name at the gateway) of messages that came to nothing."""
        with self._write() as db:
            rows = [(json.dumps(hook),) for hook in hooks]
            db.executemany("INSERT INTO heard (hook) VALUES (?)", rows)
            if cursor:
                db.execute("INSERT OR REPLACE INTO cursors VALUES (?, ?)", cursor)
            for told in failed:
                # Whoever is asked to say it once more shall do so.
                db.execute(
                    "UPDATE said SET state = 'failed'"
                    " WHERE state = 'sent' AND (id = ? OR (named <> '' AND named = ?))",
                    told,
                )

    def cursor(self, name: str) -> str:
        with self._lane:
            row = self._db.execute("SELECT value FROM cursors WHERE name = ?", (name,)).fetchone()
        return str(row[0]) if row else ""

    def heard(self, most: int, size: int) -> list[Heard]:
        """The oldest pushes, as many as fit into so many characters; at least one."""
        with self._lane:
            rows = self._db.execute(
                "SELECT id, hook FROM heard WHERE aside = 0 ORDER BY id LIMIT ?", (most,)
            ).fetchall()
        found: list[Heard] = []
        for number, hook in rows:
            size -= len(hook)
            if found and size < 0:
                break
            found.append(Heard(number, json.loads(hook)))
        return found

    def outcomes(self, most: int) -> list[Outcome]:
        with self._lane:
            rows = self._db.execute(
                "SELECT id, outcome FROM outcomes ORDER BY id LIMIT ?", (most,)
            ).fetchall()
        return [Outcome(number, json.loads(told)) for number, told in rows]

    def carried(self, heard: Sequence[Heard], outcomes: Sequence[Outcome]) -> None:
        """The office has these."""
        with self._write() as db:
            db.executemany("DELETE FROM heard WHERE id = ?", [(one.id,) for one in heard])
            db.executemany("DELETE FROM outcomes WHERE id = ?", [(one.id,) for one in outcomes])

    def set_aside(self, heard: Heard) -> None:
        """The office does not take it: kept, and in nobody's way."""
        with self._write() as db:
            db.execute("UPDATE heard SET aside = 1 WHERE id = ?", (heard.id,))

    def take(self, messages: Sequence[Mapping[str, str]], now: float) -> None:
        """New ones wait; one that failed waits again; the others are known."""
        with self._write() as db:
            for told in messages:
                db.execute(
                    "INSERT INTO said (id, message, at) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE"
                    " SET told = 0, at = excluded.at,"
                    " message = iif(state = 'failed', excluded.message, message),"
                    " attempt = attempt + (state = 'failed'),"
                    " state = iif(state = 'failed', 'waiting', state)",
                    (told["id"], json.dumps([told["to"], told["text"]]), now),
                )

    def untold(self) -> list[str]:
        """What we have taken, and the office does not know yet."""
        with self._lane:
            return [row[0] for row in self._db.execute("SELECT id FROM said WHERE told = 0")]

    def told(self, taken: Sequence[str]) -> None:
        with self._write() as db:
            db.executemany("UPDATE said SET told = 1 WHERE id = ?", [(one,) for one in taken])

    def waiting(self) -> list[Message]:
        """What is to be said, in the order of its coming."""
        with self._lane:
            rows = self._db.execute(
                "SELECT id, message, attempt FROM said WHERE state = 'waiting' ORDER BY place"
            ).fetchall()
        return [Message(number, *_pair(told), attempt) for number, told, attempt in rows]

    def sent(self, message: Message, named: str, now: float) -> None:
        """Said: only its id is remembered, and how the gateway names it."""
        with self._write() as db:
            db.execute(
                "UPDATE said SET state = 'sent', message = '', named = ?, at = ? WHERE id = ?",
                (named, now, message.id),
            )

    def failed(self, message: Message, outcome: Mapping[str, Any]) -> None:
        """It came to nothing, and the office is to know."""
        with self._write() as db:
            db.execute("UPDATE said SET state = 'failed', message = '' WHERE id = ?", (message.id,))
            db.execute("INSERT INTO outcomes (outcome) VALUES (?)", (json.dumps(outcome),))

    def id_of(self, named: str) -> str:
        """Our id of a message that the gateway names so."""
        with self._lane:
            row = self._db.execute("SELECT id FROM said WHERE named = ?", (named,)).fetchone()
        return str(row[0]) if row and named else ""

    def forget(self, before: float) -> None:
        """Ids that nobody asks for any more."""
        with self._write() as db:
            db.execute(
                "DELETE FROM said WHERE at < ? AND told = 1 AND state <> 'waiting'", (before,)
            )
        with self._lane:
            # What was said shall not lie about in the write-ahead log.
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def counts(self) -> Mapping[str, int]:
        """How many wait, and how many the office would not take."""
        questions = {
            "heard": "heard WHERE aside = 0",
            "aside": "heard WHERE aside = 1",
            "said": "said WHERE state = 'waiting'",
        }
        with self._lane:
            return {
                name: int(self._db.execute(f"SELECT count(*) FROM {where}").fetchone()[0])  # noqa: S608
                for name, where in questions.items()
            }

    @contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        with self._lane:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")


def _pair(told: str) -> tuple[str, str]:
    to, text = json.loads(told)
    return str(to), str(text)
