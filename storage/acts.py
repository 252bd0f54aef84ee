"""Acts: what time itself has to do to cases, and that each thing is done once, for ever."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, exists, func, insert, not_, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import upsert
from storage.tables import acts, clocks, complaints, contacts, facts


@dataclass(frozen=True, slots=True)
class Done:
    """One act. done: false where a later one stands for it. `since`: the run of the clock."""

    complaint: int
    clock: str
    step: str
    since: date
    done: bool


Place = tuple[date, int]
#: Of one act: case, clock, step, the day on which that run of the clock began.
Key = tuple[int, str, str, date]
#: Before every place.
START: Place = (date.min, 0)


async def due(db: AsyncConnection, today: date, after: Place, most: int) -> list[Place]:
    """The next places of cases with a clock to be looked at, in order, from behind this one on."""
    day, case = after
    rows = await db.execute(
        select(clocks.c.look_on, clocks.c.complaint_id)
        .where(
            clocks.c.look_on <= today,
            (clocks.c.look_on > day) | ((clocks.c.look_on == day) & (clocks.c.complaint_id > case)),
        )
        .order_by(clocks.c.look_on, clocks.c.complaint_id)
        .limit(most)
    )
    return [(row.look_on, row.complaint_id) for row in rows]


async def take(db: AsyncConnection, cases: Sequence[int]) -> list[Row[Any]]:
    """These cases, theirs and their citizens' rows locked, by id."""
    return await _locked(db, cases)


async def take_resting(db: AsyncConnection, today: date, most: int) -> list[Row[Any]]:
    """Ended cases that have been at hand for long enough, locked in the same way.

    What was joined with another case waits for its end.
    """
    parent = complaints.alias("parents")
    runs = exists().where(parent.c.id == complaints.c.parent_id, parent.c.ended_at.is_(None))
    waiting = await db.execute(
        select(complaints.c.id)
        .where(complaints.c.rest_on <= today, not_(runs))
        .order_by(complaints.c.rest_on, complaints.c.id)
        .limit(most)
    )
    rows = await _locked(db, waiting.scalars().all())
    # Another process may have had them meanwhile.
    return [row for row in rows if row.rest_on is not None and row.rest_on <= today]


async def _locked(db: AsyncConnection, cases: Iterable[int]) -> list[Row[Any]]:
    # Not more than others need: what two processes write to followers must not lock them out.
    people = select(complaints.c.contact_id).where(complaints.c.id.in_(sorted(cases)))
    await db.execute(
        select(contacts.c.id)
        .where(contacts.c.id.in_(people))
        .order_by(contacts.c.id)
        .with_for_update(key_share=True)
    )
    rows = await db.execute(
        select(complaints, contacts.c.wrapped_key, contacts.c.language)
        .join(contacts, contacts.c.id == complaints.c.contact_id)
        .where(complaints.c.id.in_(sorted(cases)))
        .order_by(complaints.c.id)
        .with_for_update(of=complaints, key_share=True)
    )
    return list(rows.all())


async def running(db: AsyncConnection, cases: Sequence[int], today: date) -> list[Row[Any]]:
    """The clocks of these cases that are to be looked at."""
    rows = await db.execute(
        select(clocks)
        .where(clocks.c.complaint_id.in_(cases), clocks.c.look_on <= today)
        .order_by(clocks.c.complaint_id, clocks.c.clock)
    )
    return list(rows.all())


async def known(db: AsyncConnection, cases: Sequence[int]) -> set[Key]:
    """Everything that time has done to these cases."""
    rows = await db.execute(select(acts).where(acts.c.complaint_id.in_(cases)))
    return {(row.complaint_id, row.clock, row.step, row.occurrence) for row in rows}


async def note(db: AsyncConnection, now: datetime, done: Sequence[Done]) -> None:
    """These are done, once and for ever. Raises IntegrityError where one was."""
    if done:
        await db.execute(
            insert(acts),
            [
                {
                    "complaint_id": one.complaint,
                    "clock": one.clock,
                    "step": one.step,
                    "occurrence": one.since,
                    "done": one.done,
                    "at": now,
                }
                for one in done
            ],
        )


