"""gammu-smsd itself, with its dummy phone."""

from __future__ import annotations

from pathlib import Path

import aiohttp

from channels.base import Delivery
from channels.sms import open_channel
from tests.channels.gammu_kit import (
    DARMO,
    SULASTRI,
    modem,
    outbound,
    told,
    until,
)
from tests.servers.gammu import smsd

LONG = "Lampu jalan di gang Kenanga mati sejak Senin. " * 9


async def test_the_daemon_brings_and_takes(tmp_path: Path) -> None:
    """gammu-smsd itself: a long message, an emoji, a name; and one of ours in two parts."""
    ours = "Terima kasih. Laporan K7F3-9QX kami terima. " * 5
    async with smsd(tmp_path) as daemon, modem(tmp_path) as office, office.listening():
        await daemon.receive(DARMO, LONG)
        await daemon.receive(SULASTRI, "Air mati – tolong 😀")
        await daemon.receive("TELKOM_SEL", "Promo kuota")
        await office.channel.send(outbound(ours, to=SULASTRI))
        await until(lambda: len(office.heard) >= 5 and daemon.gone())
        await until(lambda: not (office.left("inbox") + office.left("sent")))
        ((sent,),) = [daemon.gone(SULASTRI)]
        heard = {m.sender.value: m for m in office.heard if not m.part}
        parts = sorted((m for m in office.heard if m.part), key=lambda m: m.part.number)  # type: ignore[union-attr]
        states = [e for h in office.desk.hooks for e in office.channel.parse(h)]
    assert "".join(part.text for part in parts).strip() == LONG.strip()
    assert [part.part.total for part in parts if part.part] == [3, 3, 3]
    assert heard[SULASTRI].text == "Air mati – tolong 😀"
    assert heard["TELKOM_SEL"].kind == "system"
    assert (sent.text.strip(), sent.parts) == (ours.strip(), 2)
    assert [(e.ref, e.state) for e in states if isinstance(e, Delivery)] == [("42", "sent")]


async def test_the_daemon_sends_nothing_twice_when_we_are_killed(tmp_path: Path) -> None:
    """A retry before and after the daemon has taken the file, by a process that knows nothing."""
    async with smsd(tmp_path, running=False) as daemon:
        for _ in range(2):
            async with aiohttp.ClientSession() as http:
                await open_channel("sms", told(tmp_path), http).send(outbound("Halo"))
        await daemon.start()
        await until(lambda: daemon.gone() and not list((tmp_path / "outbox").glob("OUT*")))
        async with aiohttp.ClientSession() as http:
            await open_channel("sms", told(tmp_path), http).send(outbound("Halo"))
        await daemon.receive(DARMO, "Balasan")
        await until(lambda: list((tmp_path / "inbox").iterdir()))
        assert [one.text for one in daemon.gone()] == ["Halo"]


async def test_a_lost_part_is_handed_over_by_the_daemon(tmp_path: Path) -> None:
    async with smsd(tmp_path) as daemon, modem(tmp_path) as office, office.listening():
        await daemon.receive(DARMO, LONG, lose=2)
        await until(lambda: len(office.heard) == 2)
    assert [message.part for message in office.heard] == [None, None]
    assert office.heard[0].text.startswith("Lampu jalan")
