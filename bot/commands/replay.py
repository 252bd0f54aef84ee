"""sahut replay: what could not be handled is handled once more."""

from __future__ import annotations

import argparse

from bot.commands import offices
from bot.commands.parser import Parser
from bot.commands.stopping import FINE, WRONG
from bot.commands.words import Words
from storage import unread


def add(parser: Parser, words: Words) -> None:
    offices.add(parser, words)
    parser.add_argument(
        "--message", type=int, action="append", metavar="ID", help=words("replay.message")
    )


async def run(args: argparse.Namespace, words: Words) -> int:
    async with offices.opened(offices.settings_of(args)) as house, house.database.write() as db:
        count = await unread.replay(db, house.now(), ids=args.message)
    print(words("replay.done", count=count))
    if args.message and count < len(set(args.message)):
        print(words("replay.unknown", count=len(set(args.message)) - count))
        return WRONG
    return FINE
