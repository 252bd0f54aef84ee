"""The journal's head leaves the house once a day, so that nobody can rewrite what was."""

from __future__ import annotations

import asyncio

from sqlalchemy import delete, select

from bot.timekeeping import heads
from bot.timekeeping.sweep import Sweep
from storage.tables import alarms, leases
from tests.bot.post import post, words
from tests.wire import COMPLAINT, hook, push, said, write
from tests.world import SULASTRI_WA, World

SITI = "siti@sukajaya.go.id"


async def test_the_responsible_person_gets_the_head_once_a_day(closed_world: World) -> None:
    world = closed_world
    async with post(world, office={"responsible": {"email": SITI}}) as mail:
        await world.until(lambda: mail.letters(SITI))
        first = words(mail.letters(SITI)[0])
        await Sweep(world.house).step()
        assert len(mail.letters(SITI)) == 1
        await push(world, hook(world, said(world, SULASTRI_WA, COMPLAINT)))
        await world.settled()
        world.clock.wind(days=1)
        await Sweep(world.house).step()
        second = words(mail.letters(SITI)[1])
        assert "6 Januari 2026" in second
        assert "Baris terakhir: 1" in second
        assert _hash(first) != _hash(second)


async def test_processes_that_wake_together_send_the_head_once(closed_world: World) -> None:
    world = closed_world
    async with post(world, office={"responsible": {"email": SITI}}) as mail:
        await world.until(lambda: mail.letters(SITI))
        await world.until(lambda: _is_settled(world))
        world.clock.wind(days=1)
        mail.server.answers.append(("RCPT", "451 4.3.0 coba lagi"))
        assert not await heads.send(world.house)
        await write(world, delete(leases))  # its hour is over
        sent = await asyncio.gather(*(heads.send(world.house) for _ in range(3)))
        assert (sent.count(True), len(mail.letters(SITI))) == (1, 2)


async def test_after_a_failure_the_head_rests_and_the_office_reads_of_it(
    closed_world: World,
) -> None:
    world = closed_world
    async with post(world, office={"responsible": {"email": SITI}}) as mail:
        await world.until(lambda: mail.letters(SITI))
        await world.until(lambda: _is_settled(world))
        world.clock.wind(days=1)
        mail.server.answers.append(("RCPT", "550 5.1.1 tidak ada"))
        assert [await heads.send(world.house) for _ in range(2)] == [False, False]
        (alarm,) = await world.rows(select(alarms))
        assert "[responsible] email" in alarm.reason
        await write(world, delete(leases))  # its hour is over
        assert await heads.send(world.house)
        assert await world.rows(select(alarms)) == []


async def test_the_responsible_person_reads_which_reports_are_late(closed_world: World) -> None:
    world = closed_world
    async with post(world, office={"responsible": {"email": SITI}}) as mail:
        await world.until(lambda: mail.letters(SITI))
        assert "melewati tenggat: -" in words(mail.letters(SITI)[0])
        await push(world, hook(world, said(world, SULASTRI_WA, COMPLAINT)))
        await world.settled()
        (case,) = await world.cases()
        sweep = Sweep(world.house)
        world.clock.wind(days=3)
        await sweep.step()
        assert case.number not in words(mail.letters(SITI)[-1])
        world.clock.wind(days=1)
        await Sweep(world.house).step()
        assert f"melewati tenggat: {case.number}" in words(mail.letters(SITI)[-1])
        assert "Sulastri" not in words(mail.letters(SITI)[-1])


async def _is_settled(world: World) -> bool:
    return not await world.rows(select(leases).where(leases.c.name == "head_sent"))


def _hash(text: str) -> str:
    return text.partition("Hash: ")[2].partition("\n")[0]
