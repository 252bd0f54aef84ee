"""The inbox's questions: a page of cases, one case with its thread, what changed meanwhile.

Whatever leads to a case is asked with a reader, who is told of no case that is closed to them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Row,
    Select,
    and_,
    exists,
    func,
    literal_column,
    or_,
    select,
    union,
    union_all,
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

#: Where the last page ended: its sort value and id.
After = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Wish:
    """Which cases somebody wants to see, those the citizen spoke in last first."""

    states: tuple[str, ...]
    kind: str = ""
    #: Came by this account; or, where an officer wrote it down, by this way.
    account: str = ""
    via: str = ""
    urgent: bool = False
    unanswered: bool = False
    after: After | None = None
    only: int | None = None
    #: Those in which an answer of somebody else is awaited, wherever they stand.
    owed: bool = False
    #: Those that press and those that are due first, whoever spoke last.
    ranked: bool = False


_CARD = (
    select(
        complaints,
        contacts.c.wrapped_key,
        contacts.c.language,
        officers.c.name.label("officer"),
        addresses.c.value.label("address"),
    )
    .join(contacts, contacts.c.id == complaints.c.contact_id)
    .join(addresses, addresses.c.id == complaints.c.address_id)
    .outerjoin(officers, officers.c.id == complaints.c.officer_id)
)
_answered = exists().where(
    outbox.c.complaint_id == complaints.c.id,
    outbox.c.officer_id.is_not(None),
    outbox.c.created_at >= complaints.c.spoken_at,
)


async def page(db: AsyncConnection, reader: Reader, wish: Wish, at_most: int) -> list[Row[Any]]:
    """A page of cases: each state gives its newest from its index, and the newest of these win."""
    find = _owing if wish.owed else _pressing if wish.urgent else _by_state
    if wish.ranked and wish.only is None:
        find = _soonest
    ids = find(reader, wish, at_most).subquery()
    rows = await db.execute(
        _CARD.where(complaints.c.id.in_(select(ids.c.id)))
        .order_by(complaints.c.spoken_at.desc(), complaints.c.id.desc())
        .limit(at_most)
    )
    return list(rows)


#: Word for word the condition of the index that holds these few cases.
_PRESSING = and_(
    complaints.c.ended_at.is_(None),
    or_(complaints.c.urgent != literal_column("''"), complaints.c.alarm_at.is_not(None)),
)


def _pressing(reader: Reader, wish: Wish, at_most: int) -> Any:
    """The few that press, in the order of their own index."""
    # An expression of the state, else SQLite takes the index of states and sorts what it finds.
    among = complaints.c.state.concat("").in_(wish.states)
    found = select(complaints.c.id).where(_PRESSING, among, open_to(reader))
    return _newest(found, wish, at_most)


def _owing(reader: Reader, wish: Wish, at_most: int) -> Any:
    """Those with an open paper, from the index of open papers."""
    waiting = select(papers.c.complaint_id).where(
        papers.c.answered_at.is_(None), papers.c.replaced_at.is_(None), papers.c.due_on.is_not(None)
    )
    found = select(complaints.c.id).where(complaints.c.id.in_(waiting), open_to(reader))
    return _newest(found, wish, at_most)


def _soonest(reader: Reader, wish: Wish, at_most: int) -> Any:
    """Half of the page presses, the other half is due before all others."""
    due = _wished(select(complaints.c.id).where(_DUE, open_to(reader)), wish)
    soon = due.order_by(complaints.c.due_on, complaints.c.id).limit(at_most // 2).subquery()
    pressing = _pressing(reader, wish, at_most // 2).subquery()
    return union(select(soon.c.id), select(pressing.c.id))


#: Word for word the condition of the index that holds the open cases by their next date.
_DUE = and_(complaints.c.ended_at.is_(None), complaints.c.due_on.is_not(None))


def _by_state(reader: Reader, wish: Wish, at_most: int) -> Any:
    seen = select(complaints.c.id).where(open_to(reader))
    each = (seen.where(complaints.c.state == state) for state in wish.states)
    parts = (_newest(query, wish, at_most) for query in each)
    return union_all(*(select(part.subquery().c.id) for part in parts))


def _newest(query: Select[Any], wish: Wish, at_most: int) -> Select[Any]:
    query = _wished(query, wish)
    if wish.after is not None:
        at, number = wish.after
        query = query.where(
            complaints.c.spoken_at <= at,
            or_(
                complaints.c.spoken_at < at,
                and_(complaints.c.spoken_at == at, complaints.c.id < number),
            ),
        )
    newest = query.order_by(complaints.c.spoken_at.desc(), complaints.c.id.desc())
    return newest.limit(at_most)


def _wished(query: Select[Any], wish: Wish) -> Select[Any]:
    if wish.only is not None:
        query = query.where(complaints.c.id == wish.only)
    if wish.kind:
        query = query.where(complaints.c.kind == wish.kind)
    if wish.via:
        query = query.where(complaints.c.via == wish.via)
    if wish.account:
        query = query.where(complaints.c.account == wish.account, complaints.c.via == "")
    if wish.unanswered:
        query = query.where(~_answered)
    return query


async def cards(db: AsyncConnection, reader: Reader, ids: Sequence[int]) -> list[Row[Any]]:
    """These cases, as the list shows them."""
    found = _CARD.where(complaints.c.id.in_(ids), open_to(reader))
    return list((await db.execute(found)).all())


async def by_number(db: AsyncConnection, reader: Reader, number: str) -> Row[Any] | None:
    """The case with this tracking number."""
    found = _CARD.where(complaints.c.number == number, open_to(reader))
    return (await db.execute(found)).one_or_none()


async def sealed(db: AsyncConnection, reader: Reader, states: Sequence[str]) -> list[Row[Any]]:
    """What is sealed to the body above: numbers and dates only, the next one due first."""
    if reader.sealed is not False:
        return []
    rows: Any = await db.execute(
        select(complaints.c.number, complaints.c.due_on, complaints.c.due_clock)
        .where(literal_column("complaints.sealed_above"), complaints.c.state.in_(states))
        .order_by(complaints.c.due_on, complaints.c.id)
        .limit(_SEALED)
    )
    return list(rows)


_SEALED = 100


async def shown_names(db: AsyncConnection, cases: Sequence[int]) -> dict[int, Row[Any]]:
    """For each case the newest message that brought a name from the provider."""
    newest = (
        select(func.max(messages.c.id))
        .join(complaints, complaints.c.id == messages.c.complaint_id)
        .where(
            messages.c.complaint_id.in_(cases),
            messages.c.contact_id == complaints.c.contact_id,
            messages.c.name.is_not(None),
        )
        .group_by(messages.c.complaint_id)
    )
    rows: Any = await db.execute(
        select(messages.c.id, messages.c.complaint_id, messages.c.name).where(
            messages.c.id.in_(newest)
        )
    )
    return {row.complaint_id: row for row in rows}


async def keys(db: AsyncConnection, people: Sequence[int]) -> dict[int, bytes | None]:
    """The wrapped keys of these citizens."""
    rows = await db.execute(
        select(contacts.c.id, contacts.c.wrapped_key).where(contacts.c.id.in_(people))
    )
    return {row.id: row.wrapped_key for row in rows}


async def said(db: AsyncConnection, case: int, before: int | None, at_most: int) -> list[Row[Any]]:
    """What came in for a case, newest first."""
    query = select(messages).where(messages.c.complaint_id == case)
    if before is not None:
        query = query.where(messages.c.id < before)
    return list((await db.execute(query.order_by(messages.c.id.desc()).limit(at_most))).all())


_first = outbox.alias("first")


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
    case = func.coalesce(messages.c.complaint_id, outbox.c.complaint_id)
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


async def unread(
    db: AsyncConnection, reader: Reader, before: int | None, at_most: int
) -> list[Row[Any]]:
    """Messages that could not be handled, newest first."""
    query = select(messages).where(_puzzling(reader))
    if before is not None:
        query = query.where(messages.c.id < before)
    return list((await db.execute(query.order_by(messages.c.id.desc()).limit(at_most))).all())


def _puzzling(reader: Reader) -> Any:
    return and_(
        messages.c.handled_at.is_(None),
        messages.c.unread_at.is_not(None),
        person_open_to(reader, messages.c.contact_id),
    )


async def unfiled(
    db: AsyncConnection, reader: Reader, kinds: Sequence[str], before: int | None, at_most: int
) -> list[Row[Any]]:
    """What belongs to no case and was taken for one of these kinds, newest first."""
    query = select(messages, addresses.c.value, contacts.c.wrapped_key).where(
        addresses.c.id == messages.c.address_id,
        contacts.c.id == messages.c.contact_id,
        messages.c.complaint_id.is_(None),
        messages.c.kind.in_(kinds),
        messages.c.part_of == 0,
        messages.c.unread_at.is_(None),
        person_open_to(reader, messages.c.contact_id),
    )
    if before is not None:
        query = query.where(messages.c.id < before)
    return list((await db.execute(query.order_by(messages.c.id.desc()).limit(at_most))).all())


async def count_unread(db: AsyncConnection, reader: Reader, at_most: int) -> int:
    """How many messages could not be handled, counted no further than asked."""
    few = select(messages.c.id).where(_puzzling(reader)).limit(at_most).subquery()
    return int((await db.execute(select(func.count()).select_from(few))).scalar_one())


async def changed(db: AsyncConnection, since: datetime, at_most: int) -> list[Row[Any]]:
    """Cases that anybody changed after this moment, whichever process it was."""
    rows: Any = await db.execute(
        select(complaints.c.id, complaints.c.touched_at)
        .where(complaints.c.touched_at > since)
        .order_by(complaints.c.touched_at, complaints.c.id)
        .limit(at_most)
    )
    return list(rows)


async def open_among(db: AsyncConnection, reader: Reader, ids: Collection[int]) -> set[int]:
    """Which of these cases may be seen by this reader."""
    if not ids:
        return set()
    found = select(complaints.c.id).where(complaints.c.id.in_(sorted(ids)), open_to(reader))
    return set((await db.execute(found)).scalars())
