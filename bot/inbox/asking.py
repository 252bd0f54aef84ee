"""Asking: the numbers and words of an address or a form, believed no further than they go."""

from __future__ import annotations

from typing import Final

from aiohttp import web
from multidict import MultiDictProxy

from bot.edge import NOT_A_FORM

#: Scripts ask for the piece of a page that changed.
PIECE: Final = "X-Sahut-Piece"
_LARGEST: Final = 2**63


def number(text: str) -> int | None:
    """An id that a database can hold."""
    if not (text.isascii() and text.isdecimal() and len(text) < 20):
        return None
    value = int(text)
    return value if value < _LARGEST else None


def id_of(request: web.Request) -> int:
    """The id in the address; what cannot be one is not found."""
    value = number(request.match_info["id"])
    if value is None:
        raise web.HTTPNotFound
    return value


def wants_piece(request: web.Request) -> bool:
    """Whether a script asks, which puts the answer into the open page."""
    return PIECE in request.headers


async def form(request: web.Request) -> MultiDictProxy[str | bytes | bytearray | web.FileField]:
    """The fields of a form; what no browser sends is refused."""
    try:
        return await request.post()
    except NOT_A_FORM as error:
        raise web.HTTPBadRequest(text="Formulir ini tidak dapat dibaca.") from error


async def words(request: web.Request, name: str, longest: int = 20_000) -> str:
    """A text field of the form, as somebody typed it."""
    value = (await form(request)).get(name, "")
    text = value if isinstance(value, str) else ""
    return text.replace("\r\n", "\n").replace("\0", "").strip()[:longest]
