"""Outcomes: what a group of visits led to, as rows for one bulk write and journal entries."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import cases, memory
from bot.casework.lifecycle import Refusal
from bot.casework.words import Actor, Event, Kind, State
from bot.dialogue.desk import Case, Happening, Say
from bot.house import House
from bot.intake import caps, covering
from bot.intake.visits import Heard, Visit
from bot.outgoing import notices
from bot.outgoing.sending import HELD, QUEUED, RANKS
from storage import linking, ways
from storage.handled import THREAT, Outcome
from storage.journal import Entry

log = logging.getLogger(__name__)

Left = tuple[Outcome, list[Entry]]
#: In the outbox "status" is news that an officer's act brings; here it answers a question.
_PURPOSES = {"status": "answer"}
#: What follows by itself from what the citizen did.
_OF_THE_SYSTEM = (Event.REGISTER, Event.DELIVER)
#: Whoever knew the old kunci shall not open the case with it again.
_NEW_KEYS = (Event.NEW_KEY, Event.UNLINK)
#: However long somebody goes on writing, a burst is answered a minute after it began.
BURST_AT_MOST = timedelta(seconds=60)


def collect(house: House, visit: Visit) -> Left:
    """Everything this visit leaves to be written."""
    outcome, now = Outcome(), house.now()
    outcome.talks.append(_talk(visit, now))
    outcome.handled += [_handled(heard, now) for heard in visit.messages]
    changed = _changed(visit)
    for case in changed.values():
        _write_case(visit, case, now, outcome)
    outcome.heard_cases += _heard_cases(visit, now)
    _answers(house, visit, now, outcome)
    return outcome, _entries(house, visit, changed, outcome)


def together(left: Sequence[Left]) -> Left:
    """What many visits leave, for one bulk write."""
    return Outcome.joined([outcome for outcome, _ in left]), [e for _, some in left for e in some]


async def link(db: AsyncConnection, house: House, visits: Sequence[Visit]) -> None:
    """Number and kunci fitted: this address joins the case's citizen; a wrong one is counted."""
    for visit in visits:
        for say, heard in visit.says:
            if say.purpose != caps.RECEIPT:
                await caps.count(db, house, heard.row.account, house.now())
        for heard in visit.messages:
            if heard.guest and heard.joins is not None:
                await notices.tell_added(db, house, heard.joins, visit.contact)
            missed = {
                n.case.id for n in heard.named if n.case and heard.keyed.get(n.case.number) is False
            }
            await linking.count_misses(db, sorted(missed))
            renewed = {h.case for h in _happenings(heard) if h.event in _NEW_KEYS}
            for case in sorted(renewed):
                await linking.new_key(db, case)
            if heard.turn is not None and heard.turn.links is not None:
                await linking.join(db, visit.contact, heard.turn.links, house.now())
                await notices.tell_linked(db, house, heard.turn.links, visit.contact)
            await _route(db, house, visit, heard)
            if heard.turn is not None and heard.turn.unlinks is not None:
                await linking.part(db, visit.contact, heard.turn.unlinks)


async def _route(db: AsyncConnection, house: House, visit: Visit, heard: Heard) -> None:
    """Where news goes from now on, and what stands by; every other address is told."""
    turn = heard.turn
    if turn is None:
        return
    if turn.news is not None:
        case, address = turn.news[0], turn.news[1] or None
        if await ways.choose(db, case, address):
            await notices.tell_moved(db, house, case, visit.contact, address)
    if turn.spare is not None:
        case, address = turn.spare[0], turn.spare[1] or None
        if address is None:
            await ways.forbid(db, case)
        elif await ways.allow(db, case, address, house.now()):
            await notices.tell_allowed(db, house, case, visit.contact, address)
    if turn.talk.stopped:
        await ways.forbid_all(db, [visit.contact])


