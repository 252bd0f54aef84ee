"""sahut export: what the office holds, in open formats."""

from __future__ import annotations

import argparse
import sys
from datetime import date, datetime, time
from pathlib import Path
from types import ModuleType
from typing import Final

from bot.commands import offices
from bot.commands.exports import complaints, messages, origin, writing
from bot.commands.parser import Parser
from bot.commands.stopping import FINE, USAGE, Stop
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
        made = origin.here(house)
        told, called = made.told(words), words(f"export.{args.what}")
        path = _path(args.out, made.called(called, args.format))
        if path is None and args.format == writing.BOOK:
            raise Stop("export.needs_file", USAGE)
        with (
            writing.target(path) as file,
            writing.opened(file, args.format, what.COLUMNS, made, told) as write,
        ):
            count = await writing.copy(what.stream(house, _start(house, args.since)), write)
    done = words("export.done", count=count, what=called)
    if path is not None:
        with writing.target(path.with_name(f"{path.name}{origin.BESIDE}")) as file:
            file.write(origin.lines(path, told, done))
    # Said beside the data, which may be going into a pipe.
    print(f"{done}\n{told}", file=sys.stderr)
    return FINE


def _path(out: Path | None, called: str) -> Path | None:
    """In a folder the file is called by what it holds, when it was made and by whom."""
    return out / called if out is not None and out.is_dir() else out


def _start(house: House, day: date | None) -> datetime | None:
    """The first moment of a day where the office is."""
    return datetime.combine(day, time(), house.settings.zone) if day else None
