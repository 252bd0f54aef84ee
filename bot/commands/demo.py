"""sahut demo: an example office with providers of its own, on this machine only."""

from __future__ import annotations

import argparse
from pathlib import Path

from bot.commands.parser import Parser
from bot.commands.stopping import FINE
from bot.commands.words import Words


def add(parser: Parser, words: Words) -> None:
    parser.add_argument("--folder", type=Path, default=Path("demo-data"), help=words("demo.folder"))
    parser.add_argument("--port", type=int, default=8080, help=words("demo.port"))


async def run(args: argparse.Namespace, words: Words) -> int:
    from bot.demo.office import run_demo  # its providers are imported for this command only

    await run_demo(args.folder, args.port)
    return FINE
