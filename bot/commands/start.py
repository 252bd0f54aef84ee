"""sahut start: what `make run` means. The real service where there is one, else the demo."""

from __future__ import annotations

import argparse
from collections.abc import Coroutine
from pathlib import Path

from bot.commands import demo, offices
from bot.commands import run as service
from bot.commands.parser import Parser
from bot.commands.words import Words


def add(parser: Parser, words: Words) -> None:
    offices.add(parser, words)
    demo.add(parser, words)


def run(args: argparse.Namespace, words: Words) -> Coroutine[None, None, int]:
    return service.run(args, words) if Path(args.config).exists() else demo.run(args, words)
