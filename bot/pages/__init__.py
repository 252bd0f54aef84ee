"""Pages: templates and static files for everything that is read in a browser."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.pages import marks
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
    """A stranger's words on a page: escaped, line ends kept, what hides made visible."""
    lines = marks.visible(text.replace("\r\n", "\n").translate(_SHOWN)).removesuffix("\n")
    return escape(lines).replace("\n", Markup("<br>"))


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


#: Seconds between two templates.
_BREATH = 0.005
#: What ends a line in one text or another.
_ENDS = dict.fromkeys(map(ord, "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), "\n")
_CONTROLS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0)), "\ufffd")
_SHOWN = _CONTROLS | _ENDS | {ord("\t"): "\t"}


async def warm() -> None:
    """Compile every template once, one after the other: no visitor waits for it, nor a start."""
    for name in _environment().list_templates(extensions=["html"]):
        _environment().get_template(name)
        await asyncio.sleep(_BREATH)
