"""Above: a letter tells the body above that a case was sealed to it, and no word of the case."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import cases, duty, paperwork
from bot.casework import paper_checks
from bot.casework.paper_table import PAPERS
from bot.casework.paper_values import Around
from bot.casework.papers import PaperKind
from bot.casework.words import Event, State
from bot.house import House
from storage import above as letters
from storage import papers
from storage.journal import Entry
from storage.seal import PersonKey


async def write(db: AsyncConnection, house: House, row: Any, key: PersonKey) -> Entry | None:
    """Keep the letter; returns the journal's row of it. None where nobody stands above."""
    to = addressee(house)
    if not to:
        return None
    now, today = house.now(), house.calendar.local_date(house.now())
    paper = PAPERS[PaperKind.ABOVE]
    year = datetime(today.year, 1, 1, tzinfo=house.settings.zone)
    number = 1 + await letters.written_since(db, paper.kind, year)
    given = {
        "to": to,
        "letter": f"{number:03d}/SEGEL/{today.year}",
        "dated": today.isoformat(),
        "text": _text(house, row, has_account=await duty.above(db, house) is not None),
    }
    around = Around(today, house.calendar, State(row.state), writer=0)
    kept = paperwork.keep(
        key,
        paper,
        paper_checks.check(paper, given, around),
        id=house.new_id(),
        complaint=row.id,
        officer=None,
        number=1 + await papers.count(db, row.id, paper.kind),
        at=now,
    )
    await papers.add(db, dict(kept.row))
    return cases.by_itself(house, row, key, Event.FILE_PAPER, details=kept.details)


def addressee(house: House) -> str:
    """Inspektur Kota, Inspektorat Kota Sukajaya; "" where the configuration names nobody."""
    told = house.settings.above_head
    return ", ".join(filter(None, [told.name, told.body]))


def _text(house: House, row: Any, *, has_account: bool) -> str:
    url = house.settings.server.public_url
    facts = {
        "office": house.office.name,
        "number": row.number,
        "date": house.texts.day("", house.calendar.local_date(row.received_at), year=True),
        "url": f"{url.rstrip('/')}/inbox" if url else "",
    }
    access = "account" if has_account else "no_account"
    return "\n\n".join(
        house.texts.say("", key, **facts) for key in ("above_letter", f"above_letter.{access}")
    )
