"""Paper table: every kind of paper, in the order in which officers find them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.casework import papers_inside, papers_outside
from bot.casework.papers import Paper, PaperKind
from bot.casework.words import Event

#: The headings under which papers stand in the file, in this order.
GROUPS: Final[Mapping[str, str]] = {
    "look": "Pemeriksaan",
    "end": "Penyelesaian",
    "out": "Hubungan luar",
    "care": "Pelapor",
}
PAPERS: Final[Mapping[PaperKind, Paper]] = {
    paper.kind: paper for paper in (*papers_inside.ALL, *papers_outside.ALL)
}
#: Papers that come with a step of the case, by what the step does.
BY_EVENT: Final[Mapping[Event, Paper]] = {
    paper.event: paper for paper in PAPERS.values() if paper.event is not Event.FILE_PAPER
}
#: A case is not archived while one of these is open.
BLOCKING: Final = tuple(str(paper.kind) for paper in PAPERS.values() if paper.blocks)
