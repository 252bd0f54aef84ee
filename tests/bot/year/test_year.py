"""A whole year of an office with two thousand complaints, checked against an oracle of its own."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from bot.sweep import Sweep
from storage import journal
from storage.tables import clocks, complaints, outbox, papers
from tests.bot.inbox.kit import Desk, hire
from tests.bot.year import oracle
from tests.bot.year.oracle import DAY, Life
from tests.wire import hook, neighbour, push, said
from tests.world import World

ZONE = ZoneInfo("Asia/Jakarta")
FIRST, LAST = date(2026, 1, 5), date(2027, 1, 8)
COMPLAINTS = 2_000
TEXT = "ktp saya belum jadi di kantor kelurahan, tolong ktp saya dijadikan"
#: How often officers do nothing, only ask for more, only declare it complete, or go on.
FATES = ("nothing", "incomplete", "complete", "decided", "delivered")
WEIGHTS = (30, 28, 24, 8, 10)

Deed = Callable[[], Awaitable[Any]]


class Office:
    """The officers of the year and the lives they lead their cases through."""

    def __init__(self, world: World, rina: Desk, siti: Desk) -> None:
        self.world = world
        self.rina = rina
        self.siti = siti
        self.lives: dict[str, Life] = {}
        self.diary: dict[date, list[tuple[str, str]]] = defaultdict(list)

    def plan(self, number: str, day: date, dice: random.Random) -> None:
        """What officers will do with this case, and when."""
        self.lives[number] = Life(day)
        fate = dice.choices(FATES, WEIGHTS)[0]
        if fate == "incomplete":
            self.diary[day + dice.randint(1, 20) * DAY].append((number, "incomplete"))
            return
        for step, wait in (("complete", 20), ("decided", 70), ("delivered", 20)):
            if FATES.index(step) > FATES.index(fate):
                return
            day += dice.randint(1, wait) * DAY
            self.diary[day].append((number, step))

    async def work(self, day: date) -> None:
        for number, step in self.diary.pop(day, ()):
            await getattr(self, f"_{step}")(number)
            setattr(self.lives[number], step, day)

    async def _incomplete(self, number: str) -> None:
        await self.rina.page(f"/inbox/laporan/{number}")
        await self._ok(self.rina, number, "declare_incomplete", text="- alamat tempat tinggal")

    async def _complete(self, number: str) -> None:
        await self._ok(self.rina, number, "declare_complete")

    async def _decided(self, number: str) -> None:
        await self._ok(self.rina, number, "take")
        await self._ok(self.rina, number, "recommend", to="Kasi", text="Cetak.")
        newest = select(papers.c.id).order_by(papers.c.id.desc()).limit(1)
        (paper,) = await self.world.rows(newest)
        answer = await self.rina.answers(number, paper.id, verdict="accepted")
        assert answer.status == 303, await answer.text()
        answer = await self.siti.decide(number, "Benar, KTP sudah jadi.")
        assert answer.status == 303, await answer.text()

    async def _delivered(self, number: str) -> None:
        await self._ok(self.rina, number, "deliver", text="Diambil sendiri di loket.")

    async def _ok(self, desk: Desk, number: str, event: str, **fields: str) -> None:
        answer = await desk.step(number, event, **fields)
        assert answer.status == 303, await answer.text()


@pytest.fixture
async def office(closed_world: World) -> AsyncIterator[Office]:
    world = closed_world
    world.clock.slip(seconds=(_at(FIRST, 8) - world.clock.now()).total_seconds())
    await world.open(limits={"session_hours": 20_000, "idle_minutes": 1_000_000})
    await hire(world)
    rina, siti = Desk(world.base), Desk(world.base)
    await rina.sign_in("rina")
    await siti.sign_in("siti")
    yield Office(world, rina, siti)
    await rina.close()
    await siti.close()


async def test_a_year_of_deadlines_messages_and_escalations_is_as_the_law_says(
    office: Office,
) -> None:
    world, dice = office.world, random.Random(2026)
    async with AsyncExitStack() as stack:
        houses = [world.house]
        _, beside = await stack.enter_async_context(neighbour(world))
        if beside is not world.service:
            houses.append(beside.house)
        sweeps = [Sweep(house) for house in houses]
        days = (LAST - FIRST).days
        filed = 0
        for ahead in range(days):
            day = FIRST + ahead * DAY
            _go_to(world, day, 6)
            await asyncio.gather(*(sweep.step() for sweep in sweeps))
            _go_to(world, day, 8)
            wanted = min(COMPLAINTS, COMPLAINTS * (ahead + 1) // (days - 40)) - filed
            for number in await _file(world, filed, wanted):
                office.plan(number, day, dice)
            filed += wanted
            await office.work(day)
        assert filed == COMPLAINTS == len(office.lives)
        await _as_the_oracle_says(world, office.lives, LAST - DAY)


async def _file(world: World, before: int, amount: int) -> list[str]:
    """So many citizens write; the numbers of their cases."""
    if not amount:
        return []
    phones = [f"62813{before + n:08d}" for n in range(amount)]
    assert await push(world, hook(world, *(said(world, phone, TEXT) for phone in phones))) == [200]
    await world.settled()
    newest = select(complaints.c.number).order_by(complaints.c.id.desc()).limit(amount)
    return [row.number for row in await world.rows(newest)]


async def _as_the_oracle_says(world: World, lives: dict[str, Life], until: date) -> None:
    cases = {row.number: row for row in await world.cases()}
    done = await _done(world)
    running: dict[int, dict[str, date]] = defaultdict(dict)
    for row in await world.rows(select(clocks).where(clocks.c.stopped_at.is_(None))):
        running[row.complaint_id][row.clock] = row.due_on
    wrong = []
    for number, life in lives.items():
        case = cases[number]
        found = sorted(done[case.id])
        wanted = oracle.expected(life, until)
        if found != wanted:
            more, less = set(found) - set(wanted), set(wanted) - set(found)
            wrong.append((number, life, more, less))
        if running[case.id] != oracle.due_on(life, until):
            wrong.append((number, life, running[case.id], oracle.due_on(life, until)))
    assert not wrong, wrong[:3]
    await _each_said_once(world, done)


async def _done(world: World) -> dict[int, list[tuple[date, str]]]:
    """What time did to each case, from the journal."""
    done: dict[int, list[tuple[date, str]]] = defaultdict(list)
    async with world.house.database.read() as db:
        for case in await world.cases():
            for row in await journal.story(db, world.house.vault, case.id):
                what = _TOLD.get(row["event"])
                if what and row["actor"] == "system":
                    day = row["at"].astimezone(ZONE).date()
                    done[case.id].append((day, what.format(**row["details"])))
    return done


_TOLD = {
    "apologise": "apologise {clock}",
    "escalate": "escalate {to} {clock}",
    "remind": "remind",
    "propose": "propose {what}",
    "close": "close",
    "archive": "archive",
}


async def _each_said_once(world: World, done: dict[int, list[tuple[date, str]]]) -> None:
    """Every apology and every reminder is one letter to the citizen, and none is without one."""
    said_to: dict[int, int] = defaultdict(int)
    letters = select(outbox.c.complaint_id, outbox.c.created_at, outbox.c.officer_id).where(
        outbox.c.purpose.in_(["status", "reminder"]), outbox.c.officer_id.is_(None)
    )
    for row in await world.rows(letters):
        said_to[row.complaint_id] += 1
    wanted = {
        case: len([what for _, what in acts if what.split()[0] in ("apologise", "remind", "close")])
        for case, acts in done.items()
    }
    assert {case: count for case, count in wanted.items() if count} == dict(said_to)


def _at(day: date, hour: int) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=ZONE).astimezone(UTC)


def _go_to(world: World, day: date, hour: int) -> None:
    world.clock.wind(seconds=(_at(day, hour) - world.clock.now()).total_seconds())


def test_the_oracle_counts_as_the_published_examples_do() -> None:
    assert oracle.working(date(2026, 3, 17), 3) == date(2026, 3, 27)
    assert oracle.working(date(2026, 1, 5), 14) == date(2026, 1, 26)
    assert oracle.working(date(2026, 1, 5), 60) == date(2026, 4, 10)
    assert date(2026, 1, 5) + timedelta(days=60) == date(2026, 3, 6)
