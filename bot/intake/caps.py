"""Caps: how often one sender of letters is answered by itself; what is owed is only delayed.

A machine that answers every letter of ours would else be answered for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from storage import tries, waiting

HOUR: Final = timedelta(hours=1)
#: Letters of ours that one sender gets within an hour before the next one has to wait.
PER_SENDER: Final = 3
#: Answers that owe nothing, to all senders of an account together, within an hour.
PER_ACCOUNT: Final = 200
RECEIPT: Final = "receipt"
_NAME: Final = "ack"


@dataclass(frozen=True, slots=True)
class Cap:
    """until: the next letter waits until then. silent: what owes nothing is not said at all."""

    until: datetime | None = None
    silent: bool = False

    def drops(self, purpose: str, *, merging: bool) -> bool:
        """Whether this is left unsaid: never a receipt, nor what stands in for a waiting one."""
        return purpose != RECEIPT and not merging and (self.silent or self.until is not None)


FREE: Final = Cap()


async def load(
    db: AsyncConnection, house: House, rows: Sequence[Any], now: datetime
) -> dict[int, Cap]:
    """The caps of those who wrote letters, by contact."""
    writers = {row.contact_id: row.account for row in rows if _is_letter(house, row.account)}
    if not writers:
        return {}
    lately = await waiting.answered_lately(db, sorted(writers), now - HOUR)
    crowded = {
        account
        for account in set(writers.values())
        if await _said(db, house, account, now) >= PER_ACCOUNT
    }
    return {
        contact: _cap(lately.get(contact, ()), account in crowded)
        for contact, account in writers.items()
    }


async def count(db: AsyncConnection, house: House, account: str, now: datetime) -> None:
    """One more answer that owed nothing."""
    if _is_letter(house, account):
        await tries.count(db, _NAME, _who(house, account), now)


def _cap(sent: Sequence[datetime], crowded: bool) -> Cap:
    full = len(sent) >= PER_SENDER
    return Cap(max(sent) + HOUR if full else None, crowded)


async def _said(db: AsyncConnection, house: House, account: str, now: datetime) -> int:
    slices = await tries.lately(db, _NAME, _who(house, account), now - HOUR)
    return sum(often for _, often in slices)


def _who(house: House, account: str) -> bytes:
    return house.vault.blind(_NAME, account)


def _is_letter(house: House, account: str) -> bool:
    channel = house.channels.get(account)
    return channel is not None and channel.limits.letter
