"""Errands: what no wire carries is carried by us, and counts as arrived once somebody says so."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from storage import journal
from storage.tables import deliveries, officers
from tests.bot.inbox.counter_kit import clock, files, read, told
from tests.bot.inbox.kit import Desk
from tests.world import World

PILE = "/inbox/sampaikan"


async def letter(world: World, purpose: str) -> Any:
    """The newest letter for this purpose, once it lies on the pile."""
    await world.settled()
    return [row for row in await world.outgoing() if row.purpose == purpose][-1]


async def carry(desk: Desk, row: Any, way: str, note: str = "", **more: str) -> Any:
    return await desk.post(f"{PILE}/{row.id}", cara=way, catatan=note, **more)


async def decided(world: World, rina: Desk, siti: Desk, **fields: Any) -> Any:
    """A case from the counter whose decision lies on the pile."""
    case = await files(world, rina, **fields)
    await rina.step(case.number, "declare_complete")
    await rina.step(case.number, "take")
    await rina.step(case.number, "recommend", to="Kepala Seksi", text="Ganti lampunya.")
    await siti.decide(case.number, "Benar. Lampu sudah diganti Selasa pagi.")
    await world.settled()
    return case


async def test_a_letter_without_a_wire_waits_with_whom_it_is_for(world: World, rina: Desk) -> None:
    case = await files(world, rina)
    await rina.reply(case.number, "Lampunya kami periksa Rabu pagi.")
    row = await letter(world, "reply")
    assert (row.state, row.account, row.delivered_at) == ("accepted", "counter", None)
    page = read(await rina.page(PILE))
    for words in (
        "Darmo Suwito", case.number, "Balasan petugas", "0812 3456 7890", "Gang Melati 3",
        "Lampunya kami periksa Rabu pagi.",
    ):  # fmt: skip
        assert words in page, words
    assert "Perlu disampaikan 2" in read(await rina.page("/inbox"))
    shown = read(await rina.page(f"/inbox/laporan/{case.number}"))
    assert "perlu disampaikan petugas" in shown
    assert "Perlu disampaikan: 2 surat." in shown
    paper = read(await rina.page(f"{PILE}/{row.id}/cetak"))
    assert "Lampunya kami periksa Rabu pagi." in paper


async def test_a_decision_delivered_by_hand_stops_the_clock_and_names_officer_and_way(
    world: World, rina: Desk, siti: Desk
) -> None:
    case = await decided(world, rina, siti)
    assert (await clock(world, case, "D")).stopped_at is None
    row = await letter(world, "result")
    assert (await carry(rina, row, "telepon", "Pak Darmo sendiri.", daftar="ya")).status == 303
    now = (await world.cases())[0]
    assert now.state == "delivered"
    assert (await clock(world, case, "D")).stopped_at is not None
    proof = (await told(world, case))[-1]
    (rina_row,) = await world.rows(select(officers).where(officers.c.login == "rina"))
    assert (proof.event, proof.actor, proof.officer_id) == ("deliver", "officer", rina_row.id)
    async with world.house.database.read() as db:
        story = await journal.story(db, world.house.vault, case.id)
        assert [one async for one in journal.verify(db, world.house.vault)] == []
    assert story[-1]["details"]["proof"] == "telepon"
    shown = read(await rina.page(f"/inbox/laporan/{case.number}"))
    assert "Hasil laporan sudah disampaikan lewat telepon. Pak Darmo sendiri." in shown


async def test_what_we_tell_moves_a_letter_as_a_provider_would(world: World, rina: Desk) -> None:
    await files(world, rina)
    row = await letter(world, "receipt")
    await carry(rina, row, "langsung", daftar="ya")
    after = await letter(world, "receipt")
    assert (after.state, after.delivered_at) == ("delivered", world.clock.now())
    (delivery,) = await world.rows(select(deliveries))
    assert (delivery.outbox_id, delivery.code) == (row.id, "langsung")
    assert delivery.applied_at is not None
    assert "Semua kabar sudah sampai" in await rina.page(PILE)


async def test_the_receipt_is_handed_over_with_one_button(world: World, rina: Desk) -> None:
    case = await files(world, rina, lewat="phone")
    row = await letter(world, "receipt")
    path = f"/inbox/laporan/{case.number}/tanda-terima"
    page = await rina.page(path)
    assert 'name="cara" value="telepon"' in page
    assert "Sudah dibacakan" in page
    assert (await rina.post(path, surat=str(row.id), cara="telepon")).status == 303
    assert (await letter(world, "receipt")).state == "delivered"
    assert "Sudah dibacakan" not in await rina.page(path)


async def test_nobody_says_it_twice_or_without_saying_how(world: World, rina: Desk) -> None:
    case = await files(world, rina)
    row = await letter(world, "receipt")
    nothing = await carry(rina, row, "")
    assert nothing.status == 422
    assert "Pilih dengan cara apa" in await nothing.text()
    await carry(rina, row, "surat")
    again = await carry(rina, row, "telepon", daftar="ya")
    assert again.status == 422
    assert "sudah dicatat sampai" in await again.text()
    notes = [one for one in await told(world, case) if one.event == "note"]
    assert len(notes) == 1


async def test_who_cannot_be_reached_is_on_record_with_what_was_tried(
    world: World, rina: Desk, siti: Desk
) -> None:
    case = await decided(world, rina, siti)
    row = await letter(world, "result")
    silent = await carry(rina, row, "tidak")
    assert silent.status == 422
    assert "Tulis apa yang sudah dicoba" in await silent.text()
    await carry(rina, row, "tidak", "Nomor tidak aktif sejak Senin.")
    after = await letter(world, "result")
    assert (after.state, after.reason) == ("failed", "Nomor tidak aktif sejak Senin.")
    assert (await world.cases())[0].state == "decided"
    assert (await clock(world, case, "D")).stopped_at is None
    shown = read(await rina.page(f"/inbox/laporan/{case.number}"))
    assert "belum sampai: Nomor tidak aktif sejak Senin." in shown
    assert "Benar. Lampu sudah diganti" not in read(await rina.page(PILE))


async def test_only_letters_of_this_house_are_carried(world: World, rina: Desk) -> None:
    case = await files(world, rina, kabar="whatsapp", hp="0812 9999 0000")
    row = (await world.outgoing())[-1]
    assert row.account == "whatsapp"
    assert (await carry(rina, row, "telepon")).status == 404
    assert (await rina.get(f"{PILE}/{row.id}/cetak")).status == 404
    assert (await rina.post(f"{PILE}/999999/", cara="telepon")).status == 404
    assert case.number not in await rina.page(PILE)


async def test_a_closed_name_gets_the_whole_letter_and_no_knock(world: World, rina: Desk) -> None:
    case = await files(world, rina, perlindungan="rahasia")
    await rina.reply(case.number, "Kami sudah memeriksa lampunya.")
    row = await letter(world, "reply")
    assert row.state == "accepted"
    assert [one for one in await world.outgoing() if one.purpose == "knock"] == []
    page = read(await rina.page(PILE))
    assert "Kami sudah memeriksa lampunya." in page
    assert "Sampaikan saat pelapor datang atau menelepon" in page


async def test_a_notice_on_the_pile_is_no_proof_that_it_arrived(world: World, rina: Desk) -> None:
    case = await files(world, rina, nama="", alamat="")
    await rina.step(case.number, "declare_incomplete", text="- nama")
    await world.settled()
    await rina.page(f"/inbox/laporan/{case.number}")
    world.clock.wind(days=40)
    await rina.sign_in("rina")
    answer = await rina.step(
        case.number, "deem_withdrawn", tried="Ditelepon dua kali.", text="Tidak ada kabar."
    )
    assert answer.status == 422
    assert "belum terbukti sampai" in await answer.text()
    await carry(rina, await letter(world, "status"), "surat")
    early = await rina.step(
        case.number, "deem_withdrawn", tried="Ditelepon dua kali.", text="Tidak ada kabar."
    )
    assert "belum lewat" in await early.text()
    world.clock.wind(days=31)
    await rina.sign_in("rina")
    await rina.step(
        case.number, "deem_withdrawn", tried="Ditelepon dua kali.", text="Tidak ada kabar."
    )
    assert (await world.cases())[0].state == "deemed_withdrawn"


async def test_the_pile_goes_on_page_by_page(world: World, rina: Desk) -> None:
    case = await files(world, rina)
    for number in range(32):
        await rina.reply(case.number, f"Kabar ke-{number:02d}.")
    await world.settled()
    first = await rina.page(PILE)
    assert first.count('class="card errand"') == 30
    older = first.split("?sebelum=")[1].split('"')[0]
    assert (await rina.page(f"{PILE}?sebelum={older}")).count('class="card errand"') == 3
    assert "Perlu disampaikan 33" in read(first)
