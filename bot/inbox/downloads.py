"""Downloads: a file of a case, opened for this one request; and a message as it came."""

from __future__ import annotations

import asyncio
import mimetypes
from datetime import timedelta
from typing import Any, Final

from aiohttp import web

from bot.casework.words import Protection
from bot.filetypes import SHOWN
from bot.house import House
from bot.inbox import asking, bare, enclosures, people
from bot.inbox.sessions import Officer, officer_of
from bot.names import disposition
from bot.roles import Right, allow
from storage import exchange, openings
from storage.seal import Unreadable

_SHUT: Final = "Berkas ini tidak dapat dibuka."
#: So long after writing down a reason a custodian sees the originals of a case.
_OPEN_FOR: Final = timedelta(hours=1)
#: Sent by a stranger, shown by us: it may be looked at and nothing else.
_SEALED: Final = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
    "Accept-Ranges": "bytes",
}
_ENDINGS: Final = {"image/jpeg": ".jpg", "audio/ogg": ".ogg", "text/plain": ".txt"}


def routes(house: House) -> list[web.RouteDef]:
    """/inbox/lampiran/{id} and /inbox/pesan/{id}/mentah"""

    @allow(Right.READ_NAMES, Right.OPEN_IDENTITY)
    async def file(request: web.Request) -> web.StreamResponse:
        async with house.database.read() as db:
            row = await exchange.file(db, officer_of(request).reader, asking.id_of(request))
            if row is None or row.state != "stored":
                raise web.HTTPNotFound(text=_SHUT)
            opened = await _is_opened(db, house, officer_of(request), row)
            hidden = not opened and await _is_hidden(db, row)
        if not opened and enclosures.is_sealed(row, row.protection):
            raise web.HTTPNotFound(text=_SHUT)
        content = await _content(house, row, hidden)
        name = _neutral(row) if hidden else _name(house, row)
        return _answer(request, content, row.mime, name)

    @allow(Right.READ_NAMES)
    async def raw(request: web.Request) -> web.StreamResponse:
        async with house.database.read() as db:
            row = await exchange.message(db, officer_of(request).reader, asking.id_of(request))
            hidden = row is not None and await _is_hidden(db, row)
        if row is None or row.raw is None:
            raise web.HTTPNotFound(text="Bentuk asli pesan ini tidak ada.")
        key = people.key_of(house, row)
        if hidden or key is None:
            raise web.HTTPForbidden(text="Bentuk asli pesan ini tertutup, seperti nama pelapornya.")
        content = key.open(f"messages.raw.{row.id}", row.raw)
        return _answer(request, content, "text/plain", f"pesan-{row.id}.txt")

    return [
        web.get(r"/inbox/lampiran/{id:\d{1,19}}", file),
        web.get(r"/inbox/pesan/{id:\d{1,19}}/mentah", raw),
    ]


async def _is_opened(db: Any, house: House, officer: Officer, row: Any) -> bool:
    """Whether a custodian wrote down a reason lately: then the original is theirs to see."""
    if row.case is None or not officer.may(Right.OPEN_IDENTITY):
        return False
    since = house.now() - _OPEN_FOR
    return await openings.opened_since(db, officer.id, row.case, since)


async def _is_hidden(db: Any, row: Any) -> bool:
    """What hangs under no case yet is as closed as the most closed case of its citizen."""
    if row.protection is not None:
        return people.is_hidden(row.protection)
    return bool(await exchange.hidden_people(db, [row.contact_id], str(Protection.OPEN)))


async def _content(house: House, row: Any, hidden: bool) -> bytes:
    key = people.key_of(house, row)
    if key is None:
        raise web.HTTPGone(text="Data pelapor ini sudah dihapus.")
    try:
        content = await asyncio.to_thread(house.files.get, row.id, key)
        if hidden and row.outbox_id is None and row.mime.startswith("image/"):
            content = bare.bare(content, row.mime)
    except (FileNotFoundError, Unreadable) as error:
        raise web.HTTPGone(text="Berkas ini tidak ada lagi di penyimpanan.") from error
    except bare.Unreadable as error:
        raise web.HTTPForbidden(
            text="Gambar ini tertutup: data di dalamnya tidak dapat dipisahkan."
        ) from error
    return content


def _name(house: House, row: Any) -> str:
    key = people.key_of(house, row)
    told = key.open(f"attachments.name.{row.id}", row.name).decode() if key and row.name else ""
    return told or _neutral(row)


def _neutral(row: Any) -> str:
    """lampiran-….jpg: says nothing of who sent it."""
    return f"lampiran-{row.id % 10**6:06d}{_ENDINGS.get(row.mime) or _guessed(row.mime)}"


def _guessed(mime: str) -> str:
    return mimetypes.guess_extension(mime) or ".bin"


def _answer(request: web.Request, content: bytes, mime: str, name: str) -> web.Response:
    """The bytes, or the stretch of them that a player asks for."""
    headers = _SEALED | {"Content-Disposition": disposition(mime, name)}
    shown = mime if mime in SHOWN else "application/octet-stream"
    if mime.startswith("text/"):
        shown = "text/plain; charset=utf-8"
    headers["Content-Type"] = shown
    part = _range(request, len(content))
    if part is None:
        return web.Response(body=content, headers=headers)
    headers["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{len(content)}"
    return web.Response(status=206, body=content[part], headers=headers)


def _range(request: web.Request, size: int) -> slice | None:
    """One range; several are answered with the whole, which is allowed."""
    asked = request.headers.get("Range", "")
    if not asked.startswith("bytes=") or "," in asked:
        return None
    unfit = web.HTTPRequestRangeNotSatisfiable(headers={"Content-Range": f"bytes */{size}"})
    try:
        start, stop, _ = request.http_range.indices(size)
    except ValueError as error:
        raise unfit from error
    if start >= stop:
        raise unfit
    return slice(start, stop)
