"""sahut pad: slips for days without power, and the cases that keep their numbers."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.casework import numbers
from bot.clock import Clock
from storage.tables import slips
from tests.bot.commands.kit import given, sahut, write
from tests.bot.inbox.counter_kit import AT, STORY, files, read, told, types, value
from tests.bot.inbox.kit import Desk, hire
from tests.bot.public.browser import Browser
from tests.world import World


@pytest.fixture
async def rina(world: World) -> AsyncIterator[Desk]:
    await hire(world)
    desk = Desk(world.base)
    await desk.sign_in("rina")
    yield desk
    await desk.close()


async def pad(world: World, count: int = 5, *more: str) -> Any:
    """The command has a clock of its own; the slips are printed by this world's."""
    write(world.folder, given(world))
    ended = await sahut("pad", str(count), *more, cwd=world.folder)
    async with world.house.database.write() as db:
        await db.execute(update(slips).values(printed_at=world.clock.now()))
    return ended


def printed(page: str) -> list[tuple[str, str]]:
    """Number and kunci of every slip, as a citizen reads them."""
    found = re.findall(
        r'<dd class="number">([0-9A-Z-]{8})</dd>.*?<dd class="number kunci">(\d{6})</dd>',
        page,
        re.DOTALL,
    )
    return [(number, kunci) for number, kunci in found]


async def test_each_slip_has_a_number_of_its_own_that_is_kept_for_it(world: World) -> None:
    ended = await pad(world, 50)
    assert ended.code == 0, ended.all
    page = (world.folder / "pad.html").read_text()
    found = printed(page)
    rows = await world.rows(select(slips))
    assert len(found) == 50
    assert sorted(number for number, _ in found) == sorted(row.number for row in rows)
    key = world.house.vault.kunci_key
    ids = {row.number: row.id for row in rows}
    for number, kunci in found:
        assert numbers.check(number) == number
        assert numbers.kunci(key, ids[number], 1) == kunci
        assert page.count(number) == 2  # the citizen's part and the office's
        assert numbers.spell(number) in page
    assert page.count('<section class="page">') == 13
    for words in ("Kelurahan Sukajaya", "Tanpa biaya", "Alamat dan nomor HP", "Di mana"):
        assert words in page


async def test_the_sheet_is_for_its_owner_and_tells_what_to_do_with_it(world: World) -> None:
    ended = await pad(world)
    path = world.folder / "pad.html"
    assert path.stat().st_mode & 0o777 == 0o600
    page = path.read_text()
    assert "yang tidak terpakai dihancurkan" in page
    assert "hancurkan slip yang" in " ".join(ended.out.split())
    assert not re.search(r"\b\d{6}\b", ended.all)
    assert not re.search(r'(?:src|href|url)\s*[=(]\s*["\']?https?:', page)


async def test_a_pad_that_lies_there_is_not_written_over(world: World) -> None:
    await pad(world)
    before = (world.folder / "pad.html").read_text()
    ended = await pad(world)
    assert ended.code == 2
    assert "sudah ada" in ended.err
    assert (world.folder / "pad.html").read_text() == before
    assert len(await world.rows(select(slips))) == 5
    assert (await pad(world, 2, "--out", "lain.html")).code == 0
    assert len(await world.rows(select(slips))) == 7


@pytest.mark.parametrize("count", ["0", "501", "-3"])
async def test_a_pad_has_a_size_one_can_carry(world: World, count: str) -> None:
    write(world.folder, given(world))
    ended = await sahut("pad", "--", count, cwd=world.folder)
    assert ended.code == 2
    assert not (world.folder / "pad.html").exists()


async def test_typed_in_later_the_case_keeps_number_kunci_and_date(
    world: World, rina: Desk
) -> None:
    await pad(world)
    number, kunci = printed((world.folder / "pad.html").read_text())[0]
    (row,) = await world.rows(select(slips).where(slips.c.number == number))
    world.clock.wind(days=2)
    await rina.sign_in("rina")
    typed = number.replace("-", "").lower()
    case = await files(world, rina, slip=typed, tanggal="2026-01-05", jam="10:30")
    assert (case.number, case.id) == (number, row.id)
    assert case.received_at.isoformat() == "2026-01-05T03:30:00+00:00"
    assert case.due_on.isoformat() == "2026-01-08"
    assert (await told(world, case))[0].event == "register"
    receipt = read(await rina.page(f"/inbox/laporan/{number}/tanda-terima"))
    assert "seperti di slip" in receipt
    assert kunci not in receipt
    async with Browser(world) as citizen:
        opened = await citizen.looks_up(number, kunci)
    assert STORY in opened.text


