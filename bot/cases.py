"""Cases: a complaint's row becomes the dialogue's value, and the other way round."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bot.casework import clocks, lifecycle
from bot.casework.words import IDENTITY, Actor, Clock, Event, Kind, Protection, Slot, State
from bot.dialogue.desk import Case
from bot.house import House
from storage.journal import Entry
from storage.seal import PersonKey

SUMMARY = 240
_NONE: tuple[Clock, ...] = ()


def opened(row: Any, key: PersonKey, *, own: bool = True) -> Case:
    """The value of a complaint's row; the identity only where it is the citizen's own."""
    slots = {Slot(name): value for name, value in json.loads(row.slots).items()}
    if own and row.identity:
        identity = key.open(f"complaints.identity.{row.id}", row.identity)
        slots |= {Slot(name): value for name, value in json.loads(identity).items()}
    return Case(
        id=row.id,
        number=row.number,
        kind=Kind(row.kind),
        state=State(row.state),
        received_at=row.received_at,
        slots=slots if own else {},
        asked=_slots(row.asked),
        skipped=_slots(row.skipped),
        protection=Protection(row.protection),
        news_by=row.due_on,
        confirmed_at=row.confirmed_at,
        urgent=row.urgent,
        files=row.files,
        voices=row.voices,
        heard=row.heard,
        own=own,
        generation=row.generation,
    )


def columns(case: Case, key: PersonKey) -> dict[str, Any]:
    """What the dialogue may change of a complaint, as columns."""
    identity = {str(s): v for s, v in case.slots.items() if s in IDENTITY}
    plain = json.dumps(identity).encode()
    return {
        "kind": str(case.kind),
        "protection": str(case.protection),
        "urgent": case.urgent[:64],
        "slots": json.dumps(
            {str(s): v for s, v in case.slots.items() if s not in IDENTITY}, ensure_ascii=False
        ),
        "identity": key.seal(f"complaints.identity.{case.id}", plain) if identity else None,
        "asked": ",".join(sorted(case.asked)),
        "skipped": ",".join(sorted(case.skipped)),
        "summary": case.slots.get(Slot.DESCRIPTION, "")[:SUMMARY],
        "voices": case.voices,
        "files": case.files,
        "heard": case.heard,
        "confirmed_at": case.confirmed_at,
    }


def entry(
    house: House,
    *,
    complaint: int,
    contact: int,
    key: PersonKey,
    kind: Kind,
    state: State,
    event: Event,
    actor: Actor,
    at: datetime,
    officer: int | None = None,
    details: Mapping[str, Any] | None = None,
) -> Entry:
    """The journal's row for one event, as the lifecycle allows it. Raises lifecycle.Refusal."""
    target, starts, stops = state, _NONE, _NONE
    if lifecycle.moves(event):
        move = lifecycle.move(state, event, actor)
        target, citation = move.target, move.citation
        starts = tuple(clock for clock in move.starts if clock in clocks.LANES[kind])
        stops = move.stops
    else:
        citation = lifecycle.permit(state, event, actor).citation
    today = house.calendar.local_date(at)
    if event is Event.REGISTER:
        starts = tuple(dict.fromkeys((*starts, *_first(kind))))
    return Entry(
        complaint=complaint,
        contact=contact,
        event=str(event),
        source=str(state),
        target=str(target),
        actor=str(actor),
        at=at,
        key=key,
        officer=officer,
        citation=citation,
        details=details or {},
        register=event is Event.REGISTER,
        starts=tuple((str(clock), due(house, clock, today)) for clock in starts),
        stops=tuple(str(clock) for clock in stops),
        ends=target in lifecycle.ENDED,
    )


def due(house: House, clock: Clock, started: date) -> date:
    """The date on which a clock that starts on this day runs out, by law or kinder promise."""
    return clocks.due(clock, started, house.calendar, house.settings.promises)


def _first(kind: Kind) -> tuple[Clock, ...]:
    return (clocks.NEWS[kind],) if kind in clocks.NEWS else ()


def _slots(text: str) -> frozenset[Slot]:
    return frozenset(Slot(name) for name in text.split(",") if name)
