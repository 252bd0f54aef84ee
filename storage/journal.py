"""The journal: what happened to every case, one chained row each, and the state that follows.

Nothing else writes a complaint's state or due date. The head is locked by the last statements
of a transaction, so that processes wait for each other only there.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import bindparam, case, func, insert, null, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Into, ready
from storage.seal import PersonKey, Unreadable, Vault
from storage.tables import (
    Utc,
    clocks,
    complaints,
    contacts,
    journal,
    journal_details,
    journal_head,
)

_SALT = 16
_START = b"\0" * 32


@dataclass(frozen=True, slots=True)
class Wound:
    """A clock that starts: its last day, and the day on which time first does something to it.

    since: where it counts from, if that is not the moment of the entry.
    """

    clock: str
    due: date
    look: date | None
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One transition or happening; words are text here. `register` gives a running number."""

    complaint: int
    contact: int
    event: str
    source: str
    target: str
    actor: str
    at: datetime
    key: PersonKey = field(repr=False)
    officer: int | None = None
    citation: str = ""
    details: Mapping[str, Any] = field(default_factory=dict, repr=False)
    register: bool = False
    starts: tuple[Wound, ...] = ()
    stops: tuple[str, ...] = ()
    ends: bool = False
    #: A clock that waits for a proof only: it runs, and it is not what the case waits for.
    beside: str = ""
    #: Of an ended case: when it goes to the archive.
    rest: date | None = None


async def append(db: AsyncConnection, vault: Vault, entries: Sequence[Entry]) -> None:
    """Write entries and the projections that follow from them. Last call of a transaction."""
    if not entries:
        return
    await _project(db, entries)
    head = (await db.execute(_HEAD)).one()
    sequence, register_no, last = head.sequence, head.register_no, head.hash
    rows, details, registered = [], [], []
    for entry in entries:
        sequence += 1
        plain = os.urandom(_SALT) + json.dumps(dict(entry.details), ensure_ascii=True).encode()
        row = _row(sequence, entry, hashlib.sha256(plain).digest())
        last = row["hash"] = _link(vault, last, row)
        rows.append(row)
        details.append(
            {
                "sequence": sequence,
                "contact_id": entry.contact,
                "details": entry.key.seal(_place(sequence), plain),
            }
        )
        if entry.register:
            register_no += 1
            registered.append({"b_id": entry.complaint, "b_no": register_no})
    await db.execute(_ROW, rows)
    await db.execute(_DETAILS, details)
    if registered:
        await db.execute(_REGISTER, registered)
    head_now = {"b_sequence": sequence, "b_register_no": register_no, "b_hash": last}
    await db.execute(_HEAD_NOW, head_now)


_HEAD = select(journal_head).with_for_update()
_HEAD_NOW = update(journal_head).values(
    sequence=bindparam("b_sequence"),
    register_no=bindparam("b_register_no"),
    hash=bindparam("b_hash"),
)
_ROW, _DETAILS = insert(journal), insert(journal_details)


