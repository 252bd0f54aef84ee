"""Complaints: one object for each case, as its row stands now."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any, Final

from bot.casework.vias import CODES
from bot.casework.words import IDENTITY, Slot
from bot.commands.exports import masks
from bot.commands.exports.masks import Mask
from bot.commands.exports.messages import PAGE, channel_of
from bot.house import House
from storage import exporting

_TIMES: Final = ("received_at", "confirmed_at", "spoken_at", "touched_at", "ended_at")
COLUMNS: Final = (
    "id", "number", "register_no", "kind", "state", "protection", "urgent", "channel", "account",
    "sender", *map(str, Slot), "summary", "officer", "due_on", "due_clock", *_TIMES, "files",
    "voices", "alarm",
)  # fmt: skip


async def stream(house: House, since: datetime | None) -> AsyncIterator[dict[str, Any]]:
    """Oldest first."""
    after = 0
    while True:
        async with house.database.read() as db:
            rows = await exporting.cases(db, after, since, PAGE)
        known = await masks.load(house, (row.id for row in rows), ())
        for row in rows:
            yield _case(house, row, known.of(house, row, row.id))
        if len(rows) < PAGE:
            return
        after = rows[-1].id


def _case(house: House, row: Any, mask: Mask) -> dict[str, Any]:
    zone = house.settings.zone
    times = {name: getattr(row, name) for name in _TIMES}
    return {
        **dict.fromkeys(COLUMNS, ""),
        "id": str(row.id),
        "number": row.number,
        "register_no": row.register_no,
        "kind": row.kind,
        "state": row.state,
        "protection": row.protection,
        "urgent": row.urgent,
        "channel": CODES.get(row.via) or channel_of(house, row.account),
        "account": row.account,
        "sender": mask.address(row),
        **_slots(mask),
        "summary": mask.text(row.summary),
        "officer": row.officer or "",
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "due_clock": row.due_clock,
        **{
            name: at.astimezone(zone).isoformat(timespec="seconds") if at else None
            for name, at in times.items()
        },
        "files": row.files,
        "voices": row.voices,
        "alarm": row.alarm,
    }


def _slots(mask: Mask) -> dict[str, str]:
    case = mask.person.case if mask.person else None
    told = case.slots if case else {}
    return {
        str(slot): "" if mask.hidden and slot in IDENTITY else mask.text(told.get(slot, ""))
        for slot in Slot
    }
