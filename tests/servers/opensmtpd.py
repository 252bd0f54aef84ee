"""OpenSMTPD as the world between mailboxes: it takes mail and hands it to Dovecot by LMTP."""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from tests.servers.dovecot import SYSTEM, answers, free_ports

PROGRAM = shutil.which("smtpd", path=SYSTEM)

MISSING = (
    "OpenSMTPD is not installed (apt-get install opensmtpd)"
    if PROGRAM is None
    else "OpenSMTPD is started as root only"
    if os.geteuid()
    else ""
)

_CONF = """
queue ttl 30s
listen on 127.0.0.1 port {port} hostname mail.kota.go.id
action "there" relay host lmtp://127.0.0.1:{lmtp}
match from any for domain {{ {domains} }} action "there"
"""


@asynccontextmanager
async def opensmtpd(lmtp: int, *domains: str) -> AsyncIterator[int]:
    """The port at which mail for these domains is taken; it goes on to `lmtp`."""
    assert PROGRAM
    with tempfile.TemporaryDirectory(prefix="sahut-opensmtpd-") as name:
        async with _alone():
            (port,) = free_ports(1)
            conf = Path(name) / "smtpd.conf"
            quoted = ", ".join(f'"{domain}"' for domain in domains)
            conf.write_text(_CONF.format(port=port, lmtp=lmtp, domains=quoted))
            process = await _started(str(conf))
            try:
                await answers(port)
                yield port
            finally:
                with suppress(ProcessLookupError):
                    process.terminate()
                await process.wait()


async def _started(conf: str) -> asyncio.subprocess.Process:
    assert PROGRAM
    return await asyncio.create_subprocess_exec(
        PROGRAM,
        *("-d", "-f", conf),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )


@asynccontextmanager
async def _alone() -> AsyncIterator[None]:
    """There is one queue on a machine, so one server at a time, whoever runs these tests."""
    with (Path(tempfile.gettempdir()) / "sahut-opensmtpd.lock").open("w") as lock:
        await asyncio.to_thread(fcntl.flock, lock, fcntl.LOCK_EX)
        yield
