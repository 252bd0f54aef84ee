"""Schema: bring a database to today's form, and say which form it has.

Alembic is imported where something is migrated, which hardly any start has to do.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import create_async_engine

#: The newest revision this program knows.
NEWEST: Final = "0001"
_FOLDER = Path(__file__).parent / "migrations"


async def current(url: str) -> str | None:
    """The revision the database is at; None for an empty one."""
    engine = create_async_engine(url)
    try:
        async with engine.connect() as db:
            return await db.run_sync(_revision)
    finally:
        await engine.dispose()


def is_known(revision: str) -> bool:
    """Whether this program ever had that form."""
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    try:
        return ScriptDirectory(str(_FOLDER)).get_revision(revision) is not None
    except CommandError:
        return False


async def upgrade(url: str) -> None:
    """Apply every migration the database lacks, each in its transaction."""
    engine = create_async_engine(url)
    try:
        async with engine.begin() as db:
            await db.run_sync(_upgrade)
    finally:
        await engine.dispose()


def _revision(db: Connection) -> str | None:
    if not inspect(db).has_table("alembic_version"):
        return None
    return db.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _upgrade(db: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.attributes["connection"] = db
    command.upgrade(config, "head")
