"""The clock: nobody else asks the time."""

import time
from datetime import UTC, datetime


class Clock:
    """What time it is, for people and for measuring."""

    def now(self) -> datetime:
        """This moment, in UTC."""
        return datetime.now(UTC)

    def steady(self) -> float:
        """Seconds that only ever grow, from no particular start."""
        return time.monotonic()
