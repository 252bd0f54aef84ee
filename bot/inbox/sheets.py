"""Sheets: the papers of a case as they are read, and the forms that make new ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import paperwork
from bot.casework import catalogue, sp4n
from bot.casework import papers as kinds
from bot.casework.citations import cite
from bot.casework.paper_table import GROUPS, PAPERS
from bot.casework.papers import PaperKind, Shape, Values
from bot.casework.priority import Rank
from bot.casework.rights import Right
from bot.casework.words import Event, Protection, Slot
from bot.dialogue.desk import Fact
from bot.house import House
from bot.inbox import blanks, enclosures, forms, ranks, times
from bot.inbox.blanks import Blank, Wanted
from bot.inbox.enclosures import Enclosure
from bot.inbox.forms import Field, Lists
from bot.inbox.people import Person
from bot.inbox.prefill import Known
from bot.inbox.sessions import Officer
from bot.outgoing import proofs
from bot.outgoing.budget import rupiah
from bot.pages import marks
from storage import officers, sorting
from storage import papers as kept


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper, folded. due: until when it waits for its answer, "" where nothing is open."""

    id: int
    kind: str
    title: str
    by: str
    facts: Sequence[tuple[str, str]] = field(repr=False)
    due: str
    due_kind: str
    answered: str
    answer: Sequence[tuple[str, str]] = field(repr=False)
    asks: str
    fields: Sequence[Field]
    law: str
    corrects: bool
    #: What was added to the answer.
    files: Sequence[Enclosure] = ()


@dataclass(frozen=True, slots=True)
class Sheets:
    """Everything of a case that stands on paper. offers: (kind, verb) under each heading."""

    groups: Sequence[tuple[str, Sequence[Sheet]]]
    offers: Sequence[tuple[str, Sequence[tuple[str, str]]]]
    form: Blank | None
    known: Known
    lists: Lists = field(repr=False)
    rank: Rank
    #: Who changed the place in the queue, and why.
    set_by: str = field(repr=False)
    #: The case as the form of SP4N-LAPOR! asks for it; "" for who writes nothing here.
    sp4n: str = field(repr=False)

    @property
    def forms(self) -> set[str]:
        """What somebody may write here now: the ids of open papers, and the kind that is begun."""
        open_ = {str(one.id) for _, its in self.groups for one in its if one.fields}
        return open_ | ({self.form.kind} if self.form else set())


async def load(
    db: AsyncConnection,
    house: House,
    row: Any,
    person: Person,
    officer: Officer,
    wanted: Wanted | None = None,
) -> Sheets:
    """The papers of a case, and what this officer may write there."""
    rows = await kept.of_case(db, row.id)
    values = {one.id: paperwork.opened(person.key, one) for one in rows}
    files = officer.may(Right.FILE_PAPER) and person.key is not None
    lists = await blanks.lists(db, house, row.id, person) if files else {}
    newest = {PaperKind(one.kind): values[one.id] for one in rows}
    repaired = await sorting.moved_by(db, row.id, str(row.state)) == Event.FAST_REPAIR
    untold = await proofs.untold(db, house, row)
    asked = wanted.service if wanted else ""
    known = Known(house, row, person, newest, repaired, asked, untold)
    names = await officers.names(db, sorted({one.answered_by_id for one in rows} - {None}))
    reads = _Reader(house, person, lists, names, await kept.proofs(db, row.id))
    shown = [reads.sheet(one, values[one.id], files) for one in rows]
    return Sheets(
        groups=_grouped(shown),
        offers=blanks.offers(row, officer) if files else (),
        form=blanks.blank(known, lists, officer, wanted, values) if files else None,
        known=known,
        lists=lists,
        rank=ranks.rank(house, row, assisted=bool(person.case and person.case.assistance)),
        set_by=_set_by(rows, values, person),
        sp4n=marks.visible(sp4n.text(_copy(known))) if files and known.case else "",
    )


def _copy(known: Known) -> sp4n.Copy:
    """Without what its protection closes, whoever pastes it."""
    review = known.papers.get(PaperKind.REVIEW, {})
    wished = known.slot(Slot.REQUEST)
    return sp4n.Copy(
        story=". ".join(filter(None, [known.slot(Slot.DESCRIPTION).rstrip("."), wished])),
        when=known.fact(Fact.WHEN) or known.slot(Slot.TIME),
        place=known.slot(Slot.PLACE),
        office=known.house.office.name,
        category=str(review.get("category", "")),
        files=known.row.files,
        protection=Protection(known.row.protection),
        service=known.slot(Slot.SERVICE),
    )


