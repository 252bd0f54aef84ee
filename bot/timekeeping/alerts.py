"""Alerts: who of the office has to know what, decided in the transaction in which it happens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.casework.words import Event, Step
from bot.house import House
from bot.timekeeping import circle, postbox
from bot.timekeeping.circle import Circle, Who
from storage import acts, journal
from storage import alerts as stored
from storage.acts import Done

URGENT, PRESSURE, THREAT = "urgent", "pressure", "threat"
#: Why a case is urgent whose citizen is pressed, and the alarm that words of threat raise.
_PRESSED, _THREATENED = "ancaman", "threat"


@dataclass(frozen=True, slots=True)
class Rule:
    """Who is told of it. at_night: at any hour. lasting: after the end of the case as well."""

    who: tuple[Who, ...]
    at_night: bool = False
    lasting: bool = False


TOLD: Final[Mapping[str, Rule]] = {
    Step.FIFTH: Rule((Who.OFFICER,)),
    Step.LAST: Rule((Who.OFFICER,)),
    Step.SUPERIOR: Rule((Who.OFFICER, Who.SUPERIOR)),
    Step.RESPONSIBLE: Rule((Who.RESPONSIBLE,)),
    URGENT: Rule((Who.OFFICER, Who.SUPERIOR), at_night=True),
    PRESSURE: Rule((Who.CUSTODIAN, Who.SUPERIOR), at_night=True, lasting=True),
    THREAT: Rule((Who.CUSTODIAN, Who.SUPERIOR), at_night=True, lasting=True),
}


@dataclass(frozen=True, slots=True)
class Alert:
    """Something happened to a case. due: the day that the letter names."""

    case: Any = field(repr=False)
    event: str
    clock: str
    due: date


async def tell(db: AsyncConnection, house: House, alerts: Sequence[Alert]) -> None:
    """Keep what is to be told; who calls notes in the same transaction that it happened."""
    if not alerts or postbox.account(house) is None:
        return
    around = await circle.load(db, house)
    await stored.add(db, [row for one in alerts for row in _rows(house, around, one)])


def _rows(house: House, around: Circle, alert: Alert) -> list[dict[str, Any]]:
    rule, now = TOLD[alert.event], house.now()
    found = [one for who in rule.who for one in around.told(who, alert.case)]
    return [
        {
            "id": house.new_id(),
            "officer_id": officer,
            "complaint_id": alert.case.id,
            "event": alert.event,
            "clock": alert.clock,
            "due_on": alert.due,
            "created_at": now,
            "not_before": now if rule.at_night else _by_day(house, now),
        }
        for officer in dict.fromkeys(found)
        if _is_reached(house, around, officer)
    ]


def _is_reached(house: House, around: Circle, officer: int | None) -> bool:
    if officer is None:
        return bool(house.settings.responsible.email)
    return around.reaches(officer)


def _by_day(house: House, at: datetime) -> datetime:
    limits, local = house.settings.limits, at.astimezone(house.settings.zone)
    if limits.quiet_until <= local.hour < limits.quiet_from:
        return at
    day = local.date() + timedelta(days=local.hour >= limits.quiet_from)
    return datetime.combine(day, time(limits.quiet_until), house.settings.zone)


#: Whose citizen wrote longer ago is pressing no news.
LATELY: Final = timedelta(days=7)
#: Of one round; what is more follows in the next.
AT_ONCE: Final = 200
#: Up to where the journal was read for words of pressure; not kept anew for every row.
_READ: Final = "pressure_read"
_STRIDE: Final = 200


async def watch(house: House) -> int:
    """Urgent cases, pressure and threats are told of, each once; returns how many are new.

    Pressure is read from the journal, and threats were noted as they came: nobody who quickly
    calms a case hides them.
    """
    if postbox.account(house) is None:
        return 0
    now = house.now()
    async with house.database.read() as db:
        read = int(await acts.remembered(db, _READ) or 0)
        end, _ = await journal.head(db)  # first: what is written meanwhile is read the next time
        pressed = await stored.happened(db, Event.PRESSURE, read, now - LATELY, AT_ONCE)
        found = await stored.pressing(db, now - LATELY, (URGENT, PRESSURE), THREAT, AT_ONCE)
        noted = await stored.unheard(db, THREAT, now - LATELY, AT_ONCE)
        end = pressed[-1].sequence if len(pressed) == AT_ONCE else end
    if not (pressed or found or noted or end - read >= _STRIDE):
        return 0
    numbers = sorted({*found, *noted, *(row.complaint_id for row in pressed)})
    async with house.database.write() as db:
        rows = {row.id: row for row in await acts.take(db, numbers)} if numbers else {}
        known = await acts.known(db, numbers)  # another process may have been here meanwhile
        told = [Alert(rows[row.complaint_id], PRESSURE, "", _day(house, row.at)) for row in pressed]
        threats = await stored.hear(db, THREAT, noted) if noted else []
        heard = [Alert(rows[one.complaint_id], THREAT, "", _day(house, one.at)) for one in threats]
        told += [one for case in found for one in _pressing(house, rows[case], told)]
        new = {(one.case.id, "", one.event, one.due): one for one in told}
        await acts.renew(db, now, [key for key in new if key in known and key[2] == THREAT])
        new = {key: one for key, one in new.items() if key not in known}
        await acts.note(db, now, [Done(*key, True) for key in new])
        await tell(db, house, [*heard, *new.values()])
        await acts.remember(db, _READ, f"{end}")
    return len(heard) + len(new)


def _pressing(house: House, case: Any, told: Sequence[Alert]) -> list[Alert]:
    """Whoever is pressed is in the custodian's care: the office itself is told no more of it."""
    found = []
    if case.alarm == _THREATENED and case.alarm_at is not None:
        found.append(Alert(case, THREAT, "", _day(house, case.alarm_at)))
    event = PRESSURE if case.urgent == _PRESSED else URGENT
    if case.urgent and not any(one.case.id == case.id for one in told):
        found.append(Alert(case, event, "", _day(house, case.received_at)))
    return found


def _day(house: House, at: datetime) -> date:
    return house.calendar.local_date(at)
