"""The network: where our own requests may go. A name that a provider names resolves in public."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver
from yarl import URL


class Resolver(AbstractResolver):
    """Refuses addresses inside the house, but for the hosts the operator configured."""

    def __init__(self, configured: Iterable[str]) -> None:
        self._own = {URL(url).host for url in configured}
        self._resolver = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Raises OSError where nothing public is left."""
        found = await self._resolver.resolve(host, port, family)
        if host in self._own:
            return found
        public = [one for one in found if ipaddress.ip_address(one["host"]).is_global]
        if not public:
            raise OSError(f"{host} has no public address")
        return public

    async def close(self) -> None:
        await self._resolver.close()