def owed(house: House, person: Person, row: Any) -> Sheet:
    """A paper as whoever it is addressed to reads it: to whom it went is known there."""
    sheet = _Reader(house, person, {}, {}, {}).sheet(row, paperwork.opened(person.key, row), True)
    paper = PAPERS[PaperKind(row.kind)]
    hidden = {one.label for one in paper.fields if one.name in ("to", "whom", "unit")}
    return replace(sheet, facts=[told for told in sheet.facts if told[0] not in hidden])


def _set_by(rows: Sequence[Any], values: Mapping[int, Values], person: Person) -> str:
    changed = [one for one in rows if one.kind == PaperKind.PRIORITY]
    if not changed:
        return ""
    why = person.veil.over(str(values[changed[-1].id].get("why", "")))
    return f"{changed[-1].officer or 'Petugas'}: {why}"


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns rows into sheets."""

    house: House
    person: Person
    lists: Lists
    names: Mapping[int, str]
    proofs: Mapping[int, Sequence[Any]]

    def sheet(self, row: Any, values: Values, files: bool) -> Sheet:
        paper = PAPERS[PaperKind(row.kind)]
        open_ = kinds.is_open(paper, row.answered_at is not None)
        due, kind = self._due(row.due_on) if open_ and row.due_on else ("", "")
        given = paperwork.opened(self.person.key, row, "answer")
        return Sheet(
            id=row.id,
            kind=row.kind,
            title=paperwork.called(paper, row.number),
            by=f"{row.officer or 'Sahut'}, {self._stamp(row.created_at)}",
            facts=self._told(paper.fields, values),
            due=due,
            due_kind=kind,
            answered=self._answered(row),
            answer=self._told(paper.answer, given),
            asks=paper.asks,
            fields=forms.fields(paper.answer, {}, self.lists) if open_ and files else (),
            law=cite(paper.citation),
            corrects=files and paper.event is Event.FILE_PAPER and bool(paper.verb),
            files=[enclosures.enclosure(one, self.person) for one in self.proofs.get(row.id, ())],
        )

    def _due(self, day: date) -> tuple[str, str]:
        today = self.house.calendar.local_date(self.house.now())
        left, words = times.until(day, today, self.house.calendar, "")
        return words, left.kind

    def _stamp(self, at: Any) -> str:
        return times.brief(at, self.house.now(), self.house.settings.zone)

    def _answered(self, row: Any) -> str:
        if row.answered_at is None:
            return ""
        who = self.names.get(row.answered_by_id, "Sahut")
        return f"Dijawab {self._stamp(row.answered_at)}, dicatat {who}"

    def _told(self, fields: Sequence[kinds.Field], values: Values) -> Sequence[tuple[str, str]]:
        return [
            (one.label, self._words(one, values[one.name]))
            for one in fields
            if values.get(one.name) not in (None, "", [])
        ]

    def _words(self, one: kinds.Field, value: Any) -> str:
        if one.shape in (Shape.DAY, Shape.PAST, Shape.DUE):
            return times.full(date.fromisoformat(value))
        if one.shape is Shape.RUPIAH:
            return rupiah(int(value))
        if one.shape is Shape.TICKS:
            return "; ".join(catalogue.words(one.choices, each) for each in value)
        if one.shape in self.lists:
            return dict(self.lists[one.shape]).get(value, "sudah tidak ada")
        if one.choices:
            return catalogue.words(one.choices, value)
        return self.person.veil.over(str(value))


def _grouped(shown: Sequence[Sheet]) -> Sequence[tuple[str, Sequence[Sheet]]]:
    """What waits for an answer first; the rest under its heading, the newest first."""
    open_ = sorted((one for one in shown if one.due), key=lambda one: one.id)
    groups = [("Menunggu jawaban", open_)]
    for group, title in GROUPS.items():
        its = [one for one in shown if not one.due and PAPERS[PaperKind(one.kind)].group == group]
        groups.append((title, its[::-1]))
    return [(title, its) for title, its in groups if its]
