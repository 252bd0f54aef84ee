"""Above: the letters about cases that are sealed to the body above, and which are still to go."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, exists, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import acts, complaints, contacts, journal_head, papers

#: As the index of sealed cases is written, or SQLite does not use it.
_SEALED: Final[ColumnElement[bool]] = literal_column("complaints.sealed_above")


async def written_since(db: AsyncConnection, kind: str, since: datetime) -> int:
    """How many of a kind the whole office wrote since then; nobody else writes one meanwhile."""
    await db.execute(select(journal_head.c.sequence).with_for_update())
    found = select(func.count()).where(papers.c.kind == kind, papers.c.created_at >= since)
    return int((await db.execute(found)).scalar_one())


async def sealed_without(db: AsyncConnection, kind: str, at_most: int) -> list[str]:
    """The numbers of sealed cases still open that have no paper of this kind, the oldest first."""
    there = exists().where(papers.c.complaint_id == complaints.c.id, papers.c.kind == kind)
    rows = await db.execute(
        select(complaints.c.number)
        .where(_SEALED, complaints.c.ended_at.is_(None), ~there)
        .order_by(complaints.c.id)
        .limit(at_most)
    )
    return [row.number for row in rows]


async def undone(db: AsyncConnection, kind: str, step: str, at_most: int) -> list[Row[Any]]:
    """Papers of a kind in sealed cases, with their person's key, where a step was never done."""
    done = exists().where(acts.c.complaint_id == papers.c.complaint_id, acts.c.step == step)
    rows = await db.execute(
        select(papers, complaints.c.contact_id, contacts.c.wrapped_key)
        .join(complaints, complaints.c.id == papers.c.complaint_id)
        .join(contacts, contacts.c.id == complaints.c.contact_id)
        .where(_SEALED, papers.c.kind == kind, complaints.c.erased_at.is_(None), ~done)
        .order_by(papers.c.id)
        .limit(at_most)
    )
    return list(rows)
