"""sahut read: a line of JSON in, a line of JSON out, whatever stands in it."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.bot.commands.kit import running, sahut, write
from tests.world import OFFICE

LAMP = "lampu jalan mati di jl mawar sejak senin tlg dibenerin"
FIELDS = {
    "kind", "maladministration", "service", "place", "when_text", "when", "urgent", "urgent_reason",
    "missing", "language", "confidence", "confidences", "spans",
}  # fmt: skip


async def answers(folder: Path, *lines: str, code: int = 0) -> list[dict[str, Any]]:
    ended = await sahut("read", cwd=folder, typed="".join(f"{line}\n" for line in lines))
    assert ended.code == code
    return [json.loads(line) for line in ended.out.splitlines()]


async def test_a_message_is_read_without_any_configuration(tmp_path: Path) -> None:
    (told,) = await answers(tmp_path, json.dumps({"text": LAMP, "received_at": "2026-01-07T09:00"}))
    assert told["kind"] == "complaint"
    assert told["service"] == "Lampu jalan"
    assert (told["when_text"], told["when"]) == ("sejak senin", "2026-01-05")
    assert told["missing"] == ["identity"]
    assert not list(tmp_path.iterdir())


async def test_every_field_is_there_whatever_the_message_is(tmp_path: Path) -> None:
    texts = ["halo", LAMP, "STATUS", "asdfghjkl qwrtp", "ada kebakaran di pasar baru sekarang"]
    for told in await answers(tmp_path, *(json.dumps({"text": text}) for text in texts)):
        assert set(told) == FIELDS


async def test_a_message_without_its_time_came_just_now(tmp_path: Path) -> None:
    before = datetime.now(ZoneInfo("Asia/Jakarta")).date()
    (told,) = await answers(tmp_path, '{"text": "lampu jalan mati kemarin"}')
    after = datetime.now(ZoneInfo("Asia/Jakarta")).date()
    assert date.fromisoformat(told["when"]) + timedelta(days=1) in (before, after)


async def test_spans_point_into_the_text_as_given(tmp_path: Path) -> None:
    text = f"  {LAMP}"
    (told,) = await answers(tmp_path, json.dumps({"text": text}))
    start, end = told["spans"]["place"]
    assert text[start:end] == told["place"] == "jl mawar"


async def test_answers_come_in_the_order_of_the_questions(tmp_path: Path) -> None:
    texts = ["halo", LAMP, "STATUS", "asdfghjkl qwrtp"]
    told = await answers(tmp_path, *(json.dumps({"text": text, "id": 7}) for text in texts))
    assert [one["kind"] for one in told] == ["greeting", "complaint", "command", "spam"]


async def test_what_is_no_message_is_said_in_its_place_and_the_rest_is_read(tmp_path: Path) -> None:
    wrong = [
        "bukan json",
        "[]",
        "",
        "{}",
        '{"text": " "}',
        '{"text": 5}',
        '{"text": "halo", "received_at": "kemarin"}',
        '{"text": "halo", "received_at": 5}',
        "[" * 100_000,
    ]
    told = await answers(tmp_path, *wrong, '{"text": "halo"}')
    assert [list(one) for one in told[:-1]] == [["error"]] * len(wrong)
    assert told[-1]["kind"] == "greeting"


async def test_letters_that_no_file_can_hold_are_answered(tmp_path: Path) -> None:
    (told,) = await answers(tmp_path, '{"text": "jalan rusak di desa \\ud800 mekar 👍"}')
    assert told["kind"] == "complaint"


async def test_the_offices_own_services_are_known(tmp_path: Path) -> None:
    services = {**OFFICE["office"], "services": ["Pemakaman umum"]}
    write(tmp_path, {**OFFICE, "office": services})
    (told,) = await answers(tmp_path, '{"text": "pemakaman umum kotor sekali"}')
    assert told["service"] == "Pemakaman umum"


async def test_the_offices_own_words_and_fees_are_known(tmp_path: Path) -> None:
    (tmp_path / "kata.toml").write_text('[words]\n"rusak" = "bengkah"\n')
    own = {**OFFICE["office"], "words": "kata.toml"}
    write(tmp_path, {**OFFICE, "office": own, "tariffs": {"KTP": 0}})
    told = await answers(
        tmp_path,
        '{"text": "kursi taman bengkah"}',
        '{"text": "bikin KTP bayar 30 ribu"}',
    )
    assert [one["kind"] for one in told] == ["complaint", "complaint"]
    assert told[1]["maladministration"] == "permintaan_imbalan"


async def test_a_broken_configuration_is_said(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("office = ")
    await answers(tmp_path, '{"text": "halo"}', code=3)


async def test_every_line_is_answered_before_the_next_is_sent(tmp_path: Path) -> None:
    async with running("read", cwd=tmp_path) as reader:
        await reader.type('{"text": "halo"}')
        await reader.says('"kind": "greeting"')
        await reader.type('{"text": "terima kasih banyak"}')
        await reader.says('"kind": "thanks"')
