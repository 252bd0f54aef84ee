"""Late: pushes that nobody sends again and that could not be committed wait on disk, in order."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import os
from pathlib import Path

from bot.house import House
from bot.intake.accept import Intake, Later
from channels.base import Webhook
from storage.seal import Unreadable, Vault

log = logging.getLogger(__name__)

LOOK_EVERY = 1.0


class Late:
    """A folder of sealed pushes, by numbers that rise with the time of arrival."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self._folder = folder
        self._vault = vault

    def put(self, hook: Webhook, number: int) -> None:
        """Write and sync; after this the provider may be told that we have it. Blocks."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        name = f"{number:020d}"
        file = self._folder / f".{name}"
        with file.open("xb") as writing:
            os.chmod(writing.fileno(), 0o600)
            writing.write(self._vault.seal(f"late.{name}", _packed(hook)))
            writing.flush()
            os.fsync(writing.fileno())
        file.rename(self._folder / name)
        _sync(self._folder)

    def waiting(self) -> list[Path]:
        """Oldest first."""
        return sorted(path for path in self._folder.glob("[0-9]*"))

    def get(self, path: Path) -> Webhook:
        """Raises Unreadable. Blocks."""
        return _unpacked(self._vault.open(f"late.{path.name}", path.read_bytes()))


async def drain(house: House, intake: Intake) -> None:
    """For ever: what waits is accepted as soon as it can be."""
    while True:
        for path in await asyncio.to_thread(house.late.waiting):
            try:
                hook = await asyncio.to_thread(house.late.get, path)
                if hook.account in house.channels:
                    await intake.accept(hook.account, [hook])
            except Unreadable:
                log.error("a push that waited on disk does not open; it is left where it is")
                path.rename(path.with_name(f"unreadable-{path.name}"))
                continue
            except Later:
                break
            await asyncio.to_thread(path.unlink)
        await asyncio.sleep(LOOK_EVERY)


def _packed(hook: Webhook) -> bytes:
    told = {
        "account": hook.account,
        "url": hook.url,
        "query": dict(hook.query),
        "headers": dict(hook.headers),
        "body": base64.b64encode(hook.body).decode(),
    }
    return json.dumps(told).encode()


def _unpacked(packed: bytes) -> Webhook:
    told = json.loads(packed)
    return Webhook(**told | {"body": base64.b64decode(told["body"])})


def _sync(folder: Path) -> None:
    """The name itself is durable only once its folder is."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
