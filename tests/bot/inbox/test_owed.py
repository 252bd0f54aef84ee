"""Papers for a unit: answered by who speaks for it, who sees neither the case nor its citizen."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from storage import units
from storage.tables import officers
from storage.tables import papers as table
from storage.tables import units as places
from tests.bot.inbox.conftest import Enter
from tests.bot.inbox.counter_kit import read
from tests.bot.inbox.kit import Desk, reported
from tests.world import World


async def seated(world: World, login: str, unit: str = "Seksi Pelayanan") -> int:
    """Somebody holds a post in a unit; returns the unit's id."""
    (account,) = await world.rows(select(officers).where(officers.c.login == login))
    house = world.house
    async with house.database.write() as db:
        known = {row.name: row.id for row in await units.all_units(db)}
        number = known.get(unit) or house.new_id()
        if unit not in known:
            await units.add_unit(
                db,
                {"id": number, "name": unit, "kind": "service", "from_on": date(2025, 1, 1)},
            )
        await units.add_post(
            db,
            {
                "id": house.new_id(),
                "unit_id": number,
                "officer_id": account.id,
                "name": account.name,
                "from_on": date(2025, 1, 1),
            },
        )
    return number


async def asked(world: World, rina: Desk, unit: int, question: str) -> Any:
    case = await reported(world)
    for event in ("declare_complete", "take"):
        await rina.step(case.number, event)
    done = await rina.paper(
        case.number, "clarification", whom="unit", unit=str(unit), question=question
    )
    assert done.status == 303, await done.text()
    (row,) = await world.rows(select(table))
    return case, row


async def test_a_unit_answers_without_seeing_who_complained(world: World, enter: Enter) -> None:
    rina, yanti = await enter("rina"), await enter("yanti")
    unit = await seated(world, "yanti")
    case, row = await asked(world, rina, unit, "Mengapa KTP Ibu Sulastri belum jadi?")
    text = await yanti.page("/inbox/unit")
    assert "Mengapa KTP Ibu [nama ditutup] belum jadi?" in read(text)
    assert case.number in text
    assert "Sulastri" not in text
    assert "6281234567001" not in text
    assert (await yanti.get(f"/inbox/laporan/{case.number}")).status == 403
    empty = await yanti.post(f"/inbox/unit/{row.id}/jawab", answer=" ")
    assert empty.status == 422
    assert "Isi dulu: jawabannya" in await empty.text()
    done = await yanti.post(f"/inbox/unit/{row.id}/jawab", answer="Blangko habis.")
    assert done.status == 303
    assert "Tidak ada yang menunggu" in await yanti.page("/inbox/unit")
    shown = read(await rina.page(f"/inbox/laporan/{case.number}"))
    assert "Blangko habis." in shown
    assert "dicatat Yanti Kurnia" in shown


async def test_a_unit_answers_only_what_it_was_asked(world: World, enter: Enter) -> None:
    rina, yanti = await enter("rina"), await enter("yanti")
    await seated(world, "yanti", "Seksi Umum")
    other = await seated(world, "tono", "Seksi Pelayanan")
    _, row = await asked(world, rina, other, "Siapa piket?")
    assert "Siapa piket?" not in await yanti.page("/inbox/unit")
    answer = await yanti.post(f"/inbox/unit/{row.id}/jawab", answer="Saya.")
    assert answer.status == 404


async def test_a_case_that_a_unit_accepts_is_its_case(world: World, enter: Enter) -> None:
    rina, yanti = await enter("rina"), await enter("yanti")
    unit = await seated(world, "yanti")
    case = await reported(world)
    await rina.paper(case.number, "hand_over", unit=str(unit), text="Wewenang seksi.")
    (row,) = await world.rows(select(table))
    assert str(row.due_on) == "2026-01-06"
    bare = await yanti.post(f"/inbox/unit/{row.id}/jawab", verdict="returned")
    assert "Tulis alasannya" in await bare.text()
    await yanti.post(f"/inbox/unit/{row.id}/jawab", verdict="accepted")
    (case,) = await world.cases()
    assert case.unit_id == unit
    (named,) = await world.rows(select(places.c.name).where(places.c.id == unit))
    shown = read(await rina.page(f"/inbox/laporan/{case.number}"))
    assert f"Kepada {named.name}" in shown or named.name in shown


async def test_who_holds_no_post_is_told_so(world: World, enter: Enter) -> None:
    yanti = await enter("yanti")
    assert "belum menempati jabatan" in await yanti.page("/inbox/unit")
