"""Receipts name our messages, and some message centres spell the name in another base."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Final

from channels.base import Malformed
from channels.sms.smpp import parsing

#: So many messages are remembered until their receipt comes.
REMEMBERED: Final = 4096

#: How an id of a receipt becomes the id that was answered to us.
_SPELLINGS: Final[Mapping[str, Callable[[str], str]]] = {
    "same": lambda told: told,
    "hex": lambda told: f"{int(told):x}",
    "decimal": lambda told: str(int(told, 16)),
}


class Receipts:
    """What we wait for, and the spelling that the first receipts have shown."""

    def __init__(self, spelling: str = "") -> None:
        self.spelling = spelling
        self._expected: dict[str, str] = {}

    def expect(self, message_id: str, outbound: str) -> None:
        """A receipt will name this message."""
        while len(self._expected) >= REMEMBERED:
            del self._expected[next(iter(self._expected))]
        self._expected[message_id] = outbound

    def read(self, pdu: bytes) -> Mapping[str, str]:
        """Whose receipt it is: the id as it was answered to us, and our own where it is known."""
        with suppress(Malformed):
            told = parsing.told_id(parsing.read(pdu))
            return self._named(parsing.normal(told)) if told else {}
        return {}

    def _named(self, told: str) -> Mapping[str, str]:
        for name, spell in _SPELLINGS.items():
            with suppress(ValueError):
                message_id = parsing.normal(spell(told))
                if message_id in self._expected:
                    self.spelling = name
                    return {"id": message_id, "ref": self._expected[message_id]}
        with suppress(ValueError):
            # After a new start nothing is expected, but the spelling is known.
            return {"id": parsing.normal(_SPELLINGS[self.spelling or "same"](told))}
        return {"id": told}
