"""Dates: what time it is at those who answer us, heard in every answer of a provider."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Container
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from types import SimpleNamespace
from typing import Final

import aiohttp
from yarl import URL

#: Further apart than any answer is under way.
APART: Final = timedelta(minutes=10)
#: So many hosts are remembered; files may lie with very many.
HOSTS: Final = 64


class Dates:
    """How far each provider's clock is from ours; one says so twice before it is believed.

    What stands in this building is not asked: one broken gateway stops no office.
    """

    def __init__(self, now: Callable[[], datetime], near: Container[str]) -> None:
        self._now = now
        self._near = near
        self._offsets: dict[str, timedelta] = {}
        self._apart: set[str] = set()

    def apart(self) -> frozenset[str]:
        """The hosts whose newest two answers are far from our clock, on the same side of it."""
        return frozenset(self._apart)

    def tracing(self) -> aiohttp.TraceConfig:
        """Hears every answer that a session with it gets."""
        config = aiohttp.TraceConfig()
        config.on_request_end.append(self._heard)
        return config

    async def _heard(
        self,
        _session: aiohttp.ClientSession,
        _context: SimpleNamespace,
        params: aiohttp.TraceRequestEndParams,
    ) -> None:
        answer = params.response
        # What a cache kept tells when it was kept.
        if "Age" not in answer.headers and self._is_provider(answer.url):
            self._hear(answer.url.host or "", answer.headers.get("Date", ""))

    def _is_provider(self, url: URL) -> bool:
        host = url.host or ""
        try:
            return ipaddress.ip_address(host).is_global
        except ValueError:
            return bool(host) and host != "localhost" and host not in self._near

    def _hear(self, host: str, told: str) -> None:
        date = _moment(told)
        if date is None:
            return
        offset, before = date - self._now(), self._offsets.pop(host, timedelta())
        while len(self._offsets) >= HOSTS:
            forgotten = next(iter(self._offsets))
            self._apart.discard(forgotten)
            del self._offsets[forgotten]
        self._offsets[host] = offset
        if min(offset, before) > APART or max(offset, before) < -APART:
            self._apart.add(host)
        elif abs(offset) <= APART:
            self._apart.discard(host)


def _moment(told: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(told)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return date if date.tzinfo is not None else date.replace(tzinfo=UTC)
