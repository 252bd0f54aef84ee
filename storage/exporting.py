"""Exporting: complaints and messages by the page, oldest first, without holding anything up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import (
    addresses,
    attachments,
    complaints,
    contacts,
    messages,
    officers,
    outbox,
)

_PLACE = (
    addresses.c.value.label("address"),
    contacts.c.wrapped_key,
    complaints.c.number,
    complaints.c.via,
    complaints.c.account.label("home"),
)


async def said(
    db: AsyncConnection, after: int, since: datetime | None, at_most: int
) -> list[Row[Any]]:
    """What came in after this id, each with its address, its person's key and its case."""
    query = (
        select(messages, *_PLACE)
        .join(addresses, addresses.c.id == messages.c.address_id)
        .join(contacts, contacts.c.id == messages.c.contact_id)
        .outerjoin(complaints, complaints.c.id == messages.c.complaint_id)
        .where(messages.c.id > after)
    )
    if since is not None:
        query = query.where(messages.c.received_at >= since)
    return list((await db.execute(query.order_by(messages.c.id).limit(at_most))).all())


async def sent(
    db: AsyncConnection, after: int, since: datetime | None, at_most: int
) -> list[Row[Any]]:
    """What went out, or waits to, after this id; with the officer who wrote it."""
    query = (
        select(outbox, *_PLACE, officers.c.name.label("officer"))
        .join(addresses, addresses.c.id == outbox.c.address_id)
        .join(contacts, contacts.c.id == outbox.c.contact_id)
        .outerjoin(complaints, complaints.c.id == outbox.c.complaint_id)
        .outerjoin(officers, officers.c.id == outbox.c.officer_id)
        .where(outbox.c.id > after)
    )
    if since is not None:
        query = query.where(outbox.c.created_at >= since)
    return list((await db.execute(query.order_by(outbox.c.id).limit(at_most))).all())


async def cases(
    db: AsyncConnection, after: int, since: datetime | None, at_most: int
) -> list[Row[Any]]:
    """Complaints after this id, each with its person's key and the officer who has it."""
    query = (
        select(
            complaints,
            contacts.c.wrapped_key,
            addresses.c.value.label("address"),
            officers.c.name.label("officer"),
        )
        .join(contacts, contacts.c.id == complaints.c.contact_id)
        .join(addresses, addresses.c.id == complaints.c.address_id)
        .outerjoin(officers, officers.c.id == complaints.c.officer_id)
        .where(complaints.c.id > after)
    )
    if since is not None:
        query = query.where(complaints.c.received_at >= since)
    return list((await db.execute(query.order_by(complaints.c.id).limit(at_most))).all())


async def files(
    db: AsyncConnection, *, of_messages: Sequence[int] = (), of_outbox: Sequence[int] = ()
) -> dict[int, list[Row[Any]]]:
    """The attachments of these messages, by the message they belong to."""
    column = attachments.c.message_id if of_messages else attachments.c.outbox_id
    rows = await db.execute(
        select(attachments).where(column.in_(of_messages or of_outbox)).order_by(attachments.c.id)
    )
    found: dict[int, list[Row[Any]]] = {}
    for row in rows:
        found.setdefault(row.message_id or row.outbox_id, []).append(row)
    return found


async def owners(
    db: AsyncConnection, cases: Sequence[int], people: Sequence[int], open_: str
) -> list[Row[Any]]:
    """These cases, and of these people the closed ones: sealed, or not of protection `open_`."""
    closed = or_(complaints.c.protection != open_, complaints.c.sealed_above)
    rows = await db.execute(
        select(complaints, contacts.c.wrapped_key, addresses.c.value.label("address"))
        .join(contacts, contacts.c.id == complaints.c.contact_id)
        .join(addresses, addresses.c.id == complaints.c.address_id)
        .where(
            or_(
                complaints.c.id.in_(cases),
                and_(complaints.c.contact_id.in_(people), closed),
            )
        )
        .order_by(complaints.c.id)
    )
    return list(rows)
