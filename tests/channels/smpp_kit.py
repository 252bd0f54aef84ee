"""A message centre in this process (smpp34's own server), and an office that is bound to it."""

from __future__ import annotations

import asyncio
import itertools
import socket
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import smpp34

from channels.base import Address, Channel, Delivery, Event, Inbound, Outbound, Webhook
from channels.sms import gsm, open_channel
from tests.channels.telegram_kit import Desk

DARMO, SULASTRI = "+6281234567001", "+6281234567002"
SHORT_CODE = "1708"
PASSWORD = "rhs-7Qx9"
_numbers = itertools.count(1)


@dataclass
class Centre:
    """What was submitted to it, and what it answers to the next ones."""

    port: int = 0
    submitted: list[Any] = field(default_factory=list)
    #: command_status of the next answers; None says nothing at all.
    script: list[int | None] = field(default_factory=list)
    sessions: list[Any] = field(default_factory=list)
    #: How an id is made of the count of messages.
    name: Callable[[int], str] = "{:08x}".format
    _server: Any = None
    _task: asyncio.Task[None] | None = None
    _held: list[Any] = field(default_factory=list)

    async def start(self) -> None:
        self.port = self.port or free_port()
        self._server = smpp34.Server("127.0.0.1", self.port, system_id="PUSAT")
        await self._server.start()
        self._task = asyncio.create_task(self._serve())

    async def stop(self) -> None:
        if self._task is None:
            return
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        self._task = None
        for esme in self.sessions:
            with suppress(smpp34.SmppError):
                await esme.unbind()
        await self._server.stop()
        self._held.clear()
        self.sessions.clear()

    @property
    def last_id(self) -> str:
        return self.name(len(self.submitted))

    async def ears(self) -> Any:
        """The session of somebody who hears."""
        async with asyncio.timeout(20):
            while not (found := [one for one in self.sessions if one.can_receive]):
                await asyncio.sleep(0.005)
        return found[-1]

    async def bring(self, text: str, sender: str = DARMO, **more: Any) -> int:
        """An SMS of a citizen; returns the command_status that it was answered with."""
        esme = await self.ears()
        wide = not gsm.is_gsm(text)
        body = text.encode("utf-16-be") if wide else gsm.encode(text)
        told = {"data_coding": 8 if wide else 0, "short_message": body, **more}
        international = sender.startswith("+")
        answer = await esme.deliver_sm(
            SHORT_CODE,
            source_addr=sender.removeprefix("+"),
            source_addr_ton=int(international),
            source_addr_npi=1,
            **told,
        )
        return int(answer.command_status)

    async def receipt(self, message_id: str, state: str = "DELIVRD", **more: Any) -> int:
        """A receipt, as message centres write it."""
        said = (
            f"id:{message_id} sub:001 dlvrd:001 submit date:2601050914 "
            f"done date:2601050915 stat:{state} err:000 text:id:9 stat:UNDELIV"
        )
        told = {"esm_class": 4, "short_message": said.encode(), "data_coding": 0, **more}
        return await self.bring("", **told)

    async def _serve(self) -> None:
        while True:
            event = await self._server.next()
            if isinstance(event, smpp34.Esme):
                self.sessions.append(event)
            elif isinstance(event, smpp34.Unbound):
                self.sessions = [s for s in self.sessions if s.session_id != event.session_id]
            else:
                self._take(event)

    def _take(self, event: Any) -> None:
        status = self.script.pop(0) if self.script else 0
        if status is None:
            self._held.append(event)
        elif status:
            event.reject(status)
        else:
            self.submitted.append(event)
            event.accept(self.name(len(self.submitted)))


@dataclass
class Line:
    """The office's account, and who takes what it brings."""

    centre: Centre
    channel: Channel
    desk: Desk

    @property
    def events(self) -> list[Event]:
        return [event for hook in self.desk.hooks for event in self.channel.parse(hook)]

    @property
    def heard(self) -> list[Inbound]:
        return [event for event in self.events if isinstance(event, Inbound)]

    @property
    def delivered(self) -> list[Delivery]:
        return [event for event in self.events if isinstance(event, Delivery)]

    @asynccontextmanager
    async def listening(self, spelling: str = "") -> AsyncIterator[None]:
        task = asyncio.create_task(self.channel.listen(self.desk.accept, lambda name: spelling))
        try:
            await self.centre.ears()
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


@asynccontextmanager
async def line(centre: Centre | None = None, **settings: object) -> AsyncIterator[Line]:
    """`settings` replace or add to those of the office."""
    centre = centre or Centre()
    await centre.start()
    async with aiohttp.ClientSession() as http:
        channel = open_channel("sms", told(centre.port) | settings, http)
        try:
            yield Line(centre, channel, Desk(channel))
        finally:
            await channel.close()
            await centre.stop()


def told(port: int) -> dict[str, object]:
    """What an operator writes about a message centre."""
    return {
        "gateway": "smpp",
        "number": SHORT_CODE,
        "timeout": 2.0,
        "smpp_host": "127.0.0.1",
        "smpp_port": port,
        "smpp_system_id": "sukajaya",
        "smpp_password": PASSWORD,
        "smpp_throttle_seconds": 17.0,
    }


def hook(text: str, sender: str = DARMO, **more: Any) -> Webhook:
    """A deliver_sm as the channel hands it to itself; each arrival has a name of its own."""
    wide = not gsm.is_gsm(text)
    body = text.encode("utf-16-be", "surrogatepass") if wide else gsm.encode(text)
    told = {"source_addr_ton": 1, "data_coding": 8 if wide else 0, **more}
    payload = {"tlvs": [smpp34.Tlv(smpp34.TLV_MESSAGE_PAYLOAD, body)]} if len(body) > 254 else {}
    short = b"" if payload else body
    pdu = smpp34.DeliverSm(sender.removeprefix("+"), SHORT_CODE, short, **told, **payload)
    return sealed(pdu.encode())


def sealed(body: bytes) -> Webhook:
    return Webhook("sms", query={"alphabet": "gsm", "arrival": str(next(_numbers))}, body=body)


def outbound(text: str, number: str = "42", to: str = DARMO) -> Outbound:
    return Outbound(number, Address("sms", to), text)


@asynccontextmanager
async def refusing(status: int) -> AsyncIterator[int]:
    """A message centre that refuses every bind with this status; its port."""

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readexactly(16)
        length, command, _, number = struct.unpack(">IIII", head)
        await reader.readexactly(length - 16)
        writer.write(struct.pack(">IIII", 16, command | 0x80000000, status, number))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    async with server:
        yield int(server.sockets[0].getsockname()[1])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def until(true: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait until a question has a true answer."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.005)
