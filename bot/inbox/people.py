"""People: who wrote, as far as officers may know; a closed name stays closed in every text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bot import cases
from bot.casework.words import IDENTITY, Protection, Slot
from bot.dialogue.desk import Case
from bot.house import House
from bot.names import brief
from storage.seal import PersonKey, Unreadable

NOBODY: Final = "Pelapor"
#: Words that stand before a name and are none.
_TITLES: Final = frozenset(
    {
        "pak", "bapak", "ibu", "mas", "mbak", "mba", "kak", "adik", "dik", "haji", "hajah", "drs",
        "dra", "ust", "ustaz", "pelapor", "warga",
    }
)  # fmt: skip
_CLOSED: Final = "[nama ditutup]"
_SPOKEN: Final = re.compile(r"\w+")
_WORD: Final = re.compile(r"[^\W\d_]{3,}")
_PHONE: Final = re.compile(r"\+?\d[\d\s().-]{7,}\d")
_TAIL: Final = 8
_SHORTEST: Final = 3
#: Of a name that is longer than any name, so much is looked for in texts.
_LONGEST: Final = 1000


@dataclass(frozen=True, slots=True)
class Veil:
    """Takes what would name a protected citizen out of a text; an empty veil changes nothing."""

    home: re.Pattern[str] | None = field(default=None, repr=False)
    names: frozenset[str] = field(default=frozenset(), repr=False)
    phones: frozenset[str] = field(default=frozenset(), repr=False)

    def over(self, text: str) -> str:
        """The text as officers may read it."""
        text = self.home.sub(_CLOSED, text) if self.home else text
        text = _SPOKEN.sub(self._word, text) if self.names else text
        return _PHONE.sub(self._number, text) if self.phones else text

    def _word(self, match: re.Match[str]) -> str:
        # Looked up, not searched for: a pattern of many names is slow on a long text.
        word = match[0].casefold()
        known = {word, word.removesuffix("nya"), word.removesuffix("ku")}
        return match[0] if self.names.isdisjoint(known) else _CLOSED

    def _number(self, match: re.Match[str]) -> str:
        tail = re.sub(r"\D", "", match[0])[-_TAIL:]
        return "[nomor ditutup]" if tail in self.phones else match[0]


@dataclass(frozen=True, slots=True)
class Person:
    """Whoever wrote: a name only where it may be read; the key is None once erased."""

    hidden: bool
    who: str = field(repr=False)
    veil: Veil = field(repr=False)
    key: PersonKey | None = field(repr=False)
    case: Case | None = field(repr=False)
    contact: int = 0
    #: False where somebody else writes in the case, from an address of their own.
    own: bool = True

    def slots(self) -> dict[Slot, str]:
        """What was told, without the identity where it is closed."""
        told = self.case.slots if self.case else {}
        return {
            slot: self.veil.over(words)
            for slot, words in told.items()
            if words and not (self.hidden and slot in IDENTITY)
        }


def is_hidden(protection: str | None) -> bool:
    """Whether names and numbers of this case are closed to officers."""
    return protection != Protection.OPEN


def key_of(house: House, row: Any) -> PersonKey | None:
    """The key of the citizen this row belongs to; None once it was destroyed."""
    try:
        return house.vault.person(row.contact_id, row.wrapped_key)
    except Unreadable:
        return None


def person(
    house: House, row: Any, shown: Sequence[Any] = (), address: str = "", *, known: bool = True
) -> Person:
    """The citizen of a case; `shown` are messages that brought a name from the provider.

    known: whoever looks may read the names that are open.
    """
    key = key_of(house, row)
    if key is None:
        return Person(True, NOBODY, Veil(), None, None, row.contact_id)
    case = cases.opened(row, key)
    names = [name(key, one) for one in shown if one.name]
    told = case.slots.get(Slot.NAME, "").strip()
    if is_hidden(row.protection) or not known:
        veiled = [*names, told]
        return Person(True, NOBODY, _veil(veiled, case.slots.get(Slot.ADDRESS, ""), address),
                      key, case, row.contact_id)  # fmt: skip
    who = brief(_written(told or next(iter(names), "")))
    return Person(False, who or NOBODY, Veil(), key, case, row.contact_id)


def name(key: PersonKey, message: Any) -> str:
    """The name that came with a message."""
    return key.open(f"messages.name.{message.id}", message.name).decode().strip()


def address(key: PersonKey, row: Any) -> str:
    """The provider's id of a person."""
    return key.open(f"addresses.value.{row.id}", row.value).decode("utf-8", "surrogatepass")


def _written(typed: str) -> str:
    """A name in capitals as names are, where it was typed without any."""
    return typed.title() if typed.islower() else typed


def _veil(names: Iterable[str], home: str, phone: str) -> Veil:
    words = {word.casefold() for text in names for word in _WORD.findall(text[:_LONGEST])}
    place, digits = home.strip(), re.sub(r"\D", "", phone)
    return Veil(
        re.compile(re.escape(place), re.IGNORECASE) if len(place) > _SHORTEST else None,
        frozenset(words - _TITLES),
        frozenset({digits[-_TAIL:]}) if len(digits) >= _TAIL else frozenset(),
    )
