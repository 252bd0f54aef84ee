"""The guard: who is reported, and who stands under them, neither sees nor touches the case."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import aiohttp
import pytest
from sqlalchemy import select, update

from storage import acts
from storage.tables import attachments, complaints, journal
from tests.bot.inbox.kit import Desk, hire, received, reported, stored
from tests.bot.inbox.pictures import JPEG_WITH_PLACE
from tests.bot.inbox.tree_kit import SETTINGS, officer_named, post_of, seat, seat_all
from tests.world import JOKO_WA, SULASTRI_WA, World


class Office:
    """A world whose people have their places, and the desks of those who signed in."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._desks: dict[str, Desk] = {}

    async def desk(self, login: str) -> Desk:
        if login not in self._desks:
            self._desks[login] = Desk(self.world.base)
            await self._desks[login].sign_in(login)
        return self._desks[login]

    async def name(self, number: str, who: str, by: str = "rina", **more: str) -> Any:
        """Somebody writes down who is reported: a post, or what stands in the form."""
        desk = await self.desk(by)
        chosen = who if who in ("", "unit") else str((await post_of(self.world, who)).id)
        return await desk.post(f"/inbox/laporan/{number}/terlapor", siapa=chosen, **more)

    async def row(self, case: Any) -> Any:
        found = await self.world.rows(select(complaints).where(complaints.c.id == case.id))
        return found[0]

    async def close(self) -> None:
        for desk in self._desks.values():
            await desk.close()


@pytest.fixture
async def office(closed_world: World) -> AsyncIterator[Office]:
    world = await closed_world.open(**SETTINGS)
    await hire(world)
    await seat_all(world)
    made = Office(world)
    yield made
    await made.close()


async def ways_to(world: World, case: Any) -> list[tuple[str, str, dict[str, str]]]:
    """Every address that shows or changes one case: (method, path, fields)."""
    at = f"/inbox/laporan/{case.number}"
    (file,) = await world.rows(
        select(attachments).where(attachments.c.contact_id == case.contact_id)
    )
    message = next(row for row in await world.messages() if row.complaint_id == case.id)
    return [
        ("GET", at, {}),
        ("GET", f"/inbox/lampiran/{file.id}", {}),
        ("GET", f"/inbox/pesan/{message.id}/mentah", {}),
        ("POST", f"{at}/balas", {"text": "Kami periksa."}),
        ("POST", f"{at}/ambil", {}),
        ("POST", f"{at}/catatan", {"text": "x"}),
        ("POST", f"{at}/ditangani", {}),
        ("POST", f"{at}/terlapor", {"uraian": "bukan saya"}),
        ("POST", f"{at}/langkah/declare_complete", {}),
        ("POST", f"{at}/tanda-terima", {"cara": "langsung"}),
        ("GET", f"{at}/tanda-terima", {}),
        ("GET", f"{at}/tanda-terima/lengkap", {}),
        ("POST", f"{at}/tanda-terima/lengkap", {"bentuk": "cetak"}),
        ("POST", f"{at}/lembar/review", {"weight": "light"}),
        ("POST", f"/inbox/pesan/{message.id}/pindah", {"ke": "baru"}),
        ("POST", f"/inbox/lampiran/{file.id}/didengar", {"transkrip": "x"}),
    ]


async def with_file(world: World) -> Any:
    case = await reported(world, "petugas loket 2 minta uang saat saya urus ktp")
    await world.whatsapp.citizen_sends(
        SULASTRI_WA, "image", JPEG_WITH_PLACE, "image/jpeg", filename="loket.jpg", name="Sulastri"
    )
    await stored(world, 1)
    async with world.house.database.write() as db:
        await db.execute(
            update(complaints).where(complaints.c.id == case.id).values(protection="open")
        )
    return (await world.cases())[-1]


async def test_who_is_reported_and_those_under_them_find_no_way_to_the_case(
    office: Office,
) -> None:
    world = office.world
    case = await with_file(world)
    await _promote(world, "yanti")
    for login in ("tono", "yanti"):
        text = await (await office.desk(login)).page("/inbox")
        assert case.number in text, login
    before = len(await world.rows(select(journal)))
    assert (await office.name(case.number, "tono", uraian="minta uang")).status == 303
    after = len(await world.rows(select(journal)))
    assert after > before
    for login in ("tono", "yanti"):
        desk = await office.desk(login)
        for path in ("/inbox", "/inbox?saring=jawab", "/inbox/daftar", "/inbox/sampaikan"):
            assert case.number not in await desk.page(path), (login, path)
        await desk.page(f"/inbox/daftar/{case.id}", 204)
        for method, path, fields in await ways_to(world, case):
            answer = await (desk.get(path) if method == "GET" else desk.post(path, **fields))
            assert answer.status == 404, (login, method, path, answer.status)
            assert case.number not in await answer.text()
    assert len(await world.rows(select(journal))) == after
    for login in ("rina", "siti", "wahyu"):
        assert case.number in await (await office.desk(login)).page("/inbox"), login


