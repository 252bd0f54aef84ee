"""The same case from several addresses: where its news goes, what stands by, and who undoes it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select

from bot.casework import numbers
from bot.demo.whatsapp_rules import GraphError
from storage import journal
from storage.tables import complaints, fallbacks, links
from tests.bot.inbox.kit import Desk, hire, reported
from tests.bot.messages_kit import Sim, office
from tests.wire import hook, push, received, told
from tests.world import JOKO, SULASTRI_WA, World

REPLY = "Berkasnya sudah kami temukan."


@pytest.fixture
async def sim(closed_world: World) -> AsyncIterator[Sim]:
    async with office(closed_world) as made:
        await hire(made.world)
        yield made


async def test_number_and_kunci_from_a_new_address_ask_where_news_goes(sim: Sim) -> None:
    world = sim.world
    case = await _followed(world)
    asked = world.telegram.sent[-1]
    assert "Kabar selanjutnya ke mana?" in asked.text
    assert _titles(asked) == ["Telegram ini", "WhatsApp ..001", "Semua alamat"]
    assert any("ditautkan dengan alamat lain" in text for text in received(world, SULASTRI_WA))
    assert (await _case(world)).news_id is None
    assert case.number in asked.text


async def test_the_chosen_address_alone_gets_what_officers_write_and_the_older_one_is_told(
    sim: Sim,
) -> None:
    world = sim.world
    case = await _followed(world)
    await _tap(world, "Telegram ini")
    notice = received(world, SULASTRI_WA)[-1]
    assert notice == (
        f"Kabar laporan {case.number} selanjutnya kami kirim ke Telegram. "
        f"Bila itu bukan pilihan Bapak/Ibu, balas LEPAS {case.number}."
    )
    await _reply(world, case)
    await world.until(lambda: REPLY in world.telegram.sent[-1].text)
    await world.settled()
    assert not any(REPLY in text for text in received(world, SULASTRI_WA))


async def test_with_two_addresses_only_the_chosen_one_gets_the_news(sim: Sim) -> None:
    world = sim.world
    case = await _followed(world)
    await _tap(world, "WhatsApp ..001")
    await _reply(world, case)
    await world.until(lambda: any(REPLY in text for text in received(world, SULASTRI_WA)))
    await world.settled()
    assert not any(REPLY in sent.text for sent in world.telegram.sent)


async def test_lepas_from_the_older_address_brings_the_news_back(sim: Sim) -> None:
    world = sim.world
    case = await _followed(world)
    await _tap(world, "Telegram ini")
    await _tap(world, "Boleh")
    await world.whatsapp.citizen_writes(SULASTRI_WA, f"LEPAS {case.number}")
    await world.until(lambda: "kami lepas" in received(world, SULASTRI_WA)[-1])
    await world.settled()
    assert (await _case(world)).news_id is None
    assert await world.rows(select(links)) == []
    await _reply(world, case)
    await world.until(lambda: REPLY in received(world, SULASTRI_WA)[-1])
    await world.settled()
    assert not any(REPLY in sent.text for sent in world.telegram.sent)


async def test_the_choice_and_the_consent_stand_in_the_journal(sim: Sim) -> None:
    world = sim.world
    case = await _followed(world)
    await _tap(world, "Telegram ini")
    await _tap(world, "Boleh")
    async with world.house.database.read() as db:
        story = await journal.story(db, world.house.vault, case.id)
        assert [one async for one in journal.verify(db, world.house.vault)] == []
    assert [row["event"] for row in story][-3:] == ["link", "move_news", "allow_fallback"]
    assert story[-1]["details"]["to"] == "WhatsApp"


async def test_a_phone_without_buttons_takes_the_news_by_one_word_and_only_with_the_kunci(
    sim: Sim,
) -> None:
    world = sim.world
    case = await reported(world)
    await sim.brings(f"KABAR {case.number}")
    await world.until(lambda: "kunci" in _last(sim))
    assert (await _case(world)).news_id is None
    await sim.brings(f"KABAR {case.number} {_kunci(world, case)}")
    await world.until(lambda: "selanjutnya kami kirim ke HP ini" in _last(sim))
    assert len(_last(sim)) <= 160
    await world.settled()
    assert "ke SMS" in received(world, SULASTRI_WA)[-1]
    await _reply(world, case)
    await world.until(lambda: REPLY in _last(sim))


async def test_what_whatsapp_refuses_goes_where_the_citizen_allowed_it(sim: Sim) -> None:
    world = sim.world
    case = await _with_sms_standing_by(sim)
    world.whatsapp.answers.append((400, _error(131026), {}))
    await _reply(world, case)
    await world.until(lambda: REPLY in _last(sim))
    await world.settled()
    rina = await _rina(world)
    page = await rina.page(f"/inbox/laporan/{case.number}")
    assert "dikirim lewat SMS karena WhatsApp tidak sampai" in page
    await rina.close()
    assert (await _case(world)).alarm == ""


async def test_without_a_template_a_closed_window_is_gone_around_and_nothing_comes_twice(
    sim: Sim,
) -> None:
    world = sim.world
    case = await _with_sms_standing_by(sim)
    world.clock.wind(hours=25)
    rina = await _rina(world)
    path = f"/inbox/laporan/{case.number}"
    assert "Di luar 24 jam: dikirim lewat SMS, seperti disetujui pelapor." in await rina.page(path)
    await rina.reply(case.number, REPLY)
    await world.until(lambda: REPLY in _last(sim))
    await world.settled()
    page = await rina.page(path)
    assert "dikirim lewat SMS karena WhatsApp menunggu pelapor menulis" in page
    assert "dialihkan ke alamat cadangan" in page
    await rina.close()
    await _says(world, "halo")
    assert not any(REPLY in text for text in received(world, SULASTRI_WA))
    assert sum(REPLY in text for text in sim.sent()) == 1


async def test_without_consent_it_waits_for_the_citizen(sim: Sim) -> None:
    world = sim.world
    case = await _followed(world)
    await _tap(world, "WhatsApp ..001")
    await _tap(world, "Tidak usah")
    world.clock.wind(hours=25)
    await _reply(world, case)
    await world.until(lambda: _held(world))
    await world.settled()
    assert not any(REPLY in sent.text for sent in world.telegram.sent)
    assert (await _case(world)).alarm == ""
    await world.whatsapp.citizen_writes(SULASTRI_WA, "bagaimana kabarnya?")
    await world.until(lambda: any(REPLY in text for text in received(world, SULASTRI_WA)))


async def test_where_nothing_else_was_allowed_somebody_has_to_call(sim: Sim) -> None:
    world = sim.world
    case = await reported(world)
    world.whatsapp.answers.append((400, _error(131026), {}))
    await _reply(world, case)

    async def unreached() -> bool:
        return (await _case(world)).alarm == "unreached"

    await world.until(unreached)
    rina = await _rina(world)
    page = await rina.page("/inbox")
    assert "kabar tidak sampai, perlu ditelepon" in page
    await rina.close()


async def test_a_refusal_told_later_is_gone_around_too_and_only_once(sim: Sim) -> None:
    world = sim.world
    case = await _with_sms_standing_by(sim)
    world.whatsapp.hooks.url = ""
    await _reply(world, case)
    await world.until(lambda: any(REPLY in text for text in received(world, SULASTRI_WA)))
    await world.settled()
    sent = world.whatsapp.sent[-1]
    for _ in range(2):
        world.clock.wind(seconds=1)
        late = told(world, sent["id"], "failed", errors=[_refusal(131026).entry()])
        assert await push(world, hook(world, statuses=[late])) == [200]
    await world.until(lambda: any(REPLY in text for text in sim.sent()))
    await world.settled()
    assert sum(REPLY in text for text in sim.sent()) == 1


async def test_berhenti_on_the_address_that_stands_by_takes_the_consent_back(sim: Sim) -> None:
    world = sim.world
    case = await _with_sms_standing_by(sim)
    await sim.brings("BERHENTI")
    await world.until(lambda: "berhenti" in _last(sim))
    assert await world.rows(select(fallbacks)) == []
    count = len(sim.sent())
    world.whatsapp.answers.append((400, _error(131026), {}))
    await _reply(world, case)

    async def unreached() -> bool:
        return (await _case(world)).alarm == "unreached"

    await world.until(unreached)
    assert len(sim.sent()) == count


async def test_of_a_closed_name_the_way_around_brings_only_that_there_is_news(sim: Sim) -> None:
    world = sim.world
    case = await _with_sms_standing_by(sim)
    await _says(world, f"RAHASIA {case.number}")
    world.clock.wind(hours=25)
    await _reply(world, case)
    await world.until(lambda: "Balas BACA bila aman." in _last(sim))
    await world.settled()
    assert not any(REPLY in text for text in sim.sent())
    await sim.brings(f"BACA {case.number} {_kunci(world, case)}")
    await world.until(lambda: any(REPLY in text for text in sim.sent()))


async def test_what_is_too_long_for_the_way_around_says_where_it_is_read_out(sim: Sim) -> None:
    world = sim.world
    case = await _with_sms_standing_by(sim)
    world.clock.wind(hours=25)
    await _reply(world, case, "Kami jelaskan panjang lebar. " * 60)
    await world.until(lambda: "terlalu panjang untuk SMS" in _last(sim))
    await world.until(lambda: _alarm(world, "unreached"))
    (around,) = [row for row in await world.outgoing() if row.instead_of is not None]
    assert around.purpose == "knock"  # it tells of news, and is none


def _last(sim: Sim) -> str:
    return next(reversed(sim.sent()), "")


async def _alarm(world: World, alarm: str) -> bool:
    return (await _case(world)).alarm == alarm


async def _says(world: World, text: str) -> None:
    """Sulastri writes by WhatsApp, and what follows from it is done."""
    before = len(await world.messages())
    await world.whatsapp.citizen_writes(SULASTRI_WA, text)

    async def arrived() -> bool:
        return len(await world.messages()) > before

    await world.until(arrived)
    await world.settled()


async def _followed(world: World) -> Any:
    """Sulastri's case from WhatsApp, which she opened on Telegram with number and kunci."""
    case = await reported(world)
    await world.telegram.citizen_writes(JOKO, f"{case.number} {_kunci(world, case)}", name="Sul")
    await world.until(lambda: any("Kabar selanjutnya" in s.text for s in world.telegram.sent))
    await world.settled()
    return case


