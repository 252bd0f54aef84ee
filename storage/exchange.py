"""What was said in one case, and with what files: the questions of its page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Row,
    and_,
    func,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.guards import Reader, open_to, person_open_to
from storage.tables import (
    addresses,
    attachments,
    clocks,
    complaints,
    contacts,
    messages,
    officers,
    outbox,
    papers,
)

_first = outbox.alias("first")


async def said(db: AsyncConnection, case: int, before: int | None, at_most: int) -> list[Row[Any]]:
    """What came in for a case, newest first."""
    query = select(messages).where(messages.c.complaint_id == case)
    if before is not None:
        query = query.where(messages.c.id < before)
    return list((await db.execute(query.order_by(messages.c.id.desc()).limit(at_most))).all())


async def sent(db: AsyncConnection, case: int, before: int | None, at_most: int) -> list[Row[Any]]:
    """What went out for a case, or waits to, newest first.

    first_account, first_failed: of the message that this one went instead of.
    """
    query = (
        select(
            outbox,
            officers.c.name.label("officer"),
            _first.c.account.label("first_account"),
            _first.c.failed_at.label("first_failed"),
        )
        .outerjoin(officers, officers.c.id == outbox.c.officer_id)
        .outerjoin(_first, _first.c.id == outbox.c.instead_of)
        .where(outbox.c.complaint_id == case)
    )
    if before is not None:
        query = query.where(outbox.c.id < before)
    return list((await db.execute(query.order_by(outbox.c.id.desc()).limit(at_most))).all())


async def files(
    db: AsyncConnection, in_messages: Sequence[int], in_outbox: Sequence[int]
) -> list[Row[Any]]:
    """The attachments of these messages, in the order they came."""
    rows = await db.execute(
        select(attachments)
        .where(
            or_(
                attachments.c.message_id.in_(in_messages),
                attachments.c.outbox_id.in_(in_outbox),
            )
        )
        .order_by(attachments.c.id)
    )
    return list(rows)


async def running(db: AsyncConnection, case: int) -> list[Row[Any]]:
    """The clocks of a case, the next one due first."""
    rows = await db.execute(
        select(clocks).where(clocks.c.complaint_id == case).order_by(clocks.c.due_on)
    )
    return list(rows)


async def others(
    db: AsyncConnection, reader: Reader, contact: int, case: int, open_: str
) -> list[Row[Any]]:
    """Other cases of the same citizen, of those whose protection is `open_` only.

    Whoever has the same telephone number is the same citizen to officers, on whatever account.
    """
    mine = select(addresses.c.phone).where(
        addresses.c.contact_id == contact, addresses.c.phone.is_not(None)
    )
    alike = select(addresses.c.contact_id).where(addresses.c.phone.in_(mine))
    rows = await db.execute(
        select(complaints)
        .where(
            or_(complaints.c.contact_id == contact, complaints.c.contact_id.in_(alike)),
            complaints.c.id != case,
            complaints.c.protection == open_,
            open_to(reader),
        )
        .order_by(complaints.c.id.desc())
        .limit(20)
    )
    return list(rows)


async def address(db: AsyncConnection, number: int) -> Row[Any]:
    """Where somebody is reached."""
    return (await db.execute(select(addresses).where(addresses.c.id == number))).one()


async def last_words(db: AsyncConnection, case: int, kinds: Sequence[str]) -> Any:
    """The newest message in a case of the citizen whose case it is."""
    rows: Any = await db.execute(
        select(messages.c.address_id, messages.c.account, messages.c.proof)
        .join(complaints, complaints.c.id == messages.c.complaint_id)
        .where(
            messages.c.complaint_id == case,
            messages.c.contact_id == complaints.c.contact_id,
            messages.c.kind.not_in(kinds),
        )
        .order_by(messages.c.id.desc())
        .limit(1)
    )
    return rows.one_or_none()


async def message(db: AsyncConnection, reader: Reader, number: int) -> Row[Any] | None:
    """A message with its person's key and its case's protection."""
    rows = await db.execute(
        select(
            messages,
            contacts.c.wrapped_key,
            complaints.c.number.label("number"),
            complaints.c.protection.label("protection"),
        )
        .join(contacts, contacts.c.id == messages.c.contact_id)
        .outerjoin(complaints, complaints.c.id == messages.c.complaint_id)
        .where(messages.c.id == number, _shown(reader, messages.c.contact_id))
    )
    return rows.one_or_none()


async def file(db: AsyncConnection, reader: Reader, number: int) -> Row[Any] | None:
    """An attachment with its person's key and the protection of the case it belongs to."""
    case = func.coalesce(messages.c.complaint_id, outbox.c.complaint_id, papers.c.complaint_id)
    rows = await db.execute(
        select(
            attachments,
            contacts.c.wrapped_key,
            complaints.c.id.label("case"),
            complaints.c.number.label("number"),
            complaints.c.protection.label("protection"),
        )
        .join(contacts, contacts.c.id == attachments.c.contact_id)
        .outerjoin(messages, messages.c.id == attachments.c.message_id)
        .outerjoin(outbox, outbox.c.id == attachments.c.outbox_id)
        .outerjoin(papers, papers.c.id == attachments.c.paper_id)
        .outerjoin(complaints, complaints.c.id == case)
        .where(attachments.c.id == number, _shown(reader, attachments.c.contact_id))
    )
    return rows.one_or_none()


def _shown(reader: Reader, contact: Any) -> Any:
    """Of a case that is open to them; of no case, of somebody none of whose cases is closed."""
    none = complaints.c.id.is_(None)
    return or_(open_to(reader), and_(none, person_open_to(reader, contact)))


async def forms(db: AsyncConnection, cases: Sequence[int]) -> list[Row[Any]]:
    """What forms brought in fields of their own for these cases, oldest first."""
    rows: Any = await db.execute(
        select(messages)
        .where(messages.c.complaint_id.in_(cases), messages.c.fields.is_not(None))
        .order_by(messages.c.id)
    )
    return list(rows)


async def hidden_people(db: AsyncConnection, people: Sequence[int], open_: str) -> set[int]:
    """Which of these citizens have a case whose protection is not `open_`."""
    rows = await db.execute(
        select(complaints.c.contact_id)
        .where(complaints.c.contact_id.in_(people), complaints.c.protection != open_)
        .distinct()
    )
    return {row.contact_id for row in rows}
