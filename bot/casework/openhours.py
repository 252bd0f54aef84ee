"""Open hours: whether somebody of the office was there to receive it, or the system alone."""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import Final

#: 08.00 or 8:00, as offices write their hours.
_TIME: Final = re.compile(r"\b([01]?\d|2[0-3])[.:]([0-5]\d)\b")
#: Where the office's own words name no hours.
_USUAL: Final = (time(8), time(16))


def is_open(hours: str, local: datetime, *, working: bool) -> bool:
    """Whether this moment lies between the first two times that `hours` name, on a working day."""
    times = [time(int(hour), int(minute)) for hour, minute in _TIME.findall(hours)]
    first, last = (times[0], times[1]) if len(times) > 1 else _USUAL
    return working and first <= local.time() < last
