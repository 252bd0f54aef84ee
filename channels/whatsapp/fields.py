"""Careful hands for JSON that strangers wrote: every question has an answer of one type."""

from __future__ import annotations

from typing import Any

Obj = dict[str, Any]


def string(obj: Obj, key: str) -> str:
    """Text, or a number as text; "" for anything else."""
    value = obj.get(key)
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return str(value)


def inner(obj: Obj, key: str) -> Obj:
    value = obj.get(key)
    return value if isinstance(value, dict) else {}


def objects(obj: Obj, key: str) -> list[Obj]:
    value = obj.get(key)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
