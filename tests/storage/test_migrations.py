"""Migrations lead to exactly the tables that the program knows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import create_async_engine

from storage import schema
from storage.tables import metadata
from tests.databases import Template

_FORM = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type <> 'trigger'"


async def test_migrated_and_created_files_have_one_form(tmp_path: Path) -> None:
    migrated = Template(tmp_path)
    await migrated.prepare()
    created = create_async_engine(f"sqlite+aiosqlite:///{tmp_path / 'created.db'}")
    async with created.begin() as db:
        await db.run_sync(metadata.create_all)
        wanted = {tuple(row) for row in await db.execute(text(_FORM))}
    await created.dispose()
    reached = create_async_engine(await migrated.fresh(tmp_path))
    async with reached.connect() as db:
        found = {tuple(row) for row in await db.execute(text(_FORM))}
    await reached.dispose()
    assert {plain(*row) for row in found if row[1] != "alembic_version"} == {
        plain(*row) for row in wanted
    }


async def test_a_migrated_database_lacks_nothing_and_has_nothing_more(database_url: str) -> None:
    assert await asked(database_url, _differences) == []


async def test_every_table_says_by_which_column_it_is_found(database_url: str) -> None:
    """A foreign key without an index makes every deletion and every join read the whole table."""
    assert await asked(database_url, _bare_keys) == []


def test_the_newest_form_is_that_of_the_last_migration() -> None:
    folder = Path(schema.__file__).parent / "migrations"
    assert ScriptDirectory(str(folder)).get_current_head() == schema.NEWEST


async def test_a_database_says_which_form_it_has(database_url: str) -> None:
    assert await schema.current(database_url) == schema.NEWEST
    await schema.upgrade(database_url)
    assert await schema.current(database_url) == schema.NEWEST


async def asked(url: str, question: Any) -> Any:
    engine = create_async_engine(url)
    try:
        async with engine.connect() as db:
            return await db.run_sync(question)
    finally:
        await engine.dispose()


def _differences(db: Connection) -> list[Any]:
    context = MigrationContext.configure(db, opts={"compare_type": True})
    return list(compare_metadata(context, metadata))


def _bare_keys(db: Connection) -> list[str]:
    look = inspect(db)
    bare: list[str] = []
    for table in metadata.tables:
        led = [tuple(index["column_names"])[:1] for index in look.get_indexes(table)]
        led += [tuple(look.get_pk_constraint(table)["constrained_columns"])[:1]]
        led += [tuple(one["column_names"])[:1] for one in look.get_unique_constraints(table)]
        keys = [tuple(key["constrained_columns"])[:1] for key in look.get_foreign_keys(table)]
        bare += [f"{table}.{key[0]}" for key in keys if key not in led]
    return bare


def plain(kind: str, name: str, sql: str) -> tuple[str, str, frozenset[str]]:
    """A statement as the set of its clauses: their order and white space do not matter."""
    clauses = re.split(r",(?![^(]*\))", re.sub(r"\s+", " ", sql.partition("(")[2]))
    return kind, name, frozenset(clause.strip(" )").replace('"', "") for clause in clauses)
