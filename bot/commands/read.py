"""sahut read: how messages are read, a line of JSON in and a line of JSON out."""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot import catalogue, config
from bot.clock import Clock
from bot.commands import offices
from bot.commands.parser import Parser
from bot.commands.stopping import FINE
from bot.commands.words import Words
from bot.dialogue.report import report


@dataclass(frozen=True, slots=True)
class _Own:
    """The office's catalogue, its zone, its region's words and its fees."""

    services: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    zone: str = "Asia/Jakarta"
    words: Mapping[str, str] = field(default_factory=dict)
    tariffs: Mapping[str, int] = field(default_factory=dict)


def add(parser: Parser, words: Words) -> None:
    offices.add(parser, words)


def run(args: argparse.Namespace, words: Words) -> int:
    own = _office(Path(args.config))
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    clock = Clock()
    for line in sys.stdin:
        print(json.dumps(_answer(line, own, clock, words)), flush=True)
    return FINE


def _office(path: Path) -> _Own:
    """What the office told; nobody needs an office to read. Raises BadConfig."""
    if not path.exists():
        return _Own()
    told = config.load(path)
    office = told.office
    return _Own(catalogue.services(told), office.places, office.zone, told.words, told.tariffs)


def _answer(line: str, own: _Own, clock: Clock, words: Words) -> dict[str, Any]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        return {"error": words("read.no_json")}
    if not isinstance(given, dict):
        return {"error": words("read.no_json")}
    text = given.get("text")
    if not isinstance(text, str) or not text.strip():
        return {"error": words("read.no_text")}
    try:
        now = _moment(given.get("received_at"), own.zone, clock)
    except (TypeError, ValueError, OverflowError):
        return {"error": words("read.no_time")}
    return report(
        text,
        own.services,
        now,
        zone=own.zone,
        own=own.words,
        localities=own.places,
        tariffs=own.tariffs,
    )


def _moment(told: Any, zone: str, clock: Clock) -> datetime:
    """When a message came; without an offset it is the office's own time."""
    if told is None:
        return clock.now()
    at = datetime.fromisoformat(told)
    return at if at.tzinfo is not None else at.replace(tzinfo=ZoneInfo(zone))
