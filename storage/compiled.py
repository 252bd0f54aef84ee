"""Compiled: a statement is compiled once for all engines of a process, not once for each.

SQLAlchemy keeps what it compiled by dialect and engine, and a file has three engines.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.asyncpg import PGDialect_asyncpg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite
from sqlalchemy.util import LRUCache

registry.register("sqlite.far", __name__, "Far")
registry.register("postgresql.server", __name__, "Server")

#: The drivers' names in a database URL.
FAR: Final = "sqlite+far"
SERVER: Final = "postgresql+server"

#: For `create_async_engine(execution_options=...)`.
SHARED: Final[dict[str, Any]] = {"compiled_cache": LRUCache(2000)}


class Alike:
    """A dialect whose statements read the same over whichever connection."""

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other)

    def __hash__(self) -> int:
        return hash(type(self))


class Far(Alike, SQLiteDialect_aiosqlite):
    """A file, with a thread for each connection."""

    supports_statement_cache = True


class Server(Alike, PGDialect_asyncpg):
    """A PostgreSQL server."""

    supports_statement_cache = True
