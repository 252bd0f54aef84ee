"""Cases: a complaint's row becomes the dialogue's value, and the other way round."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from bot.casework import clocks, lifecycle, timed
from bot.casework.words import IDENTITY, Actor, Clock, Event, Kind, Protection, Slot, State
from bot.dialogue import moments
from bot.dialogue.desk import Case, Fact
from bot.house import House
from storage.journal import Entry, Wound
from storage.seal import PersonKey

SUMMARY = 240
#: An ended case stays at hand for so long before it goes to the archive.
REST = timedelta(days=90)


def opened(row: Any, key: PersonKey, *, own: bool = True) -> Case:
    """The value of a complaint's row; the identity only where it is the citizen's own."""
    slots = {Slot(name): value for name, value in json.loads(row.slots).items()}
    if own and row.identity:
        identity = key.open(f"complaints.identity.{row.id}", row.identity)
        slots |= {Slot(name): value for name, value in json.loads(identity).items()}
    told = _told(row, key) if own and row.facts else {}
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
        repaired_at=row.repaired_at,
        looked=row.seen_at is not None,
        urgent=row.urgent,
        files=row.files,
        voices=row.voices,
        heard=row.heard,
        own=own,
        generation=row.generation,
        reported_post=row.reported_post_id,
        sealed_above=row.sealed_above,
        **told,
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
        "facts": _sealed(case, key),
        "asked": ",".join(sorted(case.asked)),
        "skipped": ",".join(sorted(case.skipped)),
        "summary": case.slots.get(Slot.DESCRIPTION, "")[:SUMMARY],
        "voices": case.voices,
        "files": case.files,
        "heard": case.heard,
        "confirmed_at": case.confirmed_at,
        "repaired_at": case.repaired_at,
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
    wound: Sequence[Wound] = (),
    names: Sequence[str] = (),
    target: State | None = None,
    told: date | None = None,
) -> Entry:
    """The journal's row for one event, as the lifecycle allows it. Raises lifecycle.Refusal.

    wound: clocks whose days are other than the law's table says. names: under which the
    office may have promised less time. target: where an event leads that leads back. told: by
    when its citizen expects news.
    """
    rule = lifecycle.rule(state, event, actor, target=target)
    reached = rule.target if isinstance(rule, lifecycle.Move) else state
    today = house.calendar.local_date(at)
    starts = [clock for clock in rule.starts if clock in clocks.LANES[kind]]
    if event is Event.REGISTER:
        starts = list(dict.fromkeys((*starts, *_first(kind))))
    given = {Clock(one.clock): one for one in wound}

    def wind(clock: Clock) -> Wound:
        expected = told if clock is Clock.V else None
        return winding(house, clock, today, due(house, clock, today, names, expected))

    return Entry(
        complaint=complaint,
        contact=contact,
        event=str(event),
        source=str(state),
        target=str(reached),
        actor=str(actor),
        at=at,
        key=key,
        officer=officer,
        citation=rule.citation,
        details=details or {},
        register=event is Event.REGISTER,
        starts=tuple(({c: wind(c) for c in starts} | given).values()),
        stops=tuple(str(clock) for clock in rule.stops),
        ends=reached in lifecycle.ENDED,
        beside=str(Clock.A) if reached in lifecycle.ANSWERED else "",
        rest=today + REST if reached in lifecycle.ENDED - {State.ARCHIVED} else None,
    )


def by_itself(house: House, row: Any, key: PersonKey, event: Event, **more: Any) -> Entry:
    """What happened to a case, as it stands, without anybody's doing; more: as for `entry`."""
    known: dict[str, Any] = {"kind": Kind(row.kind), "state": State(row.state), **more}
    return entry(
        house,
        complaint=row.id,
        contact=row.contact_id,
        key=key,
        event=event,
        actor=Actor.SYSTEM,
        at=house.now(),
        **known,
    )


def winding(
    house: House,
    clock: Clock,
    started: date,
    due_on: date | None = None,
    since: datetime | None = None,
) -> Wound:
    """A clock that counts from this day, with what time is to do to it first."""
    last = due_on or due(house, clock, started)
    return Wound(str(clock), last, timed.first(clock, started, last, house.calendar), since)


def promised(
    weight: str = "", category: str = "", urgent: object = "", sp4n_class: str = ""
) -> tuple[str, ...]:
    """Under which names less time may have been promised for a case of this kind."""
    names = (weight, f"category/{category}", f"class/{sp4n_class}")
    return (*names, "urgent") if urgent else names


def promises_of(row: Any) -> tuple[str, ...]:
    """The same, as the case stands."""
    return promised(row.weight, row.category, row.urgent, row.sp4n_class)


def due(
    house: House,
    clock: Clock,
    started: date,
    names: Sequence[str] = (),
    told: date | None = None,
) -> date:
    """The date on which a clock that starts on this day runs out, by law or kinder promise.

    told: the last day of which the citizen knows, where this run of the clock has one already.
    """
    settings = house.settings
    kinder = [by.get(name, {}) for name in names for by in (settings.kinder, clocks.CLASSED)]
    promise = clocks.kindest(clock, (settings.promises, *kinder))
    last = clocks.due(clock, started, house.calendar, promise)
    if told is None:
        return last
    return clocks.kept(clock, last, told, house.calendar.local_date(house.now()))


def filed_late(house: House, row: Any, case: Case) -> bool:
    """Whether it was told after the thirty days: a mark for who decides, never a refusal.

    What still goes on has no last day yet, and of several days the last one counts.
    """
    typed, kept = case.slots.get(Slot.TIME, ""), case.facts.get(Fact.WHEN, "")
    if case.kind is not Kind.COMPLAINT or not typed or not kept:
        return False
    when = moments.restored(kept)
    names = promises_of(row)
    last = due(house, Clock.F, when.last, names)
    late: bool = house.calendar.local_date(row.received_at) > last
    return late and not moments.goes_on(typed, when)


def _told(row: Any, key: PersonKey) -> dict[str, Any]:
    """What else was read of this case: it names people, so it lies sealed."""
    kept = json.loads(key.open(f"complaints.facts.{row.id}", row.facts))
    return {
        "facts": {Fact(name): words for name, words in kept.get("facts", {}).items()},
        "assistance": frozenset(kept.get("assistance", ())),
        "suggested": frozenset(kept.get("suggested", kept.get("assistance", ()))),
        "sure": {Slot(name): sureness for name, sureness in kept.get("sure", {}).items()},
        "wondered": frozenset(Fact(name) for name in kept.get("wondered", ())),
    }


def _sealed(case: Case, key: PersonKey) -> bytes | None:
    kept = {
        "facts": case.facts,
        "assistance": sorted(case.assistance) or None,
        "suggested": sorted(case.suggested) if case.suggested != case.assistance else None,
        "sure": case.sure,
        "wondered": sorted(case.wondered) or None,
    }
    # That nothing is needed, against what the words tell, is known, too.
    kept = {name: told for name, told in kept.items() if told or told == []}
    if not kept:
        return None
    return key.seal(f"complaints.facts.{case.id}", json.dumps(kept).encode())


def _first(kind: Kind) -> tuple[Clock, ...]:
    return (clocks.NEWS[kind],) if kind in clocks.NEWS else ()


def _slots(text: str) -> frozenset[Slot]:
    return frozenset(Slot(name) for name in text.split(",") if name)
