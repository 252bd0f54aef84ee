"""Wires: what a provider calls its messages, sealed for keeping and blind for finding again.

These ids hold chat ids, mail addresses and telephone numbers.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from storage.seal import PersonKey, Vault


@dataclass(frozen=True, slots=True)
class Wire:
    """A message as its provider names it, and the messages that it names itself."""

    provider_id: str = ""
    reply_to: str = ""
    edits: str = ""
    thread: str = ""
    refs: tuple[str, ...] = ()
    number: str = ""


def blind(vault: Vault, account: str, provider_id: str) -> bytes | None:
    """What a message is found by; nothing for a message without an id."""
    return vault.blind(f"wire/{account}", provider_id) if provider_id else None


def sealed(key: PersonKey, place: str, wire: Wire) -> bytes | None:
    """`place` is "table.row"; nothing where the provider named nothing."""
    told = {name: value for name in Wire.__slots__ if (value := getattr(wire, name))}
    return key.seal(_column(place), json.dumps(told).encode()) if told else None


def opened(key: PersonKey, place: str, row: Any) -> Wire:
    """The wire of a row. Raises Unreadable."""
    if row.wire is None:
        return Wire()
    told = json.loads(key.open(_column(place), row.wire))
    return Wire(**told | {"refs": tuple(told.get("refs", ()))})


def _column(place: str) -> str:
    table, row = place.split(".")
    return f"{table}.wire.{row}"
