"""The commands: a table of names, and how one of them is read, run and ended."""

from __future__ import annotations

import argparse
import asyncio
import importlib
import inspect
import os
import sys
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.commands import stopping
from bot.commands.parser import Parser
from bot.commands.words import Words, wanted

#: Every command by its name, in the order of the help page. Each module offers
#: add(parser, words) and run(args, words) -> exit code, plain or async.
COMMANDS: Final[Mapping[str, str]] = {
    name: f"bot.commands.{name}"
    for name in (
        "init",
        "run",
        "demo",
        "check",
        "links",
        "pad",
        "officer",
        "export",
        "person",
        "retention",
        "replay",
        "read",
        "migrate",
        "start",
    )
} | {"sms-bridge": "bot.commands.bridge"}
#: What `make run` calls; nobody types it.
_UNLISTED: Final = frozenset({"start"})


def main(argv: Sequence[str] | None = None) -> int:
    """The command `sahut`. Returns its exit code; wrong usage leaves by SystemExit."""
    given = list(sys.argv[1:] if argv is None else argv)
    words = Words.load(wanted(given))
    parser = _parser(words, given)
    args = parser.parse_args(given)
    if args.command is None:
        parser.print_help()
        return stopping.USAGE
    try:
        return _run(args, words)
    except KeyboardInterrupt:
        return stopping.INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has left; nothing is to be said, not even at the very end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return stopping.WRONG
    except Exception as error:
        if args.debug:
            raise
        code, sentence = stopping.explain(error, words)
        print(sentence, file=sys.stderr)
        return code


def _run(args: argparse.Namespace, words: Words) -> int:
    outcome = importlib.import_module(COMMANDS[args.command]).run(args, words)
    code: int = asyncio.run(outcome) if inspect.iscoroutine(outcome) else outcome
    sys.stdout.flush()
    return code


def _parser(words: Words, argv: Sequence[str]) -> Parser:
    """Only the module of the command that is named in `argv` is imported."""
    parser = Parser(
        words, prog="sahut", description=words("sahut.about"), epilog=words("sahut.epilog")
    )
    parser.set_defaults(debug=False)
    named = next((word for word in argv if word in COMMANDS), None)
    listed = parser.commands("command", required=False)
    for name, module in COMMANDS.items():
        # argparse lists only what has a `help`.
        more: dict[str, Any] = {} if name in _UNLISTED else {"help": words(f"{name}.help")}
        command = listed.add_parser(name, description=words(f"{name}.about"), **more)
        if name == named:
            importlib.import_module(module).add(command, words)
    return parser
