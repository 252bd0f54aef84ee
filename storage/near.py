"""SQLite close by: statements run where the event loop runs; only the disk is waited for aside.

With a thread for each connection, every step of a statement hands the interpreter over and back,
which costs more than the statement. Here a statement is a plain call, and what may wait (for the
disk, for another process's lock) goes to a thread. For short questions by key: while one runs,
everything else stands still.
"""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import URL
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.pool import AsyncAdaptedQueuePool, Pool
from sqlalchemy.util.concurrency import await_, in_greenlet

from storage.compiled import Alike

#: The driver's name in a database URL.
DRIVER = "sqlite+near"
#: After so many seconds of statements everybody else gets a turn of the event loop.
TURN = 0.002

registry.register("sqlite.near", __name__, "Near")


class Cursor:
    """One statement, whose rows are all fetched at once."""

    __slots__ = ("_connection", "_cursor", "_rows", "description")
    arraysize = 1

    def __init__(self, connection: Connection, cursor: sqlite3.Cursor) -> None:
        self._connection = connection
        self._cursor = cursor
        self._rows: list[Any] = []
        self.description: Any = None

    @property
    def rowcount(self) -> int:
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        return self._cursor.lastrowid

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> None:
        self._connection.let_others()
        self._cursor.execute(statement, parameters)
        self.description = self._cursor.description
        if self.description is not None:
            self._rows = self._cursor.fetchall()

    def executemany(self, statement: str, parameters: Sequence[Sequence[Any]]) -> None:
        self._connection.let_others()
        self._cursor.executemany(statement, parameters)

    def fetchone(self) -> Any:
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int | None = None) -> list[Any]:
        taken, self._rows = self._rows[: size or 1], self._rows[size or 1 :]
        return taken

    def fetchall(self) -> list[Any]:
        taken, self._rows = self._rows, []
        return taken

    def __iter__(self) -> Iterator[Any]:
        return iter(self.fetchall())

    def close(self) -> None:
        self._rows = []
        self._cursor.close()

    async def _async_soft_close(self) -> None:
        self._cursor.close()


class Connection:
    """What the dialect asks of a connection, and the thread that waits for it."""

    __slots__ = ("_aside", "_begin", "_patience", "_turn", "driver_connection")

    def __init__(self, file: str, begin: str, patience: int, **options: Any) -> None:
        self._begin = begin
        self._patience = patience
        self._turn = 0.0
        self._aside = ThreadPoolExecutor(1, thread_name_prefix="sqlite")
        self.driver_connection = sqlite3.connect(
            file,
            timeout=patience / 1000,
            isolation_level=None,
            check_same_thread=False,
            **options,
        )

    def cursor(self) -> Cursor:
        return Cursor(self, self.driver_connection.cursor())

    def begin(self) -> None:
        """At once, or after another process's transaction."""
        try:
            self.driver_connection.execute(self._begin)
        except sqlite3.OperationalError:
            self._wait(self._begin_patiently)

    def commit(self) -> None:
        if self.driver_connection.in_transaction:
            self._wait(self.driver_connection.commit)

    def rollback(self) -> None:
        if self.driver_connection.in_transaction:
            self._wait(self.driver_connection.rollback)

    def close(self) -> None:
        """After what is under way; nobody waits for it where nobody can."""
        closing = self._aside.submit(self.driver_connection.close)
        self._aside.shutdown(wait=False)
        if in_greenlet():
            await_(asyncio.wrap_future(closing))

    def let_others(self) -> None:
        """Their turn, in the middle of a long transaction."""
        await_(self._let_others())

    async def _let_others(self) -> None:
        if time.perf_counter() - self._turn > TURN:
            await asyncio.sleep(0)
            self._turn = time.perf_counter()

    def _begin_patiently(self) -> None:
        self.driver_connection.execute(f"PRAGMA busy_timeout={self._patience}")
        try:
            self.driver_connection.execute(self._begin)
        finally:
            self.driver_connection.execute("PRAGMA busy_timeout=0")

    def _wait(self, call: Callable[[], object]) -> None:
        await_(asyncio.get_running_loop().run_in_executor(self._aside, call))


class Near(Alike, SQLiteDialect_pysqlite):
    """SQLAlchemy's SQLite over such connections."""

    driver = "near"
    is_async = True
    has_terminate = True
    supports_statement_cache = True

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:
        return AsyncAdaptedQueuePool

    def connect(self, *arguments: Any, **options: Any) -> Any:
        options.pop("check_same_thread", None)
        return Connection(*arguments, **options)

    def on_connect(self) -> Any:
        """Nothing: the functions that the dialect adds are not used."""

    def do_begin(self, dbapi_connection: Any) -> None:
        dbapi_connection.begin()

    def do_terminate(self, dbapi_connection: Any) -> None:
        dbapi_connection.close()

    def get_driver_connection(self, connection: Any) -> Any:
        return connection.driver_connection
