"""sahut check: what works, what is missing and the way there, and a test that comes back."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update

from bot.clock import Clock
from storage import outbox
from storage.tables import attachments, complaints, messages, officers
from tests.bot.commands.kit import ROOT, Ended, given, sahut, write
from tests.world import JOKO, JOKO_WA, World

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(40)


@pytest.fixture
async def office(closed_world: World) -> World:
    """An office whose clock is everybody's, with one officer."""
    closed_world.clock = Clock()  # type: ignore[assignment]
    world = await closed_world.open()
    write(world.folder, given(world))
    made = await _sahut(world, "officer", "add", "rina", "--name", "Rina", "--generate")
    assert made.code == 0, made.all
    return world


async def test_an_office_in_order_passes(office: World) -> None:
    ended = await _sahut(office, "check")
    assert ended.code == 0, ended.all
    assert "Rantai jurnal utuh" in ended.out
    assert "Layanan sedang berjalan" in ended.out
    assert "baik    telegram: @" in ended.out
    assert "Pemegang rahasia: Inspektorat" in ended.out
    assert "RUSAK" not in ended.out


async def test_channels_that_brought_something_are_counted(office: World) -> None:
    assert "0 dari 5 kanal hidup" in (await _sahut(office, "check")).out
    await _write(office)
    await office.whatsapp.citizen_writes(JOKO_WA, "ktp belum jadi")
    await office.until(lambda: _has_cases(office, 2), 20)
    ended = await _sahut(office, "check")
    assert "2 dari 5 kanal hidup" in ended.out
    assert "telegram (1), whatsapp (1)" in ended.out


async def test_a_channel_that_was_silent_for_a_month_is_not_counted(office: World) -> None:
    await _write(office)
    async with office.house.database.write() as db:
        await db.execute(update(messages).values(received_at=office.clock.now() - timedelta(31)))
    assert "0 dari 5 kanal hidup" in (await _sahut(office, "check")).out


async def test_the_way_to_what_is_missing_is_named(office: World) -> None:
    told = given(office)
    told["channels"] = {}
    told["custodian"] = {}
    write(office.folder, told)
    out = (await _sahut(office, "check")).out
    for words in ("@BotFather", "Diskominfo", "terowongan", "server sewa", "HP Android"):
        assert words in out
    for document in ("telegram", "proxy", "whatsapp", "sms", "email"):
        assert f"docs/{document}.md" in out
        assert (ROOT / "docs" / f"{document}.md").exists()
    assert "RAHASIA belum dapat dijanjikan" in out


async def test_whoever_watches_over_the_office_is_named_or_asked_for(office: World) -> None:
    out = (await _sahut(office, "check")).out
    assert "Isi office.region, office.province." in out
    told = given(office)
    told["office"] = told["office"] | {"region": "Kota Bandung", "province": "Jawa Barat"}
    write(office.folder, told)
    out = (await _sahut(office, "check")).out
    assert "Wali Kota Bandung, Inspektorat Kota Bandung, Ombudsman RI Perwakilan Jawa" in out
    assert "Laporan kinerja: Wali Kota Bandung melalui camat" in out
    assert "DPRD Kota Bandung disebut kepada warga tanpa telepon" in out
    assert 'role = "dewan"' in out
    assert "Ombudsman RI ditulis di [[remedies]], padahal" in out


async def test_a_provider_that_refuses_us_is_wrong(office: World) -> None:
    told = given(office)
    told["channels"]["telegram"]["token"] = "999:tidak-dikenal"
    write(office.folder, told)
    ended = await _sahut(office, "check")
    assert ended.code == 1
    assert "telegram tidak bekerja" in ended.out
    assert "tidak-dikenal" not in ended.all


async def test_a_template_that_the_provider_lacks_is_wrong_and_one_that_fits_is_fine(
    office: World,
) -> None:
    told = given(office)
    account = told["channels"]["whatsapp"]
    account |= {"template_notice": "kabar", "waba_id": office.whatsapp.account.waba_id}
    write(office.folder, told)
    ended = await _sahut(office, "check")
    assert ended.code == 1
    assert "whatsapp: Template kabar tidak ada di akun ini" in ended.out
    account["template_notice"] = "kabar_laporan"
    write(office.folder, told)
    ended = await _sahut(office, "check")
    assert ended.code == 0, ended.all
    assert "whatsapp: Template kabar_laporan (id) disetujui" in ended.out


async def test_an_office_without_officers_is_wrong(office: World) -> None:
    async with office.house.database.write() as db:
        await db.execute(update(officers).values(disabled_at=office.clock.now()))
    ended = await _sahut(office, "check")
    assert ended.code == 1
    assert "sahut officer add" in ended.out


async def test_what_stands_still_is_said(office: World) -> None:
    async with office.house.database.write() as db:
        now = office.clock.now()
        await outbox.raise_alarm(db, "whatsapp", "token refused", now, timedelta(hours=1))
    ended = await _sahut(office, "check")
    assert ended.code == 1
    assert "whatsapp berhenti: token refused" in ended.out


