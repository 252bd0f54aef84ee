"""Hearing: an officer typed what a voice note says, and it is read like any text of its case."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, Final

from bot import cases, memory
from bot.casework import lifecycle
from bot.casework.words import Event, Slot, State
from bot.dialogue import hearing
from bot.dialogue.desk import Case, Desk, Said, Say, Turn
from bot.inbox import letters
from bot.inbox.acts import Act
from bot.inbox.letters import Where
from bot.intake.desks import line
from storage import sorting

VOICES: Final = ("voice",)


async def hear(case: Act, file: Any, text: str) -> None:
    """The transcript is signed by who typed it; what it leaves open is asked once.

    Whoever types it a second time puts it right, and asks nobody again.
    """
    await sorting.describe(case.db, file.id, text)
    before = case.person.case
    assert before is not None
    all_heard = not await sorting.unheard(case.db, case.row.id, VOICES)
    to = await letters.where(case.house, case.db, case.row, case.person)
    desk = await _desk(case, to, before)
    # It is told to the address where this case is told everything else.
    said = Said(at=case.house.now(), text=text, strong=True)
    turn = hearing.answer(desk, said, replace(before, heard=all_heard))
    if file.description or _is_by_hand(case, to):
        turn = _unasked(turn, desk, before)
    _record(case, turn, {"attachment": file.id, "text": text})
    await _write(case, turn, text)
    if turn.say is not None:
        _ask(case, turn, turn.say, to)


async def _desk(case: Act, to: Where, known: Case) -> Desk:
    house, contact = case.house, case.row.contact_id
    talk, waits = await sorting.mind(case.db, contact)
    return Desk(
        office=house.office,
        texts=house.texts,
        line=line(house, to.account),
        now=house.now(),
        talk=memory.opened(contact, talk, case.key),
        cases=(known,),
        answer_waits=waits,
    )


def _is_by_hand(case: Act, to: Where) -> bool:
    """Whom our own people tell everything is asked by them, too."""
    channel = case.house.channels.get(to.account)
    return channel is not None and channel.limits.by_hand


def _unasked(turn: Turn, desk: Desk, before: Case) -> Turn:
    """What was read of it, without the question."""
    (after,) = turn.cases
    after = replace(after, asked=before.asked, wondered=before.wondered)
    return replace(turn, cases=(after,), talk=desk.talk, say=None)


def _record(case: Act, turn: Turn, details: dict[str, Any]) -> None:
    """One line of the journal for the words and what they filled in; a closed name has its own."""
    for happening in turn.happenings:
        if happening.event is Event.FILL:
            details |= dict(happening.details)
        else:
            case.record(happening.event, happening.details)
    is_open = State(case.row.state) in lifecycle.OPEN
    case.record(Event.FILL if is_open else Event.NOTE, details)


async def _write(case: Act, turn: Turn, text: str) -> None:
    (after,) = turn.cases
    if not after.slots.get(Slot.DESCRIPTION):
        after = replace(after, slots={**after.slots, Slot.DESCRIPTION: text})
    now = case.house.now()
    columns = cases.columns(after, case.key) | {"seen_at": now}
    if turn.alarms:
        columns |= {"alarm": turn.alarms[-1], "alarm_at": now}
    await sorting.change(case.db, case.row.id, **columns)
    talk = memory.sealed(case.row.contact_id, turn.talk, case.key)
    await sorting.remember(case.db, case.row.contact_id, talk)


def _ask(case: Act, turn: Turn, say: Say, to: Where) -> None:
    """On the citizen's own channel; where the name is closed now, by a knock alone."""
    (after,) = turn.cases
    closed = {"protection": str(after.protection)}
    fresh = SimpleNamespace(**dict(case.row._mapping) | closed)
    case.letters += letters.post(
        case.house, fresh, to, say.purpose, say.text, None, buttons=say.buttons
    )
