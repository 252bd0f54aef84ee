"""Aftercare: answers that never came are marked, and who was protected is asked once more."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from bot import paperwork
from bot.casework.papers import PaperKind
from bot.house import House
from bot.inbox import letters, people
from bot.inbox.words import OWED
from storage import acts, outbox, papers, sorting
from storage.acts import Done

AFTER: Final = timedelta(days=30)
#: Whoever was missed for so long, since the machine stood still, is not reminded of it.
TOO_LATE: Final = timedelta(days=60)
AT_ONCE: Final = 50
STEP: Final = "aftercare"


#: An alarm that presses more than a missing answer stays.
CALMER: Final = frozenset({"", "call", "complete", "withdrawal", "answer", "reply", OWED})


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
    now = house.now()
    async with house.database.write() as db:
        found = await papers.ended_with(
            db, PaperKind.PROTECTION, now - TOO_LATE, now - AFTER, STEP, AT_ONCE
        )
        queued = []
        for row, paper in ((one.case, one.paper) for one in found):
            person = people.person(house, row)
            if person.key is None:
                continue
            contact = paperwork.opened(person.key, paper).get("contact", "")
            to = await letters.where(house, db, row, person)
            text = letters.say(house, row, to.account, "aftercare", other=contact)
            queued += letters.post(house, row, to, "reminder", text, None)
        today = house.calendar.local_date(now)
        await acts.note(db, now, [Done(one.case.id, "", STEP, today, True) for one in found])
        await outbox.add(db, queued)
    if queued:
        house.outgoing.ring()
    return len(found)
