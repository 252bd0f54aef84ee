"""The outbox: what is to be said, claimed by one process, paced, settled, and never going back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Integer,
    Row,
    String,
    bindparam,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import upsert
from storage.tables import (
    Utc,
    addresses,
    alarms,
    complaints,
    contacts,
    messages,
    outbox,
)

_earlier = outbox.alias("earlier")


async def claim(
    db: AsyncConnection, now: datetime, at_most: int, accounts: Sequence[str]
) -> list[Row[Any]]:
    """Take each recipient's oldest unfinished row that is due, with address and key beside it.

    A row that was never tried and is due later (quiet hours) lets younger ones pass; a burst's
    answer and a row that is being retried do not.
    """
    wanted = {"now": now, "accounts": accounts, "at_most": at_most}
    return list((await db.execute(_CLAIM, wanted)).all())


_now = bindparam("now", type_=Utc)
_waits = exists().where(
    _earlier.c.address_id == outbox.c.address_id,
    _earlier.c.done_at.is_(None),
    _earlier.c.held_at.is_(None),
    _earlier.c.id < outbox.c.id,
    or_(_earlier.c.not_before <= _now, _earlier.c.claimed_at.is_not(None), _earlier.c.burst),
)
_CLAIM = (
    select(
        outbox,
        addresses.c.value.label("address"),
        addresses.c.heard_at,
        addresses.c.blocked_at,
        contacts.c.wrapped_key,
        contacts.c.stopped_at,
        complaints.c.number,
        complaints.c.generation,
    )
    .join(addresses, addresses.c.id == outbox.c.address_id)
    .join(contacts, contacts.c.id == outbox.c.contact_id)
    .outerjoin(complaints, complaints.c.id == outbox.c.complaint_id)
    .where(
        outbox.c.done_at.is_(None),
        outbox.c.held_at.is_(None),
        outbox.c.not_before <= _now,
        outbox.c.account.in_(bindparam("accounts", expanding=True)),
        or_(outbox.c.lease_until.is_(None), outbox.c.lease_until < _now),
        ~_waits,
    )
    .order_by(outbox.c.rank, outbox.c.not_before, outbox.c.id)
    .limit(bindparam("at_most", type_=Integer))
    .with_for_update(of=outbox, skip_locked=True)
)
_LEASED = (
    update(outbox)
    .where(outbox.c.id == bindparam("b_id"))
    .values(
        state=bindparam("b_state"),
        lease=bindparam("b_lease"),
        lease_until=bindparam("b_until"),
        claimed_at=func.coalesce(outbox.c.claimed_at, bindparam("b_now", type_=Utc)),
        attempts=outbox.c.attempts + 1,
    )
)
_POSTPONED = (
    update(outbox)
    .where(outbox.c.id == bindparam("b_id"))
    .values(not_before=bindparam("b_not_before"))
)


async def lease_rows(
    db: AsyncConnection, now: datetime, rows: Sequence[int], state: str, lease: int, until: datetime
) -> None:
    """Mark claimed rows as being sent by the holder of `lease`."""
    if rows:
        await db.execute(
            _LEASED,
            [
                {"b_id": r, "b_state": state, "b_lease": lease, "b_until": until, "b_now": now}
                for r in sorted(rows)
            ],
        )


async def postpone(db: AsyncConnection, rows: Mapping[int, datetime]) -> None:
    """Not yet: the pace does not allow it before these times."""
    if rows:
        await db.execute(_POSTPONED, [{"b_id": r, "b_not_before": rows[r]} for r in sorted(rows)])


async def shorten(db: AsyncConnection, now: datetime, row: int, text: str) -> None:
    """A long text becomes its first piece: nobody may replace it now, and its buttons come last."""
    await db.execute(
        update(outbox)
        .where(outbox.c.id == row)
        .values(
            text=text,
            choices="[]",
            claimed_at=func.coalesce(outbox.c.claimed_at, literal(now, Utc)),
        )
    )


async def release_held(
    db: AsyncConnection,
    now: datetime,
    people: Sequence[int],
    readers: Sequence[int],
    hidden: Sequence[str],
    knock: str,
) -> int:
    """The citizen wrote: what waited for the window goes now. Returns how many rows.

    What a case under one of the `hidden` protections holds goes only to who asked to read it,
    save what only knocks.
    """
    wanted: dict[str, Any] = {"b_people": people, "b_readers": readers, "b_hidden": hidden}
    wanted |= {"b_now": now, "b_knock": knock}
    return (await db.execute(_RELEASE_HELD, wanted)).rowcount


_secret = select(complaints.c.id).where(
    complaints.c.protection.in_(bindparam("b_hidden", expanding=True))
)
_RELEASE_HELD = (
    update(outbox)
    .where(
        outbox.c.contact_id.in_(bindparam("b_people", expanding=True)),
        outbox.c.held_at.is_not(None),
        or_(
            outbox.c.contact_id.in_(bindparam("b_readers", expanding=True)),
            outbox.c.complaint_id.is_(None),
            outbox.c.complaint_id.not_in(_secret),
            outbox.c.purpose == bindparam("b_knock", type_=String),
        ),
    )
    .values(held_at=None, not_before=bindparam("b_now"), lease_until=None)
)


async def keys_of(db: AsyncConnection, numbers: Collection[str]) -> dict[str, Any]:
    """What the kunci of these cases follows from, by number."""
    if not numbers:
        return {}
    rows = await db.execute(
        select(
            complaints.c.number, complaints.c.id.label("complaint_id"), complaints.c.generation
        ).where(complaints.c.number.in_(numbers))
    )
    return {row.number: row for row in rows}


async def heard_last(
    db: AsyncConnection, addresses_: Sequence[int]
) -> dict[tuple[int, int | None], Any]:
    """The newest message from each of these addresses in each case, for what answers it."""
    newest = (
        select(func.max(messages.c.id))
        .where(messages.c.address_id.in_(addresses_), messages.c.provider.is_not(None))
        .group_by(messages.c.address_id, messages.c.complaint_id)
    )
    rows = await db.execute(
        select(
            messages.c.id,
            messages.c.address_id,
            messages.c.complaint_id,
            messages.c.wire,
            messages.c.subject,
        ).where(messages.c.id.in_(newest))
    )
    return {(row.address_id, row.complaint_id): row for row in rows}


async def release_junk(db: AsyncConnection, now: datetime, case: int) -> None:
    """Somebody confirmed a case that lay among unwanted mail: what answers it may leave."""
    await db.execute(
        update(outbox)
        .where(
            outbox.c.complaint_id == case,
            outbox.c.held_at.is_not(None),
            outbox.c.officer_id.is_(None),
        )
        .values(held_at=None, not_before=now, lease_until=None)
    )


async def add(db: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
    """Queue messages."""
    if rows:
        await db.execute(_QUEUED, list(rows))


_QUEUED = insert(outbox)


async def next_due(db: AsyncConnection, now: datetime) -> datetime | None:
    """When the next waiting row may go; what is due and did not go waits for something else."""
    due: datetime | None = (await db.execute(_NEXT_DUE, {"now": now})).scalar_one()
    return due


_NEXT_DUE = select(func.min(outbox.c.not_before)).where(
    outbox.c.done_at.is_(None), outbox.c.held_at.is_(None), outbox.c.not_before > _now
)


async def raise_alarm(
    db: AsyncConnection, name: str, reason: str, now: datetime, rest: timedelta
) -> None:
    """Something of the office's own stands still; nobody tries again before `rest` is over."""
    statement = upsert(db, alarms).values(
        name=name, reason=reason[:300], since=now, until=now + rest
    )
    await db.execute(
        statement.on_conflict_do_update(
            index_elements=["name"],
            set_={"reason": statement.excluded.reason, "until": statement.excluded["until"]},
        )
    )


