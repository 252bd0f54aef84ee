"""Slips: numbers printed for days without power, each for one case that is typed in later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, exists, or_, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import upsert
from storage.tables import complaints, keys, slips

#: Taken by a form whose process died before its case was written: free again after this time.
_LOST = timedelta(minutes=2)
_written = exists().where(complaints.c.number == slips.c.number)


async def reserve(
    db: AsyncConnection, now: datetime, pairs: Sequence[tuple[int, str]]
) -> list[tuple[int, str]]:
    """Keep these ids and numbers for paper; returns those that nobody had before."""
    numbers = [number for _, number in pairs]
    used = await db.execute(select(complaints.c.number).where(complaints.c.number.in_(numbers)))
    taken = {row.number for row in used}
    rows = [
        {"id": key, "number": number, "printed_at": now}
        for key, number in pairs
        if number not in taken
    ]
    if not rows:
        return []
    kept = await db.execute(
        upsert(db, slips).on_conflict_do_nothing().returning(slips.c.id, slips.c.number), rows
    )
    return [(row.id, row.number) for row in kept]


async def find(db: AsyncConnection, number: str) -> Row[Any] | None:
    """A printed slip; `written` where its case is there already."""
    rows = await db.execute(
        select(slips, _written.label("written")).where(slips.c.number == number)
    )
    return rows.one_or_none()


async def use(db: AsyncConnection, number: str, now: datetime) -> int | None:
    """Take a slip for one case: its id; None where there is none, or it was used before."""
    row = await db.execute(
        update(slips)
        .where(
            slips.c.number == number,
            or_(slips.c.used_at.is_(None), slips.c.used_at < now - _LOST),
            ~_written,
        )
        .values(used_at=now)
        .returning(slips.c.id)
    )
    key: int | None = row.scalar_one_or_none()
    return key


async def free(db: AsyncConnection, number: str) -> None:
    """Its case was not kept after all."""
    await db.execute(update(slips).where(slips.c.number == number, ~_written).values(used_at=None))


async def is_taken(db: AsyncConnection, number: str) -> bool:
    """Whether a case or a slip has this number."""
    case = select(complaints.c.id).where(complaints.c.number == number)
    paper = select(slips.c.id).where(slips.c.number == number)
    return (await db.execute(union_all(case, paper))).first() is not None


async def was_typed(db: AsyncConnection, forms: Sequence[tuple[str, bytes]]) -> bool:
    """Whether one of these forms, each an (account, blind key), was accepted before."""
    wanted = or_(*(and_(keys.c.account == account, keys.c.key == key) for account, key in forms))
    return (await db.execute(select(keys.c.key).where(wanted).limit(1))).first() is not None
