"""sahut retention: what was kept for long enough goes, once somebody has seen what that is."""

from __future__ import annotations

import argparse
import asyncio

from bot import app
from bot.commands import asking, offices
from bot.commands.parser import Parser
from bot.commands.stopping import FINE, WRONG
from bot.commands.words import Words
from bot.house import House
from bot.privacy import retention
from storage import compacting, upgrading

_ALL = 10**9


def add(parser: Parser, words: Words) -> None:
    offices.add(parser, words)
    parser.add_argument("--dry-run", action="store_true", help=words("retention.dry_run"))
    parser.add_argument("--compact", action="store_true", help=words("retention.compact"))


async def run(args: argparse.Namespace, words: Words) -> int:
    settings = offices.settings_of(args)
    async with offices.opened(settings) as house:
        if args.compact:
            return await _compact(house, words)
        told = settings.retention
        print(words("retention.schedule", years=told.years, messages_years=told.messages_years))
        await _show(house, words)
        if args.dry_run:
            print(words("retention.dry"))
            return FINE
        if not asking.yes(words("retention.ask"), words):
            print(words("retention.kept"))
            return WRONG
        await retention.agree(house)
        print(words("retention.done", count=await retention.work(house, _ALL)))
    return FINE


async def _show(house: House, words: Words) -> None:
    async with house.database.read() as db:
        due = await retention.due(db, house)
    print(words("retention.due", cases=due.cases, messages=due.messages, people=due.people))
    if due.held:
        print(words("retention.held", count=due.held))


async def _compact(house: House, words: Words) -> int:
    file = upgrading.file_of(app.database_url(house.settings))
    if file is None:
        print(words("person.on_server"))
        return FINE
    clean = await asyncio.to_thread(compacting.compact, file)
    print(words("person.compacted" if clean else "person.not_compacted"))
    return FINE if clean else WRONG
