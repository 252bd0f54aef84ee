"""The way in: accepted against bare, handled against bare, and everything at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench import office, table
from tests.bench.child import Child, answer_of, started
from tests.bench.table import Row

ROUNDS = 3
MANY, FEW = 128, 32
PEOPLE = 2000
MESSAGES = 4000
SLOW = 1200
WHOLE = 2000
PATIENCE = 30.0


async def accept() -> AsyncIterator[Row]:
    """Rounds of bare, accepted, one by one, in turn; each acceptance starts with an empty base."""
    bare, steady, all_of_it, alone = [], [], [], []
    async with serving("bare") as reference:
        for _ in range(ROUNDS):
            bare.append(MESSAGES / (await fire(reference, MESSAGES))["seconds"])
            async with serving("accept") as server:
                new = (await fire(server, MESSAGES))["seconds"]
                known = (await fire(server, MESSAGES, start=MESSAGES))["seconds"]
            all_of_it.append(2 * MESSAGES / (new + known))
            steady.append(MESSAGES / known)
            async with serving("single") as server:
                alone.append(SLOW / (await fire(server, SLOW, people=SLOW // 4))["seconds"])
    shares = [a / b for a, b in zip(all_of_it, bare, strict=True)]
    share_steady = median(a / b for a, b in zip(steady, bare, strict=True))
    times = [a / b for a, b in zip(all_of_it, alone, strict=True)]
    yield table.ratio(
        "accept",
        f"diterima dan tersimpan terhadap penangan kosong, {MANY} sambungan",
        median(shares),
        0.45,
        f"{median(all_of_it):,.0f}/s dari {median(bare):,.0f}/s; {PEOPLE} warga, semuanya baru "
        f"pada seperempat pertama; setelah semua dikenal {share_steady:.2f} x",
    )
    yield table.ratio(
        "accept",
        "terhadap satu transaksi untuk tiap pesan",
        median(times),
        8,
        f"satu per satu {median(alone):,.0f}/s",
    )


async def whole() -> AsyncIterator[Row]:
    """Every loop of the office, one new citizen for each message, until the last answer left."""
    rates, bare = [], []
    async with serving("bare") as reference:
        for _ in range(ROUNDS):
            bare.append(MESSAGES / (await fire(reference, MESSAGES))["seconds"])
            async with started("graph", 0.05, 0) as graph, serving("office", graph) as server:
                load = await fire(server, WHOLE, people=WHOLE, connections=FEW)
                sent = await _all_sent(graph, WHOLE)
            rates.append(sent["count"] / (sent["last"] - load["began"]))
    rate = median(rates)
    note = f"{WHOLE} pesan dari {WHOLE} warga baru; penyedia menjawab setelah 50 ms"
    yield table.rate("whole", f"semua sekaligus sampai terkirim, {FEW} sambungan", rate, 600, note)
    share = median(a / b for a, b in zip(rates, bare, strict=True))
    yield table.ratio("whole", "semua sekaligus terhadap penangan kosong", share, 0.045)
    async for row in _answers(0.7 * rate):
        yield row


async def _answers(speed: float) -> AsyncIterator[Row]:
    async with started("graph", 0.05, 0) as graph, serving("office", graph) as server:
        await fire(server, 200, people=200, connections=FEW, start=10**6)
        await _all_sent(graph, 200)
        await server.ask("stall")
        load = await fire(server, WHOLE, people=WHOLE, connections=FEW, speed=speed)
        stall = (await server.ask("stall"))["stall"]
        await _all_sent(graph, WHOLE + 200)
    note = f"{speed:,.0f} pesan/s, 70 % dari laju di atas; p50 {load['p50'] * 1000:.1f} ms"
    yield table.wait("whole", "jawaban webhook p99", load["p99"], 0.075, note)
    yield table.wait("whole", "event loop tertahan paling lama", stall, 0.025)


async def handle() -> AsyncIterator[Row]:
    """From a backlog in the base to nothing waiting, without a server and without sending."""
    rates, bare = [], []
    async with serving("bare") as reference:
        for _ in range(ROUNDS):
            bare.append(MESSAGES / (await fire(reference, MESSAGES))["seconds"])
            async with working() as worker:
                await worker.ask("fill", MESSAGES, PEOPLE)
                rates.append(MESSAGES / (await worker.ask("handle"))["seconds"])
    yield table.ratio(
        "handle",
        "penanganan saja dari antrean, terhadap penangan kosong",
        median(a / b for a, b in zip(rates, bare, strict=True)),
        0.10,
        f"{median(rates):,.0f}/s dari {median(bare):,.0f}/s; {MESSAGES} pesan dari {PEOPLE} warga",
    )


@asynccontextmanager
async def serving(kind: str, graph: Child | None = None) -> AsyncIterator[Child]:
    """A server of this kind on an empty base of its own."""
    with TemporaryDirectory(prefix="sahut-bench-") as name:
        await office.prepare(Path(name))
        url = graph.greeting["url"] if graph else office.NOBODY
        async with started("server", kind, name, url) as server:
            yield server


@asynccontextmanager
async def working(url: str = office.NOBODY, pace: float = office.UNLIMITED) -> AsyncIterator[Child]:
    """A worker on an empty base of its own."""
    with TemporaryDirectory(prefix="sahut-bench-") as name:
        await office.prepare(Path(name))
        async with started("worker", name, office.SQLITE, url, pace) as worker:
            yield worker


async def fire(
    server: Child,
    count: int,
    *,
    people: int = PEOPLE,
    connections: int = MANY,
    start: int = 0,
    speed: float = 0,
) -> dict[str, Any]:
    """Load a server. A refusal makes every figure worthless, so it ends the run."""
    port = server.greeting["port"]
    load = await answer_of("load", port, count, people, connections, start, speed)
    if load["errors"]:
        raise RuntimeError(f"{load['errors']:.0f} of {count} webhooks were not answered with 200")
    return load


async def _all_sent(graph: Child, count: int) -> dict[str, Any]:
    async with asyncio.timeout(PATIENCE):
        while (sent := await graph.ask("count"))["count"] < count:
            await asyncio.sleep(0.1)
    return sent
