"""Kannel with a fake message centre: bearerbox, smsbox, and phones that speak by fakesmsc."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import socket
from asyncio.subprocess import DEVNULL, PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote_plus

import pytest

#: An upper limit for whatever a test waits for.
PATIENCE = float(os.environ.get("SAHUT_PATIENCE", "30"))
FAKESMSC = "/usr/lib/kannel/test/fakesmsc"
MISSING = (
    ""
    if shutil.which("bearerbox") and shutil.which("smsbox") and Path(FAKESMSC).exists()
    else "Kannel is not installed: apt-get install kannel kannel-extras"
)
USERNAME, PASSWORD, SECRET = "sahut", "sandi-sendsms", "rahasia-alamat-kannel-01"
NUMBER = "1708"

#: Kannel reads one group up to an empty line.
_CONFIG = """\
group = core
admin-port = {admin}
admin-password = {password}
admin-interface = 127.0.0.1
smsbox-port = {boxes}
smsbox-interface = 127.0.0.1
box-allow-ip = "127.0.0.1"
dlr-storage = internal
store-type = spool
store-location = {base}/store

group = smsc
smsc = fake
smsc-id = FAKE
host = 127.0.0.1
port = {phones}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
sendsms-port = {sendsms}
sendsms-interface = 127.0.0.1
http-request-retry = 1000
http-queue-delay = 1

group = sendsms-user
username = {username}
password = {password}
max-messages = 10
concatenation = true

group = sms-service
keyword = default
catch-all = true
max-messages = 0
post-url = "{hook}?secret={secret}&id=%I&from=%p&at=%T"

"""
_GOT = re.compile(r"Got message \d+: <(\S+) (\S+) (.*)>\s*$", re.DOTALL)
_SENT = b": sent message"
_LINE = re.compile(rb"(?=\n\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \[)")


@dataclass(frozen=True, slots=True)
class Got:
    """One message part that reached a phone, as fakesmsc printed it."""

    sender: str
    number: str
    text: str


@dataclass
class Kannel:
    """One Kannel, which calls the office at `hook`."""

    base: Path
    hook: str
    ports: Mapping[str, int] = field(default_factory=dict)
    _boxes: list[Process] = field(default_factory=list)
    _phones: Process | None = None
    _reading: list[asyncio.Task[None]] = field(default_factory=list)
    _printed: bytearray = field(default_factory=bytearray, repr=False)

    @property
    def settings(self) -> Mapping[str, object]:
        """This Kannel, as a channel is told of it."""
        return {
            "gateway": "kannel",
            "number": NUMBER,
            "kannel_url": f"http://127.0.0.1:{self.ports['sendsms']}/cgi-bin/sendsms",
            "kannel_username": USERNAME,
            "kannel_password": PASSWORD,
            "kannel_secret": SECRET,
            "kannel_callback_url": self.hook,
        }

    async def start(self) -> None:
        """bearerbox first; the other ends at once where it does not find it."""
        (self.base / "store").mkdir(parents=True, exist_ok=True)
        words = {"username": USERNAME, "password": PASSWORD, "secret": SECRET}
        config = self.base / "kannel.conf"
        config.write_text(_CONFIG.format(base=self.base, hook=self.hook, **words, **self.ports))
        for box, port in (("bearerbox", "boxes"), ("smsbox", "sendsms")):
            self._boxes.append(
                await asyncio.create_subprocess_exec(
                    box, "-v", "4", str(config), stdout=DEVNULL, stderr=DEVNULL
                )
            )
            await self._answers(self.ports[port])
        await self.connect()

    async def connect(self, *messages: str) -> None:
        """Phones on the line, and what they say; one connection at a time."""
        await self.disconnect()
        said = self._printed.count(_SENT) + len(messages)
        words = ["-H", "127.0.0.1", "-r", str(self.ports["phones"]), "-i", "0.05"]
        count = ["-m", str(len(messages))] if messages else ["-m", "0"]
        self._phones = await asyncio.create_subprocess_exec(
            FAKESMSC, *words, *count, *(messages or ("1 2 text x",)),
            stdin=PIPE, stdout=PIPE, stderr=STDOUT,
        )  # fmt: skip
        self._reading.append(asyncio.create_task(self._read(self._phones)))
        async with asyncio.timeout(PATIENCE):
            while self._printed.count(_SENT) < said:
                await asyncio.sleep(0.02)

    async def disconnect(self) -> None:
        if self._phones is not None and self._phones.returncode is None:
            self._phones.kill()
            await self._phones.wait()

    async def writes(self, sender: str, text: str) -> None:
        """A citizen's message."""
        await self.connect(f"{sender} {NUMBER} text {text}")

    def got(self, number: str = "") -> list[Got]:
        """What phones have been sent so far, or one of them."""
        lines = _LINE.split(bytes(self._printed))
        found = [match for line in lines if (match := _GOT.search(line.decode(errors="replace")))]
        parts = [Got(one[1], one[2], _words(one[3])) for one in found]
        return [part for part in parts if number in ("", part.number)]

    async def stop(self) -> None:
        """smsbox first; bearerbox would wait for ever for what nobody takes."""
        await self.disconnect()
        for box in reversed(self._boxes):
            if box.returncode is None:
                box.kill()
            await box.wait()
        for task in self._reading:
            task.cancel()
        await asyncio.gather(*self._reading, return_exceptions=True)

    async def _answers(self, port: int) -> None:
        async with asyncio.timeout(PATIENCE):
            while True:
                with suppress(OSError):
                    _, writer = await asyncio.open_connection("127.0.0.1", port)
                    writer.close()
                    await writer.wait_closed()
                    return
                await asyncio.sleep(0.05)

    async def _read(self, phones: Process) -> None:
        assert phones.stdout is not None
        while piece := await phones.stdout.read(65536):
            self._printed += piece


def _words(told: str) -> str:
    """The text of a part: plain, or behind its header as in an address."""
    kind, _, rest = told.partition(" ")
    if kind == "text":
        return rest
    if kind == "udh":
        rest = rest.partition(" ")[2].partition(" ")[2]
        return unquote_plus(rest, "latin-1")
    raw = unquote_plus(rest, "latin-1").encode("latin-1")
    return raw.decode("utf-16-be", "replace") if kind == "ucs-2" else raw.decode("latin-1")


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


@asynccontextmanager
async def kannel(base: Path, hook: str) -> AsyncIterator[Kannel]:
    """A running Kannel; skips where it is not installed."""
    made = prepared(base, hook)
    try:
        await made.start()
        yield made
    finally:
        await made.stop()


def prepared(base: Path, hook: str) -> Kannel:
    """A Kannel that is still to be started, on ports of its own."""
    if MISSING:
        pytest.skip(MISSING)
    ports = {name: free_port() for name in ("admin", "boxes", "phones", "sendsms")}
    return Kannel(base, hook, ports)
