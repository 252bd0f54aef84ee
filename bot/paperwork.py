"""Paperwork: a paper as the row that is kept, sealed, and what the journal keeps of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final

from bot.casework.paper_checks import Filed
from bot.casework.paper_table import BY_EVENT
from bot.casework.papers import Paper, Values
from bot.casework.words import Event
from storage.seal import PersonKey


@dataclass(frozen=True, slots=True)
class Kept:
    """A paper on its way into the database. called: how people name it, "Klarifikasi 2"."""

    row: Mapping[str, Any] = field(repr=False)
    called: str
    values: Values = field(repr=False)
    due: date | None
    details: Mapping[str, Any] = field(repr=False)


#: Which part of a paper a deed of the journal speaks of.
COLUMNS: Final = {str(event): "details" for event in (Event.FILE_PAPER, *BY_EVENT)} | {
    str(Event.ANSWER_PAPER): "answer"
}


def keep(
    key: PersonKey,
    paper: Paper,
    filed: Filed,
    *,
    id: int,
    complaint: int,
    officer: int | None,
    number: int,
    at: datetime,
    replaces: int | None = None,
) -> Kept:
    """The row of a paper whose number is the `number`th of its kind in the case."""
    content = plain(filed.values)
    unit = filed.values.get("unit")
    row = {
        "id": id,
        "complaint_id": complaint,
        "kind": str(paper.kind),
        "number": number,
        "replaces_id": replaces,
        "officer_id": officer,
        "to_unit_id": int(str(unit)) if unit else None,
        "due_on": filed.due if paper.answer else None,
        "details": key.seal(f"papers.details.{id}", content),
        "created_at": at,
    }
    name = called(paper, number)
    return Kept(row, name, filed.values, filed.due, details(id, paper, number, content))


def details(id: int, paper: Paper, number: int, content: bytes) -> dict[str, Any]:
    """What the journal keeps: enough to show that the paper is the one that was written."""
    return {
        "paper": id,
        "paper_kind": str(paper.kind),
        "kind_name": called(paper, number),
        "sha256": hashlib.sha256(content).hexdigest(),
    }


def plain(values: Values) -> bytes:
    """What is sealed, the same bytes for the same words."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True).encode()


def called(paper: Paper, number: int) -> str:
    """Klarifikasi 2"""
    return f"{paper.title} {number}" if paper.several and number > 1 else paper.title


def opened(key: PersonKey | None, row: Any, column: str = "details") -> Values:
    """What was written; nothing once its person was erased."""
    sealed = getattr(row, column)
    if key is None or sealed is None:
        return {}
    values: Values = json.loads(key.open(f"papers.{column}.{row.id}", sealed))
    return values
