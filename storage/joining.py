"""Joining: cases that go the way of another one, and where a case came from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import clocks, complaints, contacts, journal


async def kin(db: AsyncConnection, parents: Collection[int]) -> set[int]:
    """The citizens of the cases that are joined with one of these."""
    rows = await db.execute(
        select(complaints.c.contact_id).where(complaints.c.parent_id.in_(parents))
    )
    return set(rows.scalars())


async def lock(db: AsyncConnection, people: Collection[int]) -> None:
    """Take these contacts, in the order of their ids as everybody does."""
    await db.execute(
        select(contacts.c.id)
        .where(contacts.c.id.in_(people))
        .order_by(contacts.c.id)
        .with_for_update(key_share=True)
    )


@dataclass(frozen=True, slots=True)
class Child:
    """A case that is joined with another one: where it came from, and the clocks that stood still
    then. `answered`: its parent has come to an answer since."""

    row: Row[Any]
    source: str
    clocks: tuple[Row[Any], ...]
    answered: bool


async def children(
    db: AsyncConnection, parents: Collection[int], joined: str, answer: str
) -> list[Child]:
    """The cases joined with one of these, locked; of an erased citizen none.

    joined: the state of such a case. answer: the state in which a parent has its answer.
    """
    found = await db.execute(
        select(complaints, contacts.c.wrapped_key, contacts.c.language)
        .join(contacts, contacts.c.id == complaints.c.contact_id)
        .where(
            complaints.c.parent_id.in_(parents),
            complaints.c.state == joined,
            complaints.c.erased_at.is_(None),
        )
        .order_by(complaints.c.id)
        .with_for_update(of=complaints, key_share=True)
    )
    rows = list(found.all())
    numbers = [row.id for row in rows]
    came = await _last(db, numbers, joined)
    told = await _last(db, parents, answer)
    stood = await db.execute(
        select(clocks).where(clocks.c.complaint_id.in_(numbers)).order_by(clocks.c.due_on)
    )
    stopped = list(stood.all())
    return [
        Child(
            row,
            came[row.id].source,
            tuple(
                one
                for one in stopped
                if one.complaint_id == row.id and one.stopped_at == came[row.id].at
            ),
            row.parent_id in told and told[row.parent_id].sequence > came[row.id].sequence,
        )
        for row in rows
        if row.id in came
    ]


async def _last(db: AsyncConnection, cases: Collection[int], state: str) -> dict[int, Any]:
    """The last row of the journal that brought each of these cases to a state."""
    rows = await db.execute(
        select(journal.c.complaint_id, journal.c.sequence, journal.c.source, journal.c.at)
        .where(
            journal.c.complaint_id.in_(cases),
            journal.c.target == state,
            journal.c.source != state,
        )
        .order_by(journal.c.sequence)
    )
    return {row.complaint_id: row for row in rows.all()}


async def leave(db: AsyncConnection, cases: Collection[int]) -> None:
    """These go their own way again."""
    await db.execute(update(complaints).where(complaints.c.id.in_(cases)).values(parent_id=None))


async def rows(db: AsyncConnection, numbers: Sequence[int]) -> list[Row[Any]]:
    """These cases as they stand, locked."""
    found = await db.execute(
        select(complaints)
        .where(complaints.c.id.in_(numbers))
        .order_by(complaints.c.id)
        .with_for_update(key_share=True)
    )
    return list(found.all())


async def was_answered(db: AsyncConnection, number: int, events: Sequence[str]) -> bool:
    """Whether one of these ever happened to a case."""
    rows = await db.execute(
        select(journal.c.sequence)
        .where(journal.c.complaint_id == number, journal.c.event.in_(events))
        .limit(1)
    )
    return rows.first() is not None


async def state_of(db: AsyncConnection, number: int) -> str:
    """Where a case stands now; it stays there until this transaction ends."""
    rows = await db.execute(
        select(complaints.c.state).where(complaints.c.id == number).with_for_update(key_share=True)
    )
    state: str = rows.scalar_one()
    return state


async def came_from(
    db: AsyncConnection, numbers: Sequence[int], state: str, but: str
) -> dict[int, str]:
    """From which state these cases came to this one, without those to which `but` happened."""
    if not numbers:
        return {}
    rows = await db.execute(
        select(journal.c.complaint_id, journal.c.event, journal.c.source, journal.c.target)
        .where(journal.c.complaint_id.in_(numbers), journal.c.target == state)
        .order_by(journal.c.sequence)
    )
    found = list(rows)
    gone = {row.complaint_id for row in found if row.event == but}
    return {
        row.complaint_id: row.source
        for row in found
        if row.source != row.target and row.complaint_id not in gone
    }
