"""What remains: reading, two processes on PostgreSQL, rest and start; and what cannot be yet."""

from __future__ import annotations

import asyncio
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from importlib.util import find_spec
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import aiohttp

from bot import keys
from tests.bench import machine, office, table
from tests.bench.child import Child, answer_of, started
from tests.bench.table import Row
from tests.databases import Server, postgresql

ROUNDS = 3
BACKLOG, PEOPLE = 1600, 1600
AT_REST = 3.0
ROOT = Path(__file__).parents[2]
CONFIG = """
[office]
name = "Kelurahan Sukajaya"
[responsible]
name = "Dra. Siti Aminah"
title = "Lurah Sukajaya"
address = "Jalan Melati 1, Sukajaya"
[server]
port = {port}
[storage]
database = "sqlite+aiosqlite:///data/sahut.db"
key_file = "sahut.key"
[channels.whatsapp]
access_token = "bench-token"
app_secret = "bench-secret"
verify_token = "bench-verify"
phone_number_id = "1055500000"
graph_url = "http://127.0.0.1:1"
"""


async def reading() -> AsyncIterator[Row]:
    told = await answer_of("reading")
    note = f"{told['count']:.0f} bacaan pesan warga, yang pertama dan lanjutannya; waktu prosesor"
    yield table.wait(
        "reading", "membaca dan menjawab satu pesan, median", told["median"], 3e-4, note
    )
    yield table.wait("reading", "membaca dan menjawab satu pesan, p99", told["p99"], 2e-3)


async def pair() -> AsyncIterator[Row]:
    """The same backlog, handled by one process and by two, in turn."""
    gains, alone = [], []
    with postgresql() as server:
        await server.prepare()
        for _ in range(ROUNDS):
            one, two = await _drain(server, 1), await _drain(server, 2)
            gains.append(one / two)
            alone.append(BACKLOG / one)
    note = f"satu proses {median(alone):,.0f}/s; PostgreSQL di mesin yang sama, tanpa fsync"
    yield table.ratio(
        "pair", "dua proses pada satu PostgreSQL terhadap satu", median(gains), 1.6, note
    )


async def _drain(server: Server, processes: int) -> float:
    with TemporaryDirectory(prefix="sahut-bench-") as name:
        folder = Path(name)
        url = await server.fresh(folder)
        keys.make_key(folder / "sahut.key")
        async with AsyncExitStack() as stack:
            command = ("worker", name, url, office.NOBODY, office.UNLIMITED)
            workers: list[Child] = [
                await stack.enter_async_context(started(*command)) for _ in range(processes)
            ]
            await workers[0].ask("fill", BACKLOG, PEOPLE)
            for worker in workers:
                await worker.ask("unhandled")
            took = await asyncio.gather(*(worker.ask("handle") for worker in workers))
            if (await workers[0].ask("unhandled"))["count"]:
                raise RuntimeError("a backlog was not handled to its end")
    return max(one["seconds"] for one in took)


async def start() -> AsyncIterator[Row]:
    """The command itself, with a base that has its tables."""
    if find_spec("bot.commands") is None:
        reason = "perintah sahut run belum ada"
        yield table.missing("start", "memori saat diam", "< 140 MB", reason)
        yield table.missing("start", "dari mulai sampai siap", "< 2 s", reason)
        return
    with TemporaryDirectory(prefix="sahut-bench-") as name:
        folder, port = Path(name), _free_port()
        await office.prepare(folder, f"sqlite+aiosqlite:///{folder}/data/sahut.db")
        (folder / "config.toml").write_text(CONFIG.format(port=port), encoding="utf-8")
        seconds, resident = await _run(folder, port)
    yield Row("start", "memori saat diam", f"{resident:.0f} MB", "< 140 MB", resident < 140)
    yield Row("start", "dari mulai sampai siap", f"{seconds:.2f} s", "< 2 s", seconds < 2)


async def _run(folder: Path, port: int) -> tuple[float, float]:
    begun = time.perf_counter()
    command = ("-m", "bot", "run", "--config", str(folder / "config.toml"))
    with (folder / "log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, cwd=ROOT, stdout=log, stderr=log
        )
    try:
        await _ready(f"http://127.0.0.1:{port}/health/ready", process)
        seconds = time.perf_counter() - begun
        await asyncio.sleep(AT_REST)
        return seconds, machine.memory(process.pid)
    except (TimeoutError, RuntimeError) as error:
        raise RuntimeError((folder / "log").read_text(errors="replace")[-2000:]) from error
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _ready(url: str, process: asyncio.subprocess.Process) -> None:
    async with aiohttp.ClientSession() as http, asyncio.timeout(20):
        while True:
            try:
                async with http.get(url) as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                if process.returncode is not None:
                    raise RuntimeError("sahut run ended") from None
            await asyncio.sleep(0.01)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def million() -> AsyncIterator[Row]:
    reason = "basis data dengan sejuta aduan belum dapat dibuat"
    yield table.missing(
        "million", "laju dengan 1.000.000 aduan terhadap kosong", ">= 0.9 x", reason
    )
    yield table.missing("million", "daftar dan percakapan di inbox, p95", "< 50 ms", reason)
    yield table.missing("million", "pencarian, p95", "< 200 ms", "pencarian belum ada")
