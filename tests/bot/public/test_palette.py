"""Colours: every text can be read on what it stands on, by day and by night."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import bot

CSS = (Path(bot.__file__).parent / "pages" / "static" / "sahut.css").read_text(encoding="utf-8")
DAY, NIGHT = CSS.split("@media (prefers-color-scheme: dark)", 1)[0], CSS.split("@media", 2)[1]
#: (ink, ground, least contrast): text 4.5, what only frames a control 3.
PAIRS = (
    *((ink, ground, 4.5) for ink in ("ink", "muted") for ground in ("paper", "citizen", "ours")),
    ("ink", "note", 4.5),
    *((ink, ground, 4.5) for ink in ("leaf", "soon", "overdue") for ground in ("paper", "citizen")),
    ("on-leaf", "leaf", 4.5),
    ("line", "citizen", 2.4),
)


@pytest.mark.parametrize("sheet", [DAY, NIGHT], ids=["day", "night"])
@pytest.mark.parametrize(("ink", "ground", "least"), PAIRS)
def test_contrast(sheet: str, ink: str, ground: str, least: float) -> None:
    light, dark = sorted((_luminance(sheet, ink), _luminance(sheet, ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= least


def _luminance(sheet: str, name: str) -> float:
    match = re.search(rf"--{name}: #([0-9a-f]{{6}})", sheet)
    assert match is not None
    red, green, blue = (_linear(int(match[1][at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
