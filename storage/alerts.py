"""Alerts: what officers have to know, claimed by one process, and sent after the commit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, and_, delete, exists, insert, literal_column, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.ids import first
from storage.tables import acts, alerts, clocks, complaints, journal, officers

#: A statement takes no more values than a database does.
AT_ONCE: Final = 1000
_WAITING = and_(alerts.c.sent_at.is_(None), alerts.c.dropped_at.is_(None))


async def add(db: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
    """These are to be told, each once; what decides it notes in the same transaction."""
    if rows:
        await db.execute(insert(alerts), rows)


async def claim(db: AsyncConnection, now: datetime, lease: int, rests: timedelta) -> list[Row[Any]]:
    """Everything that is due to one person, with its case and, if it still runs, its clock."""
    due = (_WAITING, alerts.c.not_before <= now,
           or_(alerts.c.lease_until.is_(None), alerts.c.lease_until <= now))  # fmt: skip
    oldest = (
        await db.execute(
            select(alerts.c.officer_id)
            .where(*due)
            .order_by(alerts.c.not_before, alerts.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
    ).one_or_none()
    if oldest is None:
        return []
    rows = await db.execute(
        select(
            alerts,
            complaints.c.number,
            complaints.c.kind,
            complaints.c.protection,
            complaints.c.sealed_above,
            complaints.c.reported_post_id,
            complaints.c.ended_at,
            clocks.c.clock.label("running"),
        )
        .join(complaints, complaints.c.id == alerts.c.complaint_id)
        .outerjoin(
            clocks,
            and_(
                clocks.c.complaint_id == alerts.c.complaint_id,
                clocks.c.clock == alerts.c.clock,
                clocks.c.stopped_at.is_(None),
            ),
        )
        .where(*due, alerts.c.officer_id.is_not_distinct_from(oldest.officer_id))
        .order_by(alerts.c.id)
        .limit(AT_ONCE)
        .with_for_update(of=alerts, skip_locked=True)
    )
    found = list(rows.all())
    held = update(alerts).where(alerts.c.id.in_([row.id for row in found]))
    await db.execute(held.values(lease=lease, lease_until=now + rests))
    return found


async def officer(db: AsyncConnection, number: int) -> Row[Any] | None:
    """Somebody's account, closed ones among them."""
    return (await db.execute(select(officers).where(officers.c.id == number))).one_or_none()


async def settle(
    db: AsyncConnection, lease: int, rows: Sequence[int], *, sent: bool, now: datetime
) -> None:
    """These have left, or nobody is told of them any more."""
    mine = update(alerts).where(alerts.c.id.in_(rows), alerts.c.lease == lease)
    ended = {"sent_at": now} if sent else {"dropped_at": now}
    await db.execute(mine.values(lease=None, lease_until=None, **ended))


async def again(db: AsyncConnection, lease: int, rows: Sequence[int], at: datetime) -> None:
    """These did not leave, and are tried then."""
    mine = update(alerts).where(alerts.c.id.in_(rows), alerts.c.lease == lease)
    tried = alerts.c.attempts + 1
    await db.execute(mine.values(lease=None, lease_until=None, not_before=at, attempts=tried))


async def forget(db: AsyncConnection, before: datetime) -> None:
    """What was told so long ago is told by the journal alone."""
    await db.execute(delete(alerts).where(alerts.c.id < first(before), ~_WAITING))


async def pressing(
    db: AsyncConnection, since: datetime, urgent: Sequence[str], threat: str, at_most: int
) -> list[int]:
    """Open cases whose citizens wrote since then, that are urgent or hold a threat, and of which
    that was never noted. urgent, threat: the steps it is noted as."""
    noted = exists().where(acts.c.complaint_id == complaints.c.id, acts.c.step.in_(urgent))
    heard = exists().where(
        acts.c.complaint_id == complaints.c.id,
        acts.c.step == threat,
        acts.c.at >= complaints.c.alarm_at,
    )
    hurries = complaints.c.urgent != literal_column("''")
    rows = await db.execute(
        select(complaints.c.id)
        .where(
            complaints.c.ended_at.is_(None),
            or_(hurries, complaints.c.alarm_at.is_not(None)),
            complaints.c.spoken_at > since,
            or_(and_(hurries, ~noted), and_(complaints.c.alarm == threat, ~heard)),
        )
        .order_by(complaints.c.spoken_at, complaints.c.id)
        .limit(at_most)
    )
    return list(rows.scalars())


async def unheard(db: AsyncConnection, step: str, since: datetime, at_most: int) -> list[int]:
    """The cases of acts of this step that were noted since then, and of which nobody was told."""
    rows = await db.execute(
        select(acts.c.complaint_id)
        .where(acts.c.at > since, acts.c.step == step, ~acts.c.done)
        .order_by(acts.c.at, acts.c.complaint_id)
        .limit(at_most)
    )
    return list(rows.scalars())


async def hear(db: AsyncConnection, step: str, cases: Sequence[int]) -> list[Row[Any]]:
    """Acts of this step that nobody was told of, done from now on: case, time."""
    rows: Any = await db.execute(
        update(acts)
        .where(acts.c.complaint_id.in_(cases), acts.c.step == step, ~acts.c.done)
        .values(done=True)
        .returning(acts.c.complaint_id, acts.c.at)
    )
    return list(rows)


async def happened(
    db: AsyncConnection, event: str, after: int, since: datetime, at_most: int
) -> list[Row[Any]]:
    """The journal's rows of one event behind this sequence and since then: sequence, case, time."""
    rows: Any = await db.execute(
        select(journal.c.sequence, journal.c.complaint_id, journal.c.at)
        .where(journal.c.sequence > after, journal.c.event == event, journal.c.at > since)
        .order_by(journal.c.sequence)
        .limit(at_most)
    )
    return list(rows)
