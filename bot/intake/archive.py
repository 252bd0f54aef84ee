"""Archive: how the cases of the archive had ended; LANJUT files again what nobody answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot import cases
from bot.casework.words import Event, State
from bot.dialogue.desk import Case
from storage import joining
from storage.seal import PersonKey
from storage.waiting import Pile


async def load(db: AsyncConnection, pile: Pile) -> dict[int, str]:
    """Of the archived cases that nobody has filed again: the state before."""
    archived = [
        row.id for some in pile.cases.values() for row in some if row.state == State.ARCHIVED
    ]
    return await joining.came_from(db, archived, str(State.ARCHIVED), str(Event.REFILE))


def opened(row: Any, key: PersonKey, rested: Mapping[int, str]) -> Case:
    """A case of somebody's own."""
    case, ended = cases.opened(row, key), rested.get(row.id)
    if not ended or row.contact_id != row.reader:  # nobody files again what is another's
        return case
    return replace(case, ended_as=State(ended))
