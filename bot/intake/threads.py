"""Threads: the case that a letter belongs to, by a token of ours or by the letters it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from storage import waiting, wires
from storage.waiting import Pile
from storage.wires import Wire


@dataclass(frozen=True, slots=True)
class Threads:
    """What each message's provider named, and the number of the case it leads to."""

    wires: Mapping[int, Wire] = field(repr=False)
    numbers: Mapping[int, str]


async def follow(db: AsyncConnection, house: House, pile: Pile) -> Threads:
    """Open the messages' wires; where messages stand in threads, find their cases."""
    opened = {row.id: _wire(house, pile, row) for row in pile.messages}
    letters = [row for row in pile.messages if _is_letter(house, row)]
    named = {row.id: _named(house, row, opened[row.id]) for row in letters}
    answered = await waiting.answered(db, {one for some in named.values() for one in some})
    numbers = {}
    for row in letters:
        found = next((answered[one] for one in named[row.id] if one in answered), "")
        number = opened[row.id].number or found
        if number:
            numbers[row.id] = number
    return Threads(opened, numbers)


def _wire(house: House, pile: Pile, row: Any) -> Wire:
    person = pile.contacts[row.contact_id]
    key = house.vault.person(row.contact_id, person.wrapped_key)
    return wires.opened(key, f"messages.{row.id}", row)


def _is_letter(house: House, row: Any) -> bool:
    channel = house.channels.get(row.account)
    return channel is not None and channel.limits.letter


def _named(house: House, row: Any, wire: Wire) -> list[bytes]:
    """What the letters that this one answers are found by, nearest first."""
    told = (wires.blind(house.vault, row.account, one) for one in (wire.reply_to, *wire.refs))
    return [blind for blind in told if blind is not None]
