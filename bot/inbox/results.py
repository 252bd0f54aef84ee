"""Results: what a citizen reads of a paper, composed from its fields in words that are kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from bot.casework.words import Event
from bot.house import House
from bot.inbox import letters
from bot.intake.desks import line
from bot.outgoing.budget import rupiah

#: What a paper holds, as far as it is told.
Told = Mapping[str, Any]
#: Where the report was right, we say that we are sorry unless somebody decided otherwise.
_SORRY: Final = frozenset({"proven", "partly", "repaired"})


def decision(house: House, case: Any, account: str, values: Told) -> str:
    """Finding, reason, action, apology, compensation, prevention, in this order."""
    outcome = str(values["outcome"])
    apology = values.get("apology", "by_outcome")
    sorry = apology == "yes" or (apology != "no" and outcome in _SORRY)
    found = [
        _say(house, case, account, f"result.{outcome}", words=values["text"]),
        _told(house, case, account, "result.reason", values.get("reason")),
        _say(house, case, account, "result.apology") if sorry else "",
    ]
    done = [
        _told(house, case, account, "result.action", values.get("done")),
        _paid(house, case, account, values),
        _told(house, case, account, "result.prevention", values.get("prevention")),
    ]
    costly = line(house, account).costly  # there every line end costs a letter
    return (" " if costly else "\n\n").join(
        filter(None, [_joined(found, " "), _joined(done, " " if costly else "\n")])
    )


def referral(house: House, case: Any, account: str, values: Told) -> str:
    """Why it goes elsewhere, and how that body is reached."""
    parts = [
        str(values["text"]),
        _told(house, case, account, "result.reach", values.get("contact")),
        _told(house, case, account, "result.reference", values.get("letter")),
    ]
    return _joined(parts, " " if line(house, account).costly else "\n")


def remedies(house: House, case: Any, account: str) -> str:
    """Where else the citizen may turn, as the office's configuration says; begins with a space."""
    ways = ", ".join(one.briefly for one in house.office.remedies)
    return f" {_say(house, case, account, 'result.remedies', ways=ways)}" if ways else ""


#: The words for what the citizen is told with a step that comes with a paper.
COMPOSED: Final[Mapping[Event, Callable[[House, Any, str, Told], str]]] = {
    Event.DECIDE: decision,
    Event.REFER: referral,
}


def _paid(house: House, case: Any, account: str, values: Told) -> str:
    if "compensation" not in values:
        return ""
    due = letters.day(house, case, account, date.fromisoformat(str(values["pay_by"])))
    amount = rupiah(int(str(values["compensation"])))
    return _say(house, case, account, "result.compensation", amount=amount, until=due)


def _told(house: House, case: Any, account: str, key: str, words: object) -> str:
    return _say(house, case, account, key, words=words) if words else ""


def _say(house: House, case: Any, account: str, key: str, **given: object) -> str:
    return letters.say(house, case, account, key, **given).strip()


def _joined(parts: list[str], between: str) -> str:
    return between.join(filter(None, parts))
