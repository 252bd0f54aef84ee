"""The watchdog goes with the service it watches."""

from __future__ import annotations

import threading

from bot import watchdog
from tests.world import World


async def test_a_service_that_ended_is_watched_no_longer(world: World) -> None:
    assert watchdog.NAME in _threads()
    await world.stop()
    await world.until(lambda: watchdog.NAME not in _threads())


def _threads() -> set[str]:
    return {thread.name for thread in threading.enumerate()}
