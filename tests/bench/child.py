"""A process of the benchmark's own: one order a line on stdin, one JSON answer a line on stdout."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from typing import Any

LONGEST = 120.0
Order = Callable[..., Awaitable[dict[str, Any]]]


async def obey(orders: Mapping[str, Order], greeting: dict[str, Any]) -> None:
    """In the child: greet, answer orders, and end with stdin."""
    lines = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(lines), sys.stdin
    )
    _say(greeting)
    while line := (await lines.readline()).decode().split():
        _say(await orders[line[0]](*line[1:]))


def _say(answer: dict[str, Any]) -> None:
    print(json.dumps(answer), flush=True)


class Child:
    """In the parent: a started process that has greeted."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.greeting: dict[str, Any] = {}

    @property
    def pid(self) -> int:
        return self._process.pid

    async def ask(self, *order: object) -> dict[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write((" ".join(map(str, order)) + "\n").encode())
        return await self.hear()

    async def hear(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        async with asyncio.timeout(LONGEST):
            line = await self._process.stdout.readline()
        if not line:
            raise RuntimeError("a process of the benchmark died")
        answer: dict[str, Any] = json.loads(line)
        return answer

    async def end(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            async with asyncio.timeout(15):
                await self._process.wait()
        except TimeoutError:
            with suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()


@asynccontextmanager
async def started(module: str, *arguments: object) -> AsyncIterator[Child]:
    """`python -m tests.bench.MODULE ARGUMENTS`, for the length of the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        f"tests.bench.{module}",
        *map(str, arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=2**24,
    )
    child = Child(process)
    try:
        child.greeting = await child.hear()
        yield child
    finally:
        await child.end()


async def answer_of(module: str, *arguments: object) -> dict[str, Any]:
    """The one answer of a process that takes no orders."""
    async with started(module, *arguments) as child:
        return child.greeting
