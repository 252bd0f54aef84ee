"""The network: where others' requests are answered, and where our own may go."""

from __future__ import annotations

import asyncio
import logging
import socket

from aiohttp import web

from bot.network import answering

log = logging.getLogger(__name__)


async def test_a_connection_let_in_as_the_door_closes_is_closed_as_well() -> None:
    for turns in range(6):
        async with answering(web.Application(), "127.0.0.1", 0, logger=log) as base:
            port = int(base.rpartition(":")[2])
            callers = [socket.create_connection(("127.0.0.1", port)) for _ in range(8)]
            for _ in range(turns):
                await asyncio.sleep(0)
        for caller in callers:
            caller.settimeout(5)
            assert await asyncio.to_thread(_hears, caller) == b""
            caller.close()


def _hears(caller: socket.socket) -> bytes:
    try:
        return caller.recv(1)
    except ConnectionResetError:
        return b""
