"""Offices: find the configuration, see that key and database are there, and open the house."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot import app, config, keys
from bot.clock import Clock
from bot.commands import logs
from bot.commands.parser import Parser
from bot.commands.stopping import DATABASE, Stop
from bot.commands.words import Words
from bot.config import BadConfig, Settings
from bot.house import House
from storage import upgrading
from storage.database import Database
from storage.upgrading import Form

CONFIG: Final = "config.toml"
#: Copies of a SQLite file, made before its form is changed, inside the storage folder.
COPIES: Final = "salinan"
_DRIVERS: Final = ("sqlite+aiosqlite", "postgresql+asyncpg")
_UNREADY: Final = {
    Form.ABSENT: "stop.no_database",
    Form.EMPTY: "stop.no_database",
    Form.OLD: "stop.old_database",
    Form.NEWER: "stop.newer_database",
}


def add(parser: Parser, words: Words) -> None:
    """The option that names the configuration."""
    parser.add_argument(
        "--config", default=CONFIG, metavar=words("parser.file"), help=words("parser.config")
    )


def settings_of(args: argparse.Namespace) -> Settings:
    """Raises BadConfig."""
    settings = config.load(Path(args.config))
    try:
        driver = make_url(settings.storage.database).drivername
    except ArgumentError:
        driver = ""
    if driver not in _DRIVERS:
        remedy = "mulai dengan sqlite+aiosqlite:/// atau postgresql+asyncpg://"
        raise BadConfig([("storage.database", remedy)])
    return settings


@asynccontextmanager
async def opened(settings: Settings, *, alone: bool = False) -> AsyncIterator[House]:
    """The house of a database that is ready. Raises Stop and all that open_house raises."""
    logs.set_up(settings)
    keys.load_key(settings)
    unready = _UNREADY.get(await upgrading.form(app.database_url(settings)))
    if unready:
        raise Stop(unready, DATABASE)
    async with app.open_house(settings, alone=alone) as house:
        yield house


async def upgrade(settings: Settings, clock: Clock, words: Words) -> Form:
    """Bring a database to today's form, a SQLite file after a copy. Says what it did.

    Returns the form it had. Raises Occupied, Stop.
    """
    url = app.database_url(settings)
    found = await upgrading.form(url)
    if found is Form.NEWER:
        raise Stop(_UNREADY[found], DATABASE)
    if found is Form.TODAYS:
        return found
    file = upgrading.file_of(url)
    async with _held(url if file is not None and found is not Form.ABSENT else None):
        if file is not None and found is Form.OLD:
            folder = settings.folder / settings.storage.folder / COPIES
            copy = await asyncio.to_thread(upgrading.copy, file, folder, clock.now())
            print(words("migrate.copied", file=copy))
        await app.migrate(settings)
    return found


@asynccontextmanager
async def _held(url: str | None) -> AsyncIterator[None]:
    """Nobody else has the file open meanwhile."""
    if url is None:
        yield
        return
    database = Database(url)
    try:
        database.occupy()
        yield
    finally:
        await database.close()
