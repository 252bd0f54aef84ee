"""Heads: once a day the responsible person gets the journal's head, and what is late, by mail."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from bot.casework import timed
from bot.house import House
from channels.base import Address, Channel, Outbound, SendError
from storage import acts, journal

log = logging.getLogger(__name__)

_NAME: Final = "head_sent"
#: Not before this hour; who is asleep reads nothing.
HOUR: Final = 7
#: So many numbers of late cases stand in the letter.
SHOWN: Final = 50


async def send(house: House) -> bool:
    """Send today's head by mail, unless it was sent; whether one left.

    Without a copy elsewhere a chain of hashes proves nothing against who owns the machine.
    """
    to, channel = house.settings.responsible.email, _mail(house)
    local = house.now().astimezone(house.settings.zone)
    if not to or channel is None or local.hour < HOUR:
        return False
    async with house.database.read() as db:
        if await acts.remembered(db, _NAME) == local.date().isoformat():
            return False
        sequence, digest = await journal.head(db)
        late = await acts.overdue(db, local.date(), [str(clock) for clock in timed.OURS])
    try:
        await channel.send(_letter(house, channel, to, local.date(), sequence, digest, late))
    except SendError as error:
        log.warning("the journal's head was not sent: %s", error.reason)
        return False
    async with house.database.write() as db:
        await acts.remember(db, _NAME, local.date().isoformat())
    return True


def _mail(house: House) -> Channel | None:
    """The first account that writes letters of its own accord."""
    names = [account.name for account in house.settings.accounts if account.use == "email"]
    return house.channels[names[0]] if names else None


def _letter(
    house: House,
    channel: Channel,
    to: str,
    day: date,
    sequence: int,
    digest: bytes,
    late: Sequence[str],
) -> Outbound:
    facts: dict[str, Any] = {
        "office": house.office.name,
        "date": house.texts.day("", day, year=True),
        "sequence": f"{sequence}",
        "hash": digest.hex(),
        "late": ", ".join(late[:SHOWN]) + (" ..." if len(late) > SHOWN else "") or "-",
    }
    return Outbound(
        id=f"head-{day.isoformat()}",
        to=Address(channel.account, to),
        text=house.texts.say("", "journal_head", **facts),
        subject=house.texts.say("", "journal_head.subject", **facts),
        auto="generated",
    )
