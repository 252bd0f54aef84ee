"""Leases: one process holds one thing, on the database's own clock."""

from __future__ import annotations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import is_postgresql

#: Microseconds since 1970, as SQLite keeps a moment; PostgreSQL keeps it as a timestamp.
_TIMES = {
    False: (
        "CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER)",
        "CAST((julianday('now') - 2440587.5) * 86400000000 AS INTEGER) + :seconds * 1000000",
    ),
    True: ("clock_timestamp()", "clock_timestamp() + make_interval(secs => :seconds)"),
}


async def hold(db: AsyncConnection, name: str, holder: int, seconds: int) -> int | None:
    """Take or renew a lease. Returns its fence, which rises with every change of hands, or None."""
    now, until = _TIMES[is_postgresql(db)]
    statement = text(
        f"""
        INSERT INTO leases (name, holder, "until", fence) VALUES (:name, :holder, {until}, 1)
        ON CONFLICT (name) DO UPDATE SET
          fence = leases.fence + CASE WHEN leases.holder = excluded.holder THEN 0 ELSE 1 END,
          holder = excluded.holder, "until" = excluded."until"
        WHERE leases.holder = excluded.holder OR leases."until" < {now}
        RETURNING fence
        """  # noqa: S608 - both pieces are the constants above
    )
    row = (
        await db.execute(statement, {"name": name, "holder": holder, "seconds": seconds})
    ).one_or_none()
    return None if row is None else int(row.fence)


async def let_go(db: AsyncConnection, holder: int) -> None:
    """Give back everything this process held."""
    await db.execute(text("DELETE FROM leases WHERE holder = :holder"), {"holder": holder})
