"""Messages: everything that came in and went out, in order of time, one object each."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from typing import Any, Final

from bot.casework.vias import CODES
from bot.commands.exports import masks
from bot.commands.exports.masks import Mask
from bot.house import House
from bot.outgoing import packing
from storage import exporting

PAGE: Final = 500
COLUMNS: Final = (
    "id", "direction", "channel", "account", "provider_id", "sender", "sender_name", "recipient",
    "subject", "text", "at", "sent_at", "received_at", "kind", "complaint", "state", "reason",
    "full_text", "attachments",
)  # fmt: skip
#: What was taken for this is written by staff, in the provider's own app.
_ECHO: Final = "echo"
#: One-time codes on the office's SIM are nobody's business.
_CODE: Final = "code"


async def stream(house: House, since: datetime | None) -> AsyncIterator[dict[str, Any]]:
    """Both directions as one; ids are made in order of time."""
    streams = [_arrived(house, since), _sent(house, since)]
    heads = [await anext(one, None) for one in streams]
    while any(heads):
        turn = min((n for n, head in enumerate(heads) if head), key=lambda n: _id(heads[n]))
        head, heads[turn] = heads[turn], await anext(streams[turn], None)
        if head is not None:
            yield head[1]


_Numbered = tuple[int, dict[str, Any]]


def _id(head: _Numbered | None) -> int:
    return head[0] if head else 0


async def _arrived(house: House, since: datetime | None) -> AsyncIterator[_Numbered]:
    after = 0
    while True:
        async with house.database.read() as db:
            rows = await exporting.said(db, after, since, PAGE)
            files = await exporting.files(db, of_messages=[row.id for row in rows])
        known = await _masks(house, rows)
        for row in rows:
            mask = known.of(house, row, row.complaint_id)
            yield row.id, _in(house, row, mask, files.get(row.id, ()))
        if len(rows) < PAGE:
            return
        after = rows[-1].id


async def _sent(house: House, since: datetime | None) -> AsyncIterator[_Numbered]:
    after = 0
    while True:
        async with house.database.read() as db:
            rows = await exporting.sent(db, after, since, PAGE)
            files = await exporting.files(db, of_outbox=[row.id for row in rows])
        known = await _masks(house, rows)
        for row in rows:
            mask = known.of(house, row, row.complaint_id)
            yield row.id, _out(house, row, mask, files.get(row.id, ()))
        if len(rows) < PAGE:
            return
        after = rows[-1].id


async def _masks(house: House, rows: Sequence[Any]) -> masks.Masks:
    return await masks.load(
        house, (row.complaint_id for row in rows), (row.contact_id for row in rows)
    )


def _in(house: House, row: Any, mask: Mask, files: Sequence[Any]) -> dict[str, Any]:
    echo = row.kind == _ECHO
    address = mask.address(row)
    return _both(house, "messages", row, mask, files) | {
        "direction": "out" if echo else "in",
        "channel": _came(house, row),
        "sender": "" if echo else address,
        "sender_name": house.office.name if echo else mask.name(row),
        "recipient": address if echo else "",
        "text": "" if row.kind == _CODE else mask.text(row.text),
        "full_text": mask.text(row.full),
        "at": _time(house, row.received_at),
        "sent_at": _time(house, row.sent_at),
        "received_at": _time(house, row.received_at),
        "kind": "unread" if row.unread_at else "part" if row.part_of else row.kind,
        "state": "unread" if row.unread_at else "handled" if row.handled_at else "waiting",
        "reason": row.unread_reason,
    }


def _came(house: House, row: Any) -> str:
    """By which way: what an officer wrote down came to that account from nobody's phone."""
    written = row.via and row.fields is not None and row.account == row.home
    return CODES[row.via] if written else channel_of(house, row.account)


def _out(house: House, row: Any, mask: Mask, files: Sequence[Any]) -> dict[str, Any]:
    text = packing.opened(mask.key, row) if mask.key is not None else ""
    return _both(house, "outbox", row, mask, files) | {
        "direction": "out",
        "sender": "",
        "sender_name": row.officer or house.office.name,
        "recipient": mask.address(row),
        "text": mask.text(text),
        "at": _time(house, row.created_at),
        "sent_at": _time(house, row.accepted_at or row.sent_at),
        "received_at": _time(house, row.delivered_at or row.read_at),
        "kind": row.purpose or "answer",
        "state": row.state,
        "reason": mask.text(row.reason),
    }


def _both(house: House, table: str, row: Any, mask: Mask, files: Sequence[Any]) -> dict[str, Any]:
    return {
        **dict.fromkeys(COLUMNS, ""),
        "id": str(row.id),
        "channel": channel_of(house, row.account),
        "account": row.account,
        # Providers put chat ids and telephone numbers into their ids.
        "provider_id": mask.wire(table, row).provider_id,
        "subject": mask.text(row.subject),
        "complaint": row.number or "",
        "attachments": [
            {
                "name": mask.file(file, position),
                "mime": file.mime,
                "size": file.size,
                "state": file.state,
            }
            for position, file in enumerate(files, 1)
        ],
    }


def channel_of(house: House, account: str) -> str:
    """The channel an account uses; its own name where the account is no longer configured."""
    return next((a.use for a in house.settings.accounts if a.name == account), account)


def _time(house: House, at: datetime | None) -> str | None:
    return at.astimezone(house.settings.zone).isoformat(timespec="seconds") if at else None
