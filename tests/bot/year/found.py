"""What the service kept of the year, as the oracle would tell it: acts, letters, last days."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select

from storage import journal
from storage.tables import acts, clocks, contacts, outbox
from tests.bot.year.oracle import Act, Story
from tests.world import World

ZONE: Final = ZoneInfo("Asia/Jakarta")
_PAGE: Final = 5_000

_HAPPENED: Final = {
    "apologise": "apologise {clock}",
    "escalate": "escalate {to} {clock}",
    "remind": "remind",
    "propose": "propose {what}",
    "close": "close",
    "archive": "archive",
}
#: Words by which each message is known, of what officers and time send, and of answers.
_SAID: Final = {
    "status": {
        "Supaya laporan": "incomplete", "dinyatakan *lengkap*": "complete",
        "sedang ditelaah": "taken", "menyampaikan saran": "recommended",
        "diperiksa ulang. Keputusan": "reviewed_again", "catat sebagai pengaduan": "made_complaint",
        "kami lanjutkan": "resumed", "pejabat informasi": "ppid", "waktu lebih lama": "lengthened",
        "kami teruskan ke Dinas": "referred", "Ini pertanyaan": "information",
        "Ini usul": "proposal", "menunggu jawaban untuk": "answered", "Mohon maaf": "apology",
        "kami tutup": "closed",
    },
    "result": {"Hasil laporan": "decided"},
    "reminder": {"masih diperlukan": "reminder"},
    "command": {
        "Keberatan atas laporan": "objected", "dicabut sesuai permintaan": "withdrawn",
        "kami tutup": "done",
    },
}  # fmt: skip
_MONTHS: Final = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
_DAY: Final = re.compile(rf"\w+,? (\d+) ({'|'.join(_MONTHS)})(?: (\d{{4}}))?")


async def stories(world: World) -> dict[str, Story]:
    """Everything of every case, by its number."""
    cases = {row.id: row.number for row in await world.cases()}
    found = {number: Story([], [], {}, []) for number in cases.values()}
    for row in await world.rows(select(acts).order_by(acts.c.at)):
        act = Act(_day(row.at), row.clock, row.step, row.done)
        found[cases[row.complaint_id]].acts.append(act)
    for row in await world.rows(select(clocks).where(clocks.c.stopped_at.is_(None))):
        found[cases[row.complaint_id]].due[row.clock] = row.due_on
    async for deed in _deeds(world):
        if deed["actor"] == "system":
            what = _HAPPENED[deed["event"]].format(**deed["details"])
            found[cases[deed["complaint_id"]]].happened.append((_day(deed["at"]), what))
    async for case, letter in _letters(world):
        found[cases[case]].letters.append(letter)
    for story in found.values():
        story.acts.sort()
        story.happened.sort()
        story.letters.sort(key=str)
    return found


async def _deeds(world: World) -> AsyncIterator[dict[str, Any]]:
    after = 0
    while True:
        async with world.house.database.read() as db:
            page = await journal.deeds(db, world.house.vault, sorted(_HAPPENED), after, _PAGE)
        for deed in page:
            yield deed
        if len(page) < _PAGE:
            return
        after = page[-1]["sequence"]


async def _letters(world: World) -> AsyncIterator[tuple[int, tuple[date, str, date | None]]]:
    rows = await world.rows(
        select(outbox, contacts.c.wrapped_key)
        .join(contacts, contacts.c.id == outbox.c.contact_id)
        .where(outbox.c.purpose.in_(sorted(_SAID)), outbox.c.complaint_id.is_not(None))
    )
    for row in rows:
        text = row.text or _opened(world, row)
        known = [what for words, what in _SAID[row.purpose].items() if words in text]
        day = _day(row.created_at)
        assert len(known) == 1 or row.purpose == "command", (known, row.purpose, text)
        for what in known:
            yield row.complaint_id, (day, what, _named(text, day))


def _opened(world: World, row: Any) -> str:
    key = world.house.vault.person(row.contact_id, row.wrapped_key)
    return str(key.open(f"outbox.sealed.{row.id}", row.sealed).decode())


def _named(text: str, day: date) -> date | None:
    """The first day that the words name; of this year where they do not say which."""
    found = _DAY.search(text)
    if found is None:
        return None
    return date(int(found[3] or day.year), _MONTHS.index(found[2]) + 1, int(found[1]))


def _day(at: datetime) -> date:
    return at.astimezone(ZONE).date()
