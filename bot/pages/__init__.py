"""Pages: templates and static files for everything that is read in a browser."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.roles import Role, allow

_BOT = Path(__file__).parents[1]
#: Folders that hold templates/ and static/; a name is sought in this order.
_FOLDERS = ("pages", "public", "inbox", "demo")
_TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
_YEAR = "public, max-age=31536000, immutable"


def render(
    name: str, *, status: int = 200, headers: Mapping[str, str] | None = None, **context: Any
) -> web.Response:
    """A page from its template; everything in `context` is escaped unless it is Markup."""
    html = _environment().get_template(name).render(**context)
    kept = {"Cache-Control": "no-store"} | dict(headers or {})
    return web.Response(text=html, status=status, content_type="text/html", headers=kept)


def fragment(name: str, **context: Any) -> str:
    """A piece of a page."""
    return _environment().get_template(name).render(**context)


def routes() -> list[web.RouteDef]:
    """/static/{hash}/{name}: a file whose address changes with its content."""

    @allow(Role.EVERYONE)
    async def static(request: web.Request) -> web.Response:
        name = request.match_info["name"]
        found = _files().get(name)
        if found is None:
            raise web.HTTPNotFound
        return web.Response(
            body=found.content,
            content_type=found.mime,
            charset="utf-8",
            headers={"Cache-Control": _YEAR},
        )

    return [web.get("/static/{hash}/{name}", static)]


def shown(text: str) -> Markup:
    """A stranger's words on a page: escaped, line ends kept, invisible directions made visible."""
    return Markup("<br>").join(escape(_marked(line)) for line in text.splitlines())


class _File:
    __slots__ = ("content", "digest", "mime")

    def __init__(self, path: Path) -> None:
        self.content = path.read_bytes()
        self.digest = hashlib.sha256(self.content).hexdigest()[:12]
        self.mime = _TYPES[path.suffix]


@lru_cache(maxsize=1)
def _files() -> dict[str, _File]:
    folders = [_BOT / name / "static" for name in reversed(_FOLDERS)]
    return {path.name: _File(path) for folder in folders for path in sorted(folder.glob("*.*"))}


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader([_BOT / name / "templates" for name in _FOLDERS]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["shown"] = shown
    environment.globals["static"] = _address
    return environment


def _address(name: str) -> str:
    return f"/static/{_files()[name].digest}/{name}"


def _marked(line: str) -> str:
    """Bidirectional controls and zero-width characters turn into visible marks."""
    if line.isascii():
        return "".join(c if c.isprintable() or c == "\t" else "\ufffd" for c in line)
    return "".join(
        _MARKS.get(c, c) if unicodedata.category(c) != "Cc" else _control(c) for c in line
    )


def _control(character: str) -> str:
    return character if character == "\t" else "\ufffd"


#: Zero-width joiner stays: it holds emoji together.
_MARKS = {chr(code): f"⟨U+{code:04X}⟩" for code in (
    0x200B, 0x200C, 0x200E, 0x200F, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E,
    0x2060, 0x2066, 0x2067, 0x2068, 0x2069, 0x061C, 0xFEFF,
)}  # fmt: skip


def warm() -> None:
    """Compile every template once, so that the first visitor does not wait for it."""
    for name in _environment().list_templates(extensions=["html"]):
        _environment().get_template(name)
