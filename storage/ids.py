"""Ids that are known before the row is written: time first, then a worker, then a counter."""

from datetime import UTC, datetime

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
_WORKER_BITS, _COUNT_BITS = 10, 12
#: Workers below this one are given out, each to one process that runs; who only does one thing
#: takes any of the others.
GIVEN = 1 << (_WORKER_BITS - 1)


def first(at: datetime) -> int:
    """The smallest id that may be made at this moment or later."""
    return int((at - EPOCH).total_seconds() * 1000) << _WORKER_BITS << _COUNT_BITS


def worker_of(number: int) -> int:
    """Which worker made this id."""
    return (number >> _COUNT_BITS) & ((1 << _WORKER_BITS) - 1)


class Ids:
    """63 bits: 41 of milliseconds since 2026, 10 of worker, 12 of counter. Never goes back."""

    def __init__(self, worker: int) -> None:
        self.worker = worker % (1 << _WORKER_BITS)
        self._tick = 0
        self._count = 0

    def work_as(self, worker: int) -> None:
        """From the next millisecond on with another number."""
        self.worker = worker
        self._tick, self._count = self._tick + 1, 0

    def take(self, now: datetime) -> int:
        """The next id; when a millisecond is used up, the next one is borrowed."""
        tick = int((now - EPOCH).total_seconds() * 1000)
        if tick > self._tick:
            self._tick, self._count = tick, 0
        else:
            self._count += 1
            if self._count >> _COUNT_BITS:
                self._tick, self._count = self._tick + 1, 0
        return ((self._tick << _WORKER_BITS) | self.worker) << _COUNT_BITS | self._count