async def head(db: AsyncConnection) -> tuple[int, bytes]:
    """The number of the last row, and its hash."""
    row = (await db.execute(select(journal_head))).one()
    return row.sequence, row.hash


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain or a projection does not hold, in one sentence."""

    sequence: int
    reason: str


async def verify(
    db: AsyncConnection, vault: Vault, erasing: str = "", page: int = 2000
) -> AsyncIterator[Break]:
    """Recompute the whole chain, page by page, and the state of every case from it.

    erasing: the event without which nobody's details may have become unreadable.
    """
    last, sequence = _START, 0
    emptied: dict[int, int] = {}
    while True:
        rows = (
            await db.execute(
                select(journal, journal_details.c.details, contacts.c.id, contacts.c.wrapped_key)
                .outerjoin(journal_details, journal_details.c.sequence == journal.c.sequence)
                .outerjoin(contacts, contacts.c.id == journal_details.c.contact_id)
                .where(journal.c.sequence > sequence)
                .order_by(journal.c.sequence)
                .limit(page)
            )
        ).all()
        for row in rows:
            if row.sequence != sequence + 1:
                yield Break(row.sequence, "a row is missing before this one")
            sequence = row.sequence
            if not hmac.compare_digest(row.hash, _link(vault, last, dict(row._mapping))):
                yield Break(sequence, "the row was changed after it was written")
            if not _fit(vault, row):
                yield Break(sequence, "its details are not those that were written")
            if row.event == erasing:
                emptied.pop(row.complaint_id, None)
            elif row.details is not None and _is_erased(row):
                emptied.setdefault(row.complaint_id, sequence)
            last = row.hash
        if len(rows) < page:
            break
    for first in emptied.values():
        yield Break(first, "its details were taken out, and no row says so")
    head = (await db.execute(select(journal_head))).one_or_none()
    if head is None or (head.sequence, head.hash) != (sequence, last):
        yield Break(sequence, "the head does not fit the last row")
    newest = (
        select(func.max(journal.c.sequence).label("sequence"))
        .group_by(journal.c.complaint_id)
        .subquery()
    )
    strays = (
        select(journal.c.sequence)
        .join(newest, newest.c.sequence == journal.c.sequence)
        .join(complaints, complaints.c.id == journal.c.complaint_id)
        .where(complaints.c.state != journal.c.target)
    )
    for row in (await db.execute(strays)).all():
        yield Break(row.sequence, "the case stands elsewhere than the journal says")


def _fit(vault: Vault, row: Any) -> bool:
    """Whether the details are those of the row; an erased person's cannot be read any more."""
    if row.details is None:
        return False
    if _is_erased(row):
        return True
    try:
        plain = vault.person(row.id, row.wrapped_key).open(_place(row.sequence), row.details)
    except Unreadable:
        return False
    return hmac.compare_digest(hashlib.sha256(plain).digest(), row.digest)


def _is_erased(row: Any) -> bool:
    return row.wrapped_key is None or not row.details


async def story(db: AsyncConnection, vault: Vault, complaint: int) -> list[dict[str, Any]]:
    """Every row of one case with its details opened; erased details come as None."""
    rows = await db.execute(
        select(journal, journal_details.c.details, contacts.c.id, contacts.c.wrapped_key)
        .join(journal_details, journal_details.c.sequence == journal.c.sequence)
        .join(contacts, contacts.c.id == journal_details.c.contact_id)
        .where(journal.c.complaint_id == complaint)
        .order_by(journal.c.sequence)
    )
    return [dict(row._mapping) | {"details": _opened(vault, row)} for row in rows]


async def deeds(
    db: AsyncConnection, vault: Vault, events: Sequence[str], after: int, at_most: int
) -> list[dict[str, Any]]:
    """The next rows of these events, of whatever case, with their details opened."""
    rows = await db.execute(
        select(journal, journal_details.c.details, contacts.c.id, contacts.c.wrapped_key)
        .join(journal_details, journal_details.c.sequence == journal.c.sequence)
        .join(contacts, contacts.c.id == journal_details.c.contact_id)
        .where(journal.c.event.in_(events), journal.c.sequence > after)
        .order_by(journal.c.sequence)
        .limit(at_most)
    )
    return [dict(row._mapping) | {"details": _opened(vault, row)} for row in rows]


def _opened(vault: Vault, row: Any) -> dict[str, Any] | None:
    try:
        plain = vault.person(row.id, row.wrapped_key).open(_place(row.sequence), row.details)
    except Unreadable:
        return None
    opened: dict[str, Any] = json.loads(plain[_SALT:])
    return opened


async def _project(db: AsyncConnection, entries: Sequence[Entry]) -> None:
    for turn in _turns(entries):
        await _wind_and_stop(db, turn)
    moved = {
        e.complaint: {
            "b_id": e.complaint,
            "b_state": e.target,
            "b_at": e.at,
            "b_ended": e.at if e.ends else None,
            "b_rest": e.rest if e.ends else None,
            "b_beside": e.beside,
        }
        for e in entries
    }
    await db.execute(_MOVE, [moved[complaint] for complaint in sorted(moved)])


