"""sahut migrate: bring the database to today's form."""

from __future__ import annotations

import argparse

from bot.clock import Clock
from bot.commands import offices
from bot.commands.parser import Parser
from bot.commands.stopping import FINE
from bot.commands.words import Words
from storage import schema
from storage.upgrading import Form


def add(parser: Parser, words: Words) -> None:
    offices.add(parser, words)


async def run(args: argparse.Namespace, words: Words) -> int:
    found = await offices.upgrade(offices.settings_of(args), Clock(), words)
    key = "migrate.nothing" if found is Form.TODAYS else "migrate.done"
    print(words(key, revision=schema.NEWEST))
    return FINE
