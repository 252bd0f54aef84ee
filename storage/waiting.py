"""Waiting: which contacts have something unhandled, what the dialogue needs, what it left."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    Integer,
    Row,
    bindparam,
    func,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import (
    addresses,
    attachments,
    complaints,
    contacts,
    links,
    messages,
    outbox,
)

#: The contacts a statement is about. Statements are built once: building costs more than asking.
TAKEN: BindParameter[Any] = bindparam("taken", expanding=True)
#: How long a claim holds when the process that took it has died.
LEASE = timedelta(seconds=60)
PER_CONTACT = 16


async def claim(db: AsyncConnection, now: datetime, contacts_at_most: int) -> list[int]:
    """Take the contacts that have waited longest; another process passes them by."""
    rows = await db.execute(_DUE, {"now": now, "at_most": contacts_at_most})
    taken = sorted(row.id for row in rows)
    if taken:
        await db.execute(_CLAIMED, {"taken": taken, "b_until": now + LEASE})
    return taken


_DUE = (
    select(contacts.c.id)
    .where(
        contacts.c.pending.is_not(None),
        or_(contacts.c.claimed_until.is_(None), contacts.c.claimed_until < bindparam("now")),
    )
    .order_by(contacts.c.pending)
    .limit(bindparam("at_most", type_=Integer))
    .with_for_update(skip_locked=True, key_share=True)
)
_CLAIMED = (
    update(contacts).where(contacts.c.id.in_(TAKEN)).values(claimed_until=bindparam("b_until"))
)


async def release(db: AsyncConnection, taken: Sequence[int]) -> None:
    """Give contacts back, to be taken again at once where something is left."""
    if taken:
        await lock(db, taken)
        await db.execute(_RELEASED, {"taken": taken})


async def forget_claims(db: AsyncConnection) -> None:
    """At the start of the only process: nobody else can hold a claim."""
    await db.execute(
        update(contacts).where(contacts.c.claimed_until.is_not(None)).values(claimed_until=None)
    )


@dataclass(frozen=True, slots=True)
class Pile:
    """What a few queries bring for the claimed contacts; rows as the tables have them."""

    contacts: dict[int, Row[Any]]
    messages: list[Row[Any]]
    files: dict[int, list[Row[Any]]]
    addresses: dict[int, Row[Any]]
    cases: dict[int, list[Row[Any]]]
    #: The burst answer of a contact that is queued and not yet taken: its outbox id.
    answers: dict[int, int]
    #: Contacts for whom something waits until they ask to read it.
    held: set[int]
    #: Why the newest letter to each contact was written, where there is one.
    letters: dict[int, str]


async def load(db: AsyncConnection, taken: Sequence[int], at_most: int) -> Pile:
    """Everything the dialogue needs of these contacts, oldest messages first."""
    people = await db.execute(_PEOPLE, {"taken": taken})
    waiting = (await db.execute(_MESSAGES, {"taken": taken, "at_most": at_most})).all()
    return Pile(
        contacts={row.id: row for row in people},
        messages=list(waiting),
        files=await _files(db, [row.id for row in waiting]),
        addresses=await _addresses(db, {row.address_id for row in waiting}),
        cases=await _cases(db, taken),
        answers=await _answers(db, taken),
        held=await _held(db, taken),
        letters=await _letters(db, taken),
    )


_PEOPLE = select(contacts).where(contacts.c.id.in_(TAKEN))
_turn = func.row_number().over(partition_by=messages.c.contact_id, order_by=messages.c.id)
_numbered = (
    select(messages.c.id, _turn.label("turn"))
    .where(
        messages.c.contact_id.in_(TAKEN),
        messages.c.handled_at.is_(None),
        messages.c.unread_at.is_(None),
    )
    .subquery()
)
_MESSAGES = (
    select(messages)
    .join(_numbered, _numbered.c.id == messages.c.id)
    .where(_numbered.c.turn <= PER_CONTACT)
    .order_by(messages.c.id)
    .limit(bindparam("at_most", type_=Integer))
)


async def _files(db: AsyncConnection, ids: Sequence[int]) -> dict[int, list[Row[Any]]]:
    found: dict[int, list[Row[Any]]] = {}
    for row in await db.execute(_FILES, {"ids": ids}):
        found.setdefault(row.message_id, []).append(row)
    return found


_FILES = (
    select(attachments)
    .where(attachments.c.message_id.in_(bindparam("ids", expanding=True)))
    .order_by(attachments.c.id)
)


async def _addresses(db: AsyncConnection, ids: set[int]) -> dict[int, Row[Any]]:
    rows = await db.execute(_ADDRESSES, {"ids": sorted(ids)})
    return {row.id: row for row in rows}


_ADDRESSES = select(addresses).where(addresses.c.id.in_(bindparam("ids", expanding=True)))


async def _cases(db: AsyncConnection, taken: Sequence[int]) -> dict[int, list[Row[Any]]]:
    """Each contact's newest cases, own and linked, with their owner's version and key."""
    found: dict[int, list[Row[Any]]] = {}
    for row in await db.execute(_CASES, {"taken": taken}):
        found.setdefault(row.reader, []).append(row)
    return found


_own = select(complaints.c.id, complaints.c.contact_id.label("reader")).where(
    complaints.c.contact_id.in_(TAKEN), complaints.c.erased_at.is_(None)
)
_linked = select(links.c.case_id, links.c.contact_id).where(links.c.contact_id.in_(TAKEN))
_seen = union_all(_own, _linked).subquery()
_newest = func.row_number().over(partition_by=_seen.c.reader, order_by=_seen.c.id.desc())
_ranked = select(_seen.c.id, _seen.c.reader, _newest.label("turn")).subquery()
_CASES = (
    select(
        complaints,
        _ranked.c.reader,
        contacts.c.version.label("owner_version"),
        contacts.c.wrapped_key,
    )
    .join(_ranked, _ranked.c.id == complaints.c.id)
    .join(contacts, contacts.c.id == complaints.c.contact_id)
    .where(_ranked.c.turn <= 10)
    .order_by(complaints.c.id.desc())
)


async def _answers(db: AsyncConnection, taken: Sequence[int]) -> dict[int, int]:
    rows = await db.execute(_ANSWERS, {"taken": taken})
    return {row.contact_id: row.id for row in rows}


_ANSWERS = select(outbox.c.contact_id, outbox.c.id).where(
    outbox.c.contact_id.in_(TAKEN),
    outbox.c.burst,
    outbox.c.claimed_at.is_(None),
    outbox.c.done_at.is_(None),
)


async def _held(db: AsyncConnection, taken: Sequence[int]) -> set[int]:
    return {row.contact_id for row in await db.execute(_HELD, {"taken": taken})}


_HELD = select(outbox.c.contact_id).where(
    outbox.c.contact_id.in_(TAKEN), outbox.c.held_at.is_not(None), outbox.c.done_at.is_(None)
)


async def _letters(db: AsyncConnection, taken: Sequence[int]) -> dict[int, str]:
    rows = await db.execute(_LETTERS, {"taken": taken})
    return {row.contact_id: row.purpose for row in rows}


_LETTERS = select(outbox.c.contact_id, outbox.c.purpose).where(
    outbox.c.id.in_(
        select(func.max(outbox.c.id))
        .where(outbox.c.contact_id.in_(TAKEN))
        .group_by(outbox.c.contact_id)
    )
)


async def answered_lately(
    db: AsyncConnection, people: Sequence[int], since: datetime
) -> dict[int, list[datetime]]:
    """When each of these was written to by nobody in person, since this moment."""
    found: dict[int, list[datetime]] = {}
    rows = await db.execute(
        select(outbox.c.contact_id, outbox.c.claimed_at).where(
            outbox.c.contact_id.in_(people),
            outbox.c.officer_id.is_(None),
            outbox.c.claimed_at >= since,
        )
    )
    for row in rows:
        found.setdefault(row.contact_id, []).append(row.claimed_at)
    return found


async def by_number(db: AsyncConnection, numbers: Sequence[str]) -> dict[str, Row[Any]]:
    """The cases with these numbers, each with its contact's wrapped key."""
    if not numbers:
        return {}
    rows = await db.execute(
        select(complaints, contacts.c.wrapped_key, contacts.c.version.label("owner_version"))
        .join(contacts, contacts.c.id == complaints.c.contact_id)
        .where(complaints.c.number.in_(numbers), complaints.c.erased_at.is_(None))
    )
    return {row.number: row for row in rows}


