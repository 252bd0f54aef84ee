"""One database, two kinds: a single file with one writer's lane, or a PostgreSQL server."""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Insert, Table, event, make_url, text
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

#: What a database raises that is away, locked or full; the caller answers "later".
Away: tuple[type[Exception], ...] = (DBAPIError, PoolTimeout, OSError)
#: Errors, and classes of SQLSTATE, that speak of the data: waiting would change nothing.
_OF_DATA = (DataError, IntegrityError, ProgrammingError)
_OF_DATA_STATES = frozenset({"21", "22", "23", "42"})
BUSY_MS = 500
#: A server that says nothing for so many seconds is away; nothing we ask takes so long.
ANSWER_WITHIN = 30.0
#: How long a stop waits for transactions that are under way.
STILL_WITHIN = 5.0


class Occupied(Exception):
    """Another `sahut run` holds this SQLite file."""


class Database:
    """`write()` is a transaction in the writer's lane, `read()` one that cannot write."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_file = self.url.get_backend_name() == "sqlite"
        self._lock: TextIO | None = None
        self._lane = asyncio.Lock()
        self._open, self._empty = asyncio.Event(), asyncio.Event()
        self._open.set()
        self._inside = 0
        if self.is_file:
            self._writer = _file_engine(url, "BEGIN IMMEDIATE", size=1)
            self._reader = _file_engine(url, "BEGIN DEFERRED", size=4, query_only=True)
        else:
            self._writer = self._reader = create_async_engine(
                url,
                pool_size=8,
                max_overflow=4,
                pool_timeout=3,
                pool_pre_ping=True,
                hide_parameters=True,
                connect_args={"timeout": 5.0, "command_timeout": ANSWER_WITHIN},
            )

    def write(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction: committed at the end of the block, first come first served."""
        return self._transaction(self._writer, self._lane if self.is_file else nullcontext())

    def read(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """A transaction for questions; on SQLite it refuses to write."""
        return self._transaction(self._reader, nullcontext())

    @asynccontextmanager
    async def still(self) -> AsyncIterator[None]:
        """In this block no transaction is open and none begins: the moment to cancel tasks.

        A transaction that is cancelled halfway may keep a SQLite file locked.
        """
        self._open.clear()
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(STILL_WITHIN):
                    while self._inside:
                        self._empty.clear()
                        await self._empty.wait()
            yield
        finally:
            self._open.set()

    @asynccontextmanager
    async def _transaction(
        self, engine: AsyncEngine, lane: AbstractAsyncContextManager[None]
    ) -> AsyncIterator[AsyncConnection]:
        await self._open.wait()
        self._inside += 1
        try:
            async with lane, engine.begin() as db:
                yield db
        finally:
            self._inside -= 1
            if not self._inside:
                self._empty.set()

    def occupy(self) -> None:
        """Hold the SQLite file for this process. Raises Occupied."""
        if not self.is_file or self.url.database is None:
            return
        self._lock = Path(f"{self.url.database}.lock").open("a")  # noqa: SIM115 - held for life
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._lock.close()
            self._lock = None
            raise Occupied(self.url.database) from error

    async def checkpoint(self) -> None:
        """Fold the write-ahead log back into the file; called when nothing else is to do."""
        if self.is_file:
            async with self._lane, self._writer.connect() as db:
                raw = (await db.get_raw_connection()).driver_connection
                assert raw is not None
                cursor = await raw.execute("PRAGMA wal_checkpoint(PASSIVE)")
                await cursor.close()

    async def close(self) -> None:
        """Close every connection and let go of the file."""
        await self._writer.dispose()
        if self._reader is not self._writer:
            await self._reader.dispose()
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def is_away(error: BaseException) -> bool:
    """Whether the database is away, and not merely at odds with what it was given."""
    if not isinstance(error, Away) or isinstance(error, _OF_DATA):
        return False
    state = getattr(getattr(error, "orig", None), "sqlstate", None) or ""
    return state[:2] not in _OF_DATA_STATES


def upsert(db: AsyncConnection, table: Table) -> Any:
    """The dialect's INSERT, which knows ON CONFLICT."""
    make: Any = sqlite_insert if db.dialect.name == "sqlite" else postgresql_insert
    statement: Insert = make(table)
    return statement


def is_postgresql(db: AsyncConnection) -> bool:
    """For the few sentences that one of the two does not speak."""
    return db.dialect.name == "postgresql"


def _file_engine(url: str, begin: str, *, size: int, query_only: bool = False) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=size,
        hide_parameters=True,
        max_overflow=0,
        pool_timeout=10,
        connect_args={"timeout": BUSY_MS / 1000, "isolation_level": None},
    )

    @event.listens_for(engine.sync_engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for pragma in _PRAGMAS + (("query_only=ON",) if query_only else ()):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={BUSY_MS}",
    "cache_size=-65536",
    "temp_store=MEMORY",
    "wal_autocheckpoint=4000",
    "journal_size_limit=67108864",
)


def prepare_folder(url: str) -> None:
    """Make the folder a SQLite file shall lie in, readable by its owner only."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database:
        folder = Path(parsed.database).parent
        if not folder.exists():
            folder.mkdir(parents=True)
            os.chmod(folder, 0o700)


async def ping(db: AsyncConnection) -> None:
    """Raises one of Away when the database does not answer."""
    await db.execute(text("SELECT 1"))
