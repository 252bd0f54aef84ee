"""The office beside: the same office in a process of its own, on the same database.

It reads what to do from its standard input, a line each, and answers each line with one; when
nobody is left to write to it, it ends.
"""

from __future__ import annotations

import asyncio
import dataclasses
import os
import pickle
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from datetime import datetime
from pathlib import Path

from bot import app
from bot.config import Settings
from bot.timekeeping import sweep
from storage.ids import GIVEN, Ids, worker_of
from tests.bot.year.office import SETTINGS
from tests.world import PATIENCE, World, WoundClock

ROOT = Path(__file__).parents[3]
#: The rounds of the year are made when the test says so.
NEVER = 1e9
#: Seconds that it may take to start on a busy machine.
LONGEST = 4 * PATIENCE
_SWEEP, _DONE = b"sweep", b"done"


class Beside:
    """How the test speaks to it."""

    def __init__(self, running: asyncio.subprocess.Process, worker: int, log: Path) -> None:
        self.worker = worker
        self._running, self._log = running, log

    async def wind(self, to: datetime) -> None:
        """Its clock shows this moment from now on."""
        await self._ask(to.isoformat().encode())

    async def sweep(self) -> None:
        """It has done all that its day brings."""
        await self._ask(_SWEEP)

    async def _ask(self, line: bytes) -> None:
        assert self._running.stdin
        self._running.stdin.write(line + b"\n")
        await self._running.stdin.drain()
        await self.answered()

    async def answered(self) -> None:
        assert self._running.stdout
        async with asyncio.timeout(LONGEST):
            answer = await self._running.stdout.readline()
        assert answer.strip() == _DONE, self.last_words()

    async def end(self) -> None:
        """It is told that nobody writes any more, and waited for."""
        assert self._running.stdin
        self._running.stdin.close()
        try:
            async with asyncio.timeout(LONGEST):
                await self._running.wait()
        except TimeoutError:
            self._running.kill()
            await self._running.wait()

    def last_words(self) -> str:
        return f"{self._running.returncode}: {self._log.read_text(encoding='utf-8')[-4000:]}"

    @property
    def ended_well(self) -> bool:
        return self._running.returncode == 0


@asynccontextmanager
async def beside(world: World, *, whole: bool) -> AsyncIterator[Beside]:
    """Start it, and end it whatever happens inside this block.

    whole: it takes in, handles and sends as well; else it only makes its rounds.
    """
    log = world.folder / "beside.log"
    with log.open("wb") as errors:
        running = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.bot.year.beside",
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=errors,
        )  # fmt: skip
    # Both clocks stand at the same moment: what they make is told apart by the worker alone.
    worker = (worker_of(world.house.new_id()) + 1) % GIVEN
    found = Beside(running, worker, log)
    try:
        assert running.stdin
        told = (await world.settings(**SETTINGS), world.clock.now(), worker, whole)
        running.stdin.write(pickle.dumps(told))
        await found.answered()
        yield found
    finally:
        await found.end()
    assert found.ended_well, found.last_words()


def main() -> None:
    """Reads (settings, the time, which worker it is, all of it?) from stdin, then lines."""
    settings, now, worker, whole = pickle.load(sys.stdin.buffer)
    sweep.EVERY = NEVER
    asyncio.run(_live(settings, WoundClock(now), worker, whole))


async def _live(settings: Settings, clock: WoundClock, worker: int, whole: bool) -> None:
    async with app.open_house(settings, clock) as opened:
        house = dataclasses.replace(opened, ids=Ids(worker))
        async with app.running(app.build(house)) if whole else nullcontext():
            await _obey(sweep.Sweep(house), clock)


async def _obey(rounds: sweep.Sweep, clock: WoundClock) -> None:
    """Line by line, until nobody writes any more."""
    _answer()
    while line := (await asyncio.to_thread(sys.stdin.buffer.readline)).strip():
        if line == _SWEEP:
            await rounds.step()
        else:
            to = datetime.fromisoformat(line.decode())
            clock.wind(seconds=(to - clock.now()).total_seconds())
        _answer()


def _answer() -> None:
    sys.stdout.buffer.write(_DONE + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
