"""The house: every tool the application works with, built once and passed to who needs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.live import Bell, Live
from storage.database import Database
from storage.files import Files
from storage.ids import Ids
from storage.seal import Vault

if TYPE_CHECKING:
    from bot.casework.days import Calendar
    from bot.config import Settings
    from bot.dialogue.desk import Office
    from bot.dialogue.texts import Texts
    from bot.late import Late
    from bot.spool import Spool
    from bot.timekeeping.dates import Dates
    from channels.base import Channel


@dataclass(frozen=True, slots=True)
class House:
    """Frozen: what changes lives in the database, or in the tools themselves."""

    settings: Settings
    clock: Clock
    database: Database
    vault: Vault
    ids: Ids
    files: Files
    spool: Spool
    late: Late
    channels: Mapping[str, Channel]
    texts: Texts
    office: Office
    calendar: Calendar
    dates: Dates
    live: Live = field(default_factory=Live)
    waiting: Bell = field(default_factory=Bell)
    outgoing: Bell = field(default_factory=Bell)
    files_due: Bell = field(default_factory=Bell)

    def now(self) -> datetime:
        """This moment, in UTC."""
        return self.clock.now()

    def new_id(self) -> int:
        """An id for a row that is about to be written."""
        return self.ids.take(self.clock.now())
