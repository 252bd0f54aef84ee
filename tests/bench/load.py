"""Load: signed WhatsApp webhooks over keep-alive connections, from a process of its own."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import sys
import time
from collections.abc import Iterator

SECRET = "bench-secret"
NUMBER = "1055500000"


def bodies(count: int, people: int, start: int = 0) -> Iterator[bytes]:
    """So many webhooks with one message each, from so many citizens in turn."""
    for n in range(start, start + count):
        phone = f"628{1000000000 + n % people}"
        text = f"lampu jalan di gang {n % 97} mati sejak kemarin, tolong diperbaiki pak {n}"
        message = {
            "from": phone,
            "id": f"wamid.{n:012d}",
            "timestamp": str(int(time.time())),
            "type": "text",
            "text": {"body": text},
        }
        value = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": "62215550117", "phone_number_id": NUMBER},
            "contacts": [{"profile": {"name": f"Warga {n % people}"}, "wa_id": phone}],
            "messages": [message],
        }
        change = {"field": "messages", "value": value}
        yield json.dumps(
            {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}
        ).encode()


def request(body: bytes, port: int) -> bytes:
    """The raw HTTP request, signed."""
    signature = hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    head = (
        f"POST /hooks/whatsapp HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        f"X-Hub-Signature-256: sha256={signature}\r\n\r\n"
    )
    return head.encode() + body


async def fire(
    port: int, requests: list[bytes], connections: int, rate: float | None
) -> dict[str, float]:
    """Send all; with a rate, each at its own time. Returns seconds, errors and latencies.

    `began` is the start on the system's steady clock, which all processes share.
    """
    queue = iter(enumerate(requests))
    latencies: list[float] = []
    errors = 0
    start = time.perf_counter()

    async def work() -> None:
        nonlocal errors
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for number, payload in queue:
            due = start + number / rate if rate else 0.0
            if (pause := due - time.perf_counter()) > 0:
                await asyncio.sleep(pause)
            sent = time.perf_counter() if not rate else max(due, start)
            writer.write(payload)
            status = await reader.readline()
            length = 0
            while (line := await reader.readline()) not in (b"\r\n", b""):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if length:
                await reader.readexactly(length)
            errors += b" 200 " not in status
            latencies.append(time.perf_counter() - sent)
        writer.close()

    await asyncio.gather(*(work() for _ in range(connections)))
    seconds = time.perf_counter() - start
    latencies.sort()
    return {
        "began": start,
        "seconds": seconds,
        "errors": errors,
        "p50": latencies[len(latencies) // 2],
        "p99": latencies[int(len(latencies) * 0.99)],
    }


def main() -> None:
    port, count, people, connections, start = map(int, sys.argv[1:6])
    rate = float(sys.argv[6]) if len(sys.argv) > 6 and sys.argv[6] != "0" else None
    requests = [request(body, port) for body in bodies(count, people, start)]
    print(json.dumps(asyncio.run(fire(port, requests, connections, rate))))


if __name__ == "__main__":
    main()
