"""Whoever opened a case with its kunci follows it: seen as somebody else, told of every step."""

from __future__ import annotations

from typing import Any

from bot.casework import numbers
from tests.bot.inbox.kit import Desk, reported, stored
from tests.world import JOKO, SULASTRI_WA, World


async def followed(world: World) -> Any:
    """Sulastri's case, which Joko opened on Telegram with number and kunci."""
    case = await reported(world)
    kunci = numbers.kunci(world.house.vault.kunci_key, case.id, case.generation)
    await world.telegram.citizen_writes(JOKO, f"{case.number} {kunci}", name="Joko")
    await world.until(lambda: any(case.number in text for text in heard(world)))
    await world.settled()
    return case


def heard(world: World) -> list[str]:
    return [sent.text for sent in world.telegram.sent]


async def test_what_a_follower_adds_is_shown_as_from_another_address(
    world: World, rina: Desk
) -> None:
    case = await followed(world)
    await world.telegram.citizen_sends(JOKO, "photo", b"\xff\xd8\xff" + bytes(200))
    await stored(world, 1)
    page = await rina.page(f"/inbox/laporan/{case.number}")
    assert "dari alamat lain" in page
    assert "/inbox/lampiran/" in page


async def test_an_officers_answer_and_step_reach_both_where_they_wrote(
    world: World, rina: Desk
) -> None:
    case = await followed(world)
    await rina.page(f"/inbox/laporan/{case.number}")
    await rina.reply(case.number, "Berkasnya sudah kami temukan.")
    await world.until(lambda: any("kami temukan" in text for text in heard(world)))
    await world.settled()
    bodies = [str(sent["payload"]) for sent in world.whatsapp.sent]
    assert sum("kami temukan" in body for body in bodies) == 1
    assert SULASTRI_WA in str(world.whatsapp.sent[-1]["payload"])
    before = len(heard(world))
    await rina.step(case.number, "declare_complete")
    await world.until(lambda: len(heard(world)) > before)
    assert case.number in heard(world)[-1]


async def test_of_a_closed_name_a_follower_hears_only_that_there_is_news(
    world: World, rina: Desk
) -> None:
    case = await followed(world)
    await world.whatsapp.citizen_writes(SULASTRI_WA, "RAHASIA")
    await world.settled()
    await rina.page(f"/inbox/laporan/{case.number}")
    before = len(heard(world))
    await rina.reply(case.number, "Kami periksa bersama Inspektorat.")
    await world.until(lambda: len(heard(world)) > before)
    assert heard(world)[-1] == f"Ada kabar untuk {case.number}. Balas BACA bila aman."
