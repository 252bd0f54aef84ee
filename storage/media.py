"""Media: files that a message announced, fetched after the commit, four at once, oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import attachments, contacts, messages


async def claim(
    db: AsyncConnection, now: datetime, until: datetime, at_most: int
) -> list[Row[Any]]:
    """Take the oldest files that are due, with their person's key beside them."""
    rows = (
        await db.execute(
            select(attachments, contacts.c.wrapped_key)
            .join(contacts, contacts.c.id == attachments.c.contact_id)
            .where(
                attachments.c.due_at.is_not(None),
                attachments.c.due_at <= now,
                or_(attachments.c.lease_until.is_(None), attachments.c.lease_until < now),
            )
            .order_by(attachments.c.due_at, attachments.c.id)
            .limit(at_most)
            .with_for_update(of=attachments, skip_locked=True)
        )
    ).all()
    if rows:
        await db.execute(
            update(attachments)
            .where(attachments.c.id.in_([row.id for row in rows]))
            .values(lease_until=until, attempts=attachments.c.attempts + 1)
        )
    return list(rows)


@dataclass(frozen=True, slots=True)
class Fetched:
    """How fetching one file ended; due_at is set where it shall be tried again."""

    id: int
    state: str
    reason: str = ""
    mime: str = ""
    size: int | None = None
    sha256: str = ""
    due_at: datetime | None = None


async def of_outbox(db: AsyncConnection, rows: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """The files of messages on their way out, in the order they were added."""
    found: dict[int, list[Row[Any]]] = {}
    if rows:
        for file in await db.execute(_OF_OUTBOX, {"rows": rows}):
            found.setdefault(file.outbox_id, []).append(file)
    return found


_OF_OUTBOX = (
    select(attachments, contacts.c.wrapped_key)
    .join(contacts, contacts.c.id == attachments.c.contact_id)
    .where(attachments.c.outbox_id.in_(bindparam("rows", expanding=True)))
    .order_by(attachments.c.id)
)


async def settle(db: AsyncConnection, results: Sequence[Fetched]) -> None:
    """Write how fetching ended."""
    for result in results:
        stored: dict[str, Any] = {"mime": result.mime} if result.mime else {}
        if result.sha256:
            stored |= {"size": result.size, "sha256": result.sha256}
        await db.execute(
            update(attachments)
            .where(attachments.c.id == result.id)
            .values(
                state=result.state,
                reason=result.reason,
                due_at=result.due_at,
                lease_until=None,
                **stored,
            )
        )


async def any_due(db: AsyncConnection, now: datetime) -> bool:
    """Whether a look with a claim would find anything."""
    rows = await db.execute(
        select(attachments.c.id)
        .where(
            attachments.c.due_at.is_not(None),
            attachments.c.due_at <= now,
            or_(attachments.c.lease_until.is_(None), attachments.c.lease_until < now),
        )
        .limit(1)
    )
    return rows.first() is not None


async def cases_of(db: AsyncConnection, files: Sequence[int]) -> set[int]:
    """The cases whose messages these files came with."""
    rows = await db.execute(
        select(messages.c.complaint_id)
        .join(attachments, attachments.c.message_id == messages.c.id)
        .where(attachments.c.id.in_(files), messages.c.complaint_id.is_not(None))
    )
    return {row.complaint_id for row in rows}


async def senders(db: AsyncConnection, files: Sequence[int]) -> list[Any]:
    """Who sent these files, and where to tell them something."""
    rows = await db.execute(
        select(
            attachments.c.id,
            attachments.c.name,
            messages.c.contact_id,
            messages.c.address_id,
            messages.c.account,
            messages.c.complaint_id,
            contacts.c.wrapped_key,
            contacts.c.language,
        )
        .join(messages, messages.c.id == attachments.c.message_id)
        .join(contacts, contacts.c.id == messages.c.contact_id)
        .where(attachments.c.id.in_(files))
    )
    return list(rows.all())
