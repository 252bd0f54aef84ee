"""The public pages' questions: one case and its conversation, as the citizen may see them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import (
    addresses,
    attachments,
    clocks,
    complaints,
    contacts,
    journal,
    messages,
    officers,
    outbox,
)

_CASE: Select[Any] = (
    select(
        complaints,
        contacts.c.wrapped_key,
        addresses.c.value.label("address"),
    )
    .join(contacts, contacts.c.id == complaints.c.contact_id)
    .join(addresses, addresses.c.id == complaints.c.address_id)
)

#: What somebody was told about this page is no part of what it shows.
_ELSEWHERE = "notice"


async def case(db: AsyncConnection, number: int) -> Any:
    """A case by its id, with its person's key and the address it came from; None if none."""
    return (await db.execute(_CASE.where(complaints.c.id == number))).one_or_none()


async def case_by_number(db: AsyncConnection, number: str) -> Any:
    """A case by its tracking number; None if none."""
    return (await db.execute(_CASE.where(complaints.c.number == number))).one_or_none()


async def address(db: AsyncConnection, account: str, blind: bytes) -> int | None:
    """An address by its keyed hash, once something was written from it."""
    row = await db.execute(
        select(addresses.c.id).where(addresses.c.account == account, addresses.c.blind == blind)
    )
    return row.scalar_one_or_none()


async def newer_cases(
    db: AsyncConnection, address: int, case: int, after: datetime
) -> Sequence[Any]:
    """Other cases that were opened from this address since."""
    rows = await db.execute(
        select(complaints.c.id, complaints.c.number)
        .where(
            complaints.c.address_id == address,
            complaints.c.id != case,
            complaints.c.received_at >= after,
        )
        .order_by(complaints.c.id)
    )
    return rows.all()


async def sent_form(db: AsyncConnection, provider: bytes | None) -> Row[Any] | None:
    """The message that a form became."""
    rows = await db.execute(
        select(messages, contacts.c.wrapped_key)
        .join(contacts, contacts.c.id == messages.c.contact_id)
        .where(messages.c.provider == provider)
        .limit(1)
    )
    return rows.one_or_none()


async def files_of(db: AsyncConnection, message: int) -> Sequence[Any]:
    """The files that came with a message."""
    rows = await db.execute(
        select(attachments).where(attachments.c.message_id == message).order_by(attachments.c.id)
    )
    return rows.all()


async def steps(db: AsyncConnection, case: int) -> Sequence[Any]:
    """Every step that moved the case: its state from then on, and when."""
    rows = await db.execute(
        select(journal.c.target, journal.c.at, journal.c.citation)
        .where(journal.c.complaint_id == case, journal.c.target != journal.c.source)
        .order_by(journal.c.sequence)
    )
    return rows.all()


async def running_clocks(db: AsyncConnection, case: int) -> Sequence[Any]:
    """The clocks that run, the next date first."""
    rows = await db.execute(
        select(clocks.c.clock, clocks.c.due_on)
        .where(clocks.c.complaint_id == case, clocks.c.stopped_at.is_(None))
        .order_by(clocks.c.due_on, clocks.c.clock)
    )
    return rows.all()


@dataclass(frozen=True, slots=True)
class Thread:
    """A conversation: what was written to us, what we wrote, and the files of both."""

    said: Sequence[Any]
    answered: Sequence[Any]
    files: Sequence[Any]


async def thread(
    db: AsyncConnection,
    case: int,
    contact: int,
    address: int,
    now: datetime,
    hidden: Collection[str],
    at_most: int,
) -> Thread:
    """The newest of a conversation, newest first. hidden: states of ours that nobody sees.

    What was written from `address` and is not handled yet belongs to it already. Of what we
    wrote to several people who follow the case, only the owner's is there, and what went to the
    address where its citizen wants news.
    """
    waiting = and_(messages.c.address_id == address, messages.c.handled_at.is_(None))
    said = await db.execute(
        select(messages)
        .where(or_(messages.c.complaint_id == case, waiting))
        .order_by(messages.c.id.desc())
        .limit(at_most)
    )
    chosen = select(complaints.c.news_id).where(complaints.c.id == case).scalar_subquery()
    beside = and_(outbox.c.address_id == address, outbox.c.complaint_id.is_(None))
    answered = await db.execute(
        select(outbox, officers.c.name.label("officer"), contacts.c.wrapped_key)
        .join(contacts, contacts.c.id == outbox.c.contact_id)
        .outerjoin(officers, officers.c.id == outbox.c.officer_id)
        .where(
            or_(outbox.c.contact_id == contact, outbox.c.address_id == chosen),
            contacts.c.wrapped_key.is_not(None),
            or_(outbox.c.complaint_id == case, beside),
            or_(outbox.c.purpose != _ELSEWHERE, outbox.c.address_id == address),
            outbox.c.template == "",
            outbox.c.not_before <= now,
            outbox.c.state.not_in(hidden),
        )
        .order_by(outbox.c.id.desc())
        .limit(at_most)
    )
    ours, theirs = answered.all(), said.all()
    return Thread(theirs, ours, await _files(db, theirs, ours))


async def file(db: AsyncConnection, number: int, case: int) -> Row[Any] | None:
    """A file of this case's conversation, with its person's key."""
    rows = await db.execute(
        select(attachments, contacts.c.wrapped_key)
        .join(contacts, contacts.c.id == attachments.c.contact_id)
        .outerjoin(messages, messages.c.id == attachments.c.message_id)
        .outerjoin(outbox, outbox.c.id == attachments.c.outbox_id)
        .where(
            attachments.c.id == number,
            or_(messages.c.complaint_id == case, outbox.c.complaint_id == case),
        )
    )
    return rows.one_or_none()


async def _files(
    db: AsyncConnection, said: Sequence[Any], answered: Sequence[Any]
) -> Sequence[Any]:
    rows = await db.execute(
        select(attachments, contacts.c.wrapped_key)
        .join(contacts, contacts.c.id == attachments.c.contact_id)
        .where(
            or_(
                attachments.c.message_id.in_([row.id for row in said]),
                attachments.c.outbox_id.in_([row.id for row in answered]),
            )
        )
        .order_by(attachments.c.id)
    )
    return rows.all()
