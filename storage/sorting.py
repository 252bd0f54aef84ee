"""Sorting: what officers change of a case by hand; each call is one line of a transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, case, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import joining, linking
from storage.tables import attachments, complaints, contacts, journal, messages, outbox


async def lock(db: AsyncConnection, number: str, *, joined: bool = False) -> Row[Any] | None:
    """Take a case for changing: its citizen first, then the case as it stands now.

    joined: the citizens of the cases that were joined with it as well.
    """
    found = (
        await db.execute(
            select(complaints.c.id, complaints.c.contact_id).where(complaints.c.number == number)
        )
    ).one_or_none()
    if found is None:
        return None
    if joined:
        await joining.lock(db, {found.contact_id} | await joining.kin(db, [found.id]))
    await linking.touch(db, [found.contact_id])
    rows = await db.execute(
        select(complaints, contacts.c.wrapped_key, contacts.c.language)
        .join(contacts, contacts.c.id == complaints.c.contact_id)
        .where(complaints.c.number == number)
        .with_for_update(of=complaints, key_share=True)
    )
    return rows.one()


async def change(db: AsyncConnection, number: int, **columns: Any) -> None:
    """Write columns of a case that are no projections of the journal."""
    await db.execute(update(complaints).where(complaints.c.id == number).values(**columns))


async def new_case(db: AsyncConnection, row: dict[str, Any]) -> None:
    """A case that an officer opened."""
    await db.execute(insert(complaints), [row])


async def see(db: AsyncConnection, number: int, now: datetime) -> bool:
    """An officer opened the case; false where nothing new was in it."""
    result = await db.execute(
        update(complaints)
        .where(
            complaints.c.id == number,
            or_(complaints.c.seen_at.is_(None), complaints.c.seen_at < complaints.c.spoken_at),
        )
        .values(seen_at=now)
    )
    return bool(result.rowcount)


async def unseen(db: AsyncConnection, number: int) -> bool:
    """Whether somebody spoke since the case was last opened."""
    rows = await db.execute(
        select(complaints.c.id).where(
            complaints.c.id == number,
            or_(complaints.c.seen_at.is_(None), complaints.c.seen_at < complaints.c.spoken_at),
        )
    )
    return rows.first() is not None


async def move_message(db: AsyncConnection, message: int, target: int) -> None:
    """Hang a message, and the later versions of it, under another case."""
    row = (
        await db.execute(
            select(
                messages.c.account,
                messages.c.provider,
                messages.c.contact_id,
                messages.c.complaint_id,
            ).where(messages.c.id == message)
        )
    ).one()
    versions = messages.c.id == message
    if row.provider is not None:
        versions = or_(
            versions,
            (messages.c.account == row.account)
            & (messages.c.contact_id == row.contact_id)
            & (messages.c.complaint_id == row.complaint_id)
            & (messages.c.edits == row.provider),
        )
    await db.execute(update(messages).where(versions).values(complaint_id=target))


async def recount(db: AsyncConnection, number: int, voices: Sequence[str]) -> None:
    """Count anew what a case holds, and when its citizen last spoke in it."""
    files = (
        select(
            func.count(attachments.c.id),
            func.coalesce(func.sum(case((attachments.c.kind.in_(voices), 1), else_=0)), 0),
        )
        .join(messages, messages.c.id == attachments.c.message_id)
        .where(messages.c.complaint_id == number)
    )
    total, heard = (await db.execute(files)).one()
    last = (
        await db.execute(
            select(func.max(messages.c.received_at)).where(messages.c.complaint_id == number)
        )
    ).scalar_one()
    changes: dict[str, Any] = {"files": int(total), "voices": int(heard)}
    if last is not None:
        changes["spoken_at"] = last
    await change(db, number, **changes)


async def describe(db: AsyncConnection, attachment: int, words: str) -> None:
    """What can be heard or seen in a file, in an officer's words."""
    await db.execute(
        update(attachments).where(attachments.c.id == attachment).values(description=words)
    )


async def unheard(db: AsyncConnection, number: int, voices: Sequence[str]) -> int:
    """How many voice notes of a case have no transcript yet."""
    rows = await db.execute(
        select(func.count(attachments.c.id))
        .join(messages, messages.c.id == attachments.c.message_id)
        .where(
            messages.c.complaint_id == number,
            attachments.c.kind.in_(voices),
            attachments.c.description == "",
        )
    )
    return int(rows.scalar_one())


