"""Memory: what a conversation remembers, between a value and the bytes that are sealed."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from bot.dialogue.desk import Talk
from storage.seal import PersonKey

_TIMES = ("burst_at", "answered_at", "opened_at")


def opened(contact: int, sealed: bytes | None, key: PersonKey) -> Talk:
    """What was remembered; an empty mind for a new contact."""
    if sealed is None:
        return Talk()
    kept: dict[str, Any] = json.loads(key.open(_place(contact), sealed))
    for name in _TIMES:
        if name in kept:
            kept[name] = datetime.fromisoformat(kept[name])
    return Talk(**_owed(kept))


def _owed(kept: dict[str, Any]) -> dict[str, Any]:
    """Several receipts may be owed; what was kept before then named one, or none."""
    owed = kept.get("owed", ())
    if isinstance(owed, int):
        owed = (owed,)
        kept["telling"] = owed if kept.get("told") else ()
    return kept | {"owed": tuple(owed), "telling": tuple(kept.get("telling", ()))}


def sealed(contact: int, talk: Talk, key: PersonKey) -> bytes:
    """The bytes to keep."""
    kept = {name: value for name in Talk.__slots__ if (value := getattr(talk, name))}
    plain = json.dumps(kept, default=_plain)
    return key.seal(_place(contact), plain.encode())


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else dict(value)  # type: ignore[call-overload]


def _place(contact: int) -> str:
    return f"contacts.talk.{contact}"