async def test_the_guard_stands_in_act_as_well_as_in_the_questions(office: Office) -> None:
    """Even whoever knows the number changes nothing: the change itself is refused."""
    case = await with_file(office.world)
    await office.name(case.number, "tono")
    tono = await office.desk("tono")
    for path, fields in (
        (f"/inbox/laporan/{case.number}/catatan", {"text": "saya tidak begitu"}),
        (f"/inbox/laporan/{case.number}/langkah/declare_complete", {}),
    ):
        answer = await tono.post(path, **fields)
        assert answer.status == 404
    rows = await office.world.rows(select(journal.c.event, journal.c.officer_id))
    own = (await officer_named(office.world, "tono")).id
    assert [row for row in rows if row.officer_id == own] == []


async def test_other_cases_of_the_same_citizen_do_not_lead_to_a_closed_one(
    office: Office,
) -> None:
    world = office.world
    case = await with_file(world)
    world.clock.wind(minutes=50)
    come = len(await world.messages())
    await world.whatsapp.citizen_writes(SULASTRI_WA, "LAPORAN BARU", name="Sulastri")
    await received(world, come + 1)
    other = await reported(world, "lampu jalan di gang melati mati sejak kemarin")
    assert other.id != case.id
    await office.name(case.number, "tono")
    text = await (await office.desk("tono")).page(f"/inbox/laporan/{other.number}")
    assert case.number not in text
    siti = await (await office.desk("siti")).page(f"/inbox/laporan/{other.number}")
    assert case.number in siti


async def test_live_hints_say_nothing_of_a_case_that_is_closed(office: Office) -> None:
    world = office.world
    case = await with_file(world)
    other = await reported(world, "lampu jalan mati", JOKO_WA, "Joko")
    await office.name(case.number, "tono")
    tono = await office.desk("tono")
    async with tono.session.get(f"{world.base}/inbox/hidup") as stream:
        await stream.content.readuntil(b"\n\n")
        world.clock.wind(seconds=1)
        rina = await office.desk("rina")
        await rina.post(f"/inbox/laporan/{case.number}/catatan", text="periksa")
        await rina.post(f"/inbox/laporan/{other.number}/catatan", text="periksa")
        heard = await _hints(stream, str(other.id))
    assert str(other.id) in heard
    assert str(case.id) not in heard


async def test_the_reported_officer_is_not_responsible_for_the_case(office: Office) -> None:
    world = office.world
    case = await with_file(world)
    tono = await office.desk("tono")
    await tono.post(f"/inbox/laporan/{case.number}/ambil")
    assert (await office.row(case)).officer_id == (await officer_named(world, "tono")).id
    await office.name(case.number, "tono")
    assert (await office.row(case)).officer_id == (await officer_named(world, "siti")).id
    story = await (await office.desk("siti")).page(f"/inbox/laporan/{case.number}")
    assert "Laporan tidak dipegang pihak terlapor." in story


async def test_a_report_against_the_head_is_sealed_after_one_question(office: Office) -> None:
    world = office.world
    case = await with_file(world)
    answer = await office.name(case.number, "siti", uraian="minta setoran")
    assert answer.status == 422
    assert "disegel untuk Inspektur Kota, Inspektorat Kota" in await answer.text()
    assert not (await office.row(case)).sealed_above
    answer = await office.name(case.number, "siti", uraian="minta setoran", yakin="ya")
    assert (answer.status, answer.headers["Location"]) == (303, "/inbox")
    row = await office.row(case)
    assert row.sealed_above
    await world.settled()
    assert f"Laporan *{case.number}*" in str(world.whatsapp.sent[-1]) or case.number in str(
        world.whatsapp.sent[-1]
    )
    assert "Inspektorat Kota" in str(world.whatsapp.sent[-1])


async def test_nobody_in_the_office_opens_what_is_sealed_and_its_number_is_all_they_see(
    office: Office,
) -> None:
    world = office.world
    case = await with_file(world)
    await office.name(case.number, "unit", yakin="ya")
    for login in ("rina", "siti", "tono", "wahyu"):
        desk = await office.desk(login)
        text = await desk.page("/inbox")
        assert "Tersegel untuk Inspektorat Kota" in text
        assert case.number in text
        assert f"/inbox/laporan/{case.number}" not in text
        assert "Sulastri" not in text
        for method, path, fields in await ways_to(world, case):
            answer = await (desk.get(path) if method == "GET" else desk.post(path, **fields))
            assert answer.status in (403, 404), (login, method, path, answer.status)
    assert (await office.row(case)).officer_id is None


