"""sahut read: how messages are read, a line of JSON in and a line of JSON out."""

from __future__ import annotations

import argparse
import io
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot import config
from bot.clock import Clock
from bot.commands import offices
from bot.commands.parser import Parser
from bot.commands.stopping import FINE
from bot.commands.words import Words
from bot.dialogue.report import report

_ZONE = "Asia/Jakarta"


def add(parser: Parser, words: Words) -> None:
    offices.add(parser, words)


def run(args: argparse.Namespace, words: Words) -> int:
    services, zone = _office(Path(args.config))
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    clock = Clock()
    for line in sys.stdin:
        print(json.dumps(_answer(line, services, zone, clock, words)), flush=True)
    return FINE


def _office(path: Path) -> tuple[tuple[str, ...], str]:
    """The office's catalogue and zone; nobody needs an office to read. Raises BadConfig."""
    if not path.exists():
        return (), _ZONE
    office = config.load(path).office
    return office.services, office.zone


def _answer(
    line: str, services: tuple[str, ...], zone: str, clock: Clock, words: Words
) -> dict[str, Any]:
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
        now = _moment(given.get("received_at"), zone, clock)
    except (TypeError, ValueError, OverflowError):
        return {"error": words("read.no_time")}
    return report(text, services, now, zone=zone)


def _moment(told: Any, zone: str, clock: Clock) -> datetime:
    """When a message came; without an offset it is the office's own time."""
    if told is None:
        return clock.now()
    at = datetime.fromisoformat(told)
    return at if at.tzinfo is not None else at.replace(tzinfo=ZoneInfo(zone))
