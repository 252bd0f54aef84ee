"""Blanks: which papers may be written in a case, and the forms for them, filled as far as known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.casework import papers as kinds
from bot.casework.citations import cite
from bot.casework.paper_table import GROUPS, PAPERS
from bot.casework.papers import Paper, PaperKind, Shape, Values
from bot.casework.words import Event, State
from bot.house import House
from bot.inbox import beside, enclosures, forms, prefill
from bot.inbox.beside import Beside
from bot.inbox.forms import Field, Lists
from bot.inbox.people import Person
from bot.inbox.prefill import Known
from bot.inbox.sessions import Officer
from bot.inbox.words import ATTACHMENTS
from storage import papers as kept
from storage import units


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asked to write: the kind, the paper it would replace, the service whose
    standard it is compared with."""

    kind: PaperKind
    replaces: int | None = None
    service: str = ""


@dataclass(frozen=True, slots=True)
class Blank:
    """A paper that is about to be written. beside: the standard it is compared with."""

    kind: str
    title: str
    verb: str
    about: str
    fields: Sequence[Field] = field(repr=False)
    replaces: int | None
    law: str
    beside: Beside | None


async def lists(db: AsyncConnection, house: House, case: int, person: Person) -> Lists:
    """What this office and this case have to choose from."""
    return {
        Shape.UNIT: [
            (str(one.id), one.name) for one in await units.all_units(db) if one.until_on is None
        ],
        Shape.SERVICE: [(one, one) for one in house.settings.office.services],
        Shape.FILE: [
            (str(one.id), _named(number, one, person))
            for number, one in enumerate(await kept.files_of(db, case), 1)
        ],
    }


def _named(number: int, row: Any, person: Person) -> str:
    called = enclosures.name(row, person) if row.contact_id == person.contact else ""
    kind = ATTACHMENTS.get(row.kind, "Berkas")
    return f"{number}. {kind}{f': {called}' if called else ''}"


def offers(row: Any, officer: Officer) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    """What may be written where the case stands; what comes with a step stands with the steps."""
    found = [
        paper
        for paper in PAPERS.values()
        if paper.event is Event.FILE_PAPER
        and kinds.may_write(paper, State(row.state), officer.actors)
    ]
    groups = (
        (title, [(str(one.kind), one.verb) for one in found if one.group == group])
        for group, title in GROUPS.items()
    )
    return [(title, its) for title, its in groups if its]


def blank(
    known: Known,
    lists: Lists,
    officer: Officer,
    wanted: Wanted | None,
    values: Mapping[int, Values],
) -> Blank | None:
    """The form that was asked for, filled from the paper it corrects or from what is known."""
    if wanted is None:
        return None
    paper, older = PAPERS[wanted.kind], wanted.replaces
    fits = kinds.may_write(paper, State(known.row.state), officer.actors)
    if not fits or paper.event is not Event.FILE_PAPER:
        return None
    before = values.get(older or 0) or (known.papers.get(paper.kind) if not paper.several else None)
    drafts = _again(paper, before) if before else prefill.drafts(paper.kind, known)
    if before and wanted.service:
        drafts = {**drafts, **prefill.stated(known)}
    shown = beside.load(paper.kind, known, str(drafts.get("service", "")))
    notes = {"components": shown.notes} if shown else {}
    return Blank(
        str(paper.kind),
        paper.title,
        paper.verb,
        paper.about,
        forms.fields(paper.fields, drafts, lists, notes),
        older if older in values else None,
        cite(paper.citation),
        shown,
    )


def _again(paper: Paper, values: Values) -> forms.Drafts:
    """What was written, as a draft; a day that was given once is given anew."""
    ticks: Final = {one.name for one in paper.fields if one.shape is Shape.TICKS}
    days = {one.name for one in paper.fields if one.shape is Shape.DUE}
    return {
        name: value if name in ticks and isinstance(value, list) else str(value)
        for name, value in values.items()
        if name not in days
    }
