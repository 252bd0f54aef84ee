"""Giving up: all that has to be so before an officer may call a report withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bot import cases
from bot.casework import lifecycle
from bot.casework.words import Clock
from bot.inbox import people
from bot.inbox.acts import Act
from bot.outgoing import proofs
from storage import exchange


async def check(case: Act, _given: Mapping[str, str]) -> dict[str, Any]:
    """No machine and no haste takes a right away. Raises Refusal with what stands against it."""
    row, today = case.row, case.house.calendar.local_date(case.house.now())
    running = {one.clock: one for one in await exchange.running(case.db, row.id)}
    clock = running.get(Clock.B)
    at = await proofs.noticed(case.db, case.house, row.id)
    rules = (
        (people.is_hidden(row.protection), "Laporan yang ditutup namanya diakhiri dengan jawaban"),
        (bool(row.urgent), "Laporan mendesak diakhiri dengan jawaban"),
        (_assisted(case), "Laporan orang yang perlu bantuan diakhiri dengan jawaban"),
        (clock is None or clock.due_on >= today, "Batas waktu pelapor belum lewat"),
        (row.seen_at is None or row.seen_at < row.spoken_at, "Ada pesan pelapor yang belum dibaca"),
        (at is None, "Pemberitahuan kekurangan belum terbukti sampai"),
        (at is not None and _last_day(case, at) >= today,
         "Batas waktu pelapor, dihitung sejak pemberitahuan sampai, belum lewat"),
    )  # fmt: skip
    for holds, rule in rules:
        if holds:
            raise lifecycle.Refusal(rule, "uu25-42-45")
    return {}


def _assisted(case: Act) -> bool:
    return case.person.case is not None and bool(case.person.case.assistance)


def _last_day(case: Act, arrived: datetime) -> date:
    """The citizen's days count from when the notice was there, however late it came."""
    names = cases.promises_of(case.row)
    return cases.due(case.house, Clock.B, case.house.calendar.local_date(arrived), names)
