"""Parser: argparse that speaks the operator's language."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
from collections.abc import Iterable
from functools import partial
from typing import Any, Final, NoReturn, cast

from bot.commands.stopping import USAGE
from bot.commands.words import LANGUAGES, Words

#: What argparse says of wrong usage, and the key of our own sentence for it.
_COMPLAINTS: Final = (
    (r"the following arguments are required: (?P<what>.+)", "parser.missing"),
    (r"unrecognized arguments: (?P<what>.+)", "parser.unknown"),
    (r"argument (?P<what>.+): expected .*", "parser.without_value"),
    (r"argument (?P<what>.+): invalid choice: (?P<given>.+?) \(choose .*", "parser.choice"),
    (r"argument (?P<what>.+): invalid \w+ value: (?P<given>.+)", "parser.value"),
)
_WIDEST = 96


class Parser(argparse.ArgumentParser):
    """One command, or all of them."""

    def __init__(self, words: Words, **more: Any) -> None:
        super().__init__(add_help=False, formatter_class=partial(_Help, words), **more)
        self._words = words
        self._positionals.title = words("parser.positionals")
        self._optionals.title = words("parser.options")
        self.add_argument("-h", "--help", action="help", help=words("parser.help"))
        # Each may stand before or after a sub-command, which must not undo it.
        self.add_argument(
            "--lang", choices=LANGUAGES, default=argparse.SUPPRESS, help=words("parser.lang")
        )
        self.add_argument(
            "--debug", action="store_true", default=argparse.SUPPRESS, help=words("parser.debug")
        )

    def commands(self, dest: str, *, required: bool) -> Any:
        """A place for sub-commands, each a parser like this one."""
        return self.add_subparsers(
            title=self._words("parser.commands"),
            metavar=self._words("parser.command"),
            dest=dest,
            required=required,
            parser_class=cast(Any, partial(Parser, self._words)),
        )

    def error(self, message: str) -> NoReturn:
        """One sentence about what is wrong, and where to read on."""
        print(self._words("parser.wrong", message=self._own(message)), file=sys.stderr)
        print(self._words("parser.read_on", command=self.prog), file=sys.stderr)
        sys.exit(USAGE)

    def _own(self, message: str) -> str:
        for pattern, key in _COMPLAINTS:
            if match := re.fullmatch(pattern, message, re.DOTALL):
                return self._words(key, **match.groupdict())
        return message


class _Help(argparse.RawDescriptionHelpFormatter):
    def __init__(self, words: Words, prog: str) -> None:
        width = min(_WIDEST, shutil.get_terminal_size().columns - 2)
        super().__init__(prog, max_help_position=30, width=width)
        self._said = words

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(
            usage, actions, groups, self._said("parser.usage") if prefix is None else prefix
        )
