"""Sorting: a message moves, a second matter gets its number, a voice gets its words."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from storage import journal
from storage.tables import attachments, messages
from tests.bot.inbox.kit import Desk, received, reported
from tests.world import JOKO_WA, SULASTRI_WA, World

VOICE = b"OggS" + bytes(4000)


async def test_a_message_moves_to_another_case_of_the_same_citizen(
    world: World, rina: Desk
) -> None:
    first, second = await _two_cases(world, rina)
    message = (await world.messages())[1]
    assert message.complaint_id == second.id
    answer = await rina.post(f"/inbox/pesan/{message.id}/pindah", ke=first.number)
    assert answer.status == 303
    assert {row.complaint_id for row in await world.messages()} == {first.id}
    stories = await _stories(world, first.id, second.id)
    for story in stories:
        assert story[-1]["event"] == "move_message"
        assert story[-1]["details"] == {
            "message": message.id, "from": second.number, "to": first.number,
        }  # fmt: skip
    assert "Rina Wulandari memindahkan pesan" in await rina.page(f"/inbox/laporan/{first.number}")


async def test_a_message_never_moves_to_a_stranger(world: World, rina: Desk) -> None:
    mine = await reported(world)
    other = await reported(world, "lampu jalan gang mawar mati", JOKO_WA, "Joko")
    message = (await world.messages())[0]
    for target in (other.number, mine.number, "K7F3-9QX", "", "x" * 50):
        answer = await rina.post(f"/inbox/pesan/{message.id}/pindah", ke=target)
        assert answer.status == 422, target
    assert [row.complaint_id for row in await world.messages()] == [mine.id, other.id]


async def test_a_second_matter_gets_its_own_number_and_the_citizen_is_told_once(
    world: World, rina: Desk
) -> None:
    case, fresh = await _two_cases(world, rina)
    assert fresh.state == "received"
    assert fresh.register_no == 2
    assert fresh.summary == "lampu jalan di depan rumah juga mati"
    assert fresh.due_clock == "V"
    first, second = await _stories(world, case.id, fresh.id)
    assert first[-1]["event"] == "split_message"
    assert (second[0]["event"], second[0]["actor"]) == ("register", "officer")
    await world.settled()
    told = [str(sent) for sent in world.whatsapp.sent if fresh.number in str(sent)]
    assert len(told) == 1
    assert "dua hal" in told[0]
    row = (await world.outgoing())[-1]
    assert "\ue000" not in told[0]
    assert row.complaint_id == fresh.id


async def test_a_split_case_is_as_closed_as_the_one_it_came_from(world: World, rina: Desk) -> None:
    case = await reported(world, "pak sy takut, ada pejabat minta setoran proyek")
    await reported(world, "lampu jalan di depan rumah juga mati")
    message = (await world.messages())[-1]
    answer = await rina.post(f"/inbox/pesan/{message.id}/pindah", ke="baru")
    assert answer.status == 303
    fresh = next(row for row in await world.cases() if row.id != case.id)
    assert fresh.protection == case.protection != "open"


async def test_a_voice_is_heard_when_somebody_wrote_down_what_it_says(
    world: World, rina: Desk
) -> None:
    await world.whatsapp.citizen_sends(SULASTRI_WA, "voice", VOICE, "audio/ogg", name="Sulastri")
    await received(world, 1)
    (case,) = await world.cases()
    assert (case.heard, case.voices) == (False, 1)
    text = await rina.page(f"/inbox/laporan/{case.number}")
    assert "Sudah didengar: ketik isinya" in text
    (file,) = await world.rows(select(attachments))
    empty = await rina.post(f"/inbox/lampiran/{file.id}/didengar", transkrip="  ")
    assert "Ketik dulu apa yang dikatakan" in await empty.text()
    words = "Beras bantuan bulan ini belum datang."
    await rina.post(f"/inbox/lampiran/{file.id}/didengar", transkrip=words)
    (case,) = await world.cases()
    assert (case.heard, case.summary) == (True, words)
    (file,) = await world.rows(select(attachments))
    assert file.description == words
    ((*_, entry),) = await _stories(world, case.id)
    assert (entry["event"], entry["details"]["text"]) == ("fill", words)
    text = await rina.page(f"/inbox/laporan/{case.number}")
    assert "Sudah didengar: ketik isinya" not in text
    assert words in text


async def test_only_a_citizens_voice_can_be_heard(world: World, rina: Desk) -> None:
    await reported(world)
    for number in ("1", "9999999999999999999"):
        answer = await rina.post(f"/inbox/lampiran/{number}/didengar", transkrip="x")
        assert answer.status == 404


async def test_an_officer_takes_a_case_and_another_takes_it_over(
    world: World, rina: Desk, enter: Any
) -> None:
    case = await reported(world)
    await rina.post(f"/inbox/laporan/{case.number}/ambil")
    tono = await enter("tono")
    assert "Saya yang pegang" in await tono.page(f"/inbox/laporan/{case.number}")
    await tono.post(f"/inbox/laporan/{case.number}/ambil")
    await tono.post(f"/inbox/laporan/{case.number}/ambil")
    text = await tono.page(f"/inbox/laporan/{case.number}")
    assert "Saya yang pegang" not in text
    (story,) = await _stories(world, case.id)
    assert [one["event"] for one in story].count("assign") == 1, "Rina was on duty already"


async def test_what_was_urgent_is_marked_as_dealt_with(world: World, rina: Desk) -> None:
    case = await reported(world, "bantuan beras belum datang, beras di rumah tinggal utk 2 hari")
    assert "Sudah ditangani" in await rina.page(f"/inbox/laporan/{case.number}")
    await rina.post(f"/inbox/laporan/{case.number}/ditangani")
    text = await rina.page(f"/inbox/laporan/{case.number}")
    assert "Sudah ditangani: makanan." in text
    (case,) = await world.cases()
    assert case.urgent == ""


async def _two_cases(world: World, rina: Desk) -> tuple[Any, Any]:
    """One citizen, two matters: the second message was split off."""
    case = await reported(world)
    await reported(world, "lampu jalan di depan rumah juga mati")
    message = (await world.messages())[-1]
    if message.complaint_id == case.id:
        answer = await rina.post(f"/inbox/pesan/{message.id}/pindah", ke="baru")
        assert answer.status == 303, await answer.text()
    first, second = await world.cases()
    return first, second


async def _stories(world: World, *cases: int) -> list[list[dict[str, Any]]]:
    async with world.house.database.read() as db:
        assert [found async for found in journal.verify(db, world.house.vault)] == []
        return [await journal.story(db, world.house.vault, case) for case in cases]


async def test_an_edit_goes_along_with_its_message(world: World, rina: Desk) -> None:
    from tests.world import JOKO

    await world.telegram.citizen_writes(JOKO, "lampu jalan gang mawar mati")
    await received(world, 1)
    second = await world.telegram.citizen_writes(JOKO, "selokan juga mampet di rt 3")
    await received(world, 2)
    await world.telegram.citizen_edits(JOKO, second, "selokan juga mampet di rt 4")
    await received(world, 3)
    message = (await world.messages())[1]
    await rina.post(f"/inbox/pesan/{message.id}/pindah", ke="baru")
    fresh = (await world.cases())[-1]
    moved = await world.rows(select(messages).where(messages.c.complaint_id == fresh.id))
    assert [row.kind for row in moved] == ["citizen", "edit"]
