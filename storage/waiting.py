"""Waiting: which contacts have something unhandled, what the dialogue needs, what it left."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    BindParameter,
    Integer,
    Row,
    String,
    and_,
    bindparam,
    case,
    func,
    insert,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import (
    Utc,
    addresses,
    attachments,
    complaints,
    contacts,
    links,
    messages,
    outbox,
    papers,
)

#: The contacts a statement is about. Statements are built once: building costs more than asking.
_TAKEN: BindParameter[Any] = bindparam("taken", expanding=True)
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
    update(contacts).where(contacts.c.id.in_(_TAKEN)).values(claimed_until=bindparam("b_until"))
)


async def release(db: AsyncConnection, taken: Sequence[int]) -> None:
    """Give contacts back, to be taken again at once where something is left."""
    if taken:
        await _lock(db, taken)
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


_PEOPLE = select(contacts).where(contacts.c.id.in_(_TAKEN))
_turn = func.row_number().over(partition_by=messages.c.contact_id, order_by=messages.c.id)
_numbered = (
    select(messages.c.id, _turn.label("turn"))
    .where(
        messages.c.contact_id.in_(_TAKEN),
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
    complaints.c.contact_id.in_(_TAKEN), complaints.c.erased_at.is_(None)
)
_linked = select(links.c.case_id, links.c.contact_id).where(links.c.contact_id.in_(_TAKEN))
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
    outbox.c.contact_id.in_(_TAKEN),
    outbox.c.burst,
    outbox.c.claimed_at.is_(None),
    outbox.c.done_at.is_(None),
)


async def _held(db: AsyncConnection, taken: Sequence[int]) -> set[int]:
    return {row.contact_id for row in await db.execute(_HELD, {"taken": taken})}


_HELD = select(outbox.c.contact_id).where(
    outbox.c.contact_id.in_(_TAKEN), outbox.c.held_at.is_not(None), outbox.c.done_at.is_(None)
)


async def _letters(db: AsyncConnection, taken: Sequence[int]) -> dict[int, str]:
    rows = await db.execute(_LETTERS, {"taken": taken})
    return {row.contact_id: row.purpose for row in rows}


_LETTERS = select(outbox.c.contact_id, outbox.c.purpose).where(
    outbox.c.id.in_(
        select(func.max(outbox.c.id))
        .where(outbox.c.contact_id.in_(_TAKEN))
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


async def unchanged(
    db: AsyncConnection,
    taken: Sequence[int],
    versions: Mapping[int, int],
    answers: Mapping[int, int],
) -> set[int]:
    """Lock the contacts and say which are still as they were when they were loaded.

    answers: the outbox row each contact's turn wants to replace; one that was taken meanwhile
    makes its contact a changed one.
    """
    rows = await _lock(db, {*taken, *versions})
    same = {row.id for row in rows if row.version == versions.get(row.id)}
    wanted = {answers[contact] for contact in same if contact in answers}
    if wanted:
        free = await db.execute(
            select(outbox.c.id)
            .where(outbox.c.id.in_(wanted), outbox.c.claimed_at.is_(None))
            .with_for_update()
        )
        still = {row.id for row in free}
        same = {c for c in same if c not in answers or answers[c] in still}
    return same


async def _lock(db: AsyncConnection, ids: Collection[int]) -> Sequence[Any]:
    """In the order of their ids, all at once: whoever locks contacts does it so.

    Without it `_oldest` may be asked before the lock was waited for, and miss what came meanwhile.
    """
    return (await db.execute(_LOCKED, {"taken": sorted(ids)})).all()


_LOCKED = (
    select(contacts.c.id, contacts.c.version)
    .where(contacts.c.id.in_(_TAKEN))
    .order_by(contacts.c.id)
    .with_for_update(key_share=True)
)


@dataclass(slots=True)
class Outcome:
    """What a group of turns left to be written, as rows."""

    talks: list[dict[str, Any]] = field(default_factory=list)
    handled: list[dict[str, Any]] = field(default_factory=list)
    new_cases: list[dict[str, Any]] = field(default_factory=list)
    papers: list[dict[str, Any]] = field(default_factory=list)
    changed_cases: list[dict[str, Any]] = field(default_factory=list)
    heard_cases: list[dict[str, Any]] = field(default_factory=list)
    new_answers: list[dict[str, Any]] = field(default_factory=list)
    replaced_answers: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def joined(cls, several: Sequence[Outcome]) -> Outcome:
        """All of them as one."""
        return cls(*([r for one in several for r in getattr(one, f.name)] for f in fields(cls)))


async def write(db: AsyncConnection, outcome: Outcome) -> None:
    """Write a group's outcome in bulk; contacts were locked by `unchanged` before."""
    if outcome.new_cases:
        await db.execute(_NEW_CASE, outcome.new_cases)
    if outcome.papers:
        await db.execute(_PAPER, outcome.papers)
    if outcome.changed_cases:
        await db.execute(_CASE, sorted(outcome.changed_cases, key=lambda row: row["b_id"]))
    if outcome.heard_cases:
        await db.execute(_HEARD_CASE, sorted(outcome.heard_cases, key=lambda row: row["b_id"]))
    if outcome.handled:
        await db.execute(_HANDLED, outcome.handled)
    if outcome.new_answers:
        await db.execute(_NEW_ANSWER, outcome.new_answers)
    if outcome.replaced_answers:
        await db.execute(_ANSWER, outcome.replaced_answers)
    if outcome.talks:
        await db.execute(_TALK, outcome.talks)


