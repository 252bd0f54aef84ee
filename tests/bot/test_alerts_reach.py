"""What somebody has to know reaches them, whatever else happens: words, addresses, servers."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.timekeeping import postbox
from bot.timekeeping.alerts import watch
from bot.timekeeping.digests import LEASE
from bot.timekeeping.sweep import Sweep
from channels.base import SendError
from storage import alerts, officers
from tests.bot.inbox.kit import reported
from tests.bot.inbox.tree_kit import SETTINGS, officer_named
from tests.bot.post import post
from tests.bot.test_alerts import URGENT, at, change, everybody, manned, sweep, told
from tests.wire import hook, push, said
from tests.world import SULASTRI_WA, World

THREAT = "awas kalian, saya bakar kantor itu"


async def test_a_threat_is_told_though_others_words_follow_and_somebody_calms_the_case(
    closed_world: World,
) -> None:
    world = closed_world
    async with manned(world) as mail:
        case = await reported(world)
        for more in ((THREAT, "PETUGAS"), ("PETUGAS",)):
            await push(world, hook(world, *(said(world, SULASTRI_WA, text) for text in more)))
            await world.settled()
            assert (await world.cases())[0].alarm == "threat"
        await change(world, case, urgent="", alarm="", alarm_at=None)
        await sweep(world)
        assert everybody(mail) == ["siti", "dewi"]
        await push(world, hook(world, said(world, SULASTRI_WA, THREAT)))
        await world.settled()
        await sweep(world)
        assert [len(told(mail, one)) for one in ("siti", "dewi")] == [1, 1]
        assert await watch(world.house) == 0


async def test_a_superior_without_an_address_is_passed_over(closed_world: World) -> None:
    world = closed_world
    async with manned(world) as mail:
        tono, yanti = await officer_named(world, "tono"), await officer_named(world, "yanti")
        async with world.house.database.write() as db:
            await officers.set_email(db, tono.id, None)
        case = await reported(world)
        await change(world, case, officer_id=yanti.id, urgent="air")
        await sweep(world)
        assert everybody(mail) == ["siti"]


async def test_what_wakes_people_waits_for_a_full_mailbox(closed_world: World) -> None:
    world = closed_world
    async with manned(world) as mail:
        await reported(world, URGENT)
        mail.server.answers += [("RCPT", "552 5.2.2 penuh")] * 2
        await Sweep(world.house).step()
        assert everybody(mail) == []
        world.clock.wind(minutes=3)
        await sweep(world)
        assert everybody(mail) == ["rina", "siti"]


async def test_what_the_mail_servers_certificates_do_is_no_absence_of_the_database(
    closed_world: World, tmp_path: Path
) -> None:
    file = tmp_path / "ca.pem"
    file.write_text("rusak")
    secured = {"smtp_tls": "starttls", "ca_file": str(file)}
    async with post(closed_world, office=SETTINGS, **secured):
        channel = postbox.account(closed_world.house)
        assert channel is not None
        with pytest.raises(SendError):
            await postbox.send(channel, "alert-1", at("rina"), "Kabar", "Kabar")


async def test_more_than_a_statement_takes_is_told_in_several_letters(world: World) -> None:
    house, case = world.house, await reported(world)
    now = house.now()
    told = {"officer_id": None, "complaint_id": case.id, "event": "urgent", "clock": ""}
    told |= {"due_on": now.date(), "created_at": now, "not_before": now}
    async with house.database.write() as db:
        rows = [told | {"id": house.new_id()} for _ in range(alerts.AT_ONCE + 1)]
        await alerts.add(db, rows)
        assert len(await alerts.claim(db, now, house.new_id(), LEASE)) == alerts.AT_ONCE
