"""Covering letters: the papers that came with what an officer wrote down, kept with the case."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from bot import cases, paperwork
from bot.casework.paper_checks import Filed
from bot.casework.paper_table import PAPERS
from bot.casework.papers import Paper, PaperKind, Shape
from bot.casework.words import Actor, Event, Kind, State
from bot.house import House
from bot.intake.filings import Filing
from bot.intake.visits import Heard, Visit
from storage.journal import Entry


def enclosed(
    house: House, visit: Visit, heard: Heard, registered: Entry
) -> Iterable[tuple[dict[str, Any], Entry]]:
    """The rows of the papers of a case that was registered now, each with its deed."""
    filing = heard.filing
    if filing is None or registered.event != Event.REGISTER:
        return
    owner = visit.owner(registered.complaint)
    for kind in filing.papers:
        paper = PAPERS[PaperKind(kind)]
        kept = paperwork.keep(
            owner.key,
            paper,
            _filed(paper, filing),
            id=house.new_id(),
            complaint=registered.complaint,
            officer=filing.officer,
            number=1,
            at=house.now(),
        )
        deed = cases.entry(
            house,
            complaint=registered.complaint,
            contact=owner.contact,
            key=owner.key,
            kind=Kind.COMPLAINT,
            state=State(registered.target),
            event=Event.FILE_PAPER,
            actor=Actor.OFFICER,
            at=heard.said.at,
            officer=filing.officer,
            details=kept.details,
        )
        yield dict(kept.row), replace(deed, at=registered.at)


def _filed(paper: Paper, filing: Filing) -> Filed:
    """It was checked when it was typed; of its fields one says until when it is answered."""
    values = dict(filing.papers[paper.kind])
    named = [one.name for one in paper.fields if one.shape is Shape.DUE and one.name in values]
    return Filed(values, date.fromisoformat(values[named[0]]) if named else None)
