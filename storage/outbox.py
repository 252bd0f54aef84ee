"""The outbox: what is to be said, claimed by one process, paced, settled, and never going back."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    LargeBinary,
    Row,
    String,
    bindparam,
    case,
    exists,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Into, is_postgresql, ready, upsert
from storage.tables import (
    Utc,
    addresses,
    alarms,
    complaints,
    contacts,
    deliveries,
    messages,
    outbox,
    pace,
    spent,
)

_earlier = outbox.alias("earlier")


@dataclass(frozen=True, slots=True)
class Rate:
    """How fast a bucket fills, how much it holds, and how many seconds ahead it lends.

    One message takes one token. A lent one may be used when the bucket will have it.
    """

    per_second: float
    holds: float
    ahead: float = 0.0


@dataclass(frozen=True, slots=True)
class Lack:
    """The bucket that was empty, and when it will give a token again."""

    bucket: str
    seconds: float


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


async def take_tokens(
    db: AsyncConnection, now: datetime, wanted: Sequence[Mapping[str, Rate]]
) -> list[Lack | float]:
    """For each wish (bucket name -> rate) take one token of every bucket, or none at all.

    Returns what each wish lacked, or in how many seconds its message may go. Processes that
    share a database share the buckets.
    """
    rates = {name: rate for wish in wanted for name, rate in wish.items()}
    if not rates:
        return [0.0 for _ in wanted]
    levels = {}
    for row in await _buckets(db, now, rates):
        rate = rates[row.name]
        gained = max(0.0, (now - row.at).total_seconds()) * rate.per_second
        levels[row.name] = min(rate.holds, row.tokens + gained)
    lacks = [_take(levels, wish) for wish in wanted]
    left = [{"b_name": name, "b_tokens": levels[name], "b_at": now} for name in sorted(levels)]
    await db.execute(_LEVELS, left)
    return lacks


async def _buckets(
    db: AsyncConnection, now: datetime, rates: Mapping[str, Rate]
) -> Sequence[Row[Any]]:
    """The rows of these buckets, locked; one that is new is full."""
    rows = await db.execute(
        ready(db, _all_there),
        [{"name": name, "tokens": rates[name].holds, "at": now} for name in sorted(rates)],
    )
    return rows.all()


def _all_there(into: Into) -> Any:
    """A bucket that is there stays as it is: naming it anew locks it and brings it back."""
    new = into(pace)
    named = new.on_conflict_do_update(index_elements=["name"], set_={"name": new.excluded["name"]})
    return named.returning(pace.c.name, pace.c.tokens, pace.c["at"])


_LEVELS = (
    update(pace)
    .where(pace.c.name == bindparam("b_name"))
    .values(tokens=bindparam("b_tokens"), at=bindparam("b_at"))
)


def _take(levels: dict[str, float], wish: Mapping[str, Rate]) -> Lack | float:
    waits = {name: max(0.0, (1.0 - levels[name]) / r.per_second) for name, r in wish.items()}
    lacking = [
        Lack(name, wait - wish[name].ahead)
        for name, wait in waits.items()
        if wait > wish[name].ahead
    ]
    if lacking:
        return max(lacking, key=lambda lack: lack.seconds)
    for name in wish:
        levels[name] -= 1.0
    return max(waits.values(), default=0.0)


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
