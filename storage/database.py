"""One database, two kinds: a single file with one writer's lane, or a PostgreSQL server."""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext, suppress
from functools import cache
from pathlib import Path
from typing import Any, TextIO

from sqlalchemy import Table, event, make_url, text
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage import compiled, near

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
            self._writer = _near_engine(url, "BEGIN IMMEDIATE")
            self._glancer = _near_engine(url, "BEGIN DEFERRED", query_only=True)
            self._reader = _far_engine(url)
        else:
            self._writer = self._reader = self._glancer = create_async_engine(
                make_url(url).set(drivername=compiled.SERVER),
                execution_options=compiled.SHARED,
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

    def glance(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Like `read()`, for a few rows found by key: on SQLite nothing else runs meanwhile."""
        return self._transaction(self._glancer, nullcontext())

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
                await _to_the_end(lambda: raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall())

    async def close(self) -> None:
        """Close every connection and let go of the file."""
        for engine in {self._writer, self._glancer, self._reader}:
            await engine.dispose()
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
    return _INTO[db.dialect.name](table)


def ready(db: AsyncConnection, make: Callable[[Into], Any]) -> Any:
    """What `make` makes of the dialect's INSERT, made once: making costs more than asking."""
    return _ready(db.dialect.name, make)


@cache
def _ready(dialect: str, make: Callable[[Into], Any]) -> Any:
    return make(_INTO[dialect])


Into = Callable[[Table], Any]
_INTO: dict[str, Into] = {"sqlite": sqlite_insert, "postgresql": postgresql_insert}


def is_postgresql(db: AsyncConnection) -> bool:
    """For the few sentences that one of the two does not speak."""
    return db.dialect.name == "postgresql"


async def _to_the_end(call: Callable[[], object]) -> None:
    """In a thread; who is cancelled meanwhile still waits, for nobody else may use what it uses."""
    doing = asyncio.ensure_future(asyncio.to_thread(call))
    try:
        await asyncio.shield(doing)
    except asyncio.CancelledError:
        await doing
        raise


def _near_engine(url: str, begin: str, *, query_only: bool = False) -> AsyncEngine:
    """One connection, for what the loops do all day."""
    engine = create_async_engine(
        make_url(url).set(drivername=near.DRIVER),
        execution_options=compiled.SHARED,
        pool_size=1,
        max_overflow=0,
        pool_timeout=10,
        hide_parameters=True,
        connect_args={"begin": begin, "patience": BUSY_MS},
    )
    # Whoever writes asks at once, and waits for another process's lock aside.
    _prepare(engine, (*_PRAGMAS, "query_only=ON" if query_only else "busy_timeout=0"))
    return engine


def _far_engine(url: str) -> AsyncEngine:
    """Connections with a thread each, for questions that may take their time."""
    engine = create_async_engine(
        make_url(url).set(drivername=compiled.FAR),
        execution_options=compiled.SHARED,
        pool_size=4,
        max_overflow=0,
        pool_timeout=10,
        hide_parameters=True,
        connect_args={"timeout": BUSY_MS / 1000, "isolation_level": None},
    )
    _prepare(engine, ("query_only=ON", f"busy_timeout={BUSY_MS}", *_PRAGMAS))

    @event.listens_for(engine.sync_engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql("BEGIN DEFERRED")

    return engine


def _prepare(engine: AsyncEngine, pragmas: Sequence[str]) -> None:
    @event.listens_for(engine.sync_engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for pragma in pragmas:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()


_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
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
