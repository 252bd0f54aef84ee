"""Names: of people and files, cut where they are shown or said and never where they are kept."""

from __future__ import annotations


def brief(name: str, most: int = 120) -> str:
    """A name that fits a line: of a longer one the middle is left out."""
    return name if len(name) <= most else f"{name[: most - 12]}…{name[-10:]}"