async def _with_sms_standing_by(sim: Sim) -> Any:
    """Her case, with her plain phone for what WhatsApp does not bring."""
    world = sim.world
    case = await reported(world)
    await sim.brings(f"CADANGAN {case.number} {_kunci(world, case)}")
    await world.until(lambda: "kami SMS ke HP ini" in _last(sim))
    await world.settled()
    assert (await world.rows(select(fallbacks)))[0].at == world.clock.now()
    return case


async def _tap(world: World, title: str) -> None:
    before = len(world.telegram.sent)
    asked = world.telegram.sent[-1]
    (data,) = [one["callback_data"] for one in asked.buttons if one["text"] == title]
    await world.telegram.citizen_taps(JOKO, data, asked.id)
    await world.until(lambda: len(world.telegram.sent) > before)
    await world.settled()


def _titles(sent: Any) -> list[str]:
    return [button["text"] for button in sent.buttons]


async def _case(world: World) -> Any:
    (row,) = await world.rows(select(complaints))
    return row


async def _held(world: World) -> bool:
    return any(row.held_at is not None for row in await world.outgoing())


def _kunci(world: World, case: Any) -> str:
    return numbers.kunci(world.house.vault.kunci_key, case.id, case.generation)


def _refusal(code: int) -> Any:
    return GraphError(code, "Message undeliverable")


def _error(code: int) -> Any:
    return _refusal(code).body()


async def _rina(world: World) -> Desk:
    rina = Desk(world.base)
    await rina.sign_in("rina")
    return rina


async def _reply(world: World, case: Any, text: str = REPLY) -> None:
    rina = await _rina(world)
    await rina.page(f"/inbox/laporan/{case.number}")
    answer = await rina.reply(case.number, text)
    assert answer.status == 303, await answer.text()
    await rina.close()
