"""Bad input: refused with the rule and its article, and nothing is any other than before."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from bot.config import BadConfig
from storage.tables import complaints, journal, outbox, papers
from tests.bot.inbox.conftest import Enter
from tests.bot.inbox.counter_kit import read, types
from tests.bot.inbox.kit import Desk, reported
from tests.wire import write
from tests.world import World


async def everything(world: World) -> list[Any]:
    """How much there is of all that a refused step must not add to."""
    counts = [select(func.count()).select_from(one) for one in (journal, outbox, papers)]
    (case,) = await world.cases()
    kept = (case.state, case.kind, case.level, case.officer_id, case.reported_post_id)
    return [*kept, *[tuple((await world.rows(one))[0]) for one in counts]]


@pytest.mark.parametrize(
    ("login", "path", "fields", "law"),
    [
        ("rina", "langkah/reclassify", {"kind": "aspiration", "text": " "}, "PermenPANRB 62/2018"),
        ("rina", "langkah/refer", {"to": "Dinas", "text": " "}, "Perpres 76/2013 Ps. 2"),
        ("rina", "langkah/join", {"other": " "}, "Perpres 76/2013 Ps. 8"),
        ("rina", "langkah/take", {}, "Perpres 76/2013 Ps. 8"),
        ("rina", "lembar/priority", {"level": "first", "why": ""}, "UU 25/2009 Ps. 37"),
        ("rina", "lembar/attempt", {"way": "call", "dated": "2026-01-06"}, "Perpres 76/2013 Ps. 8"),
        ("rina", "lembar/hand_over", {"to": "Seksi", "text": "x", "due": "2026-02-01"},
         "Perpres 76/2013 Ps. 8"),
        ("rina", "terlapor", {"siapa": ""}, "UU 25/2009 Ps. 41"),
        ("dewi", "identitas", {"alasan": "cek"}, "Perpres 76/2013 Ps. 15"),
    ],
)  # fmt: skip
async def test_bad_input_is_refused_with_its_rule_and_article_and_changes_nothing(
    world: World, enter: Enter, login: str, path: str, fields: dict[str, str], law: str
) -> None:
    case = await reported(world)
    if login == "dewi":
        await write(world, complaints.update().values(protection="rahasia"))
    desk = await enter(login)
    before = await everything(world)
    answer = await desk.post(f"/inbox/laporan/{case.number}/{path}", **fields)
    assert answer.status == 422
    assert law in await answer.text()
    assert await everything(world) == before


async def test_a_report_from_tomorrow_is_not_written_down(world: World, rina: Desk) -> None:
    status, _, text = await types(rina, tanggal="2026-01-06")
    assert status == 422
    assert "belum terjadi" in read(text)
    assert "UU 25/2009 Ps. 42-45" in read(text)
    assert await world.cases() == []


@pytest.mark.parametrize(
    "promises",
    [{"decision": 61}, {"light": {"decision": 61}}, {"category": {"KTP": {"decision": 61}}}],
)
async def test_an_office_cannot_promise_more_days_than_the_law(
    closed_world: World, promises: dict[str, Any]
) -> None:
    with pytest.raises(BadConfig, match=r"janji tidak boleh lewat 60 hari \(UU 25/2009 Ps\. 50\)"):
        await closed_world.settings(promises=promises)
