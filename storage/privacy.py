"""Privacy: what citizens asked of their own data, and the register of breaches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.guards import Reader, open_to
from storage.tables import Utc, breach_steps, breaches, complaints, data_requests, officers


async def ask(db: AsyncConnection, row: dict[str, Any]) -> None:
    """A request, or what was done at once."""
    await db.execute(insert(data_requests).values(**row))


async def answer(
    db: AsyncConnection, number: int, officer: int | None, outcome: str, note: bytes, now: datetime
) -> bool:
    """A request is answered; false where somebody was faster."""
    result = await db.execute(
        update(data_requests)
        .where(data_requests.c.id == number, data_requests.c.answered_at.is_(None))
        .values(answered_at=now, answered_by_id=officer, outcome=outcome, note=note)
    )
    return bool(result.rowcount)


async def answer_open(
    db: AsyncConnection, case: int, kind: str, officer: int | None, outcome: str, now: datetime
) -> bool:
    """What was asked of this kind in a case is answered by doing it; false where nobody asked."""
    result = await db.execute(
        update(data_requests)
        .where(
            data_requests.c.complaint_id == case,
            data_requests.c.kind == kind,
            data_requests.c.answered_at.is_(None),
        )
        .values(answered_at=now, answered_by_id=officer, outcome=outcome)
    )
    return bool(result.rowcount)


async def unanswered(db: AsyncConnection, cases: Sequence[int], kinds: Sequence[str]) -> int:
    """How many requests of these kinds wait in these cases."""
    rows = await db.execute(
        select(func.count()).where(
            data_requests.c.complaint_id.in_(cases),
            data_requests.c.kind.in_(kinds),
            data_requests.c.answered_at.is_(None),
        )
    )
    return int(rows.scalar_one())


async def request(db: AsyncConnection, reader: Reader, number: int) -> Row[Any] | None:
    """One request of a case that is open to this reader."""
    rows = await db.execute(_REQUESTS.where(data_requests.c.id == number, open_to(reader)))
    return rows.one_or_none()


async def requests(db: AsyncConnection, reader: Reader, at_most: int) -> list[Row[Any]]:
    """Those without an answer first, the first due on top; then the newest that have one."""
    rows = await db.execute(
        _REQUESTS.where(open_to(reader))
        .order_by(
            data_requests.c.answered_at.is_not(None),
            data_requests.c.answered_at.desc(),
            data_requests.c.due_at,
        )
        .limit(at_most)
    )
    return list(rows.all())


async def open_requests(db: AsyncConnection, reader: Reader) -> list[Row[Any]]:
    """When each request without an answer was made, and until when it is to be answered."""
    rows: Any = await db.execute(
        select(data_requests.c.asked_at, data_requests.c.due_at)
        .join(complaints, complaints.c.id == data_requests.c.complaint_id)
        .where(data_requests.c.answered_at.is_(None), open_to(reader))
        .order_by(data_requests.c.due_at)
        .limit(_FEW)
    )
    return list(rows.all())


async def report(db: AsyncConnection, row: dict[str, Any]) -> None:
    """A breach becomes known."""
    await db.execute(insert(breaches).values(**row))


async def add_step(db: AsyncConnection, row: dict[str, Any], column: str = "") -> None:
    """Something is done about a breach; `column` keeps when it was first done."""
    await db.execute(insert(breach_steps).values(**row))
    if column:
        first = func.coalesce(breaches.c[column], literal(row["at"], Utc))
        await db.execute(
            update(breaches).where(breaches.c.id == row["breach_id"]).values({column: first})
        )


async def breach(db: AsyncConnection, number: int, *, lock: bool = False) -> Row[Any] | None:
    """One breach and who wrote it down."""
    query = _BREACHES.where(breaches.c.id == number)
    return (await db.execute(query.with_for_update(of=breaches) if lock else query)).one_or_none()


async def all_breaches(db: AsyncConnection, at_most: int) -> list[Row[Any]]:
    """The newest first."""
    rows = await db.execute(
        _BREACHES.order_by(breaches.c.found_at.desc(), breaches.c.id.desc()).limit(at_most)
    )
    return list(rows.all())


async def steps(db: AsyncConnection, breach: int) -> list[Row[Any]]:
    """What was done about a breach, in order."""
    rows = await db.execute(
        select(breach_steps, officers.c.name.label("officer"))
        .join(officers, officers.c.id == breach_steps.c.officer_id)
        .where(breach_steps.c.breach_id == breach)
        .order_by(breach_steps.c.id)
    )
    return list(rows.all())


async def untold(db: AsyncConnection) -> list[Row[Any]]:
    """Breaches of which the authority, or those concerned, were not told yet."""
    rows: Any = await db.execute(
        select(breaches.c.found_at, breaches.c.due_at)
        .where(
            breaches.c.closed_at.is_(None),
            or_(breaches.c.authority_at.is_(None), breaches.c.subjects_at.is_(None)),
        )
        .order_by(breaches.c.due_at)
        .limit(_FEW)
    )
    return list(rows.all())


_FEW = 20
_by = officers.alias("answering")
_REQUESTS: Any = (
    select(
        data_requests,
        complaints.c.number,
        complaints.c.erased_at,
        officers.c.name.label("officer"),
        _by.c.name.label("answered_by"),
    )
    .join(complaints, complaints.c.id == data_requests.c.complaint_id)
    .outerjoin(officers, officers.c.id == data_requests.c.officer_id)
    .outerjoin(_by, _by.c.id == data_requests.c.answered_by_id)
)
_BREACHES: Any = select(breaches, officers.c.name.label("officer")).join(
    officers, officers.c.id == breaches.c.officer_id
)
