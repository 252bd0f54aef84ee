"""The scored set is what it was when it was written, and every label is well formed."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from pathlib import Path

import pytest

from bot.dialogue.maladministration import FORMS
from tests.readings import score
from tests.readings.__main__ import SCORED, main

FOLDER = Path(__file__).parent
SETS = [*sorted(FOLDER.glob("building*.jsonl")), SCORED]
KINDS = {
    "complaint", "information", "aspiration", "thanks", "spam", "emergency", "command", "answer",
    "greeting",
}  # fmt: skip
MISSING = {"identity", "service", "description", "request", "place", "time"}


def test_nobody_has_touched_the_scored_set() -> None:
    digest = hashlib.sha256(SCORED.read_bytes()).hexdigest()
    assert digest == (FOLDER / "scored.sha256").read_text().split()[0]


@pytest.mark.parametrize("file", SETS, ids=lambda file: file.stem)
def test_every_label_is_well_formed(file: Path) -> None:
    wrong = [number for number, label in enumerate(score.labels(file), 1) if not _formed(label)]
    assert wrong == []


@pytest.mark.parametrize("file", SETS, ids=lambda file: file.stem)
def test_no_message_stands_twice(file: Path) -> None:
    texts = [score.trimmed(label["text"]) for label in score.labels(file)]
    assert len(set(texts)) == len(texts)


def test_what_is_scored_was_not_built_upon() -> None:
    """What everybody says, "halo" or "cek status", may stand in both."""
    built = {score.trimmed(one["text"]) for file in SETS[:-1] for one in score.labels(file)}
    scored = {score.trimmed(one["text"]) for one in score.labels(SCORED)}
    assert not [text for text in built & scored if len(text.split()) > _COMMONPLACE]


def test_misses_are_never_shown_of_the_scored_set(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--misses"]) == 0
    shown = capsys.readouterr().out
    assert not [one["text"] for one in score.labels(SCORED) if one["text"] in shown.splitlines()]


_COMMONPLACE = 4


def _formed(label: score.Label) -> bool:
    complains = label["kind"] == "complaint"
    days = [label["when"]] if label.get("when") else []
    return (
        label["kind"] in KINDS
        and label["maladministration"] in ({None, *FORMS} if complains else {None})
        and all((label.get(part) or "") in label["text"] for part in _PARTS)
        and isinstance(label["urgent"], bool)
        and set(label.get("missing", ())) <= (MISSING if complains else set())
        and all(date.fromisoformat(day) for day in days)
        and bool(datetime.fromisoformat(label["received_at"]))
    )


_PARTS = ("place", "when_text")