def _turns(entries: Sequence[Entry]) -> list[list[Entry]]:
    """The first entry of every case, then the second, ...: a clock may start and stop at once."""
    turns: list[list[Entry]] = []
    seen: Counter[int] = Counter()
    for entry in entries:
        place = seen[entry.complaint]
        seen[entry.complaint] += 1
        if place == len(turns):
            turns.append([])
        turns[place].append(entry)
    return turns


async def _wind_and_stop(db: AsyncConnection, entries: Sequence[Entry]) -> None:
    started = [
        (
            {
                "complaint_id": e.complaint,
                "clock": one.clock,
                "started_at": one.since or e.at,
                "due_on": one.due,
                "look_on": one.look,
            },
            one.since,
        )
        for e in entries
        for one in e.starts
    ]
    stopped = [
        {"b_id": e.complaint, "b_clock": clock, "b_at": e.at} for e in entries for clock in e.stops
    ]
    if stopped:
        await db.execute(_STOP, stopped)
    for anew, make in ((False, _start), (True, _count_anew)):
        wound = [row for row, since in started if bool(since) is anew]
        if wound:
            await db.execute(ready(db, make), wound)


def _start(into: Into) -> Any:
    """One that runs already runs on."""
    return _wind(into, clocks.c.stopped_at.is_not(None))


def _count_anew(into: Into) -> Any:
    return _wind(into, None)


def _wind(into: Into, where: Any) -> Any:
    new = into(clocks)
    again = {name: new.excluded[name] for name in ("started_at", "due_on", "look_on")}
    return new.on_conflict_do_update(
        index_elements=["complaint_id", "clock"], set_=again | {"stopped_at": None}, where=where
    )


_runs = (clocks.c.stopped_at.is_(None), clocks.c.clock != bindparam("b_beside"))
_first_due = (
    select(clocks.c.due_on)
    .where(clocks.c.complaint_id == complaints.c.id, *_runs)
    .order_by(clocks.c.due_on)
    .limit(1)
    .scalar_subquery()
)
_first_clock = (
    select(clocks.c.clock)
    .where(clocks.c.complaint_id == complaints.c.id, *_runs)
    .order_by(clocks.c.due_on)
    .limit(1)
    .scalar_subquery()
)
_STOP = (
    update(clocks)
    .where(
        clocks.c.complaint_id == bindparam("b_id"),
        clocks.c.clock == bindparam("b_clock"),
        clocks.c.stopped_at.is_(None),
    )
    .values(stopped_at=bindparam("b_at"), look_on=None)
)
_MOVE = (
    update(complaints)
    .where(complaints.c.id == bindparam("b_id"))
    .values(
        state=bindparam("b_state"),
        touched_at=bindparam("b_at"),
        # What happens to an ended case later does not end it once more.
        ended_at=case(
            (bindparam("b_ended", type_=Utc).is_(None), null()),
            else_=func.coalesce(complaints.c.ended_at, bindparam("b_ended", type_=Utc)),
        ),
        rest_on=bindparam("b_rest"),
        due_on=_first_due,
        due_clock=func.coalesce(_first_clock, ""),
    )
)
_REGISTER = (
    update(complaints)
    .where(complaints.c.id == bindparam("b_id"))
    .values(register_no=bindparam("b_no"))
)


def _row(sequence: int, entry: Entry, digest: bytes) -> dict[str, Any]:
    return {
        "sequence": sequence,
        "complaint_id": entry.complaint,
        "event": entry.event,
        "source": entry.source,
        "target": entry.target,
        "actor": entry.actor,
        "officer_id": entry.officer,
        "at": entry.at,
        "citation": entry.citation,
        "digest": digest,
    }


def _link(vault: Vault, last: bytes, row: Mapping[str, Any]) -> bytes:
    canonical = json.dumps(
        [
            row["sequence"],
            row["complaint_id"],
            row["event"],
            row["source"],
            row["target"],
            row["actor"],
            row["officer_id"],
            row["at"].astimezone(UTC).isoformat(timespec="microseconds"),
            row["citation"],
            row["digest"].hex(),
        ],
        separators=(",", ":"),
    )
    return hmac.digest(vault.journal_key, last + canonical.encode(), hashlib.sha256)


def _place(sequence: int) -> str:
    return f"journal_details.details.{sequence}"
