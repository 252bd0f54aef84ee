"""The spool: bytes that came with a message, on disk before the message is acknowledged."""

from __future__ import annotations

import os
import secrets
from datetime import datetime
from pathlib import Path

from storage.seal import Unreadable, Vault


class Spool:
    """A folder of sealed files that wait to be taken over into a person's attachments."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self._folder = folder
        self._vault = vault

    def put(self, content: bytes) -> str:
        """Write and sync; returns the name to ask for later. Blocks; use a thread."""
        name = secrets.token_hex(16)
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (self._folder / name).open("wb") as file:
            file.write(self._vault.seal(f"spool.{name}", content))
            file.flush()
            os.fsync(file.fileno())
        (self._folder / name).chmod(0o600)
        return name

    def get(self, name: str) -> bytes:
        """Raises FileNotFoundError, Unreadable. Blocks; use a thread."""
        if not name.isalnum():
            raise Unreadable(name)
        return self._vault.open(f"spool.{name}", (self._folder / name).read_bytes())

    def forget(self, before: datetime) -> None:
        """Files whose message never came to be: their sender was told to try again."""
        for path in self._folder.glob("*"):
            if path.stat().st_mtime < before.timestamp():
                path.unlink(missing_ok=True)

    def drop(self, name: str) -> None:
        """Taken over: no longer needed here."""
        if name.isalnum():
            (self._folder / name).unlink(missing_ok=True)
