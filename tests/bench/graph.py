"""A loopback Graph API as lean as can be, so that it never is what is measured."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import deque
from typing import Any

from tests.bench import child


class Provider:
    """Takes messages, answers each after `delay`, refuses what exceeds `limit` in any second."""

    def __init__(self, delay: float, limit: float) -> None:
        self.delay = delay
        self._limit = limit
        self._taken: list[tuple[float, bytes]] = []
        self._second: deque[float] = deque()
        self._refused = 0

    def answer(self, body: bytes) -> bytes:
        if b'"status": "read"' in body or b'"status":"read"' in body:
            return _http(200, b'{"success":true}')
        now = time.monotonic()
        while self._second and now - self._second[0] >= 1.0:
            self._second.popleft()
        if self._limit and len(self._second) >= self._limit:
            self._refused += 1
            return _http(429, b'{"error":{"code":130429,"message":"(#130429) Rate limit hit"}}')
        self._second.append(now)
        self._taken.append((now, body))
        said = {"messages": [{"id": f"wamid.out.{len(self._taken)}"}]}
        return _http(200, json.dumps(said).encode())

    async def count(self) -> dict[str, Any]:
        times = [at for at, _ in self._taken]
        first, last = (times[0], times[-1]) if times else (0.0, 0.0)
        return {"count": len(times), "first": first, "last": last, "refused": self._refused}

    async def list(self) -> dict[str, Any]:
        """When the first message to each person came."""
        came: dict[str, float] = {}
        for at, body in self._taken:
            came.setdefault(json.loads(body)["to"].removeprefix("+"), at)
        return came


class Line(asyncio.Protocol):
    """One keep-alive connection: a request at a time."""

    def __init__(self, provider: Provider) -> None:
        self._provider = provider
        self._read = b""

    def connection_made(self, transport: Any) -> None:
        self._out: asyncio.Transport = transport

    def data_received(self, data: bytes) -> None:
        self._read += data
        head, found, body = self._read.partition(b"\r\n\r\n")
        if not found or len(body) < _length(head):
            return
        self._read = b""
        answer = self._provider.answer(body)
        asyncio.get_running_loop().call_later(self._provider.delay, self._write, answer)

    def _write(self, answer: bytes) -> None:
        if not self._out.is_closing():
            self._out.write(answer)


def _length(head: bytes) -> int:
    _, found, rest = head.lower().partition(b"content-length:")
    return int(rest.split(b"\r\n", 1)[0]) if found else 0


def _http(status: int, body: bytes) -> bytes:
    head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\nContent-Length: {len(body)}"
    return f"{head}\r\n\r\n".encode() + body


async def main(delay: float, limit: float) -> None:
    provider = Provider(delay, limit)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Line(provider), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    orders = {"count": provider.count, "list": provider.list}
    await child.obey(orders, {"url": f"http://127.0.0.1:{port}"})
    server.close()


if __name__ == "__main__":
    asyncio.run(main(float(sys.argv[1]), float(sys.argv[2])))
