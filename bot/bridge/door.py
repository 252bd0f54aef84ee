"""The door: where a gateway on this machine pushes what it heard."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from aiohttp import web

from bot.bridge.settings import Settings
from bot.network import answering
from channels.base import Accept, Channel, Malformed, Refused, Webhook

log = logging.getLogger(__name__)

#: As much as the office takes of one push, with what is put around it on the way.
_LARGEST: Final = 5 * 2**19


@asynccontextmanager
async def opened(settings: Settings, channel: Channel, accept: Accept) -> AsyncIterator[str]:
    """Answers as the service does: believed, read, on the disk, and only then 200."""

    async def receive(request: web.Request) -> web.Response:
        hook = Webhook(
            channel.account,
            url=f"http://{settings.host}:{settings.port}{request.path_qs}",
            query=dict(request.query),
            headers={name.lower(): value for name, value in request.headers.items()},
            body=await request.read(),
        )
        try:
            channel.verify(hook)
            channel.parse(hook)
        except Refused as error:
            return web.Response(status=error.status)
        except (Malformed, RecursionError):
            return web.Response(status=400)
        except Exception:
            # Whatever breaks our reader is for the office to look at.
            log.exception("a push broke its reader")
        await accept([hook])
        body, mime = await channel.reply(hook)
        return web.Response(text=body, content_type=mime)

    application = web.Application(client_max_size=_LARGEST)
    application.router.add_route("*", f"/hooks/{settings.account}", receive)
    async with answering(application, settings.host, settings.port, logger=log) as base:
        yield f"{base}/hooks/{settings.account}"
