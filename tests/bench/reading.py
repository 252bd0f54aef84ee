"""How long the dialogue thinks: one message read and answered, by a new citizen and a known one."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bot.app import office
from bot.casework import numbers
from bot.casework.words import Kind
from bot.dialogue import clerk
from bot.dialogue.desk import Desk, Line, Said, Talk
from bot.dialogue.texts import Texts
from tests.bench import child
from tests.bench.office import NOBODY, SQLITE, UNLIMITED, settings
from tests.bench.sentences import SENTENCES
from tests.world import MONDAY

ROUNDS = 40
WHATSAPP = Line(choices=10, choice_title=20, text=4096, markup=True)


def measure(desk: Desk) -> Iterator[float]:
    """Each sentence as somebody's first message, and as the next thing said about that case."""
    for _ in range(ROUNDS):
        for number, sentence in enumerate(SENTENCES):
            fresh = replace(desk, spare=(_spare(number), _spare(number + 1)))
            said = Said(at=desk.now, text=sentence, strong=True, shown_name="Sulastri")
            start = time.thread_time()
            turn = clerk.answer(fresh, said)
            yield time.thread_time() - start
            known = replace(fresh, talk=turn.talk, cases=turn.cases, spare=(_spare(number + 2),))
            start = time.thread_time()
            clerk.answer(known, said)
            yield time.thread_time() - start


def _spare(number: int) -> tuple[int, str]:
    return number + 1, numbers.make(os.urandom(16))


def _desk(folder: Path) -> Desk:
    now: datetime = MONDAY
    return Desk(
        office=office(settings(folder, SQLITE, NOBODY, UNLIMITED)),
        texts=Texts.load(),
        line=WHATSAPP,
        now=now,
        talk=Talk(),
        news_by={kind: date(2026, 1, 19) for kind in Kind},
    )


def _result(folder: Path) -> dict[str, Any]:
    desk = _desk(folder)
    list(zip(range(200), measure(desk), strict=False))
    times = sorted(measure(desk))
    return {
        "median": times[len(times) // 2],
        "p99": times[int(len(times) * 0.99)],
        "count": len(times),
    }


if __name__ == "__main__":
    with TemporaryDirectory() as name:
        asyncio.run(child.obey({}, _result(Path(name))))
