"""What a group that was thought about leaves behind, written while its people are locked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    String,
    and_,
    bindparam,
    case,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import upsert
from storage.tables import (
    Utc,
    acts,
    complaints,
    contacts,
    messages,
    outbox,
    papers,
)
from storage.waiting import lock, oldest

#: The alarm that words of threat raise; no other one takes its place.
THREAT: Final = "threat"


async def unchanged(
    db: AsyncConnection,
    taken: Sequence[int],
    versions: Mapping[int, int],
    answers: Mapping[int, int],
) -> set[int]:
    """Lock the contacts and say which are still as they were when they were loaded.

    answers: the outbox row each contact's turn wants to replace; one that was taken meanwhile
    makes its contact a changed one.
    """
    rows = await lock(db, {*taken, *versions})
    same = {row.id for row in rows if row.version == versions.get(row.id)}
    wanted = {answers[contact] for contact in same if contact in answers}
    if wanted:
        free = await db.execute(
            select(outbox.c.id)
            .where(outbox.c.id.in_(wanted), outbox.c.claimed_at.is_(None))
            .with_for_update()
        )
        still = {row.id for row in free}
        same = {c for c in same if c not in answers or answers[c] in still}
    return same


@dataclass(slots=True)
class Outcome:
    """What a group of turns left to be written, as rows."""

    talks: list[dict[str, Any]] = field(default_factory=list)
    handled: list[dict[str, Any]] = field(default_factory=list)
    new_cases: list[dict[str, Any]] = field(default_factory=list)
    papers: list[dict[str, Any]] = field(default_factory=list)
    changed_cases: list[dict[str, Any]] = field(default_factory=list)
    heard_cases: list[dict[str, Any]] = field(default_factory=list)
    new_answers: list[dict[str, Any]] = field(default_factory=list)
    replaced_answers: list[dict[str, Any]] = field(default_factory=list)

    @classmethod
    def joined(cls, several: Sequence[Outcome]) -> Outcome:
        """All of them as one."""
        return cls(*([r for one in several for r in getattr(one, f.name)] for f in fields(cls)))


async def write(db: AsyncConnection, outcome: Outcome) -> None:
    """Write a group's outcome in bulk; contacts were locked by `unchanged` before."""
    if outcome.new_cases:
        await db.execute(_NEW_CASE, outcome.new_cases)
    if outcome.papers:
        await db.execute(_PAPER, outcome.papers)
    if outcome.changed_cases:
        await db.execute(_CASE, sorted(outcome.changed_cases, key=lambda row: row["b_id"]))
    if outcome.heard_cases:
        await db.execute(_HEARD_CASE, sorted(outcome.heard_cases, key=lambda row: row["b_id"]))
        await _note_threats(db, outcome.heard_cases)
    if outcome.handled:
        await db.execute(_HANDLED, outcome.handled)
    if outcome.new_answers:
        await db.execute(_NEW_ANSWER, outcome.new_answers)
    if outcome.replaced_answers:
        await db.execute(_ANSWER, outcome.replaced_answers)
    if outcome.talks:
        await db.execute(_TALK, outcome.talks)


async def _note_threats(db: AsyncConnection, heard: Sequence[dict[str, Any]]) -> None:
    """Here, and not by the alarm alone: nobody who quickly calms a case hides them."""
    # Two citizens of one case may come in one group.
    times = {row["b_id"]: row["b_now"] for row in heard if row["b_alarm"] == THREAT}
    rows = [
        {
            "complaint_id": number,
            "clock": "",
            "step": THREAT,
            "occurrence": at.date(),
            "done": False,
            "at": at,
        }
        for number, at in sorted(times.items())
    ]
    if rows:
        new = upsert(db, acts).values(rows)
        keys = list(acts.primary_key.columns)
        await db.execute(
            new.on_conflict_do_update(index_elements=keys, set_={"at": new.excluded.at})
        )


_NEW_CASE, _NEW_ANSWER, _PAPER = insert(complaints), insert(outbox), insert(papers)
_TALK = (
    update(contacts)
    .where(contacts.c.id == bindparam("b_id"))
    .values(
        version=contacts.c.version + 1,
        talk=bindparam("b_talk"),
        language=bindparam("b_language"),
        stopped_at=bindparam("b_stopped"),
        claimed_until=None,
        pending=oldest,
    )
)


_HANDLED = (
    update(messages)
    .where(messages.c.id == bindparam("b_id"))
    .values(
        handled_at=bindparam("b_at"),
        complaint_id=bindparam("b_complaint"),
        kind=bindparam("b_kind"),
    )
)


_CASE_COLUMNS = (
    "kind",
    "protection",
    "urgent",
    "slots",
    "identity",
    "facts",
    "asked",
    "skipped",
    "summary",
    "voices",
    "files",
    "heard",
    "confirmed_at",
)


_CASE = (
    update(complaints)
    .where(complaints.c.id == bindparam("b_id"))
    .values({name: bindparam(f"b_{name}") for name in _CASE_COLUMNS})
)


_NEW_ALARM: BindParameter[str] = bindparam("b_alarm", type_=String)
_STAYS = or_(_NEW_ALARM == "", and_(complaints.c.alarm == THREAT, _NEW_ALARM != THREAT))


_HEARD_CASE = (
    update(complaints)
    .where(complaints.c.id == bindparam("b_id"))
    .values(
        spoken_at=bindparam("b_now", type_=Utc),
        touched_at=bindparam("b_now", type_=Utc),
        alarm=case((_STAYS, complaints.c.alarm), else_=_NEW_ALARM),
        alarm_at=case((_STAYS, complaints.c.alarm_at), else_=bindparam("b_alarm_at", type_=Utc)),
    )
)


_ANSWER = (
    update(outbox)
    .where(outbox.c.id == bindparam("b_id"))
    .values(
        text=bindparam("b_text"),
        choices=bindparam("b_choices"),
        subject=bindparam("b_subject"),
        complaint_id=bindparam("b_complaint"),
        address_id=bindparam("b_address"),
        account=bindparam("b_account"),
        purpose=bindparam("b_purpose"),
        not_before=bindparam("b_not_before"),
    )
)
