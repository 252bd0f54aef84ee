"""The machine and the versions beside every number, without which none means anything."""

from __future__ import annotations

import os
import platform
import sqlite3
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median

LIBRARIES = ("aiohttp", "SQLAlchemy", "aiosqlite", "asyncpg", "cryptography")
WRITES = 300


def describe(folder: Path, connections: str) -> list[str]:
    """A few lines for the head of the table."""
    versions = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    load = os.getloadavg()[0]
    return [
        f"inti prosesor {os.cpu_count()}, beban sebelum mulai {load:.1f}, "
        f"fsync p50 {fsync(folder) * 1000:.2f} ms ({folder})",
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {versions}",
        f"sambungan serentak: {connections}",
    ]


def fsync(folder: Path) -> float:
    """How long a page takes to the disk, in the middle of many."""
    times, page = [], os.urandom(4096)
    with (folder / "fsync").open("wb", buffering=0) as file:
        for _ in range(WRITES):
            start = time.perf_counter()
            file.write(page)
            os.fsync(file.fileno())
            times.append(time.perf_counter() - start)
    return median(times)


def memory(pid: int) -> float:
    """Resident memory of a process and its children, in MB."""
    total = _resident(pid)
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        total += sum(memory(int(other)) for other in task.read_text().split())
    return total


def _resident(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


class Others:
    """How much of the machine somebody else used meanwhile, in cores: no figure holds beside it."""

    def __init__(self) -> None:
        self._start = time.perf_counter(), _busy(), _own()

    def cores(self) -> float:
        start, busy, own = self._start
        theirs = (_busy() - busy) - (_own() - own)
        return max(0.0, theirs / (time.perf_counter() - start))


def _busy() -> float:
    """Seconds that all cores together have worked since the machine started."""
    user, nice, system, _idle, _wait, irq, soft, steal, *_ = map(
        int, Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]
    )
    return (user + nice + system + irq + soft + steal) / os.sysconf("SC_CLK_TCK")


def _own() -> float:
    """The same for this process and those it has waited for."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
