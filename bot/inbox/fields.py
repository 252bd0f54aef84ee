"""Fields: what a form gave beside the words, as far as officers may know it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from bot.casework.vias import NAMES
from bot.inbox.entries import NEEDS
from bot.inbox.people import Person
from bot.intake.filings import needed
from storage.seal import PersonKey

CLOSED: Final = "ditutup, seperti nama pelapor"


@dataclass(frozen=True, slots=True)
class Told:
    """contact: where to be called, as it was written. by: the officer who wrote it down."""

    contact: str = field(default="", repr=False)
    needs: tuple[str, ...] = ()
    via: str = ""
    by: int | None = None
    writer: str = ""
    received: datetime | None = None
    slip: str = ""

    @property
    def way(self) -> str:
        """How it came, in a word."""
        return NAMES.get(self.via, "")


def told(person: Person, rows: Iterable[Any]) -> Told:
    """Of the forms of one case what came first, without what its protection closes."""
    given: dict[str, Any] = {}
    for row in rows:
        given = opened(person.key, row) | given
    contact = given.get("contact", "")
    at = given.get("received_at")
    return Told(
        contact=CLOSED if contact and person.hidden else contact,
        needs=_needs(given, person),
        via=given.get("via", ""),
        by=given.get("by"),
        received=datetime.fromisoformat(at) if at else None,
        slip=given.get("slip", ""),
    )


def opened(key: PersonKey | None, row: Any) -> dict[str, Any]:
    """The fields of a message; nothing once its person was erased."""
    if key is None or not row.fields:
        return {}
    given: dict[str, Any] = json.loads(key.open(f"messages.fields.{row.id}", row.fields))
    return given


def _needs(given: Mapping[str, Any], person: Person) -> tuple[str, ...]:
    # What a case itself knows of is shown, and changed, there; of a closed name it shows nothing.
    ticked = [
        NEEDS[code]
        for code in given.get("assistance", ())
        if code in NEEDS and (person.hidden or not needed([code]))
    ]
    note = person.veil.over(given.get("assistance_note", ""))
    return (*ticked, note) if note else tuple(ticked)
