"""Schema: bring a database to today's form, and say which form it has."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

_FOLDER = Path(__file__).parent / "migrations"


def newest() -> str:
    """The newest revision this program knows."""
    head = ScriptDirectory(str(_FOLDER)).get_current_head()
    assert head is not None
    return head


async def current(url: str) -> str | None:
    """The revision the database is at; None for an empty one."""
    engine = create_async_engine(url)
    try:
        async with engine.connect() as db:
            return await db.run_sync(_revision)
    finally:
        await engine.dispose()


async def upgrade(url: str) -> None:
    """Apply every migration the database lacks, each in its transaction."""
    engine = create_async_engine(url)
    try:
        async with engine.begin() as db:
            await db.run_sync(_upgrade)
    finally:
        await engine.dispose()


def _revision(db: Connection) -> str | None:
    return MigrationContext.configure(db).get_current_revision()


def _upgrade(db: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = db
    command.upgrade(config, "head")
