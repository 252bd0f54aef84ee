"""Reports of SMS inform: officers see them, and no case moves by them."""

from __future__ import annotations

import aiohttp
from sqlalchemy import select

from storage.tables import outbox
from tests.bot.inbox.kit import Desk, hire
from tests.bot.inbox.test_results import decide
from tests.bot.messages_kit import SECRET, Sim, office
from tests.world import World

RICE = "Bantuan beras desember sy tdk dpt pdhl nama ada di daftar. darmo rt 5 rw 2"
HOOK = "http://127.0.0.1:8081/hooks/sms"


async def test_a_report_of_delivery_is_shown_and_decides_nothing(closed_world: World) -> None:
    async with office(closed_world, kannel_callback_url=HOOK) as sim:
        await hire(closed_world)
        await sim.brings(RICE)
        await closed_world.until(lambda: sim.sent())
        (case,) = await closed_world.cases()
        rina, siti = Desk(closed_world.base), Desk(closed_world.base)
        for desk, login in ((rina, "rina"), (siti, "siti")):
            await desk.sign_in(login)
            await desk.page(f"/inbox/laporan/{case.number}")
        await decide(rina, siti, case.number)
        await closed_world.settled()
        query = select(outbox).where(outbox.c.purpose == "result")
        (result,) = await closed_world.rows(query)
        assert await _reported(sim, result.id) == 200
        await closed_world.until(lambda: _delivered(closed_world, query))
        (case,) = await closed_world.cases()
        assert case.state == "decided"
        for desk in (rina, siti):
            await desk.close()


async def _reported(sim: Sim, row: int) -> int:
    """Kannel's report that the phone has it."""
    told = {"secret": SECRET, "ref": str(row), "dlr": "1"}
    url = f"{sim.world.local_base}/hooks/sms"
    async with aiohttp.ClientSession() as http, http.get(url, params=told) as answer:
        return answer.status


async def _delivered(world: World, query: object) -> bool:
    (row,) = await world.rows(query)  # type: ignore[arg-type]
    return row.delivered_at is not None
