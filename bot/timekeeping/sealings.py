"""Sealings: the letter about a sealed case leaves for the body above, once, by mail."""

from __future__ import annotations

import logging
from typing import Any, Final

from bot import above, paperwork
from bot.casework.papers import PaperKind
from bot.house import House
from bot.inbox import people
from bot.timekeeping import postbox
from channels.base import SendError
from storage import above as letters
from storage import acts, journal, leases, papers, sorting
from storage.acts import Done

log = logging.getLogger(__name__)

STEP: Final = "above_mail"
AT_ONCE: Final = 20
#: Longer than a mail server may take: until then no other process sends them.
LEASE_SECONDS: Final = 600
#: Read by the whole office, which learns of no case by it.
_UNSENT: Final = (
    "Email ke lembaga atasan tidak terkirim. Periksa [above_head] email di config.toml."
)


async def keep(house: House) -> None:
    """Letters that are still to be written, and those that are still to be sent."""
    await write(house)
    await send(house)


async def write(house: House) -> int:
    """Cases that were sealed before anybody stood above; returns how many letters were written."""
    if not above.addressee(house):
        return 0
    async with house.database.read() as db:
        found = await letters.sealed_without(db, PaperKind.ABOVE, AT_ONCE)
    for number in found:
        async with house.database.write() as db:
            row = await sorting.lock(db, number)
            key = people.key_of(house, row) if row is not None else None
            if row is None or key is None or await papers.newest(db, row.id, PaperKind.ABOVE):
                continue
            entry = await above.write(db, house, row, key)
            await journal.append(db, house.vault, [entry] if entry is not None else [])
    return len(found)


async def send(house: House) -> int:
    """The letters that have not left; returns how many did. Each says no more than the paper."""
    to, channel, holder = house.settings.above_head.email, postbox.account(house), house.new_id()
    if not to or channel is None or not await _waiting(house):
        return 0
    async with house.database.write() as db:
        if await leases.hold(db, STEP, holder, LEASE_SECONDS) is None:
            return 0
    sent = 0
    try:
        for paper in await _waiting(house):
            async with house.database.write() as db:
                if await leases.hold(db, STEP, holder, LEASE_SECONDS) is None:
                    return sent
            subject, text = _letter(house, paper)
            await postbox.send(channel, f"above-{paper.id}", to, subject, text)
            await _note(house, paper.complaint_id)
            sent += 1
    except SendError as error:
        log.warning("a letter about a sealed case was not sent: %s", error.reason)
        async with house.database.write() as db:
            await postbox.rest(db, house, channel, STEP, holder, _UNSENT)
        return sent
    async with house.database.write() as db:
        await postbox.done(db, channel, STEP, holder)
    return sent


async def _waiting(house: House) -> list[Any]:
    async with house.database.read() as db:
        return await letters.undone(db, PaperKind.ABOVE, STEP, AT_ONCE)


async def _note(house: House, case: int) -> None:
    today = house.calendar.local_date(house.now())
    async with house.database.write() as db:
        await acts.note(db, house.now(), [Done(case, "", STEP, today, True)])


def _letter(house: House, row: Any) -> tuple[str, str]:
    values = paperwork.opened(people.key_of(house, row), row)
    facts: dict[str, Any] = {
        "office": house.office.name,
        "other": str(values["letter"]),
        "to": str(values["to"]),
        "text": str(values["text"]),
        "date": house.texts.day("", house.calendar.local_date(row.created_at), year=True),
        "until": house.texts.day("", row.due_on, year=True),
    }
    say = house.texts.say
    return say("", "above_mail.subject", **facts), say("", "above_mail", **facts)