_NEW_CASE, _NEW_ANSWER, _PAPER = insert(complaints), insert(outbox), insert(papers)
_oldest = (
    select(func.min(messages.c.received_at))
    .where(
        messages.c.contact_id == contacts.c.id,
        messages.c.handled_at.is_(None),
        messages.c.unread_at.is_(None),
    )
    .scalar_subquery()
)
_RELEASED = (
    update(contacts).where(contacts.c.id.in_(_TAKEN)).values(claimed_until=None, pending=_oldest)
)
_TALK = (
    update(contacts)
    .where(contacts.c.id == bindparam("b_id"))
    .values(
        version=contacts.c.version + 1,
        talk=bindparam("b_talk"),
        language=bindparam("b_language"),
        stopped_at=bindparam("b_stopped"),
        claimed_until=None,
        pending=_oldest,
    )
)
_HANDLED = (
    update(messages)
    .where(messages.c.id == bindparam("b_id"))
    .values(
        handled_at=bindparam("b_at"),
        complaint_id=bindparam("b_complaint"),
        kind=bindparam("b_kind"),
    )
)
_CASE_COLUMNS = (
    "kind",
    "protection",
    "urgent",
    "slots",
    "identity",
    "facts",
    "asked",
    "skipped",
    "summary",
    "voices",
    "files",
    "heard",
    "confirmed_at",
)
_CASE = (
    update(complaints)
    .where(complaints.c.id == bindparam("b_id"))
    .values({name: bindparam(f"b_{name}") for name in _CASE_COLUMNS})
)
_NEW_ALARM: BindParameter[str] = bindparam("b_alarm", type_=String)
_HEARD_CASE = (
    update(complaints)
    .where(complaints.c.id == bindparam("b_id"))
    .values(
        spoken_at=bindparam("b_now", type_=Utc),
        touched_at=bindparam("b_now", type_=Utc),
        alarm=case((_NEW_ALARM != "", _NEW_ALARM), else_=complaints.c.alarm),
        alarm_at=func.coalesce(bindparam("b_alarm_at", type_=Utc), complaints.c.alarm_at),
    )
)
_ANSWER = (
    update(outbox)
    .where(outbox.c.id == bindparam("b_id"))
    .values(
        text=bindparam("b_text"),
        choices=bindparam("b_choices"),
        subject=bindparam("b_subject"),
        complaint_id=bindparam("b_complaint"),
        address_id=bindparam("b_address"),
        account=bindparam("b_account"),
        purpose=bindparam("b_purpose"),
        not_before=bindparam("b_not_before"),
    )
)


async def mark_unread(
    db: AsyncConnection, now: datetime, message: int, contact: int, reason: str
) -> None:
    """A message that cannot be handled is kept raw, shown to officers, and replayable."""
    await _lock(db, [contact])
    await db.execute(
        update(messages)
        .where(messages.c.id == message)
        .values(unread_at=now, unread_reason=reason[:200])
    )
    await db.execute(
        update(contacts)
        .where(contacts.c.id == contact)
        .values(pending=_oldest, claimed_until=None, version=contacts.c.version + 1)
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
        await _lock(db, {row.contact_id for row in rows})
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
