"""Help that a citizen needs: read or written down, never asked; it counts at once."""

from __future__ import annotations

from sqlalchemy import update

from storage import journal
from storage.tables import complaints
from tests.bot.inbox.conftest import Enter
from tests.bot.inbox.kit import Desk, received, reported
from tests.bot.inbox.test_results import events
from tests.wire import write
from tests.world import JOKO_WA, World

STORY = "lampu jalan di gang mawar mati sejak desember, nenek saya jatuh"


async def test_what_an_officer_sees_counts_at_once_and_the_reading_stays_beside_it(
    world: World, rina: Desk
) -> None:
    case = await reported(world, STORY, JOKO_WA, "Joko")
    at = f"/inbox/laporan/{case.number}"
    page = await rina.page(at)
    assert "pelapor perlu bantuan" in page, "an elder was read"
    answer = await rina.post(f"{at}/bantuan", perlu=["cannot_write", "bogus"])
    assert answer.status == 303, await answer.text()
    page = await rina.page(at)
    assert "Sulit membaca atau menulis" in page
    assert "petugas memutuskan lain" in page, "what was read is shown as read"
    async with world.house.database.read() as db:
        (*_, row) = await journal.story(db, world.house.vault, case.id)
    assert (row["event"], row["actor"], row["citation"]) == ("assist", "officer", "perpres76-3")
    assert row["details"]["is"] == ["cannot_write"]
    assert row["details"]["was"] == ["elderly"]
    world.clock.wind(minutes=20)
    await world.whatsapp.citizen_writes(JOKO_WA, "nenek saya sudah di rumah", name="Joko")
    await received(world, 2)
    said = str(world.whatsapp.sent[-1]["payload"])
    assert "Terima kasih, sudah dicatat." in said, "short sentences, and few of them"
    assert (await events(world, case)).count("assist") == 1
    assert "petugas memutuskan lain" in await rina.page(at), "decided is decided"


async def test_nothing_needed_is_an_answer_too_and_the_same_again_is_no_deed(
    world: World, rina: Desk
) -> None:
    case = await reported(world, STORY, JOKO_WA, "Joko")
    at = f"/inbox/laporan/{case.number}"
    await rina.page(at)
    for _ in range(2):
        assert (await rina.post(f"{at}/bantuan")).status == 303
    assert "pelapor perlu bantuan" not in await rina.page(at)
    assert (await events(world, case)).count("assist") == 1


async def test_of_a_closed_name_no_help_is_shown_or_written_down(
    world: World, rina: Desk, enter: Enter
) -> None:
    case = await reported(world, STORY, JOKO_WA, "Joko")
    at = f"/inbox/laporan/{case.number}"
    await rina.page(at)
    wahyu = await enter("wahyu")
    assert (await rina.post(f"{at}/bantuan", perlu="deaf")).status == 303
    page = await wahyu.page(at)
    assert "mencatat bantuan" in page
    assert "Yang diperlukan" not in page
    assert "Sulit mendengar" not in page
    assert (await wahyu.post(f"{at}/bantuan", perlu="blind")).status == 403
    await write(world, update(complaints).values(protection="rahasia"))
    assert "Yang diperlukan" not in await rina.page(at)
    refused = await rina.post(f"{at}/bantuan", perlu="blind")
    assert refused.status == 422
    assert "ditutup" in await refused.text()
