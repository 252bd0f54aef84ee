"""Deliveries: what providers tell moves a message forward, never back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.house import House
from bot.outgoing.failures import GIVE_UP_AFTER
from bot.outgoing.sending import FAILED, HELD, ORDER, QUEUED, RESULT
from storage import settling

#: Taken, then failed for a passing reason: sent again after so many seconds.
LATER = 300.0
_TIMES = ("accepted", "sent", "delivered", "read")
#: A failed message was sent before it failed; only who got it proves the failure wrong.
_CONTRADICT = frozenset({"delivered", "read"})


@dataclass(frozen=True, slots=True)
class Changed:
    """What deliveries changed: cases on somebody's screen, and messages that wait again."""

    cases: set[int] = field(default_factory=set)
    closed: list[Any] = field(default_factory=list)
    #: Messages that cannot reach this recipient by this way.
    lost: list[int] = field(default_factory=list)
    #: Cases whose decision has reached the citizen.
    arrived: set[int] = field(default_factory=set)
    #: Cases of which a channel took an officer's news, or somebody carried it.
    told: set[int] = field(default_factory=set)


async def apply(db: AsyncConnection, house: House, pairs: Sequence[tuple[Any, Any]]) -> Changed:
    """Apply deliveries to their messages."""
    if not pairs:
        return Changed()
    now = house.now()
    applied: list[dict[str, Any]] = []
    latest: dict[int, dict[str, Any]] = {}
    blocked: list[int] = []
    changed = Changed()
    for told, row in pairs:
        applied.append({"b_id": told.id, "b_at": now, "b_row": row.id})
        before = latest.get(row.id) or _before(row)
        latest[row.id] = _after(before, told, row, now)
        if told.state == FAILED and told.permanent and told.scope == "recipient":
            blocked.append(row.address_id)
        # A knock that is refused for whatever reason opens no window.
        gone = told.permanent and (told.scope == "recipient" or row.template)
        if told.state == FAILED and gone and latest[row.id]["b_state"] == FAILED:
            changed.lost.append(row.id)
        if latest[row.id]["b_held"]:
            changed.closed.append(row)
        if row.complaint_id is not None:
            changed.cases.add(row.complaint_id)
            if told.state != FAILED and row.purpose == "status":
                changed.told.add(row.complaint_id)
            if row.purpose == RESULT and told.state in _CONTRADICT and _proves(house, row):
                changed.arrived.add(row.complaint_id)
    rows = [{k: v for k, v in row.items() if k != "b_created"} for row in latest.values()]
    await settling.advance(db, applied, rows)
    await settling.block(db, now, blocked)
    return changed


def _proves(house: House, row: Any) -> bool:
    """Reports of SMS inform; they are too often missing or wrong to decide a case."""
    channel = house.channels.get(row.account)
    return channel is not None and not channel.limits.costly


def _before(row: Any) -> dict[str, Any]:
    return {
        "b_id": row.id,
        "b_state": row.state,
        "b_provider": row.provider,
        "b_accepted": row.accepted_at,
        "b_sent": row.sent_at,
        "b_delivered": row.delivered_at,
        "b_read": row.read_at,
        "b_failed": row.failed_at,
        "b_done": row.done_at,
        "b_held": row.held_at,
        "b_not_before": row.not_before,
        "b_created": row.created_at,
        "b_reason": row.reason,
        "b_code": row.code,
    }


def _after(before: dict[str, Any], told: Any, row: Any, now: datetime) -> dict[str, Any]:
    if told.state == FAILED:
        return before | _failure(before, told, now)
    at = told.at or told.received_at
    changes = {"b_provider": told.provider or before["b_provider"]}
    # A read message was delivered, though the provider may never say so.
    for name in _TIMES[: _TIMES.index(told.state) + 1]:
        changes[f"b_{name}"] = before[f"b_{name}"] or at
    if before["b_failed"] and told.state not in _CONTRADICT:
        return before | changes
    if ORDER[told.state] > ORDER[before["b_state"]]:
        changes |= {"b_state": told.state, "b_failed": None, "b_reason": "", "b_code": ""}
    return before | changes | {"b_done": before["b_done"] or now, "b_held": None}


def _failure(before: dict[str, Any], told: Any, now: datetime) -> dict[str, Any]:
    if before["b_delivered"] or before["b_read"]:
        return {}
    facts = {"b_reason": told.reason, "b_code": told.code, "b_failed": now}
    if told.window_closed:
        return facts | {"b_state": HELD, "b_held": now, "b_done": None}
    if not told.permanent and now - before["b_created"] < GIVE_UP_AFTER:
        later = now + timedelta(seconds=LATER)
        return facts | {"b_state": QUEUED, "b_not_before": later, "b_done": None}
    return facts | {"b_state": FAILED, "b_done": before["b_done"] or now}
