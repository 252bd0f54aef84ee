"""One number on SMS and WhatsApp is one citizen to officers, and proves nothing to the office."""

from __future__ import annotations

from tests.bot.inbox.kit import Desk, hire, reported
from tests.bot.messages_kit import office
from tests.world import World

DARMO_WA, DARMO = "6281234567890", "+6281234567890"
RICE = "Bantuan beras desember sy tdk dpt pdhl nama ada di daftar. darmo rt 5 rw 2"


async def test_officers_see_both_as_one_citizen(closed_world: World) -> None:
    async with office(closed_world) as sim:
        await hire(closed_world)
        lamp = await reported(closed_world, "lampu jalan mati sejak senin", DARMO_WA, "Darmo")
        await sim.brings(RICE)
        await closed_world.until(lambda: sim.sent())
        rice = (await closed_world.cases())[-1]
        assert lamp.contact_id != rice.contact_id
        desk = Desk(closed_world.base)
        await desk.sign_in("rina")
        piece = {"X-Sahut-Piece": "1"}
        assert rice.number in await desk.page(f"/inbox/laporan/{lamp.number}", **piece)
        assert lamp.number in await desk.page(f"/inbox/laporan/{rice.number}", **piece)
        await desk.close()


async def test_by_sms_nothing_of_what_was_written_by_whatsapp_is_told(
    closed_world: World,
) -> None:
    async with office(closed_world) as sim:
        lamp = await reported(closed_world, "lampu jalan mati sejak senin", DARMO_WA, "Darmo")
        for text in ("STATUS", f"STATUS {lamp.number}", f"CABUT {lamp.number}"):
            before = len(sim.sent())
            await sim.brings(text)
            await closed_world.until(lambda count=before: len(sim.sent()) > count)
            assert "lampu" not in sim.sent()[-1].lower()
        (case,) = [one for one in await closed_world.cases() if one.id == lamp.id]
        assert case.state == "received"
