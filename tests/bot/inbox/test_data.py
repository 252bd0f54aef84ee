"""Data: what citizens ask of their own data, the copy of it, and the register of breaches."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Any

import pytest
from sqlalchemy import select, update

from storage.tables import breaches, complaints, data_requests, journal, openings
from tests import databases
from tests.bot.inbox.conftest import Enter
from tests.bot.inbox.kit import Desk, reported
from tests.bot.persons_kit import NAME, PHOTO, SECRETS, life
from tests.world import World

LEAK = {
    "data": ["names", "texts"],
    "bagaimana": "Daftar antrean terbawa di lampiran email",
    "ditemukan": "2026-01-05T08:30",
    "orang": "12",
    "langkah": "Penerima diminta menghapusnya",
}


@pytest.fixture
async def dewi(enter: Enter) -> Desk:
    """The custodian, from outside of the office."""
    return await enter("dewi")


async def test_a_request_has_three_days_and_warns_before_they_are_over(
    world: World, siti: Desk
) -> None:
    case = await reported(world)
    answer = await siti.post("/inbox/data/permintaan", nomor=case.number, jenis="copy")
    assert answer.status == 303
    assert "sisa 72 jam" in await siti.page("/inbox/data")
    for hours, told, banner in ((35, "sisa 37 jam", 0), (2, "sisa 35 jam", 1), (40, "lewat", 1)):
        world.clock.wind(hours=hours)
        await siti.sign_in("siti")
        page = await siti.page("/inbox/data")
        assert told in page
        assert page.count("Permintaan data pribadi:") == banner, hours


async def test_a_request_is_answered_once_and_with_words(world: World, siti: Desk) -> None:
    case = await reported(world)
    await siti.post("/inbox/data/permintaan", nomor=case.number, jenis="correct", catatan="Nama")
    (row,) = await world.rows(select(data_requests))
    at = f"/inbox/data/permintaan/{row.id}"
    assert (await siti.post(at, hasil="done", catatan="")).status == 422
    told = "Ejaan namanya diperbaiki."
    assert (await siti.post(at, hasil="done", catatan=told)).status == 303
    assert (await siti.post(at, hasil="refused", catatan="Tidak bisa lagi.")).status == 422
    page = await siti.page("/inbox/data")
    assert told in page
    assert "Dipenuhi" in page
    assert told.encode() not in await databases.everything(world.url)


async def test_the_head_hands_out_a_copy_and_it_is_on_record(world: World, siti: Desk) -> None:
    case = await life(world)
    path = f"/inbox/laporan/{case.number}/salinan"
    async with siti.session.post(siti.base + path, data={"csrf": siti.csrf}) as answer:
        assert answer.status == 200
        assert answer.headers["Cache-Control"] == "private, no-store"
        content = await answer.read()
    with zipfile.ZipFile(io.BytesIO(content)) as zipped:
        assert PHOTO in [zipped.read(name) for name in zipped.namelist()]
        page = zipped.read("BACA-DULU.html").decode()
    assert all(secret in page for secret in SECRETS)
    (row,) = await world.rows(select(data_requests))
    assert (row.kind, row.outcome) == ("copy", "done")
    assert row.answered_by_id is not None


async def test_an_officer_makes_no_copy(world: World, rina: Desk) -> None:
    case = await reported(world)
    assert (await rina.post(f"/inbox/laporan/{case.number}/salinan")).status == 403


@pytest.mark.parametrize("protection", ["unsettled", "rahasia", "anonim"])
async def test_the_head_gets_no_copy_of_a_protected_citizen(
    world: World, siti: Desk, protection: str
) -> None:
    case = await life(world)
    await _set(world, update(complaints).values(protection=protection))
    answer = await siti.post(f"/inbox/laporan/{case.number}/salinan")
    assert answer.status == 422
    assert NAME not in await answer.text()
    assert await world.rows(select(data_requests)) == []


async def test_the_custodian_gets_it_for_a_reason_that_is_kept(world: World, dewi: Desk) -> None:
    case = await life(world)
    await _set(world, update(complaints).values(protection="rahasia"))
    path = f"/inbox/laporan/{case.number}/salinan"
    assert (await dewi.post(path, alasan="")).status == 422
    answer = await dewi.post(path, alasan="Diminta pelapor sendiri lewat telepon")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "application/zip"
    (opening,) = await world.rows(select(openings))
    assert opening.reason is not None
    events = select(journal.c.event).where(journal.c.event == "open_identity")
    assert len(await world.rows(events)) == 1


async def test_a_breach_counts_hours_until_both_were_told(world: World, siti: Desk) -> None:
    answer = await siti.post("/inbox/data/kebocoran", **LEAK)
    assert answer.status == 303
    at = answer.headers["Location"]
    page = await siti.page(at)
    for told in ("sisa 71 jam", "UU 27/2022 Ps. 46", "12", "Nama", "Kepada warga yang terkena"):
        assert told in page
    world.clock.wind(hours=40)
    await siti.sign_in("siti")
    assert "Pemberitahuan kebocoran:" in await siti.page("/inbox/data")
    early = await siti.post(f"{at}/langkah", jenis="close", catatan="Selesai sudah semua")
    assert early.status == 422
    assert "UU 27/2022 Ps. 46" in await early.text()
    for kind in ("measure", "authority", "subjects", "close"):
        told = await siti.post(f"{at}/langkah", jenis=kind, catatan="Surat nomor 12 dikirim")
        assert told.status == 303, kind
    (row,) = await world.rows(select(breaches))
    assert None not in (row.authority_at, row.subjects_at, row.closed_at)
    assert "Pemberitahuan kebocoran:" not in await siti.page("/inbox/data")
    late = await siti.post(f"{at}/langkah", jenis="measure", catatan="Sesudah ditutup")
    assert late.status == 422


@pytest.mark.parametrize(
    "wrong",
    [
        {"data": []},
        {"bagaimana": ""},
        {"orang": "banyak"},
        {"ditemukan": "2027-01-05T08:30"},
        {"ditemukan": "kemarin"},
    ],
)
async def test_a_breach_that_says_too_little_is_not_kept(
    world: World, siti: Desk, wrong: dict[str, Any]
) -> None:
    answer = await siti.post("/inbox/data/kebocoran", **(LEAK | wrong))
    assert answer.status == 422
    assert await world.rows(select(breaches)) == []


async def test_who_runs_the_machine_sees_breaches_and_no_case(world: World, enter: Enter) -> None:
    case = await reported(world)
    siti = await enter("siti")
    await siti.post("/inbox/data/permintaan", nomor=case.number, jenis="copy")
    budi = await enter("budi")
    page = await budi.page("/inbox/data")
    assert "Kebocoran data" in page
    assert case.number not in page
    assert (await budi.post("/inbox/data/permintaan", nomor=case.number)).status == 403
    wahyu = await enter("wahyu")
    assert (await wahyu.get("/inbox/data")).status == 403


async def test_the_whole_receipt_is_printed_and_its_form_is_noted(world: World, rina: Desk) -> None:
    case = await reported(world, name="Sulastri")
    at = f"/inbox/laporan/{case.number}/tanda-terima/lengkap"
    page = await rina.page(at)
    for told in (case.number, "Dra. Siti Aminah", "60 hari", "Ombudsman RI", "Tanpa biaya"):
        assert told in page
    assert (await rina.post(at, bentuk="lain")).status == 422
    assert (await rina.post(at, bentuk="telepon")).status == 303
    file = await rina.page(f"/inbox/laporan/{case.number}")
    assert "dibacakan lewat telepon" in file


async def test_the_whole_receipt_shows_no_closed_name(world: World, rina: Desk) -> None:
    case = await life(world)
    await _set(world, update(complaints).values(protection="rahasia"))
    page = await rina.page(f"/inbox/laporan/{case.number}/tanda-terima/lengkap")
    assert re.search(r"Dirahasiakan; hanya dibuka Ibu Dewi Lestari", page)
    assert NAME not in page


async def _set(world: World, statement: Any) -> None:
    async with world.house.database.write() as db:
        await db.execute(statement)
