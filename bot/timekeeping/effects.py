"""Effects: what each step of a clock does to a case, and what has to wait for a human."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import cases
from bot.casework import completeness, lifecycle
from bot.casework.timed import Act
from bot.casework.words import Event, Protection, Step
from bot.house import House
from bot.inbox import letters
from bot.inbox.people import Person
from bot.inbox.words import MISSING
from bot.outgoing import proofs
from bot.timekeeping.alerts import Alert
from storage import sorting
from storage.journal import Entry

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Case:
    """A case in the hands of time: what is collected here is written together."""

    house: House
    db: AsyncConnection
    row: Any
    person: Person
    letters: list[dict[str, Any]] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    alerts: list[Alert] = field(default_factory=list)
    alarm: str = ""

    def record(self, event: Event, **details: str) -> Entry:
        assert self.person.key is not None
        entry = cases.by_itself(self.house, self.row, self.person.key, event, details=details)
        self.entries.append(entry)
        return entry

    def warn(self, act: Act, clock: Any) -> None:
        """Whoever has to know of this step is written to."""
        self.alerts.append(Alert(self.row, str(act.step), str(act.clock), clock.due_on))

    @property
    def unread(self) -> bool:
        return self.row.seen_at is None or self.row.seen_at < self.row.spoken_at

    @property
    def assisted(self) -> bool:
        return self.person.case is not None and bool(self.person.case.assistance)

    @property
    def lacking(self) -> str:
        case = self.person.case
        told = completeness.missing_by_law(case.kind, case.slots) if case is not None else ()
        return "\n".join(f"- {MISSING[slot]}" for slot in told)


async def do(case: Case, act: Act, clock: Any) -> bool:
    """Whether it is done; what has to wait for a human is looked at again."""
    effect = EFFECTS.get(act.step)
    if effect is None:
        return True
    try:
        return await effect(case, act, clock)
    except lifecycle.Refusal as error:
        log.warning("a case is past what its clock would do: %s", error.article)
        return True


async def _apologise(case: Case, act: Act, clock: Any) -> bool:
    case.record(Event.APOLOGISE, clock=str(act.clock))
    await _tell(case, "apology", "status", clock.due_on)
    return True


async def _warn(case: Case, act: Act, clock: Any) -> bool:
    case.warn(act, clock)
    return True


def _escalate(to: str) -> Callable[[Case, Act, Any], Awaitable[bool]]:
    async def effect(case: Case, act: Act, clock: Any) -> bool:
        case.record(Event.ESCALATE, clock=str(act.clock), to=to)
        case.warn(act, clock)
        case.alarm = "overdue"
        return True

    return effect


async def _remind(case: Case, _act: Act, clock: Any) -> bool:
    """By message, or by a call where an SMS is all there is; never for what is there already."""
    if case.unread:
        case.alarm = "reply"
        return False
    if not case.lacking:
        case.alarm = "complete"
        return True
    to = await letters.where(case.house, case.db, case.row, case.person)
    channel = case.house.channels.get(to.account)
    by_call = channel is None or channel.limits.costly or channel.limits.by_hand
    case.record(Event.REMIND, way="call" if by_call else "message")
    if by_call:
        case.alarm = "call"
    else:
        await _tell(case, "reminder", "reminder", clock.due_on, text=case.lacking)
    return True


async def _propose(case: Case, _act: Act, _clock: Any) -> bool:
    """Only proposed, not even that to whom the law protects more, and never to whom the office
    has not reached yet."""
    if case.unread:
        case.alarm = "reply"
        return False
    if await proofs.noticed(case.db, case.house, case.row.id) is None:
        case.alarm = proofs.UNTOLD
        return False
    spared = case.row.protection != Protection.OPEN or case.row.urgent or case.assisted
    case.alarm = "answer" if spared else "withdrawal"
    case.record(Event.PROPOSE, what=case.alarm)
    return True


async def _close(case: Case, _act: Act, clock: Any) -> bool:
    """The citizen was silent for as long as the answer could be objected to, or was answered."""
    row = case.row
    spoke = row.spoken_at > clock.started_at
    if case.unread or (spoke and not await sorting.wrote_since(case.db, row.id, row.spoken_at)):
        case.alarm = "reply"
        return False
    case.record(Event.CLOSE, why="silence")
    await _tell(case, "status_closed", "status", None)
    return True


EFFECTS: Final[Mapping[Step, Callable[[Case, Act, Any], Awaitable[bool]]]] = {
    Step.FIFTH: _warn,
    Step.LAST: _warn,
    Step.APOLOGY: _apologise,
    Step.SUPERIOR: _escalate("superior"),
    Step.RESPONSIBLE: _escalate("responsible"),
    **dict.fromkeys((Step.FIRST_REMINDER, Step.SECOND_REMINDER, Step.LAST_REMINDER), _remind),
    Step.PROPOSAL: _propose,
    Step.CLOSING: _close,
}


async def _tell(case: Case, key: str, purpose: str, due: date | None, **given: str) -> None:
    house = case.house
    to = await letters.where(house, case.db, case.row, case.person)
    if due is not None:
        given["date"] = letters.day(house, case.row, to.account, due)
    text = letters.say(house, case.row, to.account, key, **given)
    case.letters += letters.post(house, case.row, to, purpose, text, None)
    case.letters += await letters.copies(house, case.db, case.row, purpose, key, None, **given)
    case.letters += await letters.to_joined(house, case.db, case.row, key, None, **given)
