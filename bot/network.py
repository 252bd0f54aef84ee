"""The network: where others' requests are answered, and where our own may go."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from logging import Logger

from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL


@asynccontextmanager
async def answering(
    application: web.Application,
    host: str,
    port: int,
    *,
    logger: Logger,
    patience: float = 2.0,
) -> AsyncIterator[str]:
    """Answer requests at this address; yields the base URL. Raises OSError where it is taken.

    patience: seconds that requests have to end once the door closes.
    """
    runner = web.AppRunner(application, access_log=None, logger=logger, shutdown_timeout=patience)
    await runner.setup()
    try:
        async with _door(runner, host, port) as bound:
            yield f"http://{host}:{bound}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def _door(runner: web.AppRunner, host: str, port: int) -> AsyncIterator[int]:
    loop = asyncio.get_running_loop()
    assert runner.server is not None
    server = await loop.create_server(runner.server, host, port, backlog=128)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        # asyncio forgets, unclosed, a connection that was let in just before the server closed.
        for sock in server.sockets:
            loop.remove_reader(sock)
        await asyncio.sleep(0)
        server.close()


class Resolver(AbstractResolver):
    """Names resolve in public only, but for the hosts that the operator configured."""

    def __init__(self, configured: Iterable[str]) -> None:
        self._own = {URL(url).host for url in configured}
        self._resolver = ThreadedResolver()
        #: Hosts that were found in this building, and not in public.
        self.near: set[str] = set()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Raises OSError where nothing public is left."""
        found = await self._resolver.resolve(host, port, family)
        public = [one for one in found if ipaddress.ip_address(one["host"]).is_global]
        if host in self._own:
            if not public:
                self.near.add(host)
            return found
        if not public:
            raise OSError(f"{host} has no public address")
        return public

    async def close(self) -> None:
        await self._resolver.close()
