"""Protection: a closed name stands on no page, in no file, in no address of the inbox."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from bot.inbox.people import Veil, _veil
from storage.tables import attachments, complaints
from tests.bot.inbox.kit import Desk, received, reported, stored
from tests.bot.inbox.pictures import JPEG_WITH_PLACE
from tests.world import World

AGUS, PHONE = "Agus Setiawan", "6281355551234"
FEAR = (
    "pak sy Agus Setiawan mau lapor tp takut, ada pejabat minta setoran 10 persen proyek. "
    "hubungi 0813-5555-1234, jangan bilang agus yg lapor"
)
SECRETS = ("agus", "setiawan", "5555-1234", "81355551234", "foto-agus")


@pytest.mark.parametrize("protection", ["unsettled", "rahasia", "anonim"])
async def test_no_page_shows_the_name_of_a_protected_case(
    world: World, rina: Desk, protection: str
) -> None:
    case = await _protected(world, protection)
    await rina.reply(case.number, "Terima kasih, kami periksa.")
    (file,) = await world.rows(select(attachments).where(attachments.c.message_id.is_not(None)))
    pages = [
        "/inbox", "/inbox?saring=jawab", f"/inbox/laporan/{case.number}", "/inbox/daftar",
        f"/inbox/daftar/{case.id}", "/inbox/tak-terbaca",
    ]  # fmt: skip
    for path in pages:
        text = (await rina.page(path)).casefold()
        assert [secret for secret in SECRETS if secret in text] == [], path
    answer = await rina.get(f"/inbox/lampiran/{file.id}")
    assert "agus" not in answer.headers["Content-Disposition"].casefold()
    assert "Pelapor" in await rina.page(f"/inbox/laporan/{case.number}")


async def test_a_picture_of_a_protected_case_comes_without_place_and_camera(
    world: World, rina: Desk
) -> None:
    await _protected(world, "rahasia")
    (file,) = await world.rows(select(attachments))
    _, content = await rina.content(f"/inbox/lampiran/{file.id}")
    assert b"GPS-RAHASIA" in JPEG_WITH_PLACE
    assert b"GPS-RAHASIA" not in content
    assert content.startswith(b"\xff\xd8\xff")


async def test_the_raw_form_of_a_protected_message_stays_closed(world: World, rina: Desk) -> None:
    await _protected(world, "unsettled")
    message = (await world.messages())[0]
    answer = await rina.get(f"/inbox/pesan/{message.id}/mentah")
    assert answer.status == 403
    assert "agus" not in (await answer.text()).casefold()


async def test_a_secret_voice_is_for_the_custodian_alone(world: World, rina: Desk) -> None:
    case = await _protected(world, "rahasia")
    await world.whatsapp.citizen_sends(PHONE, "voice", b"OggS" + bytes(400), "audio/ogg")
    await stored(world, 2)
    voice = (await world.rows(select(attachments).order_by(attachments.c.id)))[-1]
    assert (await rina.get(f"/inbox/lampiran/{voice.id}")).status == 404
    assert "hanya dibuka pemegang rahasia" in await rina.page(f"/inbox/laporan/{case.number}")


async def test_an_open_case_does_not_lead_to_a_closed_one(world: World, rina: Desk) -> None:
    closed = await _protected(world, "rahasia")
    open_case = await _second(world)
    piece = {"X-Sahut-Piece": "1"}
    assert closed.number not in await rina.page(f"/inbox/laporan/{open_case.number}", **piece)
    assert open_case.number not in await rina.page(f"/inbox/laporan/{closed.number}", **piece)
    message = (await world.messages())[-1]
    answer = await rina.post(f"/inbox/pesan/{message.id}/pindah", ke=closed.number)
    assert answer.status == 422
    assert "ditutup namanya" in await answer.text()


async def test_what_the_phone_shows_of_a_protected_case_says_nothing(
    world: World, rina: Desk
) -> None:
    case = await _protected(world, "rahasia")
    answer = await rina.reply(case.number, "Pejabat itu sudah dipanggil.")
    assert answer.status == 303, await answer.text()
    letter, knock = (await world.outgoing())[-2:]
    assert (letter.state, letter.held_at is not None) == ("held", True)
    await world.settled()
    sent = str(world.whatsapp.sent[-1])
    assert f"Ada kabar untuk {case.number}" in sent
    assert "Pejabat itu" not in str(world.whatsapp.sent)
    assert knock.purpose == "knock"


@pytest.mark.parametrize(("text", "shown"), [
    ("saya Agus", "saya [nama ditutup]"),
    ("AGUS SETIAWAN, pak", "[nama ditutup] [nama ditutup], pak"),
    ("tagus agusan", "tagus agusan"),
    ("agusnya begitu", "[nama ditutup] begitu"),
    ("telp +62 813-5555-1234.", "telp [nomor ditutup]."),
    ("telp 0813 5555 1234", "telp [nomor ditutup]"),
    ("telp 0812 9999 0000", "telp 0812 9999 0000"),
    ("rp 150.000.000 dan 12 orang", "rp 150.000.000 dan 12 orang"),
    ("rumah di Gang Mawar 5 itu", "rumah di [nama ditutup] itu"),
])  # fmt: skip
def test_a_veil_hides_what_names_somebody_and_nothing_else(text: str, shown: str) -> None:
    assert _veil(["Pak Agus Setiawan"], "Gang Mawar 5", PHONE).over(text) == shown


def test_an_empty_veil_changes_nothing() -> None:
    assert Veil().over("saya Agus, 0813-5555-1234") == "saya Agus, 0813-5555-1234"
    assert _veil(["..", "Pak"], "", "123").over("Pak 123") == "Pak 123"


async def _protected(world: World, protection: str) -> Any:
    case = await reported(world, FEAR, PHONE, AGUS)
    await world.whatsapp.citizen_sends(
        PHONE, "image", JPEG_WITH_PLACE, "image/jpeg", filename="foto-agus.jpg", name=AGUS
    )
    await stored(world, 1)
    async with world.house.database.write() as db:
        await db.execute(
            update(complaints).where(complaints.c.id == case.id).values(protection=protection)
        )
    return next(row for row in await world.cases() if row.id == case.id)


async def _second(world: World) -> Any:
    """Another case of the same citizen, with an open name."""
    world.clock.wind(minutes=50)
    before = {row.id for row in await world.cases()}
    count = len(await world.messages())
    await world.whatsapp.citizen_writes(PHONE, "LAPORAN BARU", name=AGUS)
    await received(world, count + 1)
    await world.whatsapp.citizen_writes(PHONE, "lampu jalan di gang kenanga mati", name=AGUS)
    await received(world, count + 2)
    fresh = [row for row in await world.cases() if row.id not in before]
    assert fresh, "the dialogue joined what should have been a case of its own"
    async with world.house.database.write() as db:
        await db.execute(
            update(complaints).where(complaints.c.id == fresh[-1].id).values(protection="open")
        )
    return fresh[-1]
