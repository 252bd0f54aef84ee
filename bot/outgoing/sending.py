"""Sending: the words for a message's way out, and how one is queued."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, Final

from bot.dialogue.desk import Button
from bot.house import House

QUEUED: Final = "queued"
SENDING: Final = "sending"
UNKNOWN: Final = "unknown"
ACCEPTED: Final = "accepted"
FAILED: Final = "failed"
HELD: Final = "held"
CANCELLED: Final = "cancelled"
#: Could not go where it was meant to, and went to an address that the citizen allowed.
DIVERTED: Final = "diverted"

#: The decision itself: its delivery is what stops clock D.
RESULT: Final = "result"

#: What an officer wrote, or an officer's act.
OF_OFFICERS: Final = frozenset({"reply", "status", RESULT})

#: Forward only; `failed` stands unless a later delivery contradicts it.
ORDER: Final = {QUEUED: 0, HELD: 0, SENDING: 1, UNKNOWN: 1, FAILED: 1, DIVERTED: 1, ACCEPTED: 2,
                "sent": 3, "delivered": 4, "read": 5}  # fmt: skip

#: What goes first when the pace or the quota is short: 1 is owed by law, 9 can wait.
RANKS: Final = {
    "receipt": 1,
    "status": 1,
    RESULT: 1,
    "knock": 2,
    "reply": 2,
    "question": 3,
    "": 4,
    "survey": 9,
}

#: What we begin ourselves, and therefore never send at night.
CALM: Final = frozenset({"status", RESULT, "reminder", "survey", "knock"})


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to be queued: to whom, about what, and why."""

    contact: int
    address: int
    account: str
    purpose: str
    text: str = field(repr=False)
    complaint: int | None = None
    officer: int | None = None
    buttons: Sequence[Button] = ()
    subject: str = ""
    template: str = ""


def row(
    house: House, letter: Letter, *, burst: bool = False, leaves: datetime | None = None
) -> dict[str, Any]:
    """The outbox row of a letter; `leaves` is the earliest time, night and day."""
    now = house.now()
    return {
        "id": house.new_id(),
        "contact_id": letter.contact,
        "address_id": letter.address,
        "complaint_id": letter.complaint,
        "officer_id": letter.officer,
        "account": letter.account,
        "purpose": letter.purpose,
        "rank": RANKS.get(letter.purpose, RANKS[""]),
        "burst": burst,
        "text": letter.text,
        "subject": letter.subject,
        "choices": json.dumps([[b.id, b.title, b.wants] for b in letter.buttons]),
        "template": letter.template,
        "state": QUEUED,
        "created_at": now,
        "not_before": _by_day(house, letter.purpose, leaves or now),
    }


def _by_day(house: House, purpose: str, at: datetime) -> datetime:
    """Between evening and morning nothing but answers leaves the house."""
    limits, local = house.settings.limits, at.astimezone(house.settings.zone)
    if purpose not in CALM or limits.quiet_until <= local.hour < limits.quiet_from:
        return at
    day = local.date() + timedelta(days=local.hour >= limits.quiet_from)
    return datetime.combine(day, time(limits.quiet_until), house.settings.zone)
