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
