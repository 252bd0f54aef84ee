"""Aftercare: answers that never came are marked, and who was protected is asked once more."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import paperwork
from bot.casework.papers import PaperKind
from bot.house import House
from bot.inbox import letters, people
from bot.inbox.words import OWED
from bot.outgoing.proofs import UNTOLD
from storage import acts, outbox, papers, sorting
from storage.acts import Done
from storage.database import is_away

log = logging.getLogger(__name__)

AFTER: Final = timedelta(days=30)
#: Whoever was missed for so long, since the machine stood still, is not reminded of it.
TOO_LATE: Final = timedelta(days=60)
AT_ONCE: Final = 50
STEP: Final = "aftercare"


#: An alarm that presses more than a missing answer stays.
CALMER: Final = frozenset({"", "call", "complete", "withdrawal", "answer", "reply", UNTOLD, OWED})


async def watch(house: House) -> int:
    """Mark each case in which an awaited answer did not come, once; returns how many."""
    now = house.now()
    async with house.database.write() as db:
        found = await papers.overdue(db, house.calendar.local_date(now), OWED, AT_ONCE)
        numbers = sorted({case for case, _ in found})
        rows = await acts.take(db, numbers) if numbers else []
        known = await acts.known(db, numbers)  # another process may have been here meanwhile
        new = [(case, due) for case, due in found if (case, "", OWED, due) not in known]
        for row in rows:
            if row.alarm in CALMER and row.id in {case for case, _ in new}:
                await sorting.change(db, row.id, alarm=OWED, alarm_at=now)
        await acts.note(db, now, [Done(case, "", OWED, due, True) for case, due in new])
    if new:
        house.live.tell(sorted({case for case, _ in new}))
    return len(found)


async def ask(house: House) -> int:
    """One question for each protection that was written down; returns how many were asked."""
    async with house.database.write() as db:
        found = await _ended(db, house)
    asked = await _each(house, [one.case.id for one in found]) if found else 0
    if asked:
        house.outgoing.ring()
    return asked


async def _ended(db: AsyncConnection, house: House) -> list[papers.Held]:
    now = house.now()
    return await papers.ended_with(
        db, PaperKind.PROTECTION, now - TOO_LATE, now - AFTER, STEP, AT_ONCE
    )


async def _each(house: House, cases: Sequence[int]) -> int:
    """All together, or one by one: a case that cannot be asked about stops no other."""
    try:
        return await _batch(house, cases)
    except Exception as error:
        if is_away(error):
            raise
        if len(cases) == 1:
            log.exception("case %d: nobody is asked: %s", cases[0], type(error).__name__)
            await _give_up(house, cases[0])
            return 0
    return sum([await _each(house, [case]) for case in cases])


async def _batch(house: House, cases: Sequence[int]) -> int:
    now, today = house.now(), house.calendar.local_date(house.now())
    async with house.database.write() as db:
        await acts.take(db, cases)
        # Asked again under the lock: another process may have been here meanwhile.
        found = await _ended(db, house)
        mine = [one for one in found if one.case.id in set(cases)]
        queued = [row for one in mine for row in await _question(house, db, one)]
        await acts.note(db, now, [Done(one.case.id, "", STEP, today, True) for one in mine])
        await outbox.add(db, queued)
    return len(mine)


async def _question(house: House, db: AsyncConnection, one: papers.Held) -> list[dict[str, Any]]:
    """Nothing where nobody is left to be asked."""
    row, person = one.case, people.person(house, one.case)
    if person.key is None:
        return []
    contact = paperwork.opened(person.key, one.paper).get("contact", "")
    to = await letters.where(house, db, row, person)
    text = letters.say(house, row, to.account, "aftercare", other=contact)
    return letters.post(house, row, to, "reminder", text, None)


async def _give_up(house: House, case: int) -> None:
    """Who cannot be asked by message is called by somebody."""
    now, today = house.now(), house.calendar.local_date(house.now())
    async with house.database.write() as db:
        for row in await acts.take(db, [case]):
            known = await acts.known(db, [case])
            if (case, "", STEP, today) not in known:
                await acts.note(db, now, [Done(case, "", STEP, today, False)])
            if row.alarm in CALMER:
                await sorting.change(db, case, alarm="call", alarm_at=now)
    house.live.tell([case])
