"""Papers: what the office wrote in a case beside messages, what is open, and who owes an answer."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import journal
from storage.guards import Reader, open_to
from storage.journal import Break
from storage.seal import Unreadable, Vault
from storage.tables import (
    acts,
    attachments,
    complaints,
    contacts,
    messages,
    officers,
    papers,
    posts,
    units,
)

_PAPER = (
    select(
        papers,
        officers.c.name.label("officer"),
        units.c.name.label("unit"),
    )
    .outerjoin(officers, officers.c.id == papers.c.officer_id)
    .outerjoin(units, units.c.id == papers.c.to_unit_id)
)
_CURRENT = papers.c.replaced_at.is_(None)
_UNANSWERED = papers.c.answered_at.is_(None)


async def of_case(db: AsyncConnection, case: int) -> list[Row[Any]]:
    """Every paper of a case as it stands now, oldest first; what was replaced is left out."""
    rows = await db.execute(
        _PAPER.where(papers.c.complaint_id == case, _CURRENT).order_by(papers.c.id)
    )
    return list(rows)


async def current(db: AsyncConnection, case: int, number: int) -> Row[Any] | None:
    """One paper of a case, unless a newer one replaced it."""
    rows = await db.execute(
        _PAPER.where(papers.c.id == number, papers.c.complaint_id == case, _CURRENT)
    )
    return rows.one_or_none()


async def newest(db: AsyncConnection, case: int, kind: str) -> Row[Any] | None:
    """The newest paper of a kind in a case."""
    rows = await db.execute(
        _PAPER.where(papers.c.complaint_id == case, papers.c.kind == kind, _CURRENT)
        .order_by(papers.c.id.desc())
        .limit(1)
    )
    return rows.one_or_none()


async def kinds(db: AsyncConnection, case: int) -> set[str]:
    """Which kinds of papers a case holds."""
    rows = await db.execute(select(papers.c.kind).where(papers.c.complaint_id == case, _CURRENT))
    return {row.kind for row in rows}


async def count(db: AsyncConnection, case: int, kind: str) -> int:
    """The highest number of a kind in a case."""
    found = select(func.coalesce(func.max(papers.c.number), 0)).where(
        papers.c.complaint_id == case, papers.c.kind == kind
    )
    return int((await db.execute(found)).scalar_one())


async def add(db: AsyncConnection, row: dict[str, Any]) -> None:
    """Keep a paper; the one it replaces stays as it was written, and counts no more.

    Raises IntegrityError where that one was replaced already.
    """
    if row["replaces_id"] is not None:
        await db.execute(
            update(papers)
            .where(papers.c.id == row["replaces_id"])
            .values(replaced_at=row["created_at"])
        )
    await db.execute(insert(papers), [row])


async def answer(
    db: AsyncConnection, number: int, sealed: bytes, officer: int | None, now: datetime
) -> bool:
    """What was answered; false where it was answered or replaced meanwhile."""
    result = await db.execute(
        update(papers)
        .where(papers.c.id == number, _UNANSWERED, _CURRENT)
        .values(answer=sealed, answered_at=now, answered_by_id=officer)
    )
    return bool(result.rowcount)


async def blocked(db: AsyncConnection, cases: Sequence[int], kinds: Sequence[str]) -> set[int]:
    """Which of these cases have an open paper of one of these kinds."""
    rows = await db.execute(
        select(papers.c.complaint_id)
        .where(
            papers.c.complaint_id.in_(cases), papers.c.kind.in_(kinds), _UNANSWERED, _CURRENT,
            papers.c.due_on.is_not(None),
        )
        .distinct()
    )  # fmt: skip
    return {row.complaint_id for row in rows}


@dataclass(frozen=True, slots=True)
class Held:
    """A case, and the newest paper of a kind in it."""

    case: Row[Any]
    paper: Row[Any]


async def ended_with(
    db: AsyncConnection, kind: str, after: datetime, until: datetime, step: str, at_most: int
) -> list[Held]:
    """Cases that ended in this time with a paper of this kind, and where a step was never done."""
    ended = (
        select(papers.c.id)
        .join(complaints, complaints.c.id == papers.c.complaint_id)
        .where(
            papers.c.kind == kind,
            _CURRENT,
            complaints.c.ended_at > after,
            complaints.c.ended_at <= until,
            ~exists().where(acts.c.complaint_id == complaints.c.id, acts.c.step == step),
        )
        .order_by(complaints.c.ended_at, papers.c.id)
        .limit(at_most)
    )
    found = (await db.execute(select(papers).where(papers.c.id.in_(ended)))).all()
    newest = {row.complaint_id: row for row in sorted(found, key=lambda row: row.id)}
    rows = await db.execute(
        select(complaints, contacts.c.wrapped_key, contacts.c.language)
        .join(contacts, contacts.c.id == complaints.c.contact_id)
        .where(complaints.c.id.in_(sorted(newest)))
        .order_by(complaints.c.id)
        .with_for_update(of=complaints, key_share=True)
    )
    return [Held(row, newest[row.id]) for row in rows]


async def overdue(
    db: AsyncConnection, today: date, step: str, at_most: int
) -> list[tuple[int, date]]:
    """Cases in which an answer was awaited until a day that has passed, and where a step was
    never noted for that day; each with the day."""
    noted = exists().where(
        acts.c.complaint_id == papers.c.complaint_id,
        acts.c.step == step,
        acts.c.occurrence == papers.c.due_on,
    )
    rows = await db.execute(
        select(papers.c.complaint_id, papers.c.due_on)
        .where(papers.c.due_on < today, _UNANSWERED, _CURRENT, ~noted)
        .distinct()
        .order_by(papers.c.due_on, papers.c.complaint_id)
        .limit(at_most)
    )
    return [(row.complaint_id, row.due_on) for row in rows]


async def owed(
    db: AsyncConnection, reader: Reader, places: Collection[int], at_most: int
) -> list[Row[Any]]:
    """Open papers that are addressed to these units, the first due first."""
    rows = await db.execute(
        _OWED.where(
            papers.c.to_unit_id.in_(sorted(places)), _UNANSWERED, _CURRENT, open_to(reader),
            papers.c.due_on.is_not(None),
        )
        .order_by(papers.c.due_on, papers.c.id)
        .limit(at_most)
    )  # fmt: skip
    return list(rows)


async def owed_one(
    db: AsyncConnection, reader: Reader, places: Collection[int], number: int
) -> Row[Any] | None:
    """One of them, answered or not."""
    rows = await db.execute(
        _OWED.where(
            papers.c.id == number, papers.c.to_unit_id.in_(sorted(places)), _CURRENT,
            open_to(reader),
        )
    )  # fmt: skip
    return rows.one_or_none()


async def verify(
    db: AsyncConnection, vault: Vault, columns: Mapping[str, str], page: int = 500
) -> AsyncIterator[Break]:
    """Compare every paper with what the journal kept of it; columns: of which event, what."""
    sequence = 0
    while True:
        deeds = await journal.deeds(db, vault, sorted(columns), sequence, page)
        told = [one for one in deeds if one["details"] and "sha256" in one["details"]]
        kept = await _sealed(db, [one["details"]["paper"] for one in told])
        for one in told:
            content = _content(vault, kept.get(one["details"]["paper"]), columns[one["event"]])
            if content is None:
                yield Break(one["sequence"], "its paper is gone")
            elif hashlib.sha256(content).hexdigest() != one["details"]["sha256"]:
                yield Break(one["sequence"], "its paper is not the one that was written")
        if len(deeds) < page:
            return
        sequence = deeds[-1]["sequence"]


async def _sealed(db: AsyncConnection, numbers: Sequence[int]) -> dict[int, Row[Any]]:
    rows = await db.execute(
        select(papers, complaints.c.contact_id, contacts.c.wrapped_key)
        .join(complaints, complaints.c.id == papers.c.complaint_id)
        .join(contacts, contacts.c.id == complaints.c.contact_id)
        .where(papers.c.id.in_(numbers))
    )
    return {row.id: row for row in rows}


def _content(vault: Vault, row: Row[Any] | None, column: str) -> bytes | None:
    sealed = getattr(row, column) if row is not None else None
    if row is None or sealed is None:
        return None
    try:
        key = vault.person(row.contact_id, row.wrapped_key)
        return key.open(f"papers.{column}.{row.id}", sealed)
    except Unreadable:
        return b""


async def files_of(db: AsyncConnection, case: int) -> list[Row[Any]]:
    """The files that came in for a case, oldest first."""
    rows = await db.execute(
        select(attachments)
        .join(messages, messages.c.id == attachments.c.message_id)
        .where(messages.c.complaint_id == case)
        .order_by(attachments.c.id)
    )
    return list(rows)


async def proofs(db: AsyncConnection, case: int) -> dict[int, list[Row[Any]]]:
    """The files that came with the answers of a case's papers, by paper."""
    found: dict[int, list[Row[Any]]] = {}
    rows = await db.execute(
        select(attachments)
        .join(papers, papers.c.id == attachments.c.paper_id)
        .where(papers.c.complaint_id == case)
        .order_by(attachments.c.id)
    )
    for row in rows:
        found.setdefault(row.paper_id, []).append(row)
    return found


async def holder(db: AsyncConnection, post: int) -> int | None:
    """The account of whoever holds a post; None where they have none."""
    found = select(posts.c.officer_id).where(posts.c.id == post)
    return (await db.execute(found)).scalar_one_or_none()


_OWED = (
    select(
        papers,
        officers.c.name.label("officer"),
        units.c.name.label("unit"),
        complaints.c.number.label("case"),
    )
    .join(complaints, complaints.c.id == papers.c.complaint_id)
    .outerjoin(officers, officers.c.id == papers.c.officer_id)
    .outerjoin(units, units.c.id == papers.c.to_unit_id)
)
