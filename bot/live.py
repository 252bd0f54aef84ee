"""Live: hints that something changed, to whoever watches in this process.

A hint carries ids only; a page that gets one fetches with its own rights.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

#: After so many seconds of work everybody else gets a turn of the event loop.
TURN = 0.002
#: A watcher that does not read for this many hints is told to reload instead.
_BACKLOG = 256


class Live:
    """Who watches, and what they are told."""

    def __init__(self) -> None:
        self._watchers: set[asyncio.Queue[int]] = set()

    def tell(self, complaints: Iterable[int]) -> None:
        """These cases changed; call it after the commit."""
        for complaint in complaints:
            for watcher in self._watchers:
                if not watcher.full():
                    watcher.put_nowait(complaint)

    @contextmanager
    def watch(self) -> Iterator[asyncio.Queue[int]]:
        """A queue of ids of changed cases, for as long as the block lasts."""
        queue: asyncio.Queue[int] = asyncio.Queue(_BACKLOG)
        self._watchers.add(queue)
        try:
            yield queue
        finally:
            self._watchers.discard(queue)


class Bell:
    """Wakes a loop early; a ring that nobody waits for is kept."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        """There is something to do."""
        self._event.set()

    async def wait(self, seconds: float) -> None:
        """Until rung, at most this long."""
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            pass
        self._event.clear()


class Turn:
    """Long work done a little at a time; what others do in between is not counted."""

    def __init__(self, steady: Callable[[], float]) -> None:
        self._steady = steady
        self._since = steady()
        self._before = 0.0

    @property
    def worked(self) -> float:
        """Seconds of our own work."""
        return self._before + self._steady() - self._since

    async def give(self) -> None:
        """Everybody else's turn, once we worked long enough."""
        if (worked := self._steady() - self._since) > TURN:
            await asyncio.sleep(0)
            self._before += worked
            self._since = self._steady()