async def renew(db: AsyncConnection, now: datetime, known: Collection[Key]) -> None:
    """These happened once more."""
    if known:
        key = tuple_(acts.c.complaint_id, acts.c.clock, acts.c.step, acts.c.occurrence)
        await db.execute(update(acts).where(key.in_(known)).values(at=now))


async def look_again(db: AsyncConnection, days: Sequence[tuple[int, str, date | None]]) -> None:
    """When each of these running clocks is to be looked at next; None: never."""
    if days:
        await db.execute(
            _LOOK, [{"b_id": case, "b_clock": clock, "b_on": on} for case, clock, on in days]
        )


_LOOK = (
    update(clocks)
    .where(
        clocks.c.complaint_id == bindparam("b_id"),
        clocks.c.clock == bindparam("b_clock"),
        clocks.c.stopped_at.is_(None),
    )
    .values(look_on=bindparam("b_on"))
)


async def rest_again(db: AsyncConnection, case: int, on: date) -> None:
    """Something is still open in it: it does not go to the archive before this day."""
    await db.execute(update(complaints).where(complaints.c.id == case).values(rest_on=on))


async def with_running(db: AsyncConnection, after: int, most: int) -> list[int]:
    """The next cases on which a clock runs, from behind this one on."""
    rows = await db.execute(
        select(clocks.c.complaint_id)
        .where(clocks.c.stopped_at.is_(None), clocks.c.complaint_id > after)
        .distinct()
        .order_by(clocks.c.complaint_id)
        .limit(most)
    )
    return list(rows.scalars())


async def overdue(
    db: AsyncConnection, today: date, clocks_of: Sequence[str], barred: Collection[int] = ()
) -> list[str]:
    """The numbers of cases on which one of these clocks ran out and still runs, oldest first.

    What is sealed is not the office's. barred: the posts whose reports the reader does not see.
    """
    reported = complaints.c.reported_post_id
    rows = await db.execute(
        select(complaints.c.number, func.min(clocks.c.due_on).label("since"))
        .join(clocks, clocks.c.complaint_id == complaints.c.id)
        .where(
            clocks.c.stopped_at.is_(None), clocks.c.due_on < today, clocks.c.clock.in_(clocks_of),
            not_(complaints.c.sealed_above),
            or_(reported.is_(None), reported.not_in(sorted(barred))),
        )
        .group_by(complaints.c.number)
        .order_by("since", complaints.c.number)
    )  # fmt: skip
    return [row.number for row in rows]


async def all_running(db: AsyncConnection, cases: Sequence[int]) -> list[Row[Any]]:
    """Every clock that runs on these cases, with what is known of them; take them first."""
    rows = await db.execute(
        select(
            clocks,
            complaints.c.contact_id,
            complaints.c.kind,
            complaints.c.state,
            complaints.c.weight,
            complaints.c.category,
            complaints.c.sp4n_class,
            complaints.c.urgent,
            contacts.c.wrapped_key,
        )
        .join(complaints, complaints.c.id == clocks.c.complaint_id)
        .join(contacts, contacts.c.id == complaints.c.contact_id)
        .where(clocks.c.stopped_at.is_(None), complaints.c.id.in_(cases))
        .order_by(clocks.c.complaint_id, clocks.c.clock)
    )
    return list(rows.all())


async def remember(db: AsyncConnection, name: str, value: str) -> None:
    """Keep a word under a name; the newest stands."""
    row = upsert(db, facts).values(name=name, value=value.encode())
    await db.execute(
        row.on_conflict_do_update(index_elements=["name"], set_={"value": row.excluded.value})
    )


async def remembered(db: AsyncConnection, name: str) -> str:
    """What was kept under a name, or ""."""
    rows = await db.execute(select(facts.c.value).where(facts.c.name == name))
    value = rows.scalar_one_or_none()
    return value.decode() if value is not None else ""


async def started(db: AsyncConnection, cases: Sequence[int], clock: str) -> dict[int, datetime]:
    """Of these cases, those on which this clock runs, and since when."""
    if not cases:
        return {}
    rows = await db.execute(
        select(clocks.c.complaint_id, clocks.c.started_at).where(
            clocks.c.complaint_id.in_(cases),
            clocks.c.clock == clock,
            clocks.c.stopped_at.is_(None),
        )
    )
    return {row.complaint_id: row.started_at for row in rows}
