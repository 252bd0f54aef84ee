"""A case against the office itself: its letter to the body above, and who is reminded of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import delete, select

from bot.timekeeping import aftercare, sealings
from storage.tables import alarms, leases
from tests.bot.inbox.kit import Desk, hire, reported
from tests.bot.inbox.test_guard import Office, hire_above, office
from tests.bot.inbox.test_papers import kept, opened, story
from tests.bot.inbox.tree_kit import SETTINGS, seat_all
from tests.bot.post import post, words
from tests.wire import write
from tests.world import JOKO_WA, SULASTRI_WA, World

__all__ = ["office"]
STORY = "lurah minta uang saat saya urus ktp"
ABOVE = "inspektorat@kota.go.id"
OFFICE = ("rina", "siti", "tono", "wahyu", "budi")


async def sealed(office: Office, phone: str = SULASTRI_WA, name: str = "Sulastri") -> Any:
    case = await reported(office.world, STORY, phone, name)
    assert (await office.name(case.number, "unit", yakin="ya")).status == 303
    return await office.row(case)


async def signed_in(office: Office, login: str) -> Desk:
    """Once more: what was signed in weeks ago has ended."""
    desk = await office.desk(login)
    await desk.sign_in(login)
    return desk


async def test_sealing_writes_a_letter_that_says_nothing_of_the_case(office: Office) -> None:
    world = office.world
    case = await sealed(office)
    (paper,) = await kept(world, "above")
    told = await opened(world, paper)
    assert (told["to"], told["letter"]) == ("Inspektur Kota, Inspektorat Kota", "001/SEGEL/2026")
    assert case.number in told["text"]
    assert "belum mempunyai akun" in told["text"]
    for word in ("Sulastri", "uang", "urus", "ktp"):
        assert word not in str(told), word
    assert (paper.officer_id, paper.due_on.isoformat()) == (None, "2026-01-26")
    assert [one["event"] for one in await story(world, case)].count("file_paper") == 1
    await sealed(office, JOKO_WA, "Joko")
    assert (await opened(world, (await kept(world, "above"))[1]))["letter"] == "002/SEGEL/2026"


async def test_nobody_in_the_office_reads_the_letter_or_is_reminded_of_it(office: Office) -> None:
    world = office.world
    await hire_above(world)
    case = await sealed(office)
    (paper,) = await kept(world, "above")
    letter = f"/inbox/laporan/{case.number}/lembar/{paper.id}/surat"
    world.clock.wind(days=22)
    assert await aftercare.watch(world.house) == 1
    for login in OFFICE:
        desk = await signed_in(office, login)
        assert (await desk.get(letter)).status in (403, 404), login
        answer = await desk.answers(case.number, paper.id, answer="Sudah diterima.")
        assert answer.status in (403, 404), login
        page = await (await desk.get("/inbox")).text()
        assert "jawaban yang ditunggu" not in page, login
    made = await signed_in(office, "made")
    assert "jawaban yang ditunggu belum datang" in await made.page("/inbox")
    text = await made.page(letter)
    assert "001/SEGEL/2026" in text
    assert "dengan akun lembaga" in text
    assert (await made.answers(case.number, paper.id, answer="Diterima.")).status == 303
    assert (await kept(world, "above"))[0].answered_at is not None
    assert (await office.row(case)).alarm == ""


async def test_the_letter_is_mailed_once_and_says_no_more_than_the_paper(
    closed_world: World,
) -> None:
    world = closed_world
    above = SETTINGS["above_head"] | {"email": ABOVE}
    async with post(world, office=SETTINGS | {"above_head": above}) as mail:
        await hire(world)
        await seat_all(world)
        office = Office(world)
        try:
            case = await sealed(office)
            mail.server.answers.append(("RCPT", "451 4.3.0 coba lagi"))
            assert [await sealings.send(world.house) for _ in range(2)] == [0, 0]
            assert [one.name for one in await world.rows(select(alarms))] == ["surel/above_mail"]
            await write(world, delete(leases))  # its hour is over
            assert await sealings.send(world.house) == 1
            assert await world.rows(select(alarms)) == []
            assert await sealings.send(world.house) == 0
        finally:
            await office.close()
        (letter,) = mail.letters(ABOVE)
        text = words(letter)
        assert "001/SEGEL/2026" in str(letter["Subject"])
        assert case.number in text
        assert "26 Januari 2026" in text
        for word in ("Sulastri", "uang", "6281234567001"):
            assert word not in text, word


async def test_a_body_that_is_named_later_gets_its_letter_then(closed_world: World) -> None:
    world = await closed_world.open(**SETTINGS | {"above_head": {}})
    await hire(world)
    await seat_all(world)
    office = Office(world)
    try:
        case = await sealed(office)
        assert await sealings.write(world.house) == 0
        await world.stop()
        await world.open(**SETTINGS)
        assert await sealings.write(world.house) == 1
        assert await sealings.write(world.house) == 0
        assert len(await kept(world, "above")) == 1
        assert [one["event"] for one in await story(world, case)].count("file_paper") == 1
    finally:
        await office.close()
