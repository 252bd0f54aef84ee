"""Limits: they say how long and name another way, keep what was typed, and are forgotten."""

from __future__ import annotations

from sqlalchemy import select

from storage import housekeeping
from storage.tables import tries
from tests.bot.public.browser import PNG, Browser, number_of
from tests.world import World

STORY = "lampu jalan di depan gang melati mati tiga minggu"


async def test_too_many_reports_wait_and_lose_nothing(closed_world: World) -> None:
    world = await closed_world.open(limits={"form_per_hour": 2})
    async with Browser(world) as browser:
        for _ in range(2):
            assert number_of(await browser.reports(STORY))
        page = await browser.reports(STORY, [("gang.png", PNG, "image/png")], nama="Joko")
        assert page.status == 429
        summary = page.one("div", kind="summary").text
        assert "menit lagi" in summary
        assert "Telegram" in summary
        assert "Telepon 022-5550117" in summary
        assert int(page.headers["Retry-After"]) <= 3600
        form = page.form("/lapor")
        assert (form["cerita"], form["nama"]) == (STORY, "Joko")
        assert "gang.png" in page.text
        world.clock.wind(hours=1)
        assert "gang.png" in (await browser.send("/lapor", form, [])).text
    assert len(await world.cases()) == 3


async def test_another_network_is_not_concerned(closed_world: World) -> None:
    world = await closed_world.open(
        limits={"form_per_hour": 1}, server={"trusted_proxies": ["127.0.0.1"]}
    )
    async with Browser(world) as browser:
        statuses = []
        for address in ("203.0.113.7", "203.0.113.8", "198.51.100.7", "2001:db8::1", "2001:db8::2"):
            form = (await browser.get("/lapor")).form("/lapor") | {"cerita": STORY}
            page = await browser.send("/lapor", form, **{"X-Forwarded-For": address})
            statuses.append(page.status)
    assert statuses == [200, 429, 200, 200, 429]


async def test_nobody_chooses_an_own_network(closed_world: World) -> None:
    world = await closed_world.open(limits={"form_per_hour": 1})
    async with Browser(world) as browser:
        await browser.reports(STORY)
        form = (await browser.get("/lapor")).form("/lapor") | {"cerita": STORY}
        page = await browser.send("/lapor", form, **{"X-Forwarded-For": "203.0.113.7"})
    assert page.status == 429


async def test_mending_a_form_costs_no_report(closed_world: World) -> None:
    world = await closed_world.open(limits={"form_per_hour": 1})
    async with Browser(world) as browser:
        page = await browser.reports("", nama="Joko")
        page = await browser.send("/lapor", page.form("/lapor"))
        assert page.status == 422
        assert number_of(await browser.send("/lapor", page.form("/lapor") | {"cerita": STORY}))


async def test_tries_are_forgotten_after_a_day(world: World, joko: Browser) -> None:
    await joko.reports(STORY)
    assert await world.rows(select(tries))
    world.clock.wind(days=1, minutes=20)
    now = world.clock.now()
    async with world.house.database.write() as db:
        await housekeeping.tidy(db, now, now.replace(day=now.day - 1))
    assert not await world.rows(select(tries))
