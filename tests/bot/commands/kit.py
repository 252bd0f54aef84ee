"""What tests of the command need: the command itself, as a process, and a world's config.toml."""

from __future__ import annotations

import asyncio
import io
import logging
import os
import random
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import (
    asynccontextmanager,
    chdir,
    contextmanager,
    redirect_stderr,
    redirect_stdout,
    suppress,
)
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.commands import main
from bot.commands.founding import document
from bot.commands.words import Words
from tests.world import OFFICE, World

ROOT = Path(__file__).parents[3]

#: Answers to `sahut init` that fit on a card.
ANSWERS: dict[str, Any] = {
    "office": {"name": "Kelurahan Sukajaya", "zone": "WITA", "address": "Jalan Melati 1"},
    "responsible": {
        "name": "Dra. Siti Aminah",
        "title": "Lurah Sukajaya",
        "address": "Jalan Melati 1",
    },
    "officer": {"name": "Rina", "login": "rina"},
}


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def all(self) -> str:
        return self.out + self.err


async def sahut(*argv: str | Path, cwd: Path, typed: str = "") -> Ended:
    """Run the command to its end, in this process and in a loop of its own."""
    return await asyncio.to_thread(_run, [str(one) for one in argv], cwd, typed)


def _run(argv: list[str], cwd: Path, typed: str) -> Ended:
    out, err = io.StringIO(), io.StringIO()
    before, sys.stdin = sys.stdin, io.StringIO(typed)
    try:
        with _logging_kept(), chdir(cwd), redirect_stdout(out), redirect_stderr(err):
            code = main(argv)
    except SystemExit as error:
        code = int(error.code or 0)
    finally:
        sys.stdin = before
    return Ended(code, out.getvalue(), err.getvalue())


@contextmanager
def _logging_kept() -> Iterator[None]:
    """A command sets up the logging of its process; this one has other plans for it."""
    root, own = logging.getLogger(), [logging.getLogger(n) for n in ("bot", "channels", "storage")]
    handlers, levels = root.handlers[:], [one.level for one in (root, *own)]
    try:
        yield
    finally:
        root.handlers[:] = handlers
        for one, level in zip((root, *own), levels, strict=True):
            one.setLevel(level)


class Running:
    """A service that runs as a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.told = ""

    async def says(self, words: str) -> None:
        """Wait until it says this on its standard output."""
        assert self._process.stdout is not None
        async with asyncio.timeout(60):
            while words not in self.told:
                line = await self._process.stdout.readline()
                assert line, f"it ended, and said: {self.told}"
                self.told += line.decode()

    async def type(self, *lines: str) -> None:
        """Answer its questions."""
        assert self._process.stdin is not None
        self._process.stdin.write("".join(f"{line}\n" for line in lines).encode())
        await self._process.stdin.drain()

    async def end(self) -> Ended:
        """Wait until it ends by itself."""
        out, err = await asyncio.wait_for(self._process.communicate(), 60)
        assert self._process.returncode is not None
        return Ended(self._process.returncode, self.told + out.decode(), err.decode())

    async def stop(self) -> Ended:
        """Ask it to stop, and wait until it did."""
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
        return await self.end()


@asynccontextmanager
async def running(*argv: str | Path, cwd: Path) -> AsyncIterator[Running]:
    """The command as a process, for one block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *map(str, argv),
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    service = Running(process)
    try:
        yield service
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


def given(world: World) -> dict[str, Any]:
    """What this world's operator wrote."""
    wa = world.whatsapp.account
    return {
        **OFFICE,
        "storage": {"database": world.url, "folder": "data", "key_file": "sahut.key"},
        "server": {"port": free_port()},
        "channels": {
            "telegram": {
                "token": world.telegram.token,
                "api_url": world.telegram.url,
                "poll_seconds": 1,
                "quiet": 0,
            },
            "whatsapp": {
                "access_token": wa.access_token,
                "app_secret": wa.app_secret,
                "verify_token": wa.verify_token,
                "phone_number_id": wa.phone_number_id,
                "graph_url": world.whatsapp.url,
                "quiet": 0,
            },
        },
    }


def write(folder: Path, told: Mapping[str, Any]) -> Path:
    """A config.toml in this folder."""
    path = folder / "config.toml"
    path.write_text(document.written(told, Words.load("id")))
    path.chmod(0o600)
    return path


def write_answers(folder: Path, told: Mapping[str, Any] = ANSWERS) -> Path:
    """A file of answers for `sahut init`."""
    lines = []
    for name, table in told.items():
        lines.append(f"[{name}]")
        lines += [f"{key} = {document.value(value)}" for key, value in table.items()]
    path = folder / "jawaban.toml"
    path.write_text("\n".join(lines))
    return path


def free_port() -> int:
    """A port that nobody listens on now, and that the system gives to nobody who asks for any."""
    while True:
        port = random.randrange(20_000, 30_000)
        with socket.socket() as held, suppress(OSError):
            held.bind(("127.0.0.1", port))
            return port
