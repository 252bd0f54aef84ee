"""What tables are made of: moments in UTC, ids, references, and indexes of some rows."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    TypeDecorator,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Utc(TypeDecorator[datetime]):
    """A moment: goes in with a time zone or not at all, comes out in UTC.

    SQLite keeps microseconds since 1970 as an integer, which sorts and indexes as it should.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(BigInteger())
        return dialect.type_descriptor(DateTime(timezone=True))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        if dialect.name == "sqlite":
            return round(value.timestamp() * 1_000_000)
        return value

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if dialect.name == "sqlite":
            return datetime.fromtimestamp(value / 1_000_000, UTC)
        return value.astimezone(UTC)  # type: ignore[no-any-return]


#: Ids are made by storage.ids before the row is written: 63 bits, in order of time.
Id = BigInteger().with_variant(Integer, "sqlite")


def row_id() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=False)


def ref(name: str, target: str, *, null: bool = False, index: bool = True) -> Column[int]:
    return Column(name, Id, ForeignKey(target), nullable=null, index=index)


def at(name: str, *, null: bool = True) -> Column[datetime]:
    return Column(name, Utc, nullable=null)


def some(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index of the rows for which this holds."""
    there = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=there, postgresql_where=there)
