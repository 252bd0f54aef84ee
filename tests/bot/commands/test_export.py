"""sahut export: open formats, in order of time, with protected citizens masked."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from sqlalchemy import insert

from bot.commands.exports import complaints, messages
from storage import tables
from storage.unread import mark_unread, replay
from tests.bot.commands.kit import given, sahut, write
from tests.world import JOKO, SULASTRI_WA, World

#: Nobody meets it by chance in another number.
DARMO = 7731004225

#: What every line of `export messages --format jsonl` has at least.
PROMISED = {
    "id", "direction", "channel", "provider_id", "sender", "sender_name", "text", "subject",
    "sent_at", "received_at", "kind", "complaint", "state", "attachments",
}  # fmt: skip
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(40)


@pytest.fixture(autouse=True)
def _written(world: World) -> None:
    write(world.folder, given(world))


async def test_every_line_has_what_was_promised(world: World) -> None:
    await _said(world)
    rows = await _messages(world)
    assert {row["direction"] for row in rows} == {"in", "out"}
    assert all(row.keys() >= PROMISED for row in rows)
    first = rows[0]
    (case,) = await world.cases()
    assert first["text"] == "lampu jalan depan gang mati"
    assert first["channel"] == "telegram"
    assert first["sender"] == str(JOKO)
    assert first["state"] == "handled"
    assert first["complaint"] == case.number
    assert first["received_at"] == "2026-01-05T09:14:00+07:00"
    assert isinstance(first["id"], str)


async def test_both_directions_stand_in_order_of_time(world: World) -> None:
    await _said(world)
    world.clock.wind(minutes=5)
    await world.telegram.citizen_writes(JOKO, "sudah tiga malam gelap")
    await world.until(lambda: len(world.telegram.sent) > 1 or None)
    await world.settled()
    rows = await _messages(world)
    assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)
    assert rows[0]["direction"] == "in"
    assert rows[1]["direction"] == "out"
    assert rows[1]["recipient"] == str(JOKO)
    assert rows[1]["state"] == "accepted"


async def test_more_than_a_page_comes_out_whole_and_in_order(world: World) -> None:
    await _said(world)
    number = messages.PAGE + 7
    async with world.house.database.write() as db:
        (row,) = await world.messages()
        copies = [
            dict(row._mapping) | {"id": row.id + n, "name": None, "raw": None, "wire": None}
            for n in range(1, number + 1)
        ]
        await db.execute(insert(tables.messages), copies)
    rows = [row for row in await _messages(world) if row["direction"] == "in"]
    assert len(rows) == number + 1
    assert [row["id"] for row in rows] == sorted((row["id"] for row in rows), key=int)


async def test_files_are_listed_with_their_names(world: World) -> None:
    await world.whatsapp.citizen_sends(
        SULASTRI_WA, "document", data=PICTURE, mime="image/png", filename="bukti ktp.png"
    )
    await world.until(lambda: world.whatsapp.sent)
    await world.settled()
    (file,) = (await _messages(world))[0]["attachments"]
    assert file.keys() == {"name", "mime", "size", "state"}
    assert file["name"] == "bukti ktp.png"


async def test_an_unread_message_is_told_as_such(world: World) -> None:
    await _said(world)
    (row,) = await world.messages()
    async with world.house.database.write() as db:
        await replay(db, world.clock.now(), ids=[row.id])
        await mark_unread(db, world.clock.now(), row.id, row.contact_id, "poison")
    first = (await _messages(world))[0]
    assert (first["kind"], first["state"], first["reason"]) == ("unread", "unread", "poison")


async def test_nothing_gives_away_who_asked_for_secrecy(world: World) -> None:
    """Name, nickname, number, profile, file names: none of it leaves with the data."""
    await _secret(world)
    (case,) = await world.cases()
    assert case.protection in ("rahasia", "anonim", "unsettled"), case.protection
    for what in ("messages", "complaints"):
        for form in ("jsonl", "csv"):
            ended = await _export(world, what, form)
            for trace in ("Darmo", "Wiryo", "0812-3456-7890", str(DARMO), "kwitansi"):
                assert trace.casefold() not in ended.casefold(), (what, form, trace)


async def test_a_protected_citizen_is_pelapor(world: World) -> None:
    await _secret(world)
    row = next(row for row in await _messages(world) if row["direction"] == "in")
    assert row["sender_name"] == "Pelapor"
    assert row["sender"] == ""
    assert row["provider_id"] == ""
    assert row["complaint"]


async def test_what_a_protected_citizen_says_outside_the_case_is_masked_too(world: World) -> None:
    await _secret(world)
    await world.telegram.citizen_writes(DARMO, "BANTUAN")
    await world.until(lambda: _count(world, 2))
    await world.settled()
    assert str(DARMO) not in await _export(world, "messages", "jsonl")


async def test_others_keep_their_names(world: World) -> None:
    await _secret(world)
    await world.telegram.citizen_writes(JOKO, "ktp saya belum jadi", name="Joko Susilo")
    await world.until(lambda: _count(world, 2))
    await world.settled()
    row = next(row for row in await _messages(world) if row["sender"] == str(JOKO))
    assert row["sender_name"].startswith("Joko")


async def test_the_kunci_is_never_exported(world: World) -> None:
    await _said(world)
    sent = world.telegram.sent[0].text
    digits = [word for word in _words(sent) if word.isdigit() and len(word) == 6]
    assert digits
    assert digits[0] not in await _export(world, "messages", "jsonl")


async def test_complaints_are_exported_with_what_was_told(world: World) -> None:
    await _said(world)
    (row,) = [
        json.loads(line) for line in (await _export(world, "complaints", "jsonl")).splitlines()
    ]
    (case,) = await world.cases()
    assert row.keys() == set(complaints.COLUMNS)
    assert row["number"] == case.number
    assert row["register_no"] == 1
    assert row["description"] == "lampu jalan depan gang mati"
    assert row["received_at"] == "2026-01-05T09:14:00+07:00"
    assert date.fromisoformat(row["due_on"])


async def test_since_counts_days_where_the_office_is(world: World) -> None:
    await _said(world)
    assert await _export(world, "messages", "jsonl", "--since", "2026-01-05")
    assert not await _export(world, "messages", "jsonl", "--since", "2026-01-06")


async def test_a_table_has_a_line_of_names_and_no_mark_before_it(world: World) -> None:
    await _said(world)
    text = await _export(world, "messages", "csv")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert text.startswith("id,direction,")
    assert rows[0]["text"] == "lampu jalan depan gang mati"
    assert json.loads(rows[0]["attachments"]) == []


async def test_a_formula_in_a_message_reaches_no_spreadsheet(world: World) -> None:
    await world.telegram.citizen_writes(JOKO, '=cmd|"/C calc"!A0 lampu mati')
    await world.until(lambda: world.telegram.sent)
    await world.settled()
    rows = list(csv.DictReader(io.StringIO(await _export(world, "messages", "csv"))))
    assert rows[0]["text"].startswith("'=cmd")
    for row in csv.reader(io.StringIO(await _export(world, "complaints", "csv"))):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


async def test_a_file_is_whole_and_private(world: World, tmp_path: Path) -> None:
    await _said(world)
    out = tmp_path / "pesan.jsonl"
    ended = await sahut("export", "messages", "--format", "jsonl", "--out", out, cwd=world.folder)
    assert ended.out == ""
    assert "2 pesan" in ended.err
    beside = out.with_name("pesan.jsonl.asal.txt")
    assert out.stat().st_mode & 0o777 == beside.stat().st_mode & 0o777 == 0o600
    told = beside.read_text()
    assert re.search(r"oleh \S+@\S+ pada .+ dari Kelurahan Sukajaya, hanya untuk keperluan", told)
    assert hashlib.sha256(out.read_bytes()).hexdigest() in told
    assert len(out.read_text().splitlines()) == 2
    assert not out.with_name("pesan.jsonl.part").exists()


async def test_in_a_folder_the_files_name_tells_what_when_and_who(world: World) -> None:
    await _said(world)
    ended = await sahut("export", "complaints", "--out", world.folder, cwd=world.folder)
    assert ended.code == 0, ended.all
    (out,) = world.folder.glob("sahut-laporan-*.csv")
    assert re.fullmatch(r"sahut-laporan-\d{8}-\d{4}-[\w-]+\.csv", out.name)


async def test_a_workbook_says_on_every_page_and_in_its_properties_who_took_it(
    world: World,
) -> None:
    await _said(world)
    await world.telegram.citizen_writes(JOKO, "=HYPERLINK(1) & <gelap>")
    await world.settled()
    out = world.folder / "pesan.xlsx"
    args = ("export", "messages", "--format", "xlsx")
    refused = await sahut(*args, cwd=world.folder)
    assert (refused.code, "--out" in refused.err) == (2, True)
    ended = await sahut(*args, "--out", out, cwd=world.folder)
    assert ended.code == 0, ended.all
    with zipfile.ZipFile(out) as parts:
        trees = {name: ElementTree.fromstring(parts.read(name)) for name in parts.namelist()}
    sheet = trees["xl/worksheets/sheet1.xml"]
    rows = [["".join(cell.itertext()) for cell in row] for row in sheet.iter(f"{SHEET}row")]
    assert rows[0] == list(messages.COLUMNS)
    assert "=HYPERLINK(1) & <gelap>" in [row[messages.COLUMNS.index("text")] for row in rows]
    assert list(sheet.iter(f"{SHEET}f")) == [], "no cell is a formula"
    marks = [*sheet.iter(f"{SHEET}oddFooter"), *trees["docProps/core.xml"]]
    told = [mark.text or "" for mark in marks]
    assert sum("dari Kelurahan Sukajaya, hanya untuk keperluan dinas" in one for one in told) == 2
    assert re.fullmatch(r"\S+@\S+", told[1])


async def _said(world: World) -> None:
    await world.telegram.citizen_writes(JOKO, "lampu jalan depan gang mati")
    await world.until(lambda: world.telegram.sent)
    await world.settled()


async def _secret(world: World) -> None:
    """Darmo reports an officer, is asked about secrecy, and wants it."""
    name = "Darmo Wiryo"
    told = "Saya Darmo Wiryo, HP 0812-3456-7890. Petugas loket minta uang 200 ribu, saya takut."
    await world.telegram.citizen_writes(DARMO, told, name=name)
    await world.telegram.citizen_sends(
        DARMO, "document", PICTURE, "image/png", filename="kwitansi.png", name=name
    )
    await world.until(lambda: world.telegram.sent)
    await world.settled()
    await world.telegram.citizen_writes(DARMO, "RAHASIA")
    await world.until(lambda: len(world.telegram.sent) > 1)
    await world.settled()


async def _count(world: World, number: int) -> bool:
    return len(world.telegram.sent) > number


async def _messages(world: World) -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in (await _export(world, "messages", "jsonl")).splitlines()]
    for row in rows:
        datetime.fromisoformat(row["at"])
    return rows


async def _export(world: World, what: str, form: str, *more: str) -> str:
    ended = await sahut("export", what, "--format", form, *more, cwd=world.folder)
    assert ended.code == 0, ended.all
    return ended.out


def _words(text: str) -> list[str]:
    return text.replace("<", " ").replace(">", " ").split()


async def test_of_what_is_sealed_nothing_leaves_but_its_number(world: World) -> None:
    await _said(world)
    (case,) = await world.cases()
    async with world.house.database.write() as db:
        await db.execute(tables.complaints.update().values(sealed_above=True))
    for what in ("messages", "complaints"):
        told = await _export(world, what, "jsonl")
        assert case.number in told
        for trace in ("lampu", "gang", str(JOKO)):
            assert trace not in told, (what, trace)
