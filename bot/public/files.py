"""Files on their way to a browser: looked at in a closed room, or downloaded, and nothing else."""

from __future__ import annotations

from typing import Final

from aiohttp import web

from bot.filetypes import SHOWN
from bot.names import disposition

_CLOSED: Final = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
    "Accept-Ranges": "bytes",
}


def answer(request: web.Request, mime: str, name: str, content: bytes) -> web.Response:
    """The whole file, or the stretch of it that a player asks for."""
    headers = _CLOSED | {
        "Content-Type": mime if mime in SHOWN else "application/octet-stream",
        "Content-Disposition": disposition(mime, name),
    }
    if "Range" not in request.headers:
        return web.Response(body=content, headers=headers)
    try:
        start, stop, _ = request.http_range.indices(len(content))
    except ValueError:
        start = stop = 0
    if start >= stop:
        return web.Response(status=416, headers={"Content-Range": f"bytes */{len(content)}"})
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{len(content)}"
    return web.Response(status=206, body=content[start:stop], headers=headers)
