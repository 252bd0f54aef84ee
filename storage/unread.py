"""Messages that could not be handled: counted, kept for officers, and tried again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import (
    and_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import (
    contacts,
    messages,
)
from storage.waiting import lock, oldest


async def mark_unread(
    db: AsyncConnection, now: datetime, message: int, contact: int, reason: str
) -> None:
    """A message that cannot be handled is kept raw, shown to officers, and replayable."""
    await lock(db, [contact])
    await db.execute(
        update(messages)
        .where(messages.c.id == message)
        .values(unread_at=now, unread_reason=reason[:200])
    )
    await db.execute(
        update(contacts)
        .where(contacts.c.id == contact)
        .values(pending=oldest, claimed_until=None, version=contacts.c.version + 1)
    )


async def count_attempt(db: AsyncConnection, message: int) -> int:
    """Count one more attempt before it is made; returns how many there were already."""
    row = await db.execute(
        update(messages)
        .where(messages.c.id == message)
        .values(attempts=messages.c.attempts + 1)
        .returning(messages.c.attempts)
    )
    count: int = row.scalar_one()
    return count - 1


async def replay(
    db: AsyncConnection,
    now: datetime,
    *,
    ids: Sequence[int] | None = None,
    kinds: Sequence[str] = (),
    as_kind: str = "",
) -> int:
    """Mark messages as not handled: those named, else every unread one. Returns how many.

    kinds, as_kind: only what was taken for one of these, and is to be taken for that.
    """
    named = messages.c.unread_at.is_not(None) if ids is None else messages.c.id.in_(ids)
    wanted = and_(named, messages.c.kind.in_(kinds)) if as_kind else named
    rows = (await db.execute(select(messages.c.id, messages.c.contact_id).where(wanted))).all()
    if rows:
        await lock(db, {row.contact_id for row in rows})
        await db.execute(
            update(messages)
            .where(messages.c.id.in_([row.id for row in rows]))
            .values(
                handled_at=None,
                unread_at=None,
                unread_reason="",
                attempts=0,
                kind=as_kind or messages.c.kind,
            )
        )
        await db.execute(
            update(contacts)
            .where(contacts.c.id.in_({row.contact_id for row in rows}))
            .values(pending=now, claimed_until=None, version=contacts.c.version + 1)
        )
    return len(rows)
