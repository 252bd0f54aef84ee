"""Persons: everything that lies here about one citizen, on whatever account they wrote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, false, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import linking
from storage.tables import (
    addresses,
    attachments,
    complaints,
    contacts,
    messages,
    outbox,
    papers,
)


async def case(db: AsyncConnection, number: str) -> Row[Any] | None:
    """The case with this number, and the wrapped key of whoever it belongs to."""
    rows = await db.execute(_CASES.where(complaints.c.number == number))
    return rows.one_or_none()


async def contacts_of(db: AsyncConnection, contact: int) -> list[int]:
    """The contact, and those with the same telephone number: to the office they are one citizen."""
    mine = select(addresses.c.phone).where(
        addresses.c.contact_id == contact, addresses.c.phone.is_not(None)
    )
    alike = await db.execute(
        select(addresses.c.contact_id).where(addresses.c.phone.in_(mine)).distinct()
    )
    return sorted({contact, *alike.scalars()})


async def cases_of(db: AsyncConnection, people: Sequence[int]) -> list[Row[Any]]:
    """Their own cases, the oldest first."""
    rows = await db.execute(
        _CASES.where(complaints.c.contact_id.in_(people)).order_by(complaints.c.id)
    )
    return list(rows)


async def joined(db: AsyncConnection, people: Sequence[int]) -> list[Row[Any]]:
    """Cases of others that they wrote in."""
    spoken = select(messages.c.complaint_id).where(messages.c.contact_id.in_(people))
    rows = await db.execute(
        _CASES.where(complaints.c.id.in_(spoken), complaints.c.contact_id.not_in(people)).order_by(
            complaints.c.id
        )
    )
    return list(rows)


async def take(db: AsyncConnection, people: Sequence[int]) -> list[Row[Any]]:
    """Their rows and those of their cases, locked in the order of the house; the cases."""
    await db.execute(
        select(contacts.c.id)
        .where(contacts.c.id.in_(people))
        .order_by(contacts.c.id)
        .with_for_update()
    )
    await linking.touch(db, people)
    rows = await db.execute(
        _CASES.where(complaints.c.contact_id.in_(people))
        .order_by(complaints.c.id)
        .with_for_update(of=complaints)
    )
    return list(rows)


async def busy(db: AsyncConnection, people: Sequence[int]) -> bool:
    """Whether something they wrote waits for an answer, or something to them is on its way."""
    waiting = await db.execute(
        select(contacts.c.id).where(contacts.c.id.in_(people), contacts.c.pending.is_not(None))
    )
    leaving = await db.execute(
        select(outbox.c.id).where(
            outbox.c.contact_id.in_(people),
            outbox.c.done_at.is_(None),
            outbox.c.lease.is_not(None),
        )
    )
    return waiting.first() is not None or leaving.first() is not None


async def owed(db: AsyncConnection, case: int) -> set[str]:
    """The kinds of the papers of a case whose answer is still owed."""
    rows = await db.execute(
        select(papers.c.kind)
        .where(
            papers.c.complaint_id == case,
            papers.c.answered_at.is_(None),
            papers.c.replaced_at.is_(None),
            papers.c.due_on.is_not(None),
        )
        .distinct()
    )
    return set(rows.scalars())


async def papers_of(db: AsyncConnection, cases: Sequence[int]) -> list[Row[Any]]:
    """Their papers as they stand now, oldest first."""
    rows = await db.execute(
        select(papers)
        .where(papers.c.complaint_id.in_(cases), papers.c.replaced_at.is_(None))
        .order_by(papers.c.id)
    )
    return list(rows)


async def addresses_of(db: AsyncConnection, people: Sequence[int]) -> list[Row[Any]]:
    """From where they write."""
    rows = await db.execute(
        select(addresses, contacts.c.wrapped_key, contacts.c.language)
        .join(contacts, contacts.c.id == addresses.c.contact_id)
        .where(addresses.c.contact_id.in_(people))
        .order_by(addresses.c.id)
    )
    return list(rows)


async def said(
    db: AsyncConnection, people: Sequence[int], cases: Sequence[int], *, beside: bool
) -> list[Row[Any]]:
    """What they wrote in these cases; `beside`: and what belongs to no case."""
    rows = await db.execute(
        select(messages, contacts.c.wrapped_key, complaints.c.number)
        .join(contacts, contacts.c.id == messages.c.contact_id)
        .outerjoin(complaints, complaints.c.id == messages.c.complaint_id)
        .where(messages.c.contact_id.in_(people), _within(messages, cases, beside=beside))
        .order_by(messages.c.id)
    )
    return list(rows)


async def sent(
    db: AsyncConnection, people: Sequence[int], cases: Sequence[int], *, beside: bool
) -> list[Row[Any]]:
    """What was written to them about these cases; `beside`: and about none."""
    rows = await db.execute(
        select(outbox, contacts.c.wrapped_key, complaints.c.number)
        .join(contacts, contacts.c.id == outbox.c.contact_id)
        .outerjoin(complaints, complaints.c.id == outbox.c.complaint_id)
        .where(outbox.c.contact_id.in_(people), _within(outbox, cases, beside=beside))
        .order_by(outbox.c.id)
    )
    return list(rows)


async def files(db: AsyncConnection, said: Sequence[int], sent: Sequence[int]) -> list[Row[Any]]:
    """The files of these messages, oldest first."""
    rows = await db.execute(
        select(attachments, contacts.c.wrapped_key)
        .join(contacts, contacts.c.id == attachments.c.contact_id)
        .where(or_(attachments.c.message_id.in_(said), attachments.c.outbox_id.in_(sent)))
        .order_by(attachments.c.id)
    )
    return list(rows)


async def files_of_case(db: AsyncConnection, contact: int, case: int) -> list[Row[Any]]:
    """What its own citizen sent in a case, oldest first."""
    rows = await db.execute(
        select(attachments)
        .join(messages, messages.c.id == attachments.c.message_id)
        .where(messages.c.complaint_id == case, attachments.c.contact_id == contact)
        .order_by(attachments.c.id)
    )
    return list(rows)


def _within(table: Any, cases: Sequence[int], *, beside: bool) -> ColumnElement[bool]:
    none = table.c.complaint_id.is_(None)
    return or_(table.c.complaint_id.in_(cases), and_(none, none if beside else false()))


_CASES = select(complaints, contacts.c.wrapped_key, contacts.c.language).join(
    contacts, contacts.c.id == complaints.c.contact_id
)
