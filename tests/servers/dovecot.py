"""Dovecot as an office runs it: IMAP with IDLE, LMTP, a mailbox for whoever is written to."""

from __future__ import annotations

import asyncio
import grp
import os
import pwd
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

SYSTEM = os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/sbin"])
PROGRAM = shutil.which("dovecot", path=SYSTEM)
PASSWORD = "rahasia-dovecot"
PATIENCE = float(os.environ.get("SAHUT_PATIENCE", "30"))

MISSING = (
    "Dovecot is not installed (apt-get install dovecot-imapd dovecot-lmtpd)"
    if PROGRAM is None
    else "Dovecot is started as root only"
    if os.geteuid()
    else ""
)

_CONF = """
protocols = imap lmtp
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = {ssl}
{certificate}
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:{folder}/mail/%d/%n
mail_uid = {user}
mail_gid = {group}
first_valid_uid = 1
first_valid_gid = 1
recipient_delimiter = +
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Junk {{
    auto = create
    special_use = \\Junk
  }}
  mailbox Sent {{
    auto = create
    special_use = \\Sent
  }}
}}
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = passwd-file
  args = {folder}/users
  default_fields = uid={user} gid={group} home={folder}/home/%d/%n
}}
service imap-login {{
  inet_listener imap {{
    address = 127.0.0.1
    port = {imap}
  }}
  inet_listener imaps {{
    address = 127.0.0.1
    port = {imaps}
    ssl = {ssl}
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
service stats {{
  unix_listener stats-writer {{
    mode = 0666
  }}
}}
"""


class Dovecot:
    """A running server; its users have the same password, and nobody else gets any mail."""

    def __init__(self, folder: Path, *users: str) -> None:
        self._folder = folder
        self._users = users
        self._process: asyncio.subprocess.Process | None = None
        self.imap, self.imaps, self.lmtp = free_ports(3)

    async def start(self, certificate: tuple[Path, Path] | None = None) -> None:
        assert PROGRAM
        conf = self._folder / "dovecot.conf"
        conf.write_text(self._conf(certificate))
        lines = (f"{user}:{{PLAIN}}{PASSWORD}::::::\n" for user in self._users)
        (self._folder / "users").write_text("".join(lines))
        for name in ("mail", "home"):
            (self._folder / name).mkdir(exist_ok=True)
            shutil.chown(self._folder / name, _user(), _group())
        self._process = await asyncio.create_subprocess_exec(PROGRAM, "-F", "-c", str(conf))
        await answers(self.imap)
        await answers(self.lmtp)

    async def stop(self) -> None:
        """With every connection that is open."""
        if self._process:
            self._process.terminate()
            await self._process.wait()
            self._process = None

    async def renumber(self, address: str) -> None:
        """A new UIDVALIDITY, as after a restored backup: all UIDs are void."""
        await asyncio.sleep(1.1)  # Dovecot takes the second of its clock for it
        for path in self._maildir(address).glob("dovecot*"):
            path.unlink()

    def log(self) -> str:
        return (self._folder / "log").read_text()

    def _maildir(self, address: str) -> Path:
        local, _, domain = address.partition("@")
        return self._folder / "mail" / domain / local

    def _conf(self, certificate: tuple[Path, Path] | None) -> str:
        shown = certificate and f"ssl_cert = <{certificate[0]}\nssl_key = <{certificate[1]}"
        return _CONF.format(
            folder=self._folder,
            ssl="yes" if certificate else "no",
            certificate=shown or "",
            user=_user(),
            group=_group(),
            imap=self.imap,
            imaps=self.imaps if certificate else 0,
            lmtp=self.lmtp,
        )


@asynccontextmanager
async def dovecot(
    *users: str, certificate: tuple[Path, Path] | None = None
) -> AsyncIterator[Dovecot]:
    """One server for one block."""
    # Not below pytest's own folder: the mail user may not look into that.
    with tempfile.TemporaryDirectory(prefix="sahut-dovecot-") as name:
        Path(name).chmod(0o755)
        server = Dovecot(Path(name), *users)
        try:
            await server.start(certificate)
            yield server
        finally:
            await server.stop()


def free_ports(count: int) -> list[int]:
    """Ports that nobody uses just now."""
    socks = [socket.socket() for _ in range(count)]
    for sock in socks:
        sock.bind(("127.0.0.1", 0))
    ports = [sock.getsockname()[1] for sock in socks]
    for sock in socks:
        sock.close()
    return ports


async def answers(port: int) -> None:
    """Wait until somebody listens there."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.02)
                continue
            writer.close()
            await writer.wait_closed()
            return


def _user() -> str:
    return pwd.getpwnam("mail").pw_name


def _group() -> str:
    return grp.getgrnam("mail").gr_name