async def open_alarms(db: AsyncConnection) -> list[Row[Any]]:
    """What stands still now."""
    return list((await db.execute(_ALARMS)).all())


_ALARMS = select(alarms).order_by(alarms.c.since)


async def hold(db: AsyncConnection, now: datetime, rows: Sequence[int], state: str) -> None:
    """These wait until the citizen writes again."""
    if rows:
        await db.execute(
            update(outbox).where(outbox.c.id.in_(rows)).values(held_at=now, state=state)
        )


async def has_knocked(db: AsyncConnection, address: int, template: str) -> bool:
    """Whether a knock is on its way, or went out since this address last wrote."""
    rows = await db.execute(
        select(outbox.c.id)
        .join(addresses, addresses.c.id == outbox.c.address_id)
        .where(
            outbox.c.address_id == address,
            outbox.c.template == template,
            outbox.c.failed_at.is_(None),
            or_(addresses.c.heard_at.is_(None), outbox.c.created_at > addresses.c.heard_at),
        )
        .limit(1)
    )
    return rows.first() is not None


async def accounts_of(db: AsyncConnection, rows: Sequence[int]) -> list[str]:
    """By which accounts these messages went."""
    found = await db.execute(select(outbox.c.account).where(outbox.c.id.in_(rows)).distinct())
    return [row.account for row in found]


async def clear_alarms(db: AsyncConnection, names: Sequence[str]) -> None:
    """These accounts work again."""
    await db.execute(alarms.delete().where(alarms.c.name.in_(names)))
