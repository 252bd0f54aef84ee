"""sahut export: what the office holds, in open formats."""

from __future__ import annotations

import argparse
import sys
from datetime import date, datetime, time
from pathlib import Path
from types import ModuleType
from typing import Final

from bot.commands import offices
from bot.commands.exports import complaints, messages, writing
from bot.commands.parser import Parser
from bot.commands.stopping import FINE
from bot.commands.words import Words
from bot.house import House

_WHAT: Final[dict[str, ModuleType]] = {"complaints": complaints, "messages": messages}


def add(parser: Parser, words: Words) -> None:
    offices.add(parser, words)
    parser.add_argument("what", choices=_WHAT, help=words("export.what"))
    parser.add_argument(
        "--format", choices=writing.FORMATS, default="csv", help=words("export.format")
    )
    parser.add_argument("--out", type=Path, metavar=words("parser.file"), help=words("export.out"))
    parser.add_argument(
        "--since",
        type=date.fromisoformat,
        metavar=words("parser.date"),
        help=words("export.since"),
    )


async def run(args: argparse.Namespace, words: Words) -> int:
    what = _WHAT[args.what]
    async with offices.opened(offices.settings_of(args)) as house:
        with writing.target(args.out) as file:
            write = writing.FORMATS[args.format](file, what.COLUMNS)
            count = await writing.copy(what.stream(house, _start(house, args.since)), write)
    # Said beside the data, which may be going into a pipe.
    print(words("export.done", count=count, what=words(f"export.{args.what}")), file=sys.stderr)
    return FINE


def _start(house: House, day: date | None) -> datetime | None:
    """The first moment of a day where the office is."""
    return datetime.combine(day, time(), house.settings.zone) if day else None
