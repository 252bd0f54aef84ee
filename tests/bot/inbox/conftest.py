"""The inbox's fixtures: an office with accounts, and the desks of those who sign in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from tests.bot.inbox.kit import Desk, hire
from tests.world import World

Enter = Callable[[str], Awaitable[Desk]]


@pytest.fixture
async def enter(world: World) -> AsyncIterator[Enter]:
    """Sign somebody in: `await enter("rina")`."""
    await hire(world)
    desks: list[Desk] = []

    async def sign_in(login: str) -> Desk:
        desk = Desk(world.base)
        desks.append(desk)
        await desk.sign_in(login)
        return desk

    yield sign_in
    for desk in desks:
        await desk.close()


@pytest.fixture
async def rina(enter: Enter) -> Desk:
    """An officer at her desk."""
    return await enter("rina")


@pytest.fixture
async def siti(enter: Enter) -> Desk:
    """The head, who decides."""
    return await enter("siti")
