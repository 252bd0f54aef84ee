"""What a message centre refuses, as facts."""

from __future__ import annotations

from typing import Final

from channels.base import Scope, SendError
from channels.sms.smpp.session import Lost, Refused, Unanswered

#: Slower, please.
_BUSY: Final = frozenset({0x14, 0x58, 0x66, 0x67})
#: command_status: what it means, whether for ever, and whom it concerns.
_TABLE: Final[dict[int, tuple[str, bool, Scope]]] = {
    0x01: ("message too long", True, "message"),
    0x02: ("malformed", True, "message"),
    0x04: ("not bound for sending", False, "account"),
    0x05: ("already bound elsewhere", False, "account"),
    0x0A: ("source address refused", True, "account"),
    0x0B: ("destination refused", True, "recipient"),
    0x0D: ("bind refused", False, "account"),
    0x0E: ("password refused", True, "account"),
    0x0F: ("system id refused", True, "account"),
    0x43: ("esm_class refused", True, "message"),
    0x44: ("cannot submit", True, "message"),
    0x48: ("source address refused", True, "account"),
    0x49: ("source address refused", True, "account"),
    0x50: ("destination refused", True, "recipient"),
    0x51: ("destination refused", True, "recipient"),
    0x53: ("system type refused", True, "account"),
    0xC0: ("optional part refused", True, "message"),
    0xC2: ("parameter refused", True, "message"),
    0xC4: ("parameter refused", True, "message"),
}


def refusal(error: Exception, busy_seconds: float) -> SendError:
    """Never with the words of the other side, which may hold anything."""
    if isinstance(error, SendError):
        return error
    if isinstance(error, Refused):
        return _refused(error.status, busy_seconds)
    if isinstance(error, Unanswered):
        return SendError("no answer in time", unknown=True)
    if isinstance(error, Lost):
        return SendError("the session ended", unknown=error.sent)
    return SendError(type(error).__name__, scope="account")


def _refused(status: int, busy_seconds: float) -> SendError:
    code = f"{status:#x}"
    if status in _BUSY:
        return SendError("busy", wait=busy_seconds, scope="account", code=code)
    reason, permanent, scope = _TABLE.get(status, ("refused for now", False, "message"))
    return SendError(reason, permanent=permanent, scope=scope, code=code)
