"""Who leaves a number or an address at the counter is told there, and may go on from there."""

from __future__ import annotations

from tests.bot import post
from tests.bot.inbox.counter_kit import files, read
from tests.bot.inbox.kit import Desk, hire
from tests.bot.messages_kit import office
from tests.world import World


async def at_work(world: World) -> Desk:
    await hire(world)
    desk = Desk(world.base)
    await desk.sign_in("rina")
    return desk


async def test_a_receipt_goes_out_as_one_sms_and_an_answer_comes_back_to_the_case(
    closed_world: World,
) -> None:
    async with office(closed_world) as sim:
        world = sim.world
        rina = await at_work(world)
        case = await files(world, rina, kabar="sms")
        assert (case.account, case.via, case.confirmed_at) == ("sms", "counter", None)
        await world.until(lambda: sim.sent())
        (text,) = sim.sent()
        assert case.number in text
        page = await rina.page(f"/inbox/laporan/{case.number}/tanda-terima")
        assert "Tanda terima SMS: " in read(page)
        assert "Sudah diserahkan" not in page
        assert await sim.brings("Tambahan: tiangnya juga miring, takut roboh ke rumah") == 200
        await world.settled()
        assert [one.number for one in await world.cases()] == [case.number]
        await rina.reply(case.number, "Tiangnya kami periksa hari Rabu.")
        await world.until(lambda: any("hari Rabu" in one for one in sim.sent()))
        assert case.number not in await rina.page("/inbox/sampaikan")
        await rina.close()


async def test_a_letter_goes_out_by_mail_and_answers_nothing(closed_world: World) -> None:
    async with post.post(closed_world) as mail:
        world = mail.world
        rina = await at_work(world)
        case = await files(world, rina, kabar="surel", surel="Darmo@Contoh.ID", lewat="phone")
        assert (case.account, case.via) == ("surel", "phone")
        letter = await mail.answered(1, "darmo@contoh.id")
        assert letter["In-Reply-To"] is None
        assert case.number in post.words(letter)
        await rina.close()
