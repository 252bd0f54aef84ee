"""Names: of people and files, cut where they are shown or said and never where they are kept."""

from __future__ import annotations

from urllib.parse import quote

from bot.filetypes import SHOWN
from bot.pages import marks


def brief(name: str, most: int = 120) -> str:
    """A name that fits a line: of a longer one the middle is left out."""
    return name if len(name) <= most else f"{name[: most - 12]}…{name[-10:]}"


def disposition(mime: str, name: str) -> str:
    """The header of a download: one name for old and new browsers, which stays in its quotes."""
    kind = "inline" if mime in SHOWN else "attachment"
    shown = "".join(c for c in marks.without(name) if c.isprintable() and c not in '"\\/')
    clean = brief(shown.strip(". ")) or "berkas"
    plain = clean.encode("ascii", "replace").decode().replace("?", "_")
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(clean, safe='')}"