async def mind(db: AsyncConnection, contact: int) -> tuple[bytes | None, bool]:
    """What the conversation with somebody remembers, and whether an answer to them still waits."""
    talk = (await db.execute(select(contacts.c.talk).where(contacts.c.id == contact))).scalar_one()
    waits = await db.execute(
        select(outbox.c.id).where(
            outbox.c.contact_id == contact,
            outbox.c.burst,
            outbox.c.claimed_at.is_(None),
            outbox.c.done_at.is_(None),
        )
    )
    return talk, waits.first() is not None


async def remember(db: AsyncConnection, contact: int, talk: bytes) -> None:
    """What the conversation remembers from now on; its citizen was locked before."""
    await db.execute(update(contacts).where(contacts.c.id == contact).values(talk=talk))


async def attach(db: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
    """Files that an officer sends along."""
    if rows:
        await db.execute(insert(attachments), list(rows))


async def is_queued(db: AsyncConnection, letter: int) -> bool:
    """Whether this very letter is queued already: the button was pressed twice."""
    return (await db.execute(select(outbox.c.id).where(outbox.c.id == letter))).first() is not None


async def was_answered(db: AsyncConnection, number: int, purpose: str) -> bool:
    """Whether an officer ever wrote to the citizen of this case for this purpose."""
    rows = await db.execute(
        select(outbox.c.id)
        .where(
            outbox.c.complaint_id == number,
            outbox.c.purpose == purpose,
            outbox.c.officer_id.is_not(None),
        )
        .limit(1)
    )
    return rows.first() is not None


async def wrote_since(db: AsyncConnection, number: int, at: datetime) -> bool:
    """Whether an officer wrote to the citizen of this case at this moment or later."""
    rows = await db.execute(
        select(outbox.c.id)
        .where(
            outbox.c.complaint_id == number,
            outbox.c.officer_id.is_not(None),
            outbox.c.created_at >= at,
        )
        .limit(1)
    )
    return rows.first() is not None


async def people_at(db: AsyncConnection, numbers: Sequence[int], state: str) -> set[int]:
    """The citizens of those of the cases that stand at this state."""
    if not numbers:
        return set()
    rows = await db.execute(
        select(complaints.c.contact_id).where(
            complaints.c.id.in_(numbers), complaints.c.state == state
        )
    )
    return set(rows.scalars())


async def standing_at(db: AsyncConnection, numbers: Sequence[int], state: str) -> list[Any]:
    """Those of the cases that stand at this state, locked, with their citizen's wrapped key."""
    if not numbers:
        return []
    rows = await db.execute(
        select(complaints, contacts.c.wrapped_key)
        .join(contacts, contacts.c.id == complaints.c.contact_id)
        .where(complaints.c.id.in_(numbers), complaints.c.state == state)
        .order_by(complaints.c.id)
        .with_for_update(of=complaints, key_share=True)
    )
    return list(rows.all())


async def join(db: AsyncConnection, number: int, parent: int) -> None:
    """From now on this case, and what was joined with it, goes the way of its parent."""
    belongs = or_(complaints.c.id == number, complaints.c.parent_id == number)
    await db.execute(update(complaints).where(belongs).values(parent_id=parent))


async def moved_by(db: AsyncConnection, number: int, state: str) -> str:
    """The event that brought a case to the state in which it stands; "" where none is known."""
    rows = await db.execute(
        select(journal.c.event)
        .where(
            journal.c.complaint_id == number,
            journal.c.target == state,
            journal.c.source != journal.c.target,
        )
        .order_by(journal.c.sequence.desc())
        .limit(1)
    )
    return rows.scalar_one_or_none() or ""


async def happened(db: AsyncConnection, number: int, event: str) -> bool:
    """Whether this ever happened to a case."""
    rows = await db.execute(
        select(journal.c.sequence)
        .where(journal.c.complaint_id == number, journal.c.event == event)
        .limit(1)
    )
    return rows.first() is not None


async def done_by(db: AsyncConnection, number: int, event: str) -> int | None:
    """Who did this to a case, the last time it happened."""
    rows = await db.execute(
        select(journal.c.officer_id)
        .where(journal.c.complaint_id == number, journal.c.event == event)
        .order_by(journal.c.sequence.desc())
        .limit(1)
    )
    return rows.scalar_one_or_none()