async def originals(db: AsyncConnection, edited: Collection[bytes]) -> dict[bytes, int | None]:
    """The cases of the messages that were edited, by what these are found by."""
    if not edited:
        return {}
    rows = await db.execute(
        select(messages.c.provider, messages.c.complaint_id)
        .where(messages.c.provider.in_(edited), messages.c.edits.is_(None))
        .order_by(messages.c.id.desc())
    )
    return {row.provider: row.complaint_id for row in rows}


async def answered(db: AsyncConnection, named: Collection[bytes]) -> dict[bytes, str]:
    """The numbers of the cases to which these messages belong, ours and citizens'."""
    if not named:
        return {}
    found: dict[bytes, str] = {}
    for table in (messages, outbox):
        rows = await db.execute(
            select(table.c.provider, complaints.c.number)
            .join(complaints, complaints.c.id == table.c.complaint_id)
            .where(table.c.provider.in_(named))
        )
        found |= {row.provider: row.number for row in rows}
    return found


async def lock(db: AsyncConnection, ids: Collection[int]) -> Sequence[Any]:
    """In the order of their ids, all at once: whoever locks contacts does it so.

    Without it `oldest` may be asked before the lock was waited for, and miss what came meanwhile.
    """
    return (await db.execute(_LOCKED, {"taken": sorted(ids)})).all()


_LOCKED = (
    select(contacts.c.id, contacts.c.version)
    .where(contacts.c.id.in_(TAKEN))
    .order_by(contacts.c.id)
    .with_for_update(key_share=True)
)
#: When the oldest message of a contact that nobody handled was received.
oldest = (
    select(func.min(messages.c.received_at))
    .where(
        messages.c.contact_id == contacts.c.id,
        messages.c.handled_at.is_(None),
        messages.c.unread_at.is_(None),
    )
    .scalar_subquery()
)
_RELEASED = (
    update(contacts).where(contacts.c.id.in_(TAKEN)).values(claimed_until=None, pending=oldest)
)
