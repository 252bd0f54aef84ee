"""Keeping: what was kept for long enough, and who has nothing left here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import complaints, contacts, links, messages, outbox


async def due(
    db: AsyncConnection, states: Sequence[str], ended_before: datetime, after: int, at_most: int
) -> list[Row[Any]]:
    """Cases that ended before then and still tell something, by id; `after`: the last one seen."""
    rows = await db.execute(
        select(complaints, contacts.c.wrapped_key)
        .join(contacts, contacts.c.id == complaints.c.contact_id)
        .where(
            complaints.c.state.in_(states),
            complaints.c.ended_at < ended_before,
            complaints.c.erased_at.is_(None),
            complaints.c.id > after,
        )
        .order_by(complaints.c.id)
        .limit(at_most)
    )
    return list(rows)


async def left_over(
    db: AsyncConnection, heard_before: datetime, at_most: int, among: Sequence[int] | None = None
) -> list[int]:
    """People of whom no case tells anything, who follow none, and were silent since then.

    among: of these, who are locked.
    """
    tells = exists().where(
        complaints.c.contact_id == contacts.c.id, complaints.c.erased_at.is_(None)
    )
    follows = exists().where(links.c.contact_id == contacts.c.id)
    query = (
        select(contacts.c.id)
        .where(
            contacts.c.wrapped_key.is_not(None),
            contacts.c.pending.is_(None),
            func.coalesce(contacts.c.seen_at, contacts.c.created_at) < heard_before,
            ~tells,
            ~follows,
        )
        .order_by(contacts.c.id)
        .limit(at_most)
    )
    if among is not None:
        query = query.where(contacts.c.id.in_(among)).with_for_update(skip_locked=True)
    return list((await db.execute(query)).scalars())


@dataclass(frozen=True, slots=True)
class Beside:
    """What belongs to no case: messages in and out. more: these are not all."""

    messages: Sequence[int]
    letters: Sequence[int]
    more: bool = False


async def beside(db: AsyncConnection, before: int, at_most: int) -> Beside:
    """What belongs to no case and is older than this id, and still tells something."""
    said = list((await db.execute(_beside(messages, before).limit(at_most))).scalars())
    sent = await db.execute(
        _beside(outbox, before).where(outbox.c.done_at.is_not(None)).limit(at_most)
    )
    letters = list(sent.scalars())
    return Beside(said, letters, at_most in (len(said), len(letters)))


def _beside(table: Any, before: int) -> Any:
    told = table.c.text != ""
    if table is outbox:
        told = or_(told, table.c.sealed.is_not(None))
    else:
        told = or_(told, table.c.raw.is_not(None))
    return (
        select(table.c.id)
        .where(table.c.complaint_id.is_(None), table.c.id < before, told)
        .order_by(table.c.id)
    )
