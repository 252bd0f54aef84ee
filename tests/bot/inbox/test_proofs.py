"""The proof of a follow-up: a file that comes with an answer, as closed as its case."""

from __future__ import annotations

import hashlib
import io
from typing import Any

import aiohttp
from sqlalchemy import select, update

from bot.privacy import persons as erasure
from storage import erasing, persons
from storage.tables import attachments, complaints
from tests.bot.inbox.conftest import Enter
from tests.bot.inbox.kit import Desk, reported
from tests.bot.inbox.pictures import JPEG_WITH_PLACE
from tests.bot.inbox.test_owed import asked, seated
from tests.bot.inbox.test_papers import REPAIR, kept, story
from tests.world import World

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
DONE = {"verdict": "done", "proof": "Antrean sudah diperbaiki."}


async def proves(desk: Desk, path: str, *files: tuple[str, bytes, str], **fields: str) -> Any:
    form = aiohttp.FormData()
    for name, value in {"csrf": desk.csrf, **fields}.items():
        form.add_field(name, value)
    for name, content, mime in files:
        form.add_field("berkas", io.BytesIO(content), filename=name, content_type=mime)
    async with desk.session.post(desk.base + path, data=form, allow_redirects=False) as answer:
        await answer.read()
        return answer


async def followed(world: World, rina: Desk, *files: tuple[str, bytes, str]) -> tuple[Any, Any]:
    case = await reported(world)
    await rina.paper(case.number, "follow_up", **REPAIR)
    (paper,) = await kept(world, "follow_up")
    at = f"/inbox/laporan/{case.number}/lembar/{paper.id}/jawab"
    answer = await proves(rina, at, *files, **DONE)
    return case, answer


async def test_a_file_is_kept_with_the_answer_and_stands_in_the_journal(
    world: World, rina: Desk
) -> None:
    files = (
        ("acara.pdf", PDF, "application/pdf"),
        ("loket.jpg", JPEG_WITH_PLACE, "image/png"),
    )
    case, answer = await followed(world, rina, *files)
    assert answer.status == 303, await answer.text()
    async with world.house.database.write() as db:
        await db.execute(update(complaints).values(protection="open"))
    pdf, picture = await world.rows(select(attachments).order_by(attachments.c.id))
    (paper,) = await kept(world, "follow_up")
    assert (pdf.paper_id, pdf.message_id, pdf.mime) == (paper.id, None, "application/pdf")
    assert picture.mime == "image/jpeg", "by what it is, not by what it is called"
    page = await rina.page(f"/inbox/laporan/{case.number}")
    assert "acara.pdf" in page
    got, content = await rina.content(f"/inbox/lampiran/{pdf.id}")
    assert (got.status, content) == (200, PDF)
    assert "sandbox" in got.headers["Content-Security-Policy"]
    (deed,) = [one for one in await story(world, case) if one["event"] == "answer_paper"]
    assert deed["details"]["files"][0] == hashlib.sha256(PDF).hexdigest()


async def test_what_may_do_harm_is_not_taken_and_nothing_is_answered(
    world: World, rina: Desk
) -> None:
    _, answer = await followed(world, rina, ("alat.exe", b"MZ" + bytes(80), "image/jpeg"))
    assert answer.status == 422
    assert DONE["proof"] in await answer.text(), "what was typed stays"
    assert (await kept(world, "follow_up"))[0].answered_at is None
    assert await world.rows(select(attachments)) == []


async def test_in_a_protected_case_it_says_neither_where_nor_who(world: World, rina: Desk) -> None:
    case, _ = await followed(world, rina, ("Bu Sulastri.jpg", JPEG_WITH_PLACE, "image/jpeg"))
    async with world.house.database.write() as db:
        await db.execute(update(complaints).values(protection="rahasia"))
    (file,) = await world.rows(select(attachments))
    got, content = await rina.content(f"/inbox/lampiran/{file.id}")
    assert got.status == 200
    assert b"GPS-RAHASIA" not in content
    assert "Sulastri" not in got.headers["Content-Disposition"]
    assert "Bu Sulastri.jpg" not in await rina.page(f"/inbox/laporan/{case.number}")


async def test_it_is_as_closed_as_its_case(world: World, rina: Desk, enter: Enter) -> None:
    await followed(world, rina, ("ba.pdf", PDF, "application/pdf"))
    (file,) = await world.rows(select(attachments))
    wahyu = await enter("wahyu")
    assert (await wahyu.get(f"/inbox/lampiran/{file.id}")).status == 200
    async with world.house.database.write() as db:
        await db.execute(update(complaints).values(sealed_above=True))
    for desk in (rina, wahyu):
        assert (await desk.get(f"/inbox/lampiran/{file.id}")).status == 404


async def test_a_unit_proves_its_answer(world: World, enter: Enter) -> None:
    rina, yanti = await enter("rina"), await enter("yanti")
    unit = await seated(world, "yanti")
    case, row = await asked(world, rina, unit, "Sudah diperbaiki?")
    await yanti.page("/inbox/unit")
    at, photo = f"/inbox/unit/{row.id}/jawab", ("loket.jpg", JPEG_WITH_PLACE, "image/jpeg")
    assert (await proves(yanti, at, photo, answer="Sudah.")).status == 303
    assert "loket.jpg" in await rina.page(f"/inbox/laporan/{case.number}")


async def test_it_goes_with_its_case(world: World, rina: Desk) -> None:
    case, _ = await followed(world, rina, ("ba.pdf", PDF, "application/pdf"))
    (file,) = await world.rows(select(attachments))
    house = world.house
    async with house.database.write() as db:
        (row,) = await persons.cases_of(db, [case.contact_id])
        emptied = [await erasure.emptied_of(db, house, row)]
        gone = await erasing.clear_cases(db, house.vault, erasure.WORDS, house.now(), emptied)
    assert gone == [file.id]
    assert await world.rows(select(attachments)) == []
