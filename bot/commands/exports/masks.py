"""Masks: who an exported row may name. What is closed to officers is closed here, and more."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bot.casework.words import Protection
from bot.house import House
from bot.inbox import people
from bot.inbox.people import NOBODY, Person
from storage import exporting, inbox, wires
from storage.database import Database
from storage.seal import PersonKey, Unreadable
from storage.wires import Wire

#: A paper that leaves the house shows no number or mail address of a protected text at all.
_NUMBER: Final = re.compile(r"\+?\d[\d\s().-]{7,}\d|[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]+")
_CLOSED: Final = "[ditutup]"
#: All that is said of a case which nobody in the office opens.
_SEALED: Final = "[disegel]"
#: A date has fewer digits than any number at which somebody can be called.
_DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class Mask:
    """Whoever a row belongs to; the key is None once the person was erased.

    sealed: the case is for the body above, and not a word of it is shown.
    """

    key: PersonKey | None = field(repr=False)
    person: Person | None = field(default=None, repr=False)
    sealed: bool = False

    @property
    def hidden(self) -> bool:
        return self.sealed or self.key is None or (self.person is not None and self.person.hidden)

    def text(self, text: str) -> str:
        """What was written, without what would name a protected citizen."""
        if self.sealed:
            return _SEALED if text else ""
        if not self.hidden:
            return text
        veiled = self.person.veil.over(text) if self.person else text
        return _NUMBER.sub(_closed, veiled)

    def name(self, row: Any) -> str:
        """The name that came with a message, else the one that was told."""
        if self.hidden or self.key is None:
            return NOBODY
        if row.name:
            return people.name(self.key, row)
        return self.person.who if self.person else ""

    def address(self, row: Any) -> str:
        """Where the person is reached: the provider's id."""
        if self.hidden or self.key is None:
            return ""
        place = f"addresses.value.{row.address_id}"
        return self.key.open(place, row.address).decode("utf-8", "surrogatepass")

    def wire(self, table: str, row: Any) -> Wire:
        """What the provider calls a message; it holds chat ids and telephone numbers."""
        if self.hidden or self.key is None:
            return Wire()
        return wires.opened(self.key, f"{table}.{row.id}", row)

    def file(self, row: Any, position: int) -> str:
        """A file's name; a neutral one where the citizen's own might say too much."""
        if self.hidden or self.key is None:
            return f"berkas-{position}{mimetypes.guess_extension(row.mime) or ''}"
        return self.key.open(f"attachments.name.{row.id}", row.name).decode() if row.name else ""


@dataclass(frozen=True, slots=True)
class Masks:
    """The masks of one page."""

    by_case: dict[int, Person] = field(repr=False)
    #: People with a protected case: what they wrote outside any case is masked as well.
    by_contact: dict[int, Person] = field(repr=False)
    sealed_cases: frozenset[int] = frozenset()
    sealed_people: frozenset[int] = frozenset()

    def of(self, house: House, row: Any, case: int | None) -> Mask:
        """The mask for a row with contact_id and wrapped_key."""
        person = self.by_case.get(case) if case else self.by_contact.get(row.contact_id)
        sealed = case in self.sealed_cases if case else row.contact_id in self.sealed_people
        try:
            return Mask(house.vault.person(row.contact_id, row.wrapped_key), person, sealed)
        except Unreadable:
            return Mask(None, person, sealed)


async def load(house: House, cases: Iterable[int | None], contacts: Iterable[int]) -> Masks:
    """What a page needs to know of these cases and people."""
    wanted = sorted({case for case in cases if case})
    people_of = sorted(set(contacts))
    rows, names = await _look(house.database, wanted, people_of)
    made = {row.id: _person(house, row, names.get(row.id)) for row in rows}
    closed = {row.contact_id: made[row.id] for row in rows if people.is_hidden(row.protection)}
    sealed = [row for row in rows if row.sealed_above]
    return Masks(
        made,
        closed,
        frozenset(row.id for row in sealed),
        frozenset(row.contact_id for row in sealed),
    )


async def _look(
    database: Database, cases: Sequence[int], contacts: Sequence[int]
) -> tuple[list[Any], dict[int, Any]]:
    async with database.read() as db:
        rows = await exporting.owners(db, cases, contacts, Protection.OPEN)
        return rows, await inbox.shown_names(db, [row.id for row in rows])


def _closed(match: re.Match[str]) -> str:
    is_short = "@" not in match[0] and sum(c.isdigit() for c in match[0]) < _DIGITS
    return match[0] if is_short else _CLOSED


def _person(house: House, row: Any, named: Any) -> Person:
    key = people.key_of(house, row)
    address = ""
    if key is not None:
        place = f"addresses.value.{row.address_id}"
        address = key.open(place, row.address).decode("utf-8", "surrogatepass")
    return people.person(house, row, [named] if named else [], address)
