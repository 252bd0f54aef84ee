"""Filings: what an officer wrote down for somebody, and the desk on which it becomes a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from bot import cases
from bot.casework.clocks import NEWS
from bot.casework.words import Event, Kind
from bot.dialogue.desk import Desk, Turn
from bot.house import House


@dataclass(frozen=True, slots=True)
class Filing:
    """By which way it came, when, who wrote it down, and the number given to it.

    slip: the number of the paper slip; the case then has the slip's id as well. news_by: by when
    news is owed, where that day is not over yet.
    """

    via: str
    at: datetime
    officer: int
    number: str
    id: int
    slip: str = ""
    news_by: Mapping[Kind, date] = field(default_factory=dict)
    urgent_by: Mapping[Kind, date] = field(default_factory=dict)
    #: Papers that came with it, by their kind: a letter of the Ombudsman, a number of SP4N.
    papers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)

    def seen(self, desk: Desk) -> Desk:
        """The desk with this case's own number and dates; it answers nothing that was asked."""
        talk = replace(desk.talk, asking="")
        return replace(
            desk,
            talk=talk,
            spare=((self.id, self.number),),
            news_by=self.news_by,
            urgent_by=self.urgent_by,
        )

    def written(self, turn: Turn) -> Turn:
        """By another's hand: that it was sent is no signature of the citizen's."""
        return replace(
            turn,
            cases=tuple(replace(case, confirmed_at=None) for case in turn.cases),
            happenings=tuple(one for one in turn.happenings if one.event is not Event.CONFIRM),
        )

    @property
    def details(self) -> dict[str, str]:
        """For the journal, whose own time is when it was written down."""
        told = {"via": self.via, "received_at": self.at.isoformat(timespec="minutes")}
        return told | ({"slip": self.slip} if self.slip else {})


def filing(house: House, given: Mapping[str, Any]) -> Filing | None:
    """The filing in a message's fields; None where a citizen wrote the message."""
    if not given.get("via"):
        return None
    at = datetime.fromisoformat(given["received_at"])
    return Filing(
        via=given["via"],
        at=at,
        officer=given["by"],
        number=given["number"],
        id=given.get("case") or house.new_id(),
        slip=given.get("slip", ""),
        news_by=_owed(house, at),
        urgent_by=_owed(house, at, urgent=True),
        papers=given.get("papers", {}),
    )


def needed(ticked: Iterable[str]) -> frozenset[str]:
    """The help that an officer ticked, in the words of a case; the rest stands in the entry."""
    return frozenset(_NEEDED[code] for code in ticked if code in _NEEDED)


_NEEDED: Final = {"gerak": "disabled", "lihat": "blind", "dengar": "deaf", "baca": "cannot_write"}


def _owed(house: House, at: datetime, urgent: bool = False) -> dict[Kind, date]:
    """The law's dates count from the day it came; what is over is promised to nobody."""
    since, today = house.calendar.local_date(at), house.calendar.local_date(house.now())
    names = cases.promised(urgent=urgent)
    dates = {kind: cases.due(house, clock, since, names) for kind, clock in NEWS.items()}
    return {kind: day for kind, day in dates.items() if day >= today}
