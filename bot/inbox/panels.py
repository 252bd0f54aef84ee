"""Panels: the file of one case beside its conversation, and the steps it may take next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from markupsafe import Markup

from bot.casework import completeness, lifecycle, timed
from bot.casework.citations import cite
from bot.casework.labels import STATES
from bot.casework.words import IDENTITY, Clock, Protection, Slot, State
from bot.house import House
from bot.inbox import bubbles, manners, times
from bot.inbox.fields import Told as Given
from bot.inbox.findings import Finding, Findings, Need, findings
from bot.inbox.lists import alarm, channel, source
from bot.inbox.people import Person
from bot.inbox.sheets import Sheets
from bot.inbox.steps import Step, offered
from bot.inbox.words import CLOCKS, KINDS, PROTECTIONS, SLOTS, WARNINGS


@dataclass(frozen=True, slots=True)
class Running:
    """A clock of the case, in words."""

    label: str
    words: str
    kind: str
    law: str
    stopped: bool


@dataclass(frozen=True, slots=True)
class Deed:
    """One line of the case's story."""

    at: str
    words: str
    law: str
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that was told: in the citizen's words, with what they mean beside them."""

    label: str
    words: Markup = field(repr=False)
    note: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Other:
    """Another case of the same citizen."""

    number: str
    state: str
    words: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Panel:
    """Everything the right-hand side shows."""

    id: int
    number: str
    register: int | None
    kind: str
    state: str
    ended: bool
    who: str = field(repr=False)
    hidden: bool
    protection: str
    alarm: str
    officer: str
    channel: str
    channel_name: str
    account_name: str
    address: str = field(repr=False)
    contact: str = field(repr=False)
    needs: list[str] = field(repr=False)
    help: Sequence[Need] = field(repr=False)
    written: str
    slip: str
    received: str
    confirmed: str
    running: list[Running]
    told: list[Told] = field(repr=False)
    found: Sequence[Finding] = field(repr=False)
    identity: list[Told] = field(repr=False)
    phone: str = field(repr=False)
    missing: list[str]
    story: list[Deed] = field(repr=False)
    others: list[Other] = field(repr=False)
    steps: list[Step]


def panel(
    house: House,
    row: Any,
    person: Person,
    address: str,
    running: Sequence[Any],
    story: Sequence[Mapping[str, Any]],
    officers: Mapping[int, str],
    others: Sequence[Any],
    actors: Sequence[Any],
    given: Given,
    papers: Sheets,
) -> Panel:
    """The case as an officer may see it."""
    use, channel_name = source(house, row)
    reached, account_name = channel(house, row.account)
    slots, zone = person.slots(), house.settings.zone
    read = findings(house, row, person, handles=bool(actors))
    return Panel(
        id=row.id,
        number=row.number,
        register=row.register_no,
        kind=KINDS[row.kind],
        state=STATES[State(row.state)],
        ended=State(row.state) in lifecycle.ENDED,
        who=person.who,
        hidden=person.hidden,
        protection=_protection(house, row.protection),
        alarm=alarm(row),
        officer=row.officer or "",
        channel=use,
        channel_name=channel_name,
        account_name=account_name,
        address="" if person.hidden or reached in _NO_ADDRESS else _spaced(address),
        contact=given.contact,
        needs=[*given.needs, *(need for need in read.needs if need not in given.needs)],
        help=read.help,
        written=given.writer,
        slip=given.slip,
        received=times.stamp(row.received_at, zone),
        confirmed=times.stamp(row.confirmed_at, zone) if row.confirmed_at else "",
        running=[_running(house, one) for one in running],
        told=[_told(slot, slots[slot], read) for slot in completeness.ORDER
              if slot in slots.keys() - IDENTITY],
        found=read.lines,
        identity=_identity(person, slots, read),
        phone=_spaced(read.phone),
        missing=_missing(person),
        story=[_deed(house, one, officers, person) for one in reversed(story)],
        others=[] if person.hidden else [_other(house, one) for one in others],
        steps=offered(row, person, actors, papers),
    )  # fmt: skip


#: What stands in their addresses is made by us, and tells nobody anything.
_NO_ADDRESS: Final = frozenset({"web", "counter"})


def _told(slot: Slot, words: str, read: Findings) -> Told:
    note = read.dated if slot is Slot.TIME else ""
    return Told(
        SLOTS[slot], manners.folded(words), note if note != words else "", slot in read.doubts
    )


def _identity(person: Person, slots: Mapping[Slot, str], read: Findings) -> list[Told]:
    named = {Slot.NAME: person.who}
    wanted = [slot for slot in (Slot.NAME, Slot.ADDRESS) if slot in slots]
    return [_told(slot, named.get(slot, slots[slot]), read) for slot in wanted]


def _protection(house: House, protection: str) -> str:
    told = house.settings.custodian
    keeper = f"{told.name} dari {told.body}" if told.name else "pemegang rahasia"
    return PROTECTIONS[Protection(protection)].format(custodian=keeper)


def _running(house: House, row: Any) -> Running:
    clock, today = Clock(row.clock), house.calendar.local_date(house.now())
    if row.stopped_at is not None:
        stopped = house.calendar.local_date(row.stopped_at)
        words, kind = f"berhenti {times.short(stopped, today)}", "stopped"
    else:
        left, words = times.until(row.due_on, today, house.calendar, "")
        words, kind = f"{words}{_warning(house, row, today)}", left.kind
    return Running(CLOCKS[clock], words, kind, times.law(row.clock), row.stopped_at is not None)


def _warning(house: House, row: Any, today: date) -> str:
    """; separuh waktu sudah lewat"""
    if Clock(row.clock) not in timed.OURS:
        return ""
    since = house.calendar.local_date(row.started_at)
    step = timed.warned(Clock(row.clock), since, row.due_on, today, house.calendar)
    return f"; {WARNINGS[step]}" if step is not None else ""


def _missing(person: Person) -> list[str]:
    case = person.case
    if case is None or case.state not in _ASKING:
        return []
    never = IDENTITY if person.hidden else frozenset()
    lacking = completeness.missing(case.kind, case.slots, case.protection)
    return [SLOTS[slot].lower() for slot in lacking if slot not in never]


_ASKING: Final = frozenset({State.RECEIVED, State.AWAITING_COMPLETION})


def _deed(
    house: House, row: Mapping[str, Any], officers: Mapping[int, str], person: Person
) -> Deed:
    details = row["details"] or {}
    return Deed(
        times.stamp(row["at"], house.settings.zone),
        bubbles.deed(row, officers, person),
        _law(row["citation"]),
        person.veil.over(str(details.get("text", ""))),
    )


def _law(article: str) -> str:
    return cite(article) if article else ""


def _other(house: House, row: Any) -> Other:
    return Other(row.number, STATES[State(row.state)], row.summary[:80])


def _spaced(address: str) -> str:
    """A telephone number in groups; anything else as it is."""
    if not (address.isascii() and address.lstrip("+").isdecimal() and len(address) > 9):
        return address
    digits = address.lstrip("+")
    return f"+{digits[:2]} {digits[2:5]}-{digits[5:9]}-{digits[9:]}"
