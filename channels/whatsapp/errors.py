"""One table for every code of the Cloud API, told at once or later in a status."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from channels.base import Scope, SendError
from channels.whatsapp.fields import Obj, inner, string

HOUR = 3600.0


@dataclass(frozen=True, slots=True)
class Fault:
    """What a code means for the message, its recipient or the whole account.

    permanent with scope "account" needs an operator; without it the channel only slows down.
    permanent with a wait: not this way now, but the recipient is not lost for ever.
    """

    permanent: bool = False
    scope: Scope = "message"
    wait: float | None = None
    window_closed: bool = False


TRANSIENT = Fault()
WRONG = Fault(permanent=True)
STOPPED = Fault(permanent=True, scope="account")
UNREACHABLE = Fault(permanent=True, scope="recipient")
DECLINED = Fault(permanent=True, scope="recipient", wait=24 * HOUR)
CLOSED = Fault(permanent=True, window_closed=True)


def _slower(wait: float) -> Fault:
    return Fault(scope="account", wait=wait)


_ROWS: tuple[tuple[Iterable[int], Fault], ...] = (
    # token, permission
    ((0, 3, 10, 190, 131005, *range(200, 300)), STOPPED),
    # number or account locked, restricted, unpaid, unregistered, name not approved
    ((33, 368, 130497, 131031, 131037, 131042, 131045, 133010), STOPPED),
    # rate of app, WABA, throughput
    ((4, 17, 613, 80007), _slower(60.0)),
    ((130429,), _slower(5.0)),
    # rate of this pair: one message in six seconds
    ((131056,), Fault(scope="recipient", wait=6.0)),
    # spam limit and messaging limit: only what we begin waits, answers do not
    ((131048, 131064), Fault(wait=HOUR)),
    # Meta declined: experiment, ecosystem, opted out of marketing
    ((130472, 131049, 131050), DECLINED),
    ((131021, 131026, 131030), UNREACHABLE),
    ((131047,), CLOSED),
    ((131051, 131052, 131053, 131062), WRONG),
    ((1, 2, 131000, 131016, 131057, 133004), TRANSIENT),
    ((100, 131008, 131009, 135000, *range(132000, 133000)), WRONG),
)
_CODES: dict[int, Fault] = {code: fault for codes, fault in _ROWS for code in codes}
_STATUSES = {401: STOPPED, 403: STOPPED, 408: TRANSIENT, 429: _slower(60.0)}


def fault(code: int | None, status: int | None = None) -> Fault:
    """By the code where the table has it, else by the HTTP status."""
    if code is not None and code in _CODES:
        return _CODES[code]
    if status is None or status < 500:
        return _STATUSES.get(status or 0, WRONG)
    return TRANSIENT


def refusal(
    status: int, answer: Obj, headers: Mapping[str, str], secrets: Iterable[str]
) -> SendError:
    """The SendError of an answer that is not 200."""
    error = inner(answer, "error")
    code = number(error, "code")
    found = fault(code, status)
    if code not in _CODES and error.get("is_transient") is True:
        found = TRANSIENT
    found = replace(found, wait=_asked(headers) or found.wait)
    return SendError(
        reason(error, secrets) or f"HTTP {status}",
        permanent=found.permanent,
        wait=found.wait,
        scope=found.scope,
        code=str(status if code is None else code),
        window_closed=found.window_closed,
    )


def reason(error: Obj, secrets: Iterable[str] = ()) -> str:
    """What the provider says, without numbers of people and without anything like a token."""
    details = string(inner(error, "error_data"), "details") or string(error, "details")
    said = [string(error, "title") or string(error, "message"), details]
    text = ": ".join(dict.fromkeys(filter(None, said)))
    for secret in filter(None, secrets):
        text = text.replace(secret, "…")
    return _PRIVATE.sub("…", text)[:200]


#: A phone number, or a run as long as a token or a message id.
_PRIVATE = re.compile(r"\+?\d[\d ()-]{6,}\d|[\w+/=.|-]{24,}")


def number(error: Obj, key: str) -> int | None:
    try:
        return int(string(error, key))
    except ValueError:
        return None


def _asked(headers: Mapping[str, str]) -> float | None:
    said = headers.get("Retry-After", "")
    return float(said) if said.isascii() and said.isdigit() else None
