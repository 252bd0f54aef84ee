"""Acts: one change of a case by an officer, as one transaction that the journal ends."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import cases
from bot.casework import lifecycle
from bot.casework.rights import Right
from bot.casework.words import Actor, Event, Kind, State
from bot.house import House
from bot.inbox import people
from bot.inbox.people import Person
from bot.inbox.sessions import Officer
from storage import guards, journal, outbox, sorting
from storage.journal import Entry, Wound
from storage.seal import PersonKey


class Unfit(Exception):
    """What an officer asked for cannot be done as it stands: one sentence that says why."""


@dataclass(slots=True)
class Act:
    """A case taken for changing; what is collected here is written when the block ends."""

    house: House
    db: AsyncConnection
    officer: Officer
    row: Any
    person: Person
    key: PersonKey
    letters: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)
    #: Something that was held back may go.
    letters_leave: bool = False

    def record(
        self,
        event: Event,
        details: Mapping[str, Any] | None = None,
        *,
        actor: Actor | None = None,
        on: Any = None,
        kind: Kind | None = None,
        wound: Sequence[Wound] = (),
    ) -> Entry:
        """The journal's row for an event of this case, or of another one of this citizen."""
        row = on or self.row
        entry = cases.entry(
            self.house,
            complaint=row.id,
            contact=row.contact_id,
            key=self.key,
            kind=kind or Kind(row.kind),
            state=State(row.state),
            event=event,
            actor=actor or capacity(State(row.state), event, self.officer.actors),
            at=self.house.now(),
            officer=self.officer.id,
            details=details,
            wound=wound,
            names=cases.promises_of(row),
        )
        self.entries.append(entry)
        self.touched.add(row.id)
        return entry

    async def confirm(self) -> None:
        """Somebody deals with what lay among unwanted mail: its receipt is held back no more."""
        if self.row.alarm == "junk":
            await outbox.release_junk(self.db, self.house.now(), self.row.id)
            self.letters_leave = True


@asynccontextmanager
async def act(
    house: House,
    officer: Officer,
    number: str,
    right: Right = Right.ANSWER,
    *,
    joined: bool = False,
) -> AsyncIterator[Act]:
    """Change the case with this number: letters, their files and last the journal are written.

    right: what this change takes. Whoever is reported in the case, or under them, changes nothing.
    joined: cases that were joined with it may change as well.
    """
    if not officer.may(right):
        raise web.HTTPForbidden(text="Peran ini tidak mengubah laporan dengan cara itu.")
    async with house.database.write() as db:
        row = await sorting.lock(db, number, joined=joined)
        if row is None or not guards.opens(officer.reader, row):
            raise web.HTTPNotFound(text="Nomor ini tidak ada, atau tidak terbuka untuk akun ini.")
        person = people.person(house, row)
        if person.key is None or row.erased_at is not None:
            raise Unfit("Data pelapor ini sudah dihapus; tinggal catatan tahapnya.")
        made = Act(house, db, officer, row, person, person.key, touched={row.id})
        yield made
        await outbox.add(db, made.letters)
        await sorting.attach(db, made.files)
        await journal.append(db, house.vault, made.entries)
    if made.letters or made.letters_leave:
        house.outgoing.ring()
    house.live.tell(sorted(made.touched))


def capacity(state: State, event: Event, actors: Sequence[Actor]) -> Actor:
    """In which of these capacities this may happen here; the last refusal where in none."""
    refusal: lifecycle.Refusal | None = None
    for actor in actors:
        try:
            lifecycle.after(state, event, actor)
        except lifecycle.Refusal as error:
            refusal = error
        else:
            return actor
    assert refusal is not None
    raise refusal