async def test_a_case_that_was_moved_behind_the_journals_back_is_found(office: World) -> None:
    await _write(office)
    async with office.house.database.write() as db:
        await db.execute(update(complaints).values(state="closed"))
    ended = await _sahut(office, "check")
    assert ended.code == 1
    assert "Jurnal baris 1" in ended.out


async def test_a_journal_row_that_was_changed_is_found(office: World) -> None:
    await _write(office)
    async with office.house.database.write() as db:
        await db.execute(text("UPDATE journal_head SET hash = :hash"), {"hash": bytes(32)})
    assert (await _sahut(office, "check")).code == 1


async def test_a_lost_attachment_is_found_by_the_full_check(office: World) -> None:
    await office.telegram.citizen_sends(JOKO, "document", PICTURE, "image/png", filename="a.png")
    await office.until(lambda: _stored(office))
    fine = await _sahut(office, "check", "--full")
    assert "1 lampiran dibuka dan cocok" in fine.out
    for file in (office.folder / "data/files").rglob("*"):
        if file.is_file():
            file.write_bytes(b"changed")
    ended = await _sahut(office, "check", "--full")
    assert ended.code == 1
    assert "1 dari 1 lampiran hilang" in ended.out


async def test_a_test_message_comes_back_with_both_times(office: World) -> None:
    await _write(office)
    before = len(office.telegram.sent)
    checking = asyncio.create_task(
        _sahut(office, "check", "--send", "--to", f"telegram={JOKO}", "--wait", "20")
    )
    sent = await office.until(lambda: office.telegram.sent[before:], 20)
    assert "Uji kanal dari Kelurahan Sukajaya" in sent[0].text
    assert "Balas OK" in sent[0].text
    await office.telegram.citizen_writes(JOKO, "OK")
    ended = await checking
    assert ended.code == 0, ended.all
    assert "telegram: terkirim" in ended.out
    assert "pulang pergi" in ended.out
    assert "whatsapp: belum ada alamat uji" in ended.out


async def test_the_answer_to_a_test_opens_no_second_case(office: World) -> None:
    await _write(office)
    before = len(office.telegram.sent)
    checking = asyncio.create_task(
        _sahut(office, "check", "--send", "--to", f"telegram={JOKO}", "--wait", "20")
    )
    await office.until(lambda: office.telegram.sent[before:], 20)
    await office.telegram.citizen_writes(JOKO, "OK")
    await checking
    await office.settled()
    assert len(await office.cases()) == 1


async def test_a_test_report_stands_for_its_address_and_is_remembered(office: World) -> None:
    await _write(office)
    (case,) = await office.cases()
    for argv in (["--to", f"telegram={case.number.lower()}"], ["--send"]):
        before = len(office.telegram.sent)
        checking = asyncio.create_task(_sahut(office, "check", *argv, "--wait", "20"))
        await office.until(lambda n=before: office.telegram.sent[n:], 20)
        await office.telegram.citizen_writes(JOKO, "OK")
        ended = await checking
        assert "telegram: terkirim" in ended.out, ended.all
        await office.settled()


async def test_no_answer_is_wrong(office: World) -> None:
    await _write(office)
    ended = await _sahut(office, "check", "--to", f"telegram={JOKO}", "--wait", "2")
    assert ended.code == 1
    assert "tidak ada jawaban" in ended.out


async def test_an_address_that_has_not_written_lately_is_held(office: World) -> None:
    ended = await _sahut(office, "check", "--to", f"whatsapp={JOKO_WA}", "--wait", "10")
    assert ended.code == 1
    assert "whatsapp: ditahan" in ended.out


async def test_without_a_running_service_it_runs_one_for_the_test(office: World) -> None:
    await _write(office)
    await office.stop()
    before = len(office.telegram.sent)
    checking = asyncio.create_task(
        _sahut(office, "check", "--to", f"telegram={JOKO}", "--wait", "20")
    )
    await office.until(lambda: office.telegram.sent[before:], 20)
    await office.telegram.citizen_writes(JOKO, "OK")
    ended = await checking
    assert "pulang pergi" in ended.out, ended.all


@pytest.mark.parametrize("target", ["telegram", "telegram=", "=5", "merpati=5"])
async def test_a_target_that_makes_no_sense_is_wrong_usage(office: World, target: str) -> None:
    ended = await _sahut(office, "check", "--to", target)
    assert ended.code == 2


async def _sahut(world: World, *argv: str) -> Ended:
    return await sahut(*argv, cwd=world.folder)


async def _write(world: World) -> None:
    await world.telegram.citizen_writes(JOKO, "lampu jalan depan gang mati")
    await world.until(lambda: world.telegram.sent, 20)
    await world.settled(20)


async def _has_cases(world: World, count: int) -> bool:
    return len(await world.cases()) == count


async def _stored(world: World) -> Any:
    return await world.rows(select(attachments).where(attachments.c.state == "stored"))