async def test_a_slip_serves_once(world: World, rina: Desk) -> None:
    await pad(world)
    number, _ = printed((world.folder / "pad.html").read_text())[0]
    await files(world, rina, slip=number)
    status, _, page = await types(rina, slip=number, kata="Laporan lain dengan slip yang sama.")
    assert status == 422
    assert f"Slip {number} sudah dipakai untuk laporan lain" in read(page)
    assert f'href="/inbox/laporan/{number}"' in page
    assert value(page, "slip") == number
    assert "Laporan lain dengan slip yang sama." in read(page)
    assert len(await world.cases()) == 1


async def test_a_number_that_was_never_printed_is_none(world: World, rina: Desk) -> None:
    await pad(world)
    status, _, page = await types(rina, slip=numbers.make(bytes(16)))
    assert status == 422
    assert "tidak ada pada slip yang dicetak kantor ini" in read(page)


async def test_nothing_was_written_on_a_slip_before_it_was_printed(
    world: World, rina: Desk
) -> None:
    await pad(world)
    number, _ = printed((world.folder / "pad.html").read_text())[0]
    status, _, page = await types(rina, slip=number, tanggal="2026-01-02")
    assert status == 422
    assert "Slip ini dicetak Senin, 5 Januari 2026" in read(page)
    assert (await types(rina, page=page, slip=number))[0] == 303


async def test_the_same_form_pressed_twice_finds_its_own_slip(world: World, rina: Desk) -> None:
    await pad(world)
    number, _ = printed((world.folder / "pad.html").read_text())[0]
    page = await rina.page(AT)
    assert (await types(rina, page=page, slip=number))[0] == 303
    assert (await types(rina, page=page, slip=number))[0] == 303
    await world.settled()
    assert len(await world.cases()) == 1


async def test_what_was_written_down_counts_as_channels_of_its_own(closed_world: World) -> None:
    closed_world.clock = Clock()  # type: ignore[assignment]
    world = await closed_world.open()
    await hire(world)
    rina = Desk(world.base)
    await rina.sign_in("rina")
    today = f"{world.clock.now().astimezone(world.house.settings.zone):%Y-%m-%d}"
    for via in ("counter", "phone", "letter"):
        await files(world, rina, lewat=via, tanggal=today, jam="00:00")
    await files(world, rina, lewat="box", tanggal=today, jam="00:00", kabar="whatsapp")
    await rina.close()
    write(world.folder, given(world))
    ended = await sahut("check", cwd=world.folder)
    told_ = " ".join(ended.out.split())
    assert "4 dari 5 kanal hidup" in told_, told_
    assert "kotak (1), loket (1), surat (1), telepon (1)" in told_
    assert "counter: " not in ended.out
    ended = await sahut("export", "complaints", "--format", "jsonl", cwd=world.folder)
    lines = [json.loads(line) for line in ended.out.splitlines()]
    assert [line["channel"] for line in lines] == ["loket", "telepon", "surat", "kotak"]
    ended = await sahut("export", "messages", "--format", "jsonl", cwd=world.folder)
    lines = [json.loads(line) for line in ended.out.splitlines()]
    came = [line["channel"] for line in lines if line["direction"] == "in"]
    assert came == ["loket", "telepon", "surat", "kotak"]


async def test_nobody_is_sent_to_the_counter_as_to_an_account(world: World) -> None:
    async with Browser(world) as citizen:
        page = await citizen.get("/lapor")
    assert "Counter" not in page.text
    told_ = given(world)
    write(world.folder, told_)
    ended = await sahut("links", cwd=world.folder)
    assert "counter" not in ended.all.casefold()
