"""The way through: a citizen writes, a case stands with a number, the answer comes back."""

from __future__ import annotations

import asyncio

from tests.world import JOKO, SULASTRI, SULASTRI_WA, World


async def test_a_telegram_message_becomes_a_case_and_is_answered(world: World) -> None:
    await world.telegram.citizen_writes(JOKO, "lampu jalan depan gang mati udah lama")
    sent = await world.until(lambda: world.telegram.sent)
    (case,) = await world.cases()
    assert case.number in sent[0].text
    assert case.register_no == 1


async def test_a_whatsapp_message_becomes_a_case_and_is_answered(world: World) -> None:
    await world.whatsapp.citizen_writes(SULASTRI_WA, "ktp saya belum jadi", name="Sulastri")
    sent = await world.until(lambda: world.whatsapp.sent)
    (case,) = await world.cases()
    assert case.number in str(sent[0])


async def test_the_stored_answer_holds_no_kunci(world: World) -> None:
    await world.telegram.citizen_writes(JOKO, "lampu jalan depan gang mati udah lama")
    sent = await world.until(lambda: world.telegram.sent)
    await world.settled()
    (row,) = await world.outgoing()
    assert row.text == ""
    assert row.state == "accepted"
    assert any(
        word.isdigit() and len(word) == 6
        for word in sent[0].text.replace("</b>", " ").replace("<b>", " ").split()
    )


async def test_two_citizens_have_two_cases(world: World) -> None:
    await asyncio.gather(
        world.telegram.citizen_writes(JOKO, "lampu jalan mati"),
        world.telegram.citizen_writes(SULASTRI, "ktp belum jadi jadi"),
    )
    await world.until(lambda: len(world.telegram.sent) == 2)
    first, second = await world.cases()
    assert first.contact_id != second.contact_id
    assert {first.register_no, second.register_no} == {1, 2}


async def test_a_call_for_a_human_is_an_alarm_that_later_words_do_not_silence(world: World) -> None:
    await world.telegram.citizen_writes(JOKO, "lampu jalan di jl mawar mati sejak kemarin")
    await world.until(lambda: world.telegram.sent)
    await world.telegram.citizen_writes(JOKO, "PETUGAS")
    await world.until(lambda: len(world.telegram.sent) == 2)
    world.clock.wind(minutes=20)
    await world.telegram.citizen_writes(JOKO, "tambahan, tiangnya juga miring")
    await world.until(lambda: len(world.telegram.sent) == 3)
    (case,) = await world.cases()
    assert case.alarm == "human"
    assert case.spoken_at == world.clock.now()
