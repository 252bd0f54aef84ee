"""Citizens with their browsers."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.bot.public.browser import Browser
from tests.world import World


@pytest.fixture
async def sulastri(world: World) -> AsyncIterator[Browser]:
    async with Browser(world) as browser:
        yield browser


@pytest.fixture
async def joko(world: World) -> AsyncIterator[Browser]:
    async with Browser(world) as browser:
        yield browser
