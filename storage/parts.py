"""Parts: a message in pieces is joined in whatever order they come, or as far as it came."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.ids import Ids
from storage.tables import contacts, messages

#: What never came within this time will not come.
WAIT = timedelta(minutes=10)
#: References are eight bits wide and used again; within this time they mean the same message.
SAME = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Part:
    """The place of a part in its message: 1-based number of total."""

    ref: str
    number: int
    total: int


#: What is said of parts that never came: those that are there, those that are not, the total.
Lost = Callable[[Sequence[int], Sequence[int], int], str]


def columns(part: Part | None, now: datetime) -> dict[str, Any]:
    """What a part's row has beside any message's; another row is joined from it and handled."""
    if part is None:
        return {"handled_at": None, "part": "", "part_no": 0, "part_of": 0, "joins_by": None}
    return {
        "handled_at": now,
        "part": f"{part.ref}/{part.total}",
        "part_no": part.number,
        "part_of": part.total,
        "joins_by": now + WAIT,
    }


async def join(
    db: AsyncConnection, ids: Ids, now: datetime, piles: Iterable[tuple[int, str]]
) -> None:
    """Join what is complete by now; the contacts of these (address, part) are locked."""
    for address, part in piles:
        rows = await _waiting(db, address, part)
        kept = _newest_of_each(rows)
        if kept and len(kept) == kept[0].part_of:
            await _hand_over(db, ids, now, rows, "".join(row.text for row in kept))


async def hand_over_overdue(db: AsyncConnection, ids: Ids, now: datetime, lost: Lost) -> int:
    """What waited long enough becomes a message as far as it came. Returns how many messages."""
    due = await db.execute(
        select(messages.c.address_id, messages.c.part, messages.c.contact_id)
        .where(messages.c.joins_by < now)
        .distinct()
    )
    piles = due.all()
    await _lock(db, sorted({row.contact_id for row in piles}))
    for pile in piles:
        rows = await _waiting(db, pile.address_id, pile.part)
        if not rows:
            continue
        kept = _newest_of_each(rows)
        there = [row.part_no for row in kept]
        known = {*there, *await _handed_over(db, rows[0], now)}
        total = rows[0].part_of
        missing = [number for number in range(1, total + 1) if number not in known]
        text = " ".join((*(row.text for row in kept), lost(there, missing, total)))
        await _hand_over(db, ids, now, rows, text)
    return len(piles)


async def _waiting(db: AsyncConnection, address: int, part: str) -> Sequence[Row[Any]]:
    rows = await db.execute(
        select(messages)
        .where(
            messages.c.address_id == address,
            messages.c.part == part,
            messages.c.joins_by.is_not(None),
        )
        .order_by(messages.c.part_no, messages.c.id)
    )
    return rows.all()


def _newest_of_each(rows: Sequence[Row[Any]]) -> list[Row[Any]]:
    """Each part once, in order: where a reference was used again, as it came last."""
    return list({row.part_no: row for row in rows}.values())


async def _handed_over(db: AsyncConnection, like: Row[Any], now: datetime) -> set[int]:
    """Parts of the same message that officers have already."""
    rows = await db.execute(
        select(messages.c.part_no).where(
            messages.c.address_id == like.address_id,
            messages.c.part == like.part,
            messages.c.joins_by.is_(None),
            messages.c.received_at > now - SAME,
        )
    )
    return {row.part_no for row in rows}


async def _hand_over(
    db: AsyncConnection, ids: Ids, now: datetime, rows: Sequence[Row[Any]], text: str
) -> None:
    first = rows[0]
    await db.execute(
        insert(messages).values(
            id=ids.take(now),
            contact_id=first.contact_id,
            address_id=first.address_id,
            account=first.account,
            kind=first.kind,
            proof=first.proof,
            text=text,
            sent_at=first.sent_at,
            received_at=now,
        )
    )
    await db.execute(
        update(messages).where(messages.c.id.in_([row.id for row in rows])).values(joins_by=None)
    )
    await db.execute(
        update(contacts)
        .where(contacts.c.id == first.contact_id, contacts.c.pending.is_(None))
        .values(pending=now)
    )


async def _lock(db: AsyncConnection, ids: Sequence[int]) -> None:
    rows = select(contacts.c.id).where(contacts.c.id.in_(ids)).order_by(contacts.c.id)
    await db.execute(rows.with_for_update(key_share=True))
