"""Findings: what was read stands before officers as a suggestion, and goes to nobody else."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select, update

from bot import cases
from bot.dialogue.desk import Fact
from bot.inbox.manners import folded
from storage.tables import attachments, complaints, contacts
from tests.bot.inbox.conftest import Enter
from tests.bot.inbox.kit import Desk, received, reported
from tests.world import JOKO, SULASTRI_WA, World

VOICE = b"OggS" + bytes(4000)
REWARD = (
    "kemarin urus ktp di kelurahan sukajaya, petugas loket 2 minta uang 50 ribu. istri saya hamil."
    " tolong ditindak"
)
KIN = "ibu saya ditolak di puskesmas sukajaya 3 minggu lalu, sy sulastri dsn krajan rt 3 rw 1"


async def test_officers_see_what_the_words_suggest(world: World, rina: Desk) -> None:
    case = await reported(world, REWARD)
    await world.whatsapp.citizen_writes(SULASTRI_WA, "boleh dibaca")
    await received(world, 2)
    text = await rina.page(f"/inbox/laporan/{case.number}")
    assert "Terbaca dari ceritanya" in text
    assert "Dugaan permintaan imbalan uang, jasa, atau barang" in text
    assert "Petugas yang memutuskan." in text
    assert "petugas loket 2" in _line(text, "Terlapor")
    assert "Rp50.000 disebut" in _line(text, "Kerugian")
    assert "Minggu 4 Januari 2026" in _line(text, "Waktu")
    assert "Hamil atau menyusui" in text


async def test_for_whom_and_what_was_guessed_is_marked(world: World, rina: Desk) -> None:
    case = await reported(world, KIN)
    text = await rina.page(f"/inbox/laporan/{case.number}")
    assert "ibu saya" in _line(text, "Untuk siapa")
    assert "perlu dicek" in _line(text, "Nama")
    assert "sekitar 15 Desember 2025" in _line(text, "Waktu")
    assert "perlu dicek" not in _line(text, "Waktu")


async def test_an_inspector_reads_neither_who_is_accused_nor_who_needs_help(
    world: World, enter: Enter
) -> None:
    case = await reported(world, REWARD)
    await _open(world, case.id)
    inspector = await enter("wahyu")
    text = await inspector.page(f"/inbox/laporan/{case.number}")
    assert "Terlapor" not in text
    assert "Hamil atau menyusui" not in text
    assert "Terbaca dari ceritanya" not in text
    assert "Minggu 4 Januari 2026" in text


@pytest.mark.parametrize("protection", ["unsettled", "rahasia", "anonim"])
async def test_of_who_is_protected_nothing_is_shown_that_tells_who_it_is(
    world: World, rina: Desk, protection: str
) -> None:
    case = await reported(world, f"{REWARD}. {KIN}")
    await world.telegram.citizen_shares_contact(JOKO, "081234567001", name="Joko")
    await world.until(lambda: _count(world, 2))
    async with world.house.database.write() as db:
        await db.execute(update(complaints).values(protection=protection))
    for number in [row.number for row in await world.cases()]:
        text = await rina.page(f"/inbox/laporan/{number}")
        assert "Untuk siapa" not in text
        assert "Hamil atau menyusui" not in text
        assert "1234" not in text.partition('aria-label="Berkas')[2].partition("Riwayat")[0]
    text = await rina.page(f"/inbox/laporan/{case.number}")
    assert "Dugaan permintaan imbalan" in text


async def test_what_was_read_lies_sealed_with_the_persons_key(world: World) -> None:
    await reported(world, REWARD)
    (row,) = await world.cases()
    assert b"loket" not in row.facts
    assert b"pregnant" not in row.facts
    (person,) = await world.rows(select(contacts))
    case = cases.opened(row, world.house.vault.person(person.id, person.wrapped_key))
    assert case.facts[Fact.RUPIAH] == "50000"
    assert "pregnant" in case.assistance


async def test_a_shared_contact_and_a_place_come_by_wire(world: World, rina: Desk) -> None:
    await world.telegram.citizen_writes(JOKO, "lampu jalan mati sejak kemarin", name="Joko")
    await world.until(lambda: _count(world, 1))
    await world.settled()
    await world.telegram.citizen_shares_contact(JOKO, "+6281234567001")
    await world.telegram.citizen_shares_location(JOKO, -6.2146, 106.8451)
    await received(world, 3)
    (row,) = await world.cases()
    assert "geo:-6.2146,106.8451" in row.slots
    text = await rina.page(f"/inbox/laporan/{row.number}")
    assert "+62 812-3456-7001" in _line(text, "Nomor dikirim")


async def test_a_transcript_is_read_and_what_is_left_is_asked_once(
    world: World, rina: Desk
) -> None:
    file, case = await _voice(world)
    await rina.page(f"/inbox/laporan/{case.number}")
    before = len(world.whatsapp.sent)
    words = "Lampu jalan di Jalan Mawar mati sudah 3 minggu, tolong diperbaiki"
    await rina.post(f"/inbox/lampiran/{file.id}/didengar", transkrip=words)
    await world.settled()
    (row,) = await world.cases()
    assert (row.heard, row.summary) == (True, words)
    assert "Jalan Mawar" in row.slots
    (asked,) = world.whatsapp.sent[before:]
    assert "pesan suaranya sudah kami dengarkan" in str(asked)
    assert "sejak sekitar 15 Desember 2025" in str(asked)
    assert "Boleh tahu nama dan alamat Bapak/Ibu?" in str(asked)
    await world.whatsapp.citizen_writes(SULASTRI_WA, "Sulastri, dusun krajan rt 3")
    await received(world, 2)
    assert "Pelapor: Sulastri, Dusun Krajan RT 3" in str(world.whatsapp.sent[-1])
    await rina.page(f"/inbox/laporan/{case.number}")
    told = len(world.whatsapp.sent)
    await rina.post(f"/inbox/lampiran/{file.id}/didengar", transkrip=f"{words}.")
    await world.settled()
    assert len(world.whatsapp.sent) == told


async def test_a_transcript_of_danger_presses_and_one_of_fear_closes_the_name(
    world: World, rina: Desk
) -> None:
    file, case = await _voice(world)
    await rina.page(f"/inbox/laporan/{case.number}")
    words = "Saya takut lapor pak, jangan sebut nama saya. Pejabat itu mengancam keluarga saya"
    await rina.post(f"/inbox/lampiran/{file.id}/didengar", transkrip=words)
    (row,) = await world.cases()
    assert row.protection == "unsettled"
    assert row.urgent == "ancaman"
    await world.settled()
    # What rings on a phone that others see says nothing of it.
    assert f"Ada kabar untuk {row.number}" in str(world.whatsapp.sent[-1])
    assert "Takut itu wajar" not in str(world.whatsapp.sent)
    await world.whatsapp.citizen_writes(SULASTRI_WA, "BACA")
    await received(world, 2)
    assert "Takut itu wajar" in str(world.whatsapp.sent[-1])


async def test_insults_are_folded_in_the_conversation(world: World, rina: Desk) -> None:
    case = await reported(world, "petugas goblok, ktp saya belum jadi sejak desember")
    text = await rina.page(f"/inbox/laporan/{case.number}")
    assert "kata kasar dilipat, ketuk untuk membaca</span><b>goblok</b>" in text
    assert "ktp saya belum jadi" in text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("banyak anjing liar di gang mawar", "banyak anjing liar di gang mawar"),
        ("bau kotoran babi dari kandang", "bau kotoran babi dari kandang"),
        ("<b>halo</b>", "&lt;b&gt;halo&lt;/b&gt;"),
    ],
)
def test_what_is_no_insult_stays_as_it_is(text: str, shown: str) -> None:
    assert folded(text) == shown


def test_a_fold_hides_the_insult_alone_and_says_once_how_it_is_opened() -> None:
    shown = folded("dasar anjing goblok, <i>ktp</i> belum jadi\nbangsat")
    assert shown.count("<label") == 2
    assert shown.count("ketuk untuk membaca") == 1
    assert "<b>anjing goblok</b>" in shown
    assert "&lt;i&gt;ktp&lt;/i&gt; belum jadi<br><label" in shown


async def _voice(world: World) -> tuple[Any, Any]:
    """A voice note alone: its file and its case."""
    await world.whatsapp.citizen_sends(SULASTRI_WA, "voice", VOICE, "audio/ogg", name="Sulastri")
    await received(world, 1)
    (file,) = await world.rows(select(attachments))
    (case,) = await world.cases()
    return file, case


async def _open(world: World, case: int) -> None:
    async with world.house.database.write() as db:
        await db.execute(
            update(complaints).where(complaints.c.id == case).values(protection="open")
        )


async def _count(world: World, count: int) -> bool:
    return len(await world.cases()) >= count


def _line(page: str, label: str) -> str:
    """What stands in the file behind this label."""
    found = re.search(rf"<dt>{label}(?:<span.*?</span>)?</dt><dd.*?</dd>", page, re.DOTALL)
    assert found is not None, label
    return found[0]
