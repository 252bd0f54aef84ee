"""SIM care: what came and went by one account lately. Ids are made in order of time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.ids import first
from storage.tables import messages, outbox


async def notices(db: AsyncConnection, account: str, since: datetime) -> list[str]:
    """The texts that no citizen wrote, oldest first."""
    rows = await db.execute(
        select(messages.c.text)
        .where(
            messages.c.id >= first(since),
            messages.c.account == account,
            messages.c.complaint_id.is_(None),
        )
        .order_by(messages.c.id)
    )
    return [row.text for row in rows]


async def stirred(db: AsyncConnection, account: str, since: datetime) -> bool:
    """Whether anything came in or was taken since."""
    came = select(messages.c.id).where(messages.c.id >= first(since), messages.c.account == account)
    went = select(outbox.c.id).where(
        outbox.c.id >= first(since),
        outbox.c.account == account,
        outbox.c.accepted_at.is_not(None),
    )
    for query in (came, went):
        if (await db.execute(query.limit(1))).first() is not None:
            return True
    return False


async def came(db: AsyncConnection, row: int, address: int) -> bool:
    """Whether this message was delivered, or its recipient has written since."""
    delivered = select(outbox.c.id).where(
        outbox.c.id == row, or_(outbox.c.delivered_at.is_not(None), outbox.c.read_at.is_not(None))
    )
    answered = select(messages.c.id).where(messages.c.address_id == address, messages.c.id > row)
    for query in (delivered, answered):
        if (await db.execute(query.limit(1))).first() is not None:
            return True
    return False
