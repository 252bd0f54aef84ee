"""Arrivals: SMPP gives a message of a citizen no name, so each arrival gets one of ours.

A message that is brought again, because our answer was late or lost, keeps its name. The same
words said twice are two messages.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final

#: Who brings a message again does so within this time.
AGAIN_SECONDS: Final = 60.0
#: An answer that took longer may have come too late.
LATE_SECONDS: Final = 2.0


@dataclass(slots=True)
class _Arrival:
    name: str
    line: object
    since: float
    answered: float | None = None

    def may_come_again(self, line: object) -> bool:
        late = self.answered is None or self.answered - self.since > LATE_SECONDS
        return late or line is not self.line


class Arrivals:
    """Those of the last minute, by their words and sender."""

    def __init__(self) -> None:
        self._recent: dict[str, _Arrival] = {}

    def name(self, words: str, line: object, now: float) -> str:
        """`line` is the session that brought it."""
        self._forget(now)
        before = self._recent.get(words)
        if before is not None and before.may_come_again(line):
            before.line, before.since, before.answered = line, now, None
            return before.name
        self._recent[words] = _Arrival(secrets.token_hex(8), line, now)
        return self._recent[words].name

    def answered(self, words: str, now: float) -> None:
        """The message centre has been told that we have it."""
        if words in self._recent:
            self._recent[words].answered = now

    def _forget(self, now: float) -> None:
        old = [w for w, one in self._recent.items() if now - one.since > AGAIN_SECONDS]
        for words in old:
            del self._recent[words]