def _changed(visit: Visit) -> dict[int, Case]:
    """The last form of every case that a turn of this visit returned."""
    return {
        case.id: case
        for heard in visit.messages
        if heard.turn is not None
        for case in heard.turn.cases
        if case.own
    }


def _talk(visit: Visit, now: datetime) -> dict[str, Any]:
    talk = visit.desk.talk
    return {
        "b_id": visit.contact,
        "b_talk": memory.sealed(visit.contact, talk, visit.key),
        "b_language": talk.language,
        "b_stopped": now if talk.stopped else None,
    }


def _handled(heard: Heard, now: datetime) -> dict[str, Any]:
    return {
        "b_id": heard.row.id,
        "b_at": now,
        "b_complaint": heard.joins,
        "b_kind": heard.kind,
    }


def _heard_cases(visit: Visit, now: datetime) -> list[dict[str, Any]]:
    """That somebody spoke in a case, and what a human should look at; older alarms stay."""
    alarms: dict[int, str] = {}
    for heard in visit.messages:
        about = _about(visit, heard)
        if about is not None and heard.kind != "echo":
            new, before = heard.turn.alarms if heard.turn else (), alarms.get(about, "")
            last = new[-1] if new else before
            alarms[about] = THREAT if THREAT in (before, *new) else last
    return [
        {"b_id": case, "b_alarm": alarm[:32], "b_alarm_at": now if alarm else None, "b_now": now}
        for case, alarm in alarms.items()
    ]


def _about(visit: Visit, heard: Heard) -> int | None:
    """The case a message belongs to; a call for help without one concerns the newest."""
    if heard.joins is not None or heard.turn is None or not heard.turn.alarms:
        return heard.joins
    said = heard.turn.say.case if heard.turn.say else None
    return said or next((case.id for case in visit.desk.cases), None)


def _write_case(visit: Visit, case: Case, now: datetime, outcome: Outcome) -> None:
    row = cases.columns(case, visit.owner(case.id).key)
    if case.id in visit.before:
        outcome.changed_cases.append({"b_id": case.id} | {f"b_{k}": v for k, v in row.items()})
        return
    outcome.new_cases.append(
        row
        | {
            "id": case.id,
            "number": case.number,
            "contact_id": visit.contact,
            "address_id": visit.address_id,
            "account": visit.account,
            "via": visit.via(case.id),
            "state": str(State.DRAFT),
            "reported_post_id": case.reported_post,
            "sealed_above": case.sealed_above,
            "received_at": case.received_at,
            "spoken_at": now,
            "touched_at": now,
        }
    )


def _entries(house: House, visit: Visit, changed: dict[int, Case], outcome: Outcome) -> list[Entry]:
    """The journal's rows, in the order in which things happened, and papers that came along."""
    named = [one.case for heard in visit.messages for one in heard.named if one.case]
    states = {case.id: case.state for case in (*named, *visit.before.values())}
    entries = []
    for heard in visit.messages:
        for happening in _happenings(heard):
            try:
                made = _entry(house, visit, heard, happening, states)
            except Refusal as error:
                # The words are kept all the same; a late answer changes nothing any more.
                log.info("case %d: %s refused: %s", happening.case, happening.event, error)
                continue
            entries.append(made)
            for row, deed in covering.enclosed(house, visit, heard, made):
                outcome.papers.append(row)
                entries.append(deed)
            states[happening.case] = State(made.target)
    return entries


def _happenings(heard: Heard) -> list[Happening]:
    """What the dialogue says happened, and the coming and going of addresses."""
    if heard.turn is None:
        return []
    links = ((heard.turn.links, Event.LINK), (heard.turn.unlinks, Event.UNLINK))
    return [
        *heard.turn.happenings,
        *(Happening(case, event) for case, event in links if case is not None),
    ]


