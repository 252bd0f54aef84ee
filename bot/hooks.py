"""Hooks: where providers push. Verified, parsed, committed, and only then answered with 200."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from typing import Final

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
_NOT_KEPT: Final = (Later, OSError)


def routes(house: House, intake: Intake, *, local: bool = False) -> list[web.RouteDef]:
    """One path per account, for pushes and for the provider's handshake.

    local: of the accounts whose pushes are not signed; all others are pushed from outside.
    """

    strange: set[str] = set()

    @allow(Role.PROVIDER)
    async def receive(request: web.Request) -> web.Response:
        channel, hook = await _read(house, request, local)
        try:
            channel.verify(hook)
        except Refused as error:
            return web.Response(status=error.status)
        try:
            for reader in (channel, *_others(house, channel, hook, strange)):
                await _keep(house, intake, reader, hook)
        except (Malformed, RecursionError):
            return web.Response(status=400)
        except _NOT_KEPT:
            return web.Response(status=503, headers={"Retry-After": RETRY_AFTER})
        body, mime = await channel.reply(hook)
        return web.Response(text=body, content_type=mime)

    @allow(Role.PROVIDER)
    async def shake(request: web.Request) -> web.Response:
        channel, hook = await _read(house, request, local)
        try:
            return web.Response(text=channel.handshake(hook), content_type="text/plain")
        except Refused as error:
            return web.Response(status=error.status)

    pulled = receive if local else shake  # some gateways push with GET
    return [web.post("/hooks/{account}", receive), web.get("/hooks/{account}", pulled)]


def _others(house: House, channel: Channel, hook: Webhook, strange: set[str]) -> Iterator[Channel]:
    """Other accounts that the provider means and that believe it; what is nobody's is told once."""
    for name in sorted(set(channel.recipients(hook)) - {channel.recipient}):
        same = (one for one in house.channels.values() if isinstance(one, type(channel)))
        other = next((one for one in same if one.recipient == name and _believes(one, hook)), None)
        if other is not None:
            yield other
        elif name not in strange:
            strange.add(name)
            log.warning("%s: something came for %s, no account here", channel.account, name)


def _believes(channel: Channel, hook: Webhook) -> bool:
    try:
        channel.verify(hook)
    except Refused:
        return False
    return True


async def _keep(house: House, intake: Intake, channel: Channel, hook: Webhook) -> None:
    """Returns when it is durable. Raises Malformed, RecursionError, Later, OSError."""
    try:
        await _commit(intake, channel, hook)
    except Later:
        if channel.retries:
            raise
        await asyncio.to_thread(house.late.put, hook, house.new_id())


async def _commit(intake: Intake, channel: Channel, hook: Webhook) -> None:
    try:
        events = channel.parse(hook)
    except (Malformed, RecursionError):
        raise
    except Exception:
        # The provider sent it, and it breaks our reader: it is kept as it came.
        await intake.accept(channel.account, [hook])
    else:
        await intake.take(channel.account, events)


async def _read(house: House, request: web.Request, local: bool) -> tuple[Channel, Webhook]:
    channel = house.channels.get(request.match_info["account"])
    if channel is None or channel.local is not local:
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
