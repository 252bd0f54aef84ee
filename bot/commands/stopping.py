"""Stopping: a foreseeable end of a command, as an exit code and one sentence with the remedy."""

from __future__ import annotations

from typing import Final

from bot.commands.words import Words

FINE: Final = 0
WRONG: Final = 1
USAGE: Final = 2
CONFIGURATION: Final = 3
DATABASE: Final = 4
#: What a shell shows for a command that was interrupted by hand.
INTERRUPTED: Final = 130


class Stop(Exception):
    """The command ends here; `key` names the sentence that says why."""

    def __init__(self, key: str, code: int = WRONG, **params: object) -> None:
        super().__init__(key)
        self.key = key
        self.code = code
        self.params = params


def explain(error: Exception, words: Words) -> tuple[int, str]:
    """The exit code and the words for whatever ended a command."""
    # Imported here: most commands end well, and these bring half of the program.
    from bot.config import BadConfig
    from bot.keys import BadKey
    from storage.database import Away, Occupied
    from storage.facts import WrongKey

    if isinstance(error, Stop):
        return error.code, words(error.key, **error.params)
    if isinstance(error, BadConfig):
        return CONFIGURATION, _mistakes(error.mistakes, words)
    if isinstance(error, BadKey):
        return DATABASE, str(error)
    if isinstance(error, Occupied):
        return DATABASE, words("stop.occupied")
    if isinstance(error, WrongKey):
        return DATABASE, words("stop.wrong_key")
    if isinstance(error, Away) or type(error).__module__.startswith("asyncpg"):
        return DATABASE, words("stop.away", error=type(error).__name__)
    return WRONG, words("stop.unexpected", error=type(error).__name__)


def _mistakes(mistakes: tuple[tuple[str, str], ...], words: Words) -> str:
    lines = [words("stop.mistakes", count=len(mistakes))]
    lines += [f"  {key}: {remedy}" for key, remedy in mistakes]
    return "\n".join(lines)