async def test_what_is_sealed_is_late_in_no_letter_of_the_office(office: Office) -> None:
    world = office.world
    case = await reported(world, "lurah minta uang saat saya urus ktp")
    other = await reported(world, "lampu jalan mati", JOKO_WA, "Joko")
    await office.name(case.number, "unit", yakin="ya")
    async with world.house.database.read() as db:
        late = await acts.overdue(db, date(2027, 1, 1), ["V", "A"])
    assert late == [other.number]


async def test_the_body_above_opens_what_is_sealed_and_nothing_else(office: Office) -> None:
    world = office.world
    case = await with_file(world)
    other = await reported(world, "lampu jalan mati", JOKO_WA, "Joko")
    await hire_above(world)
    await office.name(case.number, "unit", yakin="ya")
    assert (await office.row(case)).officer_id == (await officer_named(world, "made")).id
    made = await office.desk("made")
    text = await made.page("/inbox")
    assert case.number in text
    assert other.number not in text
    assert "loket 2 minta uang" in await made.page(f"/inbox/laporan/{case.number}")
    await made.page(f"/inbox/laporan/{other.number}", 404)
    assert (await made.reply(case.number, "Kami periksa dari Inspektorat.")).status == 303


async def test_without_a_body_above_the_case_is_sealed_all_the_same(closed_world: World) -> None:
    settings = SETTINGS | {"above_head": {}, "units": SETTINGS["units"][:2]}
    world = await closed_world.open(**settings)
    await hire(world)
    await seat(world, "siti", "Kelurahan Sukajaya", leads=True)
    office = Office(world)
    try:
        case = await with_file(world)
        await office.name(case.number, "siti", yakin="ya")
        assert (await office.row(case)).sealed_above
        await world.settled()
        assert "Ombudsman RI" in str(world.whatsapp.sent[-1])
    finally:
        await office.close()


async def test_a_description_alone_closes_the_case_to_nobody(office: Office) -> None:
    case = await with_file(office.world)
    words = "ibu berkacamata di loket 2"
    assert (await office.name(case.number, "", uraian=words)).status == 303
    row = await office.row(case)
    assert row.reported_post_id is None
    assert words.encode() not in row.reported
    for login in ("rina", "tono"):
        text = await (await office.desk(login)).page(f"/inbox/laporan/{case.number}")
        assert words in text
    assert words not in await (await office.desk("wahyu")).page(f"/inbox/laporan/{case.number}")


async def test_nothing_chosen_and_nothing_written_is_refused(office: Office) -> None:
    case = await with_file(office.world)
    answer = await office.name(case.number, "")
    assert answer.status == 422
    assert "Pilih siapa yang dilaporkan" in await answer.text()


async def test_somebody_without_an_account_can_be_reported_and_bars_nobody(
    office: Office,
) -> None:
    case = await with_file(office.world)
    assert (await office.name(case.number, "Pak Gimin")).status == 303
    assert (await office.row(case)).reported_post_id is not None
    text = await (await office.desk("tono")).page(f"/inbox/laporan/{case.number}")
    assert "Pak Gimin, Penjaga dari mitra" in text


async def test_who_moves_under_the_reported_officer_loses_sight_of_the_case(
    office: Office,
) -> None:
    world = office.world
    case = await with_file(world)
    await office.name(case.number, "tono")
    rina = await office.desk("rina")
    assert case.number in await rina.page("/inbox")
    world.clock.wind(days=1)
    await seat(world, "rina", "Seksi Pelayanan")
    await rina.sign_in("rina")
    assert case.number not in await rina.page("/inbox")


async def _promote(world: World, login: str) -> None:
    """For this test an officer who would see every case."""
    from storage.tables import officers

    async with world.house.database.write() as db:
        await db.execute(update(officers).where(officers.c.login == login).values(role="officer"))


async def hire_above(world: World) -> None:
    from storage import officers as kept
    from tests.bot.inbox.kit import _KEPT

    house = world.house
    async with house.database.write() as db:
        await kept.add(db, house.new_id(), "made", "Made Wijaya", "head", _KEPT, house.now())
    await seat(world, "made", "Inspektorat Kota", title="Inspektur", leads=True)


async def _hints(stream: aiohttp.ClientResponse, until: str) -> set[str]:
    """The ids of cases that a browser hears of, until it hears of this one."""
    found: set[str] = set()
    async with asyncio.timeout(30):
        while until not in found:
            line = (await stream.content.readline()).decode()
            if match := re.match(r"data: (\{.*\})", line):
                found.add(json.loads(match[1]).get("id", ""))
    return found
