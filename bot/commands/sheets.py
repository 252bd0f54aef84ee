"""Sheets: pages to print, each a single file that needs nothing from elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.commands.words import Words

_FOLDER = Path(__file__).with_name("templates")


def render(name: str, words: Words, **context: Any) -> str:
    """A page from its template; everything in `context` is escaped unless it is Markup."""
    pages = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return pages.get_template(name).render(words=words, **context)


def picture(code: segno.QRCode) -> Markup:
    """A QR code to stand in a page, as large as the page wants it."""
    return Markup(code.svg_inline(border=2, omitsize=True, dark="#1b2420"))  # noqa: S704 - ours
