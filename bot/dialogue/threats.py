"""Whether a threat is meant for this office."""

from __future__ import annotations

from typing import Final

from bot.dialogue import tokens, weighing
from bot.dialogue.reading import Reading

_SEEN: Final = 400


def at_office(reading: Reading, text: str) -> bool:
    return reading.threat and weighing.at_us(" ".join(tokens.cut(text[:_SEEN]).words))
