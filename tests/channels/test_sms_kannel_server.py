"""A real Kannel: a citizen's SMS reaches the channel, and ours comes out at the phone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from channels.base import Channel, Delivery, Event, Inbound, Malformed, Webhook
from channels.sms import open_channel
from tests.channels.sms_kit import DARMO, outbound
from tests.servers.kannel import PATIENCE, Kannel, free_port, kannel


class Office:
    """The address that Kannel calls, and the channel that believes and reads it."""

    def __init__(self) -> None:
        self.channel: Channel
        self.events: list[Event] = []
        #: So many calls are turned away first.
        self.away = 0

    async def receive(self, request: web.Request) -> web.Response:
        if self.away:
            self.away -= 1
            return web.Response(status=503)
        headers = {name.lower(): value for name, value in request.headers.items()}
        hook = Webhook("sms", str(request.url), dict(request.query), headers, await request.read())
        self.channel.verify(hook)
        self.events += self.channel.parse(hook)
        return web.Response(text="")

    @property
    def messages(self) -> list[Inbound]:
        return [event for event in self.events if isinstance(event, Inbound)]

    @property
    def reports(self) -> list[Delivery]:
        return [event for event in self.events if isinstance(event, Delivery)]


async def until(true: Callable[[], Any]) -> Any:
    async with asyncio.timeout(PATIENCE):
        while not (found := true()):
            await asyncio.sleep(0.02)
    return found


@pytest.fixture
async def real(tmp_path: Path) -> AsyncIterator[tuple[Office, Kannel]]:
    office, port = Office(), free_port()
    site = web.Application()
    site.router.add_route("*", "/hooks/sms", office.receive)
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        async with (
            kannel(tmp_path, f"http://127.0.0.1:{port}/hooks/sms") as running,
            aiohttp.ClientSession() as http,
        ):
            office.channel = open_channel("sms", running.settings, http)
            yield office, running
    finally:
        await runner.cleanup()


async def test_a_citizens_message_reaches_the_channel(real: tuple[Office, Kannel]) -> None:
    office, running = real
    await running.writes("081234567890", "Lampu  jalan mati [gang Kenanga], café")
    (message,) = await until(lambda: office.messages)
    assert message.text == "Lampu  jalan mati [gang Kenanga], café"
    assert (message.phone, message.kind) == (DARMO, "citizen")
    assert message.key
    assert message.sent_at


async def test_our_message_comes_out_at_the_phone_and_is_reported(
    real: tuple[Office, Kannel],
) -> None:
    office, running = real
    await office.channel.send(outbound("Terima kasih – laporan [K7F3-9QX] diterima, 5 €"))
    (got,) = await until(lambda: running.got(DARMO))
    assert got.text == "Terima kasih - laporan [K7F3-9QX] diterima, 5 €"
    assert got.sender == "1708"
    await until(lambda: {"sent", "delivered"} <= {one.state for one in office.reports})
    assert {one.ref for one in office.reports} == {"77"}


async def test_a_long_message_leaves_in_as_many_parts_as_were_counted(
    real: tuple[Office, Kannel],
) -> None:
    office, running = real
    text = "Laporan Bapak kami dahulukan. " * 10 + "selesai [77]"
    await office.channel.send(outbound(text))
    parts = await until(lambda: len(found := running.got(DARMO)) == 3 and found)
    assert office.channel.units(text) == len(parts)
    assert "".join(part.text for part in parts) == text


async def test_another_script_goes_both_ways(real: tuple[Office, Kannel]) -> None:
    office, running = real
    await office.channel.send(outbound("日本 ꦱꦸꦒꦼꦁ"))
    (got,) = await until(lambda: running.got(DARMO))
    assert got.text == "日本 ꦱꦸꦒꦼꦁ"
    await running.connect(f"081234567890 1708 ucs2 {'%65%E5%67%2C%D8%3D%DE%00'}")
    (message,) = await until(lambda: office.messages)
    assert message.text == "日本😀"


async def test_parts_are_joined_whatever_their_order(real: tuple[Office, Kannel]) -> None:
    office, running = real
    await running.connect("081234567890 1708 udh-text %05%00%03%07%02%02 mati")
    await running.connect("081234567890 1708 udh-text %05%00%03%07%02%01 Lampu-")
    (message,) = await until(lambda: office.messages)
    assert message.text == "Lampu-mati"
    assert message.part is None


async def test_an_office_that_is_away_loses_no_message(real: tuple[Office, Kannel]) -> None:
    office, running = real
    office.away = 2
    await running.writes("081234567890", "Lampu jalan mati")
    (message,) = await until(lambda: office.messages)
    assert message.text == "Lampu jalan mati"


async def test_health_knows_a_wrong_password(real: tuple[Office, Kannel]) -> None:
    office, running = real
    assert (await office.channel.health()).ok
    async with aiohttp.ClientSession() as http:
        wrong = open_channel("sms", {**running.settings, "kannel_password": "lain"}, http)
        assert not (await wrong.health()).ok
    with pytest.raises(Malformed):
        office.channel.parse(Webhook("sms"))
