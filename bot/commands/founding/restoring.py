"""Restoring: the words of the sheet become the key file again, or prove that they would."""

from __future__ import annotations

import argparse
import hmac
import re
import sys
from pathlib import Path
from typing import Final

from bot import app, config, keys
from bot.clock import Clock
from bot.commands import asking, recovery
from bot.commands.checks.office import REHEARSED
from bot.commands.recovery import LENGTH, Slip
from bot.commands.stopping import DATABASE, FINE, Stop
from bot.commands.words import Words
from bot.config import Settings
from storage import checking, facts, upgrading
from storage.database import Database
from storage.facts import WrongKey
from storage.seal import Vault
from storage.upgrading import Form

_CHECK: Final = "key_check"


async def restore(args: argparse.Namespace, words: Words) -> int:
    """Ask for the words, and write the key; with --rehearse compare and write nothing."""
    settings = config.load(Path(args.config))
    path = keys.path_of(settings)
    if not args.rehearse and path.exists():
        raise Stop("restore.key_is_there", DATABASE, file=path)
    key = _typed(words)
    fits = await _compare(settings, key, rehearse=args.rehearse)
    if args.rehearse:
        print(words("restore.rehearsed"))
        return FINE
    keys.write_key(path, key)
    print(words("restore.done" if fits else "restore.done_unproved", file=path))
    return FINE


def _typed(words: Words) -> bytes:
    try:
        return recovery.key_of(_lines(words))
    except Slip as slip:
        if slip.place:
            raise Stop("restore.unknown_word", place=slip.place) from slip
        if slip.count != LENGTH:
            raise Stop("restore.count", count=slip.count, wanted=LENGTH) from slip
        raise Stop("restore.check_word") from slip


def _lines(words: Words) -> str:
    """Lines until all words are there, or an empty one, or the end of a pipe."""
    if not sys.stdin.isatty():
        return sys.stdin.read()
    print(words("restore.ask", count=LENGTH))
    typed = ""
    while len(re.findall(r"[^\W\d_]+", typed)) < LENGTH:
        more = asking.line(">")
        if not more:
            break
        typed += f" {more}"
    return typed


async def _compare(settings: Settings, key: bytes, *, rehearse: bool) -> bool:
    """Whether a database was there to compare with. Raises WrongKey."""
    url = app.database_url(settings)
    if await upgrading.form(url) is not Form.TODAYS:
        if rehearse:
            raise Stop("stop.no_database", DATABASE)
        return False
    database = Database(url)
    try:
        async with database.read() as db:
            known = await facts.get(db, _CHECK)
        if known is not None and not hmac.compare_digest(known, Vault(key).check):
            raise WrongKey
        if rehearse:
            async with database.write() as db:
                await checking.note(db, REHEARSED, Clock().now().isoformat().encode())
    finally:
        await database.close()
    return known is not None
