"""Who of the office is told what, by mail: in time, once, and nothing of the citizen."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from sqlalchemy import select, update

from bot.casework import lines
from bot.casework.lines import Post as Seat
from bot.casework.lines import Unit, UnitKind
from bot.timekeeping import digests, postbox
from bot.timekeeping.circle import Circle
from bot.timekeeping.sweep import Sweep
from storage import officers
from storage.tables import alarms, alerts, complaints
from tests.bot.inbox.kit import PEOPLE, hire, received, reported
from tests.bot.inbox.tree_kit import SETTINGS, officer_named, post_of, seat_all
from tests.bot.post import Post, post, words
from tests.wire import write
from tests.world import JOKO_WA, SULASTRI_WA, World

OFFICE: dict[str, Any] = {
    **SETTINGS,
    "office": {"on_duty": "rina"},
    "responsible": {"name": "Drs. Hadi Susilo", "email": "hadi@sukajaya.go.id"},
    "server": {"public_url": "https://lapor.sukajaya.go.id"},
}
URGENT = "ibu saya kritis butuh obat, loket puskesmas menolak tanpa alasan, tolong sekarang"
CITIZENS = ("sulastri", "joko", "81234567001", "81234567002", "desember", "ktp", "obat")


@asynccontextmanager
async def manned(world: World, **settings: Any) -> AsyncIterator[Post]:
    """An office in which everybody has a seat, and an address for letters."""
    async with post(world, office=OFFICE, **settings) as mail:
        await hire(world)
        await seat_all(world)
        for login in PEOPLE:
            await _give_address(world, login)
        await world.until(lambda: mail.letters(at("hadi")))  # of the day's head
        yield mail


async def _give_address(world: World, login: str) -> None:
    row = await officer_named(world, login)
    async with world.house.database.write() as db:
        sealed = postbox.sealed(world.house, row.id, at(login))
        await officers.set_email(db, row.id, sealed)


def at(login: str) -> str:
    return f"{login}@sukajaya.go.id"


def told(mail: Post, login: str) -> list[str]:
    """What somebody was told: subjects and words, without the daily head."""
    letters = [one for one in mail.letters(at(login)) if "catatan" not in str(one["Subject"])]
    return [f"{one['Subject']}\n{words(one)}" for one in letters]


def everybody(mail: Post) -> list[str]:
    """Who was told anything."""
    return [login for login in (*PEOPLE, "hadi") if told(mail, login)]


async def until(world: World, moment: str) -> None:
    """A round of the sweep at this local moment."""
    left = datetime.fromisoformat(f"{moment}+07:00") - world.clock.now()
    world.clock.wind(seconds=left.total_seconds())
    await sweep(world)


async def sweep(world: World, at_once: int = 1) -> None:
    """A round, of so many processes, to the end of what is due."""
    await asyncio.gather(*(Sweep(world.house).step() for _ in range(at_once)))
    await world.until(lambda: _none_due(world))


async def _none_due(world: World) -> bool:
    return all(row.not_before > world.clock.now() for row in await _waiting(world))


async def change(world: World, case: Any, **columns: Any) -> None:
    await write(world, update(complaints).where(complaints.c.id == case.id).values(**columns))


async def test_a_deadline_is_told_to_the_officer_then_to_the_superior_then_to_the_responsible(
    closed_world: World,
) -> None:
    world = closed_world
    async with manned(world) as mail:
        case = await reported(world)
        await until(world, "2026-01-06T20:00")
        assert everybody(mail) == []
        await until(world, "2026-01-07T12:00")
        assert everybody(mail) == ["rina"]
        (warned,) = told(mail, "rina")
        assert f"- {case.number}: tenggat kabar pertama Kamis, 8 Januari 2026" in warned
        assert "https://lapor.sukajaya.go.id/inbox" in warned
        await until(world, "2026-01-09T12:00")
        assert everybody(mail) == ["rina", "siti"]
        assert "kabar pertama lewat tenggat, seharusnya Kamis, 8 Januari 2026" in "".join(
            told(mail, "siti")
        )
        await until(world, "2026-01-14T12:00")
        assert everybody(mail) == ["rina", "siti", "hadi"]
        assert "Yth. Drs. Hadi Susilo" in told(mail, "hadi")[0]
        await sweep(world)
        assert [len(told(mail, one)) for one in ("siti", "hadi")] == [1, 1]


async def test_a_letter_holds_nothing_of_the_citizen(closed_world: World) -> None:
    world = closed_world
    async with manned(world) as mail:
        await reported(world)
        await reported(world, URGENT, JOKO_WA, "Joko")
        await until(world, "2026-01-14T12:00")
        assert everybody(mail) == ["rina", "siti", "hadi"]
        whole = "".join(str(letter) + words(letter) for letter in mail.letters()).casefold()
        assert [word for word in CITIZENS if word in whole] == []


async def test_at_night_only_what_is_urgent_leaves_and_in_the_morning_all_is_one_letter(
    closed_world: World,
) -> None:
    world = closed_world
    async with manned(world) as mail:
        for phone in (SULASTRI_WA, JOKO_WA):
            await reported(world, phone=phone)
        await until(world, "2026-01-08T22:00")
        before = len(told(mail, "rina"))
        await until(world, "2026-01-09T01:00")
        assert await _waiting(world)
        assert (len(told(mail, "rina")), told(mail, "siti")) == (before, [])
        urgent = await reported(world, URGENT, "6281234567009", "Tini")
        await sweep(world)
        (called,) = told(mail, "siti")
        assert called.startswith("Mendesak: 1 laporan perlu dilihat")
        assert f"- {urgent.number}: mendesak, masuk Jumat, 9 Januari 2026" in called
        assert len(told(mail, "rina")) == before + 1
        await until(world, "2026-01-09T07:30")
        assert len(told(mail, "rina")) == before + 2
        assert told(mail, "siti")[1].startswith("Laporan yang perlu dilihat: 2")


async def test_two_processes_tell_everybody_once(closed_world: World) -> None:
    world = closed_world
    async with manned(world) as mail:
        await reported(world, URGENT)
        for _ in range(2):
            await sweep(world, at_once=3)
        assert [len(told(mail, one)) for one in ("rina", "siti")] == [1, 1]
        assert await _waiting(world) == []


async def test_who_is_reported_is_not_told_nor_anybody_below(closed_world: World) -> None:
    """Yanti works under Tono, who is reported: the next one above hears of it, and alone."""
    world = closed_world
    async with manned(world) as mail:
        case = await reported(world)
        yanti, tono = await officer_named(world, "yanti"), await post_of(world, "tono")
        await change(world, case, officer_id=yanti.id, reported_post_id=tono.id, urgent="air")
        await sweep(world)
        assert everybody(mail) == ["siti"]


async def test_who_became_the_reported_one_overnight_is_not_told_in_the_morning(
    closed_world: World,
) -> None:
    world = closed_world
    async with manned(world) as mail:
        case = await reported(world)
        await until(world, "2026-01-09T01:00")
        before = len(told(mail, "rina"))
        await change(world, case, reported_post_id=(await post_of(world, "rina")).id)
        await until(world, "2026-01-09T09:00")
        assert len(told(mail, "rina")) == before
        assert len(told(mail, "siti")) == 1


def test_the_responsible_person_is_not_told_of_a_report_against_a_superior_or_themselves() -> None:
    """Hadi has a post, and no account; Siti leads."""
    office = Unit(1, "Kelurahan", UnitKind.INTAKE)
    siti, hadi = Seat(1, 1, "Siti", leads=True), Seat(2, 1, "Drs. Hadi Susilo")
    rina = Seat(3, 1, "Rina")
    around = Circle(lines.tree([office], [siti, hadi, rina], date.max), {}, "drs. hadi susilo")
    opens = {
        post.name: around.opens(None, SimpleNamespace(sealed_above=False, reported_post_id=post.id))
        for post in (siti, hadi, rina)
    }
    assert opens == {"Siti": False, "Drs. Hadi Susilo": False, "Rina": True}
    assert not around.opens(None, SimpleNamespace(sealed_above=True, reported_post_id=None))


async def test_of_a_sealed_case_nobody_in_the_office_is_told(closed_world: World) -> None:
    world = closed_world
    async with manned(world) as mail:
        case = await reported(world, URGENT)
        await change(world, case, sealed_above=True)
        await until(world, "2026-01-14T12:00")
        assert everybody(mail) == []


async def test_pressure_is_told_to_the_custodian_and_the_superior_only(
    closed_world: World,
) -> None:
    world = closed_world
    async with manned(world) as mail:
        case = await reported(world)
        world.clock.wind(minutes=5)
        await world.whatsapp.citizen_writes(SULASTRI_WA, "TEKANAN", name="Sulastri")
        await received(world, 2)
        # Whoever calms it before the sweep comes round hides nothing.
        await change(world, case, urgent="", alarm="", alarm_at=None)
        await sweep(world)
        assert everybody(mail) == ["siti", "dewi"]
        assert (
            f"- {case.number}: ditandai ada tekanan, Senin, 5 Januari 2026"
            in (told(mail, "dewi")[0])
        )
        await change(world, case, alarm="threat", alarm_at=world.clock.now())
        await sweep(world)
        await sweep(world)
        assert everybody(mail) == ["siti", "dewi"]
        assert [len(told(mail, one)) for one in ("siti", "dewi")] == [2, 2]


async def test_what_was_answered_meanwhile_is_no_news_in_the_morning(closed_world: World) -> None:
    world = closed_world
    async with manned(world) as mail:
        case = await reported(world)
        await until(world, "2026-01-09T01:00")
        await change(world, case, ended_at=world.clock.now())
        before = len(mail.letters(at("rina")))
        await until(world, "2026-01-09T09:00")
        assert len(mail.letters(at("rina"))) == before
        assert (everybody(mail), await _waiting(world)) == ([], [])


async def test_a_mail_server_that_is_away_is_asked_again_and_a_refused_address_is_said(
    closed_world: World,
) -> None:
    world = closed_world
    async with manned(world) as mail:
        await reported(world, URGENT)
        mail.server.answers.append(("RCPT", "451 4.3.0 coba lagi"))
        await Sweep(world.house).step()
        assert everybody(mail) == []
        world.clock.wind(minutes=3)
        mail.server.answers.append(("RCPT", "550 5.1.1 tidak ada"))
        await digests.send(world.house)
        assert len(everybody(mail)) == 1
        (alarm,) = await world.rows(select(alarms))
        assert "sahut officer email" in alarm.reason
        world.clock.wind(minutes=30)
        await digests.send(world.house)
        assert len(everybody(mail)) == 1


async def _waiting(world: World) -> list[Any]:
    return await world.rows(
        select(alerts).where(alerts.c.sent_at.is_(None), alerts.c.dropped_at.is_(None))
    )
