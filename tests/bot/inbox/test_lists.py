"""The list: which cases stand in it, in which order, and what one line tells."""

from __future__ import annotations

import re

import pytest

from bot.inbox import lists
from storage.tables import alarms
from tests.bot.inbox.kit import Desk, reported
from tests.world import JOKO_WA, SULASTRI_WA, World


def numbers(text: str) -> list[str]:
    return re.findall(r'href="/inbox/laporan/([0-9A-Z-]{8})', text)


async def test_a_line_tells_who_what_where_and_by_when(world: World, rina: Desk) -> None:
    case = await reported(world)
    world.clock.wind(minutes=50)
    text = await rina.page("/inbox")
    for words in (
        case.number, "Sulastri", "ktp saya belum jadi", "WhatsApp", "50 mnt", "diterima",
        "3 hari lagi, s.d. 8 Jan (SP4N-LAPOR!)", "belum dibaca",
    ):  # fmt: skip
        assert words in text, words


async def test_the_newest_voice_comes_first_and_opening_takes_the_dot_away(
    world: World, rina: Desk
) -> None:
    first = await reported(world)
    world.clock.wind(minutes=5)
    second = await reported(world, "lampu jalan mati di gang melati", JOKO_WA, "Joko")
    assert numbers(await rina.page("/inbox")) == [second.number, first.number]
    assert (await rina.page("/inbox")).count("belum dibaca") == 2
    await rina.page(f"/inbox/laporan/{second.number}")
    assert (await rina.page("/inbox")).count("belum dibaca") == 1
    world.clock.wind(minutes=20)
    await reported(world, "tambahan: saya sudah tiga kali datang ke loket dua", SULASTRI_WA)
    assert numbers(await rina.page("/inbox"))[0] == first.number


async def test_looking_from_the_background_is_not_reading(world: World, rina: Desk) -> None:
    case = await reported(world)
    path = f"/inbox/laporan/{case.number}"
    await rina.page(path, **{"X-Sahut-Background": "1"})
    assert "belum dibaca" in await rina.page("/inbox")
    await rina.page(path, **{"X-Sahut-Background": "1", "X-Sahut-Seen": "1"})
    assert "belum dibaca" not in await rina.page("/inbox")


async def test_each_filter_shows_its_own(world: World, rina: Desk) -> None:
    urgent = await reported(
        world, "bantuan beras belum datang, beras di rumah tinggal utk 2 hari", JOKO_WA
    )
    world.clock.wind(minutes=1)
    calm = await reported(world)
    assert numbers(await rina.page("/inbox?saring=mendesak")) == [urgent.number]
    assert numbers(await rina.page("/inbox?saring=jawab")) == [calm.number, urgent.number]
    await rina.reply(calm.number, "Kami cek hari ini.")
    assert numbers(await rina.page("/inbox?saring=jawab")) == [urgent.number]
    assert numbers(await rina.page("/inbox?saring=selesai")) == []
    await rina.step(calm.number, "refer", to="Dinas Dukcapil", text="Wewenang dinas.")
    assert numbers(await rina.page("/inbox?saring=selesai")) == [calm.number]
    assert numbers(await rina.page("/inbox?jenis=information")) == []
    assert "Semua sudah dijawab" not in await rina.page("/inbox?saring=jawab")


async def test_a_strange_address_is_the_usual_list(world: World, rina: Desk) -> None:
    for query in (
        "saring=%3Cscript%3E",
        "jenis=x'%20OR%201=1",
        "setelah=9_9_9",
        "setelah=" + "9" * 40,
        "setelah=-1_5",
        "setelah=99999999999999999_9223372036854775808",
        "setelah=99999999999999999_9223372036854775807",
        "sebelum=abc",
    ):
        assert "Kotak masuk" in await rina.page(f"/inbox?{query}"), query


async def test_pages_follow_one_another_without_gap_or_double(
    world: World, rina: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 2)
    for number in range(5):  # two of them spoke in the same moment
        world.clock.wind(minutes=number % 2)
        await reported(world, f"jalan rusak nomor {number}", f"62812345680{number}", f"W{number}")
    seen, path = [], "/inbox/daftar"
    while path:
        text = await rina.page(path)
        seen += numbers(text)
        found = re.search(r'data-more="([^"]+)"', text)
        path = found[1].replace("&amp;", "&") if found else ""
    rows = sorted(await world.cases(), key=lambda row: (row.spoken_at, row.id), reverse=True)
    assert seen == [row.number for row in rows]


async def test_an_account_that_stands_still_is_told_on_every_page(world: World, rina: Desk) -> None:
    async with world.house.database.write() as db:
        await db.execute(
            alarms.insert().values(
                name="whatsapp", reason="<b>token</b> expired", since=world.house.now()
            )
        )
    for path in ("/inbox", "/inbox/tak-terbaca"):
        text = await rina.page(path)
        assert "WhatsApp berhenti mengirim sejak 09.14" in text
        assert "&lt;b&gt;token&lt;/b&gt; expired" in text


async def test_an_overdue_case_says_so_in_words(world: World, rina: Desk) -> None:
    await reported(world)
    world.clock.wind(days=5)
    await rina.sign_in("rina")
    assert "lewat 2 hari, s.d. 8 Jan" in await rina.page("/inbox")


async def test_a_line_alone_is_there_only_where_its_filter_wants_it(
    world: World, rina: Desk
) -> None:
    case = await reported(world)
    assert case.number in await rina.page(f"/inbox/daftar/{case.id}")
    await rina.page(f"/inbox/daftar/{case.id}?saring=selesai", 204)
    await rina.page("/inbox/daftar/9999999999999999999", 404)
