"""Hooks: where providers push. Verified, parsed, committed, and only then answered with 200."""

from __future__ import annotations

import logging

from aiohttp import web

from bot.edge import public_url
from bot.house import House
from bot.intake.accept import Intake, Later
from bot.roles import Role, allow
from channels.base import Channel, Malformed, Refused, Webhook

log = logging.getLogger(__name__)

RETRY_AFTER = "5"
#: Providers' batches are 3 MB at most; forms, which may be larger, do not come this way.
BODY = 7 * 2**19


def routes(house: House, intake: Intake) -> list[web.RouteDef]:
    """One path per account, for pushes and for the provider's handshake."""

    @allow(Role.PROVIDER)
    async def receive(request: web.Request) -> web.Response:
        channel, hook = await _read(house, request)
        try:
            channel.verify(hook)
        except Refused as error:
            return web.Response(status=error.status)
        try:
            await _keep(intake, channel, hook)
        except (Malformed, RecursionError):
            return web.Response(status=400)
        except Later:
            return web.Response(status=503, headers={"Retry-After": RETRY_AFTER})
        return web.Response()

    @allow(Role.PROVIDER)
    async def shake(request: web.Request) -> web.Response:
        channel, hook = await _read(house, request)
        try:
            return web.Response(text=channel.handshake(hook), content_type="text/plain")
        except Refused as error:
            return web.Response(status=error.status)

    return [web.post("/hooks/{account}", receive), web.get("/hooks/{account}", shake)]


async def _keep(intake: Intake, channel: Channel, hook: Webhook) -> None:
    """Returns after the COMMIT. Raises Malformed, RecursionError, Later."""
    try:
        events = channel.parse(hook)
    except (Malformed, RecursionError):
        raise
    except Exception:
        # The provider sent it, and it breaks our reader: it is kept as it came.
        await intake.accept(channel.account, [hook])
    else:
        await intake.take(channel.account, events)


async def _read(house: House, request: web.Request) -> tuple[Channel, Webhook]:
    channel = house.channels.get(request.match_info["account"])
    if channel is None:
        raise web.HTTPNotFound
    return channel, Webhook(
        account=channel.account,
        url=public_url(house, request),
        query=dict(request.query),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=await _body(request),
    )


async def _body(request: web.Request) -> bytes:
    """The body, or 413 as soon as it is longer than any provider's."""
    body = bytearray()
    async for piece in request.content.iter_any():
        body += piece
        if len(body) > BODY:
            raise web.HTTPRequestEntityTooLarge(BODY, len(body))
    return bytes(body)
