"""The office's SIM: nobody's codes on the screen, alarms in time, costs that are seen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import simcare
from bot.outgoing import budget
from bot.outgoing.sending import Letter, row
from bot.timekeeping.sweep import Sweep
from storage import outbox
from storage.tables import alarms
from tests.bot.messages_kit import Sim, office
from tests.world import World

OTP = "Kode OTP Anda 481516. JANGAN BERIKAN KODE INI kepada siapa pun."
LAMP = "Lampu jalan di gang Kenanga mati sejak hari Senin, mohon diperbaiki. Darmo RT 5 RW 2"
TESTED = "+6281300001111"


@pytest.fixture
async def sim(closed_world: World) -> AsyncIterator[Sim]:
    async with office(closed_world, balance_low=20000, silent_hours=48) as made:
        yield made


async def test_an_operator_and_a_bank_open_nothing_and_are_never_answered(sim: Sim) -> None:
    for sender, text in (("TELKOMSEL", "Promo paket data!"), ("BANK", OTP), ("3355", "Info")):
        assert await sim.brings(text, sender) == 200
    await sim.world.until(lambda: _handled(sim, 3))
    assert [one.kind for one in await sim.world.messages()] == ["system", "code", "system"]
    assert await sim.world.cases() == []
    assert sim.gate.asked == []


async def test_of_a_one_time_code_nothing_is_left_after_a_day(sim: Sim) -> None:
    await sim.brings(OTP, "BANK")
    await sim.brings(LAMP)
    await sim.world.until(lambda: _handled(sim, 2))
    sim.world.clock.wind(hours=25)
    await Sweep(sim.world.house).step()
    code, report = await sim.world.messages()
    assert (code.text, code.raw) == ("", None)
    assert report.text == LAMP


async def test_credit_that_runs_out_and_a_silent_sim_raise_an_alarm_until_it_is_mended(
    sim: Sim,
) -> None:
    await sim.brings("Sisa pulsa Anda Rp12.345 aktif s.d. 31/03/2026", "TELKOMSEL")
    await simcare.look(sim.world.house)
    assert await standing(sim) == {"sms/pulsa": "Sisa pulsa tinggal Rp12.345."}
    await sim.brings("Isi ulang berhasil. Sisa pulsa Anda Rp112.345", "TELKOMSEL")
    await simcare.look(sim.world.house)
    assert await standing(sim) == {}
    sim.world.clock.wind(hours=49)
    await simcare.look(sim.world.house)
    assert list(await standing(sim)) == ["sms/sunyi"]
    await sim.brings(LAMP)
    await simcare.look(sim.world.house)
    assert await standing(sim) == {}


async def test_a_card_that_expires_is_named_two_weeks_before(closed_world: World) -> None:
    async with office(closed_world, sim_expires="2026-01-30") as sim:
        await simcare.look(sim.world.house)
        assert await standing(sim) == {}
        sim.world.clock.wind(days=12)
        await simcare.look(sim.world.house)
        (reason,) = (await standing(sim)).values()
        assert "30 Januari 2026, 13 hari lagi" in reason


async def test_a_test_message_goes_out_once_a_month_and_must_be_confirmed(
    closed_world: World,
) -> None:
    async with office(closed_world, self_test=TESTED) as sim:
        for _ in range(3):
            await simcare.look(sim.world.house)
            sim.world.house.outgoing.ring()
            await sim.world.settled()
        assert len(sim.sent(TESTED)) == 1
        sim.world.clock.wind(days=3)
        await simcare.look(sim.world.house)
        assert list(await standing(sim)) == ["sms/uji"]
        await sim.brings("OK", TESTED)
        await simcare.look(sim.world.house)
        assert await standing(sim) == {}
        sim.world.clock.wind(days=28)
        await simcare.look(sim.world.house)
        sim.world.house.outgoing.ring()
        await sim.world.until(lambda: len(sim.sent(TESTED)) == 3)


async def test_what_messages_cost_is_counted_and_an_empty_budget_stops_surveys_only(
    closed_world: World,
) -> None:
    async with office(closed_world, budget={"sms": 700}) as sim:
        world = sim.world
        await sim.brings(LAMP)
        await world.until(lambda: sim.sent())
        (case,) = await world.cases()
        await queued(world, case, "Petugas kami datang besok pagi.", "reply")
        await world.until(lambda: len(sim.sent()) == 2)
        await world.settled()
        async with world.house.database.read() as db:
            (bill,) = await budget.bills(db, world.house)
        assert (bill.units, bill.rupiah, bill.used_up) == (2, 700, True)
        await queued(world, case, "Puas? Balas 1 atau 2.", "survey")
        await queued(world, case, "Lampu sudah menyala.", "reply")
        await world.until(lambda: len(sim.sent()) == 3)
        assert "Puas" not in "".join(sim.sent())
        world.clock.wind(days=28)
        world.house.outgoing.ring()
        await world.until(lambda: len(sim.sent()) == 4)


async def queued(world: World, case: object, text: str, purpose: str) -> None:
    letter = Letter(
        contact=case.contact_id,  # type: ignore[attr-defined]
        address=case.address_id,  # type: ignore[attr-defined]
        account="sms",
        purpose=purpose,
        text=text,
        complaint=case.id,  # type: ignore[attr-defined]
    )
    async with world.house.database.write() as db:
        await outbox.add(db, [row(world.house, letter, leaves=world.clock.now() - timedelta(1))])
    world.house.outgoing.ring()


async def standing(sim: Sim) -> dict[str, str]:
    return {one.name: one.reason for one in await sim.world.rows(select(alarms))}


async def _handled(sim: Sim, count: int) -> bool:
    rows = await sim.world.messages()
    return len(rows) == count and all(one.handled_at for one in rows)
