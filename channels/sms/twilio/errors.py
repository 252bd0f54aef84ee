"""One table for every code of Twilio's, told at once or later in a status."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from channels.base import Scope


@dataclass(frozen=True, slots=True)
class Fault:
    """What a code means for the message, its recipient or the whole account."""

    permanent: bool = True
    scope: Scope = "message"
    wait: float | None = None


WRONG = Fault()
#: Twilio has counted and billed a message that failed late; an officer decides on another one.
LOST = Fault()
STOPPED = Fault(scope="account")
UNREACHABLE = Fault(scope="recipient")
SLOWER = Fault(permanent=False, scope="account", wait=10.0)

_ROWS: Final[tuple[tuple[Iterable[int], Fault], ...]] = (
    # name or token, account suspended, no right to send there or from this number
    ((20003, 20005, 20006, 30002, 21408, 21601, 21603, 21606, 21608, 21612, 21659), STOPPED),
    # no such number, a landline, or STOP was written
    ((21211, 21214, 21217, 21407, 21421, 21610, 21614, 30005, 30006, 30011), UNREACHABLE),
    # too many at once
    ((20429, 14107, 30001, 30022, 63018), SLOWER),
    # switched off, refused by the network, filtered, unknown
    ((30003, 30004, 30007, 30008, 30009, 30010), LOST),
)
_CODES: Final[Mapping[str, Fault]] = {str(code): fault for codes, fault in _ROWS for code in codes}
_STATUSES: Final[Mapping[int, Fault]] = {401: STOPPED, 403: STOPPED, 404: STOPPED, 429: SLOWER}


def fault(code: str, status: int = 400) -> Fault:
    """By the code where the table has it, else by the HTTP status."""
    if code in _CODES:
        return _CODES[code]
    return Fault(permanent=False) if status >= 500 else _STATUSES.get(status, WRONG)
