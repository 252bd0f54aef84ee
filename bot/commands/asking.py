"""Asking: questions to who sits at the keyboard, or answers that come through a pipe."""

from __future__ import annotations

import getpass
import sys

from bot.commands.stopping import Stop
from bot.commands.words import Words


def line(question: str, default: str = "") -> str:
    """One line; an empty one stands for the default. Raises Stop where nobody answers."""
    shown = f"{question} [{default}] " if default else f"{question} "
    try:
        return input(shown).strip() or default
    except EOFError as error:
        print()
        raise Stop("asking.nobody") from error


def yes(question: str, words: Words, *, default: bool = False) -> bool:
    """Yes or no, by the first letter."""
    shown = words("asking.yes_first" if default else "asking.no_first")
    typed = line(f"{question} {shown}").casefold()
    return typed[0] in words("asking.yes_letters") if typed else default


def secret(question: str) -> str:
    """A line that is not shown while it is typed."""
    if not sys.stdin.isatty():
        return line(question)
    try:
        return getpass.getpass(f"{question} ").strip()
    except EOFError as error:
        raise Stop("asking.nobody") from error