def _entry(
    house: House, visit: Visit, heard: Heard, happening: Happening, states: dict[int, State]
) -> Entry:
    filing = heard.filing if happening.event is Event.REGISTER else None
    by_itself = Actor.SYSTEM if happening.event in _OF_THE_SYSTEM else Actor.CITIZEN
    made = cases.entry(
        house,
        complaint=happening.case,
        contact=visit.owner(happening.case).contact,
        key=visit.owner(happening.case).key,
        kind=_kind(visit, happening.case),
        state=states.get(happening.case, State.DRAFT),
        event=happening.event,
        actor=Actor.OFFICER if filing else by_itself,
        at=heard.said.at,
        officer=filing.officer if filing else None,
        details=dict(happening.details)
        | {"message": heard.row.id}
        | (filing.details if filing else {}),
        names=_names(visit, heard, happening.case),
        told=_told(visit, happening),
    )
    # The dates count from when it came; the journal tells when it was written down.
    return replace(made, at=heard.row.received_at) if heard.filing else made


def _told(visit: Visit, happening: Happening) -> date | None:
    """Whatever a question is called later, its answer was expected by that day."""
    before = visit.before.get(happening.case)
    return before.news_by if before and happening.event is Event.TO_COMPLAINT else None


def _names(visit: Visit, heard: Heard, case: int) -> tuple[str, ...]:
    """Under which names its clocks may run shorter; of a case that opens now, by its words."""
    known = visit.owner(case).names
    fresh = heard.turn.cases if heard.turn is not None and not known else ()
    urgent = any(one.urgent for one in fresh if one.id == case)
    return known or cases.promised(urgent=urgent)


def _kind(visit: Visit, case: int) -> Kind:
    named = [one.case for heard in visit.messages for one in heard.named if one.case]
    known = (*visit.desk.cases, *named)
    return next((one.kind for one in known if one.id == case), Kind.COMPLAINT)


def _answers(house: House, visit: Visit, now: datetime, outcome: Outcome) -> None:
    bursts = [(say, heard) for say, heard in visit.says if say.burst]
    if bursts:
        _burst(house, visit, *bursts[-1], now, outcome)
    for say, heard in visit.says:
        if not say.burst:
            leaves = max(now, visit.cap.until or now)
            outcome.new_answers.append(_row(house, visit, say, heard, now, leaves))


def _burst(
    house: House, visit: Visit, say: Say, heard: Heard, now: datetime, outcome: Outcome
) -> None:
    began = visit.desk.talk.burst_at or now
    quiet = timedelta(seconds=visit.desk.quiet)
    leaves = max(now, min(now + quiet, began + BURST_AT_MOST), visit.cap.until or now)
    row = _row(house, visit, say, heard, now, leaves)
    if visit.replaces is None:
        outcome.new_answers.append(row)
        return
    outcome.replaced_answers.append(
        {
            "b_id": visit.replaces,
            "b_text": row["text"],
            "b_choices": row["choices"],
            "b_subject": row["subject"],
            "b_complaint": row["complaint_id"],
            "b_address": row["address_id"],
            "b_account": row["account"],
            "b_purpose": row["purpose"],
            "b_not_before": row["not_before"],
        }
    )


def _row(
    house: House, visit: Visit, say: Say, heard: Heard, now: datetime, leaves: datetime
) -> dict[str, Any]:
    return {
        "id": house.new_id(),
        "contact_id": visit.contact,
        "address_id": heard.row.address_id,
        "complaint_id": say.case,
        "account": heard.row.account,
        "purpose": _PURPOSES.get(say.purpose, say.purpose),
        "rank": RANKS.get(say.purpose, RANKS[""]),
        "burst": say.burst,
        "text": say.text,
        "subject": say.subject,
        "choices": json.dumps([[b.id, b.title, b.wants] for b in say.buttons]),
        # What lay among unwanted mail is answered once an officer, or its writer, confirms it.
        "state": HELD if heard.row.junk else QUEUED,
        "held_at": now if heard.row.junk else None,
        "created_at": now,
        "not_before": leaves,
    }
