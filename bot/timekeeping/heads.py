"""Heads: once a day the responsible person gets the journal's head, and what is late, by mail."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.casework import timed
from bot.house import House
from bot.timekeeping import circle, postbox
from channels.base import SendError
from storage import acts, journal, leases

log = logging.getLogger(__name__)

_NAME: Final = "head_sent"
#: Not before this hour; who is asleep reads nothing.
HOUR: Final = 7
#: So many numbers of late cases stand in the letter.
SHOWN: Final = 50
#: Longer than a mail server may take: until then no other process sends it.
LEASE_SECONDS: Final = 600
_UNSENT: Final = "Email kepala catatan tidak terkirim. Periksa [responsible] email di config.toml."


@dataclass(frozen=True, slots=True)
class Head:
    """What the chain ends with today, and which cases are late."""

    sequence: int
    digest: bytes
    late: Sequence[str]


async def send(house: House) -> bool:
    """Send today's head by mail, unless it was sent; whether one left.

    Without a copy elsewhere a chain of hashes proves nothing against who owns the machine.
    """
    to, channel = house.settings.responsible.email, postbox.account(house)
    local, holder = house.now().astimezone(house.settings.zone), house.new_id()
    if not to or channel is None or local.hour < HOUR:
        return False
    async with house.database.write() as db:
        head = await _claimed(db, house, local.date(), holder)
    if head is None:
        return False
    subject, text = _letter(house, local.date(), head)
    try:
        await postbox.send(channel, f"head-{local.date().isoformat()}", to, subject, text)
    except SendError as error:
        log.warning("the journal's head was not sent: %s", error.reason)
        async with house.database.write() as db:
            await postbox.rest(db, house, channel, _NAME, holder, _UNSENT)
        return False
    async with house.database.write() as db:
        await acts.remember(db, _NAME, local.date().isoformat())
        await postbox.done(db, channel, _NAME, holder)
    return True


async def _claimed(db: AsyncConnection, house: House, day: date, holder: int) -> Head | None:
    """The head, where it was not sent today and nobody else is sending it."""
    if await leases.hold(db, _NAME, holder, LEASE_SECONDS) is None:
        return None
    if await acts.remembered(db, _NAME) == day.isoformat():
        await leases.let_go(db, holder)
        return None
    barred = (await circle.load(db, house)).barred_from_responsible
    late = await acts.overdue(db, day, [str(clock) for clock in timed.OURS], barred)
    return Head(*await journal.head(db), late)


def _letter(house: House, day: date, head: Head) -> tuple[str, str]:
    late = head.late
    facts: dict[str, Any] = {
        "office": house.office.name,
        "date": house.texts.day("", day, year=True),
        "sequence": f"{head.sequence}",
        "hash": head.digest.hex(),
        "late": ", ".join(late[:SHOWN]) + (" ..." if len(late) > SHOWN else "") or "-",
    }
    say = house.texts.say
    return say("", "journal_head.subject", **facts), say("", "journal_head", **facts)
