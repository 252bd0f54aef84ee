"""gammu-smsd with its dummy phone: the daemon that stands between a USB modem and the office."""

from __future__ import annotations

import asyncio
import itertools
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

#: An upper limit for whatever a test waits for.
PATIENCE = float(os.environ.get("SAHUT_PATIENCE", "30"))
_NAMES = ("inbox", "outbox", "sent", "error")
_PHONE = """\
[gammu]
model = dummy
connection = none
device = {phone}
"""
_DAEMON = """\
[smsd]
service = files
inboxpath = {base}/inbox/
outboxpath = {base}/outbox/
sentsmspath = {base}/sent/
errorsmspath = {base}/error/
inboxformat = {form}
transmitformat = auto
runonsent = {base}/on-sent
commtimeout = 1
receivefrequency = 1
multiparttimeout = 2
statusfrequency = 0
"""
#: Keeps what the phone has sent, a file for each message, whole once it has its name.
_ON_SENT = """\
#!/bin/sh
printf '%s' "$SMS_MESSAGES" >"{base}/gone/.$$.parts"
for part in $(seq "$SMS_MESSAGES"); do
  eval "printf '%s' \\"\\$SMS_${{part}}_TEXT\\"" >>"{base}/gone/.$$"
done
printf '%s' "$SMS_1_NUMBER" >"{base}/gone/.$$.number"
mv "{base}/gone/.$$.parts" "{base}/gone/$1.parts"
mv "{base}/gone/.$$.number" "{base}/gone/$1.number"
mv "{base}/gone/.$$" "{base}/gone/$1.text"
"""


@dataclass(frozen=True, slots=True)
class Gone:
    """One message that the phone has sent."""

    number: str
    text: str
    parts: int


@dataclass
class Smsd:
    """One daemon, its phone and its four folders."""

    base: Path
    form: str = "unicode"
    _process: asyncio.subprocess.Process | None = None
    _saved: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def settings(self) -> Mapping[str, str]:
        """The folders, as a channel is told them."""
        return {f"gammu_{name}": str(self.base / name) for name in _NAMES}

    def prepare(self) -> None:
        for name in (*_NAMES, "gone", "phone"):
            (self.base / name).mkdir(parents=True, exist_ok=True)
        config = _PHONE.format(phone=self.base / "phone")
        config += _DAEMON.format(base=self.base, form=self.form)
        (self.base / "smsdrc").write_text(config)
        script = self.base / "on-sent"
        script.write_text(_ON_SENT.format(base=self.base))
        script.chmod(0o755)

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            "gammu-smsd",
            "--config",
            str(self.base / "smsdrc"),
            env={**os.environ, "LC_ALL": "C.UTF-8"},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )

    async def stop(self) -> None:
        if self._process is not None:
            if self._process.returncode is None:
                self._process.terminate()
            await self._process.wait()
            self._process = None

    async def receive(self, sender: str, text: str, *, lose: int = 0) -> None:
        """An SMS reaches the phone; of a long one part number `lose` never comes."""
        desk = self.base / f"saving{next(self._saved)}"
        desk.mkdir()
        config = desk / "gammurc"
        config.write_text(_PHONE.format(phone=desk))
        wide = [] if text.isascii() else ["-unicode"]
        arguments = ["-folder", "1", "-unread", "-sender", sender, *wide, "-len", "1530"]
        await asyncio.to_thread(
            subprocess.run,
            ["gammu", "-c", config, "--savesms", "TEXT", *arguments, "-text", text],
            check=True,
            capture_output=True,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
        self._hand_over(desk / "sms" / "1", lose)
        shutil.rmtree(desk)

    def gone(self, number: str = "") -> list[Gone]:
        """What the phone has sent, or what of it went to this number; in order."""
        texts = sorted(
            (self.base / "gone").glob("*.text"), key=lambda path: path.stat().st_mtime_ns
        )
        found = [
            Gone(_beside(path, ".number"), path.read_text(), int(_beside(path, ".parts")))
            for path in texts
        ]
        return [one for one in found if number in ("", one.number)]

    def _hand_over(self, saved: Path, lose: int) -> None:
        """Into the phone's memory, each part whole at once, the last part first."""
        memory = self.base / "phone" / "sms" / "1"
        memory.mkdir(parents=True, exist_ok=True)
        parts = sorted(saved.iterdir(), key=lambda path: int(path.name))
        taken = {int(path.name) for path in memory.iterdir()}
        free = (place for place in itertools.count(1) if place not in taken)
        for place, part in reversed([*zip(free, parts, strict=False)]):
            if int(part.name) != lose:
                part.rename(memory / str(place))


def _beside(path: Path, suffix: str) -> str:
    return path.with_suffix(suffix).read_text()


@asynccontextmanager
async def smsd(base: Path, form: str = "unicode", *, running: bool = True) -> AsyncIterator[Smsd]:
    """A daemon with empty folders under `base`; skips where gammu is not installed."""
    if not (shutil.which("gammu") and shutil.which("gammu-smsd")):
        pytest.skip("gammu-smsd is not installed: apt-get install gammu gammu-smsd")
    made = Smsd(base, form)
    made.prepare()
    try:
        if running:
            await made.start()
        yield made
    finally:
        await made.stop()
