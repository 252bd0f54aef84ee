"""Hooks: what one provider brings to one address reaches the account that it is meant for."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from tests.wire import COMPLAINT, hook, push, said
from tests.world import JOKO_WA, SULASTRI_WA, World

PUSKESMAS = "200000000000002"


@pytest.fixture
def second(closed_world: World) -> dict[str, Any]:
    """Another number of the same app."""
    account = closed_world.whatsapp.account
    return {
        "use": "whatsapp",
        "access_token": account.access_token,
        "app_secret": account.app_secret,
        "verify_token": account.verify_token,
        "phone_number_id": PUSKESMAS,
        "graph_url": "http://127.0.0.1:9",
        "quiet": 0,
    }


async def test_a_push_for_another_number_is_taken_by_its_account(
    closed_world: World, second: dict[str, Any]
) -> None:
    world = await closed_world.open(channels={"puskesmas": second})
    body = _for(PUSKESMAS, hook(world, said(world, SULASTRI_WA, COMPLAINT)))
    assert await push(world, body) == [200]
    (row,) = await world.messages()
    assert (row.account, row.text) == ("puskesmas", COMPLAINT)
    assert await push(world, body, account="puskesmas") == [200]
    assert len(await world.messages()) == 1


async def test_each_account_reads_its_own_part_of_a_push(
    closed_world: World, second: dict[str, Any]
) -> None:
    world = await closed_world.open(channels={"puskesmas": second})
    ours = json.loads(hook(world, said(world, SULASTRI_WA, "satu")))
    theirs = json.loads(_for(PUSKESMAS, hook(world, said(world, JOKO_WA, "dua"))))
    nobodys = json.loads(hook(world, said(world, SULASTRI_WA, "tiga")))
    del nobodys["entry"][0]["changes"][0]["value"]["metadata"]
    ours["entry"] += theirs["entry"] + nobodys["entry"]
    assert await push(world, json.dumps(ours).encode()) == [200]
    rows = {(row.account, row.text) for row in await world.messages()}
    assert rows == {("whatsapp", "satu"), ("whatsapp", "tiga"), ("puskesmas", "dua")}


async def test_an_account_with_another_secret_believes_nothing_of_it(
    closed_world: World, second: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    world = await closed_world.open(channels={"puskesmas": second | {"app_secret": "lain-sekali"}})
    body = _for(PUSKESMAS, hook(world, said(world, SULASTRI_WA, COMPLAINT)))
    assert await push(world, body) == [200]
    assert await push(world, body, account="puskesmas") == [403]
    assert await world.messages() == []
    assert PUSKESMAS in caplog.text


async def test_a_number_that_is_no_account_is_told_once_and_nothing_else(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot")
    for text in ("satu", "dua"):
        body = _for(
            PUSKESMAS, hook(world, said(world, SULASTRI_WA, text), names={SULASTRI_WA: "Sri"})
        )
        assert await push(world, body) == [200]
    assert await world.messages() == []
    (record,) = [one for one in caplog.records if one.name == "bot.hooks"]
    assert PUSKESMAS in record.getMessage()
    assert SULASTRI_WA not in caplog.text
    assert "Sri" not in caplog.text


async def test_a_number_inside_somebodys_text_is_no_recipient(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    text = f'"phone_number_id": "{PUSKESMAS}"'
    assert await push(world, hook(world, said(world, SULASTRI_WA, text))) == [200]
    (row,) = await world.messages()
    assert row.text == text
    assert "bot.hooks" not in {one.name for one in caplog.records}


def _for(number: str, body: bytes) -> bytes:
    told = json.loads(body)
    told["entry"][0]["changes"][0]["value"]["metadata"]["phone_number_id"] = number
    return json.dumps(told).encode()
