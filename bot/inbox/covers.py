"""Covers: the letter with which somebody else passed a report on to us, as a paper of its case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

from bot.casework import paper_checks
from bot.casework.lifecycle import Refusal
from bot.casework.paper_table import PAPERS
from bot.casework.paper_values import Around
from bot.casework.papers import PaperKind, Values
from bot.casework.words import State
from bot.house import House

#: The lines of the entry form, and what they are called on the paper.
LINES: Final[Mapping[str, str]] = {
    "asal": "body",
    "nomor_surat": "letter",
    "tanggal_surat": "dated",
    "diminta": "text",
    "tenggat_surat": "due",
}
_ASKED: Final = "Ditangani dan dijawab."


class Typed(Protocol):
    """Whatever holds the lines of the form."""

    def text(self, name: str) -> str: ...


def papers(house: House, typed: Typed) -> dict[str, Values]:
    """The papers that came with a report, by their kind. Raises Refusal."""
    given = {name: typed.text(line) for line, name in LINES.items()}
    if not given["body"]:
        return {}
    today = house.calendar.local_date(house.now())
    around = Around(today=today, calendar=house.calendar, state=State.RECEIVED, writer=0)
    asked = given | {"text": given["text"] or _ASKED}
    found = {PaperKind.OUTSIDE: paper_checks.check(PAPERS[PaperKind.OUTSIDE], asked, around)}
    if given["body"] == "sp4n":
        number = {"tracking": given["letter"], "way": "incoming", "dated": given["dated"]}
        found[PaperKind.SP4N] = paper_checks.check(PAPERS[PaperKind.SP4N], number, around)
    return {str(kind): filed.values for kind, filed in found.items()}


def wrong(house: House, typed: Typed) -> str:
    """What stands against the letter as it was typed; "" where nothing does."""
    try:
        papers(house, typed)
    except Refusal as error:
        return f"{error}."
    return ""
