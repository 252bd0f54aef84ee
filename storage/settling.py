"""How attempts ended and what providers told of them; no message ever goes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    LargeBinary,
    Row,
    bindparam,
    case,
    func,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import is_postgresql, upsert
from storage.tables import (
    Utc,
    addresses,
    deliveries,
    outbox,
    spent,
)


@dataclass(frozen=True, slots=True)
class Settled:
    """How one attempt ended. `done` ends the row; `not_before` gives it another try."""

    id: int
    lease: int
    state: str
    provider: bytes | None = field(default=None, repr=False)
    wire: bytes | None = field(default=None, repr=False)
    units: int = 0
    accepted: bool = False
    failed: bool = False
    done: bool = False
    not_before: datetime | None = None
    lease_until: datetime | None = None
    held: bool = False
    reason: str = ""
    code: str = ""
    sealed: bytes | None = field(default=None, repr=False)


#: What a delivery has settled already (done or held) is not turned back by a late answer.
_SETTLE = (
    update(outbox)
    .where(
        outbox.c.id == bindparam("b_id"),
        outbox.c.lease == bindparam("b_lease"),
        outbox.c.done_at.is_(None),
        outbox.c.held_at.is_(None),
    )
    .values(
        state=bindparam("b_state"),
        provider=func.coalesce(bindparam("b_provider", type_=LargeBinary), outbox.c.provider),
        wire=func.coalesce(bindparam("b_wire", type_=LargeBinary), outbox.c.wire),
        units=bindparam("b_units"),
        accepted_at=func.coalesce(outbox.c.accepted_at, bindparam("b_accepted", type_=Utc)),
        failed_at=bindparam("b_failed", type_=Utc),
        done_at=bindparam("b_done", type_=Utc),
        held_at=bindparam("b_held", type_=Utc),
        not_before=func.coalesce(bindparam("b_not_before", type_=Utc), outbox.c.not_before),
        lease_until=bindparam("b_lease_until", type_=Utc),
        reason=bindparam("b_reason"),
        code=bindparam("b_code"),
    )
)


_SEAL = (
    update(outbox)
    .where(outbox.c.id == bindparam("b_id"), outbox.c.lease == bindparam("b_lease"))
    .values(text="", sealed=bindparam("b_sealed"))
)


async def settle(db: AsyncConnection, now: datetime, results: Sequence[Settled]) -> None:
    """Write how attempts ended; a row whose lease went to somebody else stays as it is."""
    if not results:
        return
    ordered = sorted(results, key=lambda settled: settled.id)
    await db.execute(
        _SETTLE,
        [
            {
                "b_id": s.id,
                "b_lease": s.lease,
                "b_state": s.state,
                "b_provider": s.provider,
                "b_wire": s.wire,
                "b_units": s.units,
                "b_accepted": now if s.accepted else None,
                "b_failed": now if s.failed else None,
                "b_done": now if s.done else None,
                "b_held": now if s.held else None,
                "b_not_before": s.not_before,
                "b_lease_until": s.lease_until,
                "b_reason": s.reason[:300],
                "b_code": s.code[:32],
            }
            for s in ordered
        ],
    )
    sealed = [{"b_id": s.id, "b_lease": s.lease, "b_sealed": s.sealed} for s in ordered if s.sealed]
    if sealed:
        await db.execute(_SEAL, sealed)


async def bill(db: AsyncConnection, month: date, units: Mapping[str, int]) -> None:
    """Add what was sent to what each account has cost in this month."""
    for account in sorted(units):
        statement = upsert(db, spent).values(account=account, month=month, units=units[account])
        await db.execute(
            statement.on_conflict_do_update(
                index_elements=["account", "month"],
                set_={"units": spent.c.units + statement.excluded.units},
            )
        )


async def billed(db: AsyncConnection, month: date) -> dict[str, int]:
    """What each account has cost since this day, the first of a month."""
    rows = await db.execute(select(spent.c.account, spent.c.units).where(spent.c.month == month))
    return {row.account: row.units for row in rows}


async def unapplied(db: AsyncConnection, at_most: int) -> list[Row[Any]]:
    """Deliveries that moved no message yet, oldest first; another process passes them by."""
    rows = await db.execute(_UNAPPLIED, {"at_most": at_most})
    return list(reversed(rows.all()))


_UNAPPLIED = (
    select(deliveries)
    .where(deliveries.c.applied_at.is_(None))
    .order_by(deliveries.c.id.desc())
    .limit(bindparam("at_most", type_=Integer))
    .with_for_update(skip_locked=True)
)


async def lock(db: AsyncConnection, settled: Sequence[Settled], told: Sequence[Row[Any]]) -> None:
    """Every row that these will change, in one order, so that processes do not cross."""
    ids = {one.id for one in settled}
    if is_postgresql(db) and (ids or told):
        rows = select(outbox.c.id).where(or_(outbox.c.id.in_(ids), _meant(told)))
        await db.execute(rows.order_by(outbox.c.id).with_for_update())


async def pair(db: AsyncConnection, told: Sequence[Row[Any]]) -> list[tuple[Row[Any], Row[Any]]]:
    """Each delivery with its outbox row, where the message is known by now."""
    if not told:
        return []
    rows = (await db.execute(select(outbox).where(_meant(told)))).all()
    by_ref = {(row.account, str(row.id)): row for row in rows}
    by_told = {row.provider: row for row in rows if row.provider is not None}
    pairs = [(d, by_told.get(d.provider) or by_ref.get((d.account, d.ref))) for d in told]
    return [(d, row) for d, row in pairs if row is not None]


def _meant(told: Sequence[Row[Any]]) -> ColumnElement[bool]:
    refs = {int(d.ref) for d in told if d.ref.isdecimal() and len(d.ref) < 19}
    known = {d.provider for d in told if d.provider is not None}
    return or_(outbox.c.id.in_(refs), outbox.c.provider.in_(known))


async def give_up_unmatched(db: AsyncConnection, now: datetime, before: datetime) -> None:
    """Deliveries that fit no message of ours are kept, and no longer looked at."""
    await db.execute(
        update(deliveries)
        .where(deliveries.c.applied_at.is_(None), deliveries.c.received_at < before)
        .values(applied_at=now)
    )


_APPLIED = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("b_id"))
    .values(applied_at=bindparam("b_at"), outbox_id=bindparam("b_row"))
)


_ADVANCE = (
    update(outbox)
    .where(outbox.c.id == bindparam("b_id"))
    .values(
        state=bindparam("b_state"),
        provider=func.coalesce(outbox.c.provider, bindparam("b_provider", type_=LargeBinary)),
        accepted_at=func.coalesce(outbox.c.accepted_at, bindparam("b_accepted", type_=Utc)),
        sent_at=func.coalesce(outbox.c.sent_at, bindparam("b_sent", type_=Utc)),
        delivered_at=func.coalesce(outbox.c.delivered_at, bindparam("b_delivered", type_=Utc)),
        read_at=func.coalesce(outbox.c.read_at, bindparam("b_read", type_=Utc)),
        failed_at=bindparam("b_failed", type_=Utc),
        done_at=bindparam("b_done", type_=Utc),
        held_at=bindparam("b_held", type_=Utc),
        not_before=bindparam("b_not_before", type_=Utc),
        # What goes out once more is no longer in the hands of whoever sent it before.
        lease=case((bindparam("b_done", type_=Utc).is_(None), null()), else_=outbox.c.lease),
        lease_until=case(
            (bindparam("b_done", type_=Utc).is_(None), null()), else_=outbox.c.lease_until
        ),
        reason=bindparam("b_reason"),
        code=bindparam("b_code"),
    )
)


async def advance(
    db: AsyncConnection, applied: Sequence[dict[str, Any]], rows: Sequence[dict[str, Any]]
) -> None:
    """Write what deliveries say: which were used, and how far each message has come."""
    if applied:
        await db.execute(_APPLIED, sorted(applied, key=lambda row: row["b_id"]))
    if rows:
        await db.execute(_ADVANCE, sorted(rows, key=lambda row: row["b_id"]))


async def block(db: AsyncConnection, now: datetime, ids: Sequence[int]) -> None:
    """These addresses cannot be written to until their owner writes again."""
    if ids:
        await db.execute(update(addresses).where(addresses.c.id.in_(ids)).values(blocked_at=now))
