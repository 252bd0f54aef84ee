"""Hours: the three days of UU 27/2022, for whoever has to hurry."""

from __future__ import annotations

from typing import Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.casework import privacy
from bot.casework.rights import Right
from bot.house import House
from bot.inbox.sessions import Officer
from storage import privacy as register


async def warnings(db: AsyncConnection, house: House, officer: Officer) -> list[tuple[str, str]]:
    """(how long, of what), from half of the time on, for those who can do something."""
    now = house.now()
    asked = await register.open_requests(db, officer.reader) if officer.may(_ANSWERS) else []
    untold = await register.untold(db) if officer.may(Right.KEEP_BREACHES) else []
    found = [
        *((privacy.left(row.asked_at, row.due_at, now), _ASKED) for row in asked),
        *((privacy.left(row.found_at, row.due_at, now), _UNTOLD) for row in untold),
    ]
    return [(left.words, words) for left, words in found if left.warns]


_ANSWERS: Final = Right.ANSWER_DATA
_ASKED: Final = "Permintaan data pribadi"
_UNTOLD: Final = "Pemberitahuan kebocoran"
