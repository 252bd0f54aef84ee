"""A whole year of an office with two thousand cases, checked against an oracle of its own."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.timekeeping import sweep
from storage.ids import worker_of
from storage.tables import outbox
from tests.bot.inbox.kit import Desk, hire
from tests.bot.year import found, oracle
from tests.bot.year.beside import NEVER, Beside, beside
from tests.bot.year.found import ZONE
from tests.bot.year.office import EACH, SETTINGS, Office
from tests.bot.year.oracle import DAY
from tests.world import World

FIRST = date(2026, 1, 5)
YEAR, SEASON = 368, 100
CASES = int(os.environ.get("SAHUT_YEAR_CASES", "2000"))
#: Seconds by which the neighbour may begin earlier.
AHEAD = 0.02
#: On the last days nobody writes for the first time.
QUIET = 40


@pytest.fixture
async def office(closed_world: World, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    world = closed_world
    monkeypatch.setattr(sweep, "EVERY", NEVER)
    world.clock.slip(seconds=(_at(FIRST, 5) - world.clock.now()).total_seconds())
    await world.open(**SETTINGS)
    world.whatsapp.faults.batch = True
    await hire(world)
    rina, siti = Desk(world.base), Desk(world.base)
    await rina.sign_in("rina")
    await siti.sign_in("siti")
    made = Office(world, rina, siti)
    await made.open()
    yield made
    await rina.close()
    await siti.close()


async def test_a_year_of_deadlines_messages_and_escalations_is_as_the_law_says(
    office: Office,
) -> None:
    async with _processes(office.world, whole=False) as all_of_them:
        await _live(office, all_of_them, CASES, YEAR)
        await _as_the_oracle_says(office, YEAR)
        await _all_had_a_hand_in_it(office.world, all_of_them)


async def test_a_season_of_few_cases_is_as_the_law_says(office: Office) -> None:
    async with _processes(office.world, whole=True) as all_of_them:
        await _live(office, all_of_them, 90, SEASON)
        await _as_the_oracle_says(office, SEASON)


@dataclass(frozen=True, slots=True)
class Processes:
    """The office's own rounds, and the neighbour's where the database takes a second process."""

    world: World
    rounds: sweep.Sweep
    other: Beside | None

    async def wind(self, day: date, hour: int) -> None:
        """It is this hour of this day, for everybody."""
        self.world.clock.wind(seconds=(_at(day, hour) - self.world.clock.now()).total_seconds())
        if self.other is not None:
            await self.other.wind(self.world.clock.now())

    async def sweep(self) -> None:
        """What the day brings, in all of them at once; each is the first every other day."""
        if self.other is None:
            await self.rounds.step()
        else:
            await asyncio.gather(self.other.sweep(), self._own())

    async def _own(self) -> None:
        if self.world.clock.now().toordinal() % 2:
            await asyncio.sleep(AHEAD)
        await self.rounds.step()


@asynccontextmanager
async def _processes(world: World, *, whole: bool) -> AsyncIterator[Processes]:
    own = sweep.Sweep(world.house)
    if world.house.database.is_file:
        yield Processes(world, own, None)
        return
    async with beside(world, whole=whole) as other:
        yield Processes(world, own, other)


async def _live(office: Office, processes: Processes, cases: int, days: int) -> None:
    """Day by day: the morning's round, new cases, what officers do, a round where it hurries."""
    filed = 0
    for ahead in range(days):
        day = FIRST + ahead * DAY
        await processes.wind(day, 6)
        await processes.sweep()
        await processes.wind(day, 8)
        if ahead % EACH == 0:
            wanted = min(cases, cases * (ahead + EACH) // (days - QUIET))
            await office.receive(day, [f"62813{n:08d}" for n in range(filed, wanted)])
            filed = wanted
        if await office.work(day):
            await processes.wind(day, 17)
            await processes.sweep()
    assert filed == cases == len(office.lives)


async def _as_the_oracle_says(office: Office, days: int) -> None:
    there, until = await found.stories(office.world), FIRST + (days - 1) * DAY
    wrong = [
        (number, name, *_apart(getattr(there[number], name), getattr(wanted, name)), life)
        for number, life in office.lives.items()
        for wanted in [oracle.tell(life, until)]
        for name in ("acts", "letters", "due", "happened")
        if getattr(there[number], name) != getattr(wanted, name)
    ]
    assert not wrong, (len(wrong), wrong[:3])


def _apart(
    has: Sequence[object] | dict[str, date], wanted: Sequence[object] | dict[str, date]
) -> tuple[list[object], list[object]]:
    """What is there and should not be, and the other way round."""
    has, wanted = (list(one.items()) if isinstance(one, dict) else one for one in (has, wanted))
    return [one for one in has if one not in wanted], [one for one in wanted if one not in has]


async def _all_had_a_hand_in_it(world: World, processes: Processes) -> None:
    """No process left it all to the other: each wrote letters of what time itself did."""
    if processes.other is not None:
        rows = await world.rows(select(outbox.c.id).where(outbox.c.text.contains("Mohon maaf")))
        assert {worker_of(row.id) for row in rows} == {
            worker_of(world.house.new_id()),
            processes.other.worker,
        }


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE).astimezone(UTC)


def test_the_oracle_counts_as_the_published_examples_do() -> None:
    assert oracle.working(date(2026, 3, 17), 3) == date(2026, 3, 27)
    assert oracle.working(date(2026, 1, 5), 14) == date(2026, 1, 26)
    assert oracle.working(date(2026, 1, 5), 60) == date(2026, 4, 10)
    assert date(2026, 1, 5) + timedelta(days=60) == date(2026, 3, 6)
