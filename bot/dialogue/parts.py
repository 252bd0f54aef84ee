"""The mark behind a message of which a part was lost or came late: ours, not the citizen's."""

from __future__ import annotations

import re

_MARK = re.compile(
    r"\s*\((?:bagian|part) \d+(?:, \d+)* (?:belum masuk|has not arrived|(?:dari|of) \d+)\)\s*$"
)


def without(text: str) -> str:
    """What the citizen wrote of it."""
    return _MARK.sub("", text)


def partial(text: str) -> bool:
    """Was more written than what came?"""
    return text.endswith(")") and _MARK.search(text) is not None
