"""The way out: how fast the outbox sends, how well it keeps a limit, how soon one reply leaves."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from tests.bench import table
from tests.bench.child import started
from tests.bench.rows_in import fire, serving, working
from tests.bench.table import Row

LETTERS = 4000
LIMIT, SECONDS = 80, 6
ALONE, PER_SECOND = 200, 20


async def outbox() -> AsyncIterator[Row]:
    async with started("graph", 0.1, 0) as graph, working(graph.greeting["url"]) as worker:
        await worker.ask("fill", LETTERS, LETTERS)
        await worker.ask("queue")
        took = (await worker.ask("send", 30))["seconds"]
        sent = (await graph.ask("count"))["count"]
    note = f"{sent} pesan kepada {LETTERS} warga"
    yield table.rate(
        "outbox", "terkirim, penyedia menjawab setelah 100 ms", sent / took, 1000, note
    )


async def limit() -> AsyncIterator[Row]:
    """The provider refuses what exceeds the limit in any second, wherever that second begins."""
    waiting = LIMIT * (SECONDS + 4)
    async with (
        started("graph", 0.1, LIMIT) as graph,
        working(graph.greeting["url"], LIMIT) as worker,
    ):
        await worker.ask("fill", waiting, waiting)
        await worker.ask("queue")
        await worker.ask("send", SECONDS)
        sent = await graph.ask("count")
    rate = (sent["count"] - 1) / (sent["last"] - sent["first"])
    refused = sent["refused"]
    yield Row(
        "limit",
        f"dengan batas {LIMIT} pesan/s",
        f"{rate / LIMIT:.1%}, {refused}x 429",
        ">= 95%, 0x 429",
        rate >= 0.95 * LIMIT and not refused,
        f"{sent['count']} pesan dalam {SECONDS} s; batas dihitung pada setiap jendela satu detik",
    )


async def unloaded() -> AsyncIterator[Row]:
    """One message after the other, each from a new citizen; the provider notes when it came."""
    async with started("graph", 0.0, 0) as graph, serving("office", graph) as server:
        await fire(server, 20, people=20, connections=1, start=10**6, speed=PER_SECOND)
        load = await fire(server, ALONE, people=ALONE, connections=1, speed=PER_SECOND)
        await asyncio.sleep(0.5)
        came = await graph.ask("list")
    waits = sorted(
        came[f"628{1000000000 + n}"] - load["began"] - n / PER_SECOND for n in range(ALONE)
    )
    note = f"{ALONE} pesan dari warga baru, {PER_SECOND} tiap detik, waktu tenang 0"
    p50, p99 = waits[len(waits) // 2], waits[int(len(waits) * 0.99)]
    yield table.wait(
        "unloaded", "dari pesan masuk sampai jawaban diserahkan, p50", p50, 0.015, note
    )
    yield table.wait("unloaded", "dari pesan masuk sampai jawaban diserahkan, p99", p99, 0.050)
