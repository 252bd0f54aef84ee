"""Drafts: files of a form that is not sent yet, sealed piece by piece while they stream in.

They lie under the form's own number, so that nobody has to choose them again when another
field has to be mended.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import secrets
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Final

from bot import filetypes
from bot.media import SPOOLED
from bot.spool import Spool
from channels.base import Attachment, AttachmentKind
from storage.seal import Unreadable, Vault

#: Nobody comes back to a form after so long.
KEPT_FOR: Final = timedelta(hours=48)
#: Below this much free room files are not taken, so that messages still are.
ROOM: Final = 256 * 2**20
_SWEEP_EVERY: Final = timedelta(hours=1)
_LENGTH: Final = 4
_KINDS: Final[dict[str, AttachmentKind]] = {"image": "image", "video": "video", "audio": "audio"}


class NotKept(Exception):
    """A file that was not taken, and why in one word: large, kind, empty, room."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that waits with its form."""

    id: str
    name: str = field(repr=False)
    mime: str
    size: int
    sha256: str


class Drafts:
    """One folder per form."""

    def __init__(self, folder: Path, vault: Vault) -> None:
        self._folder = folder
        self._vault = vault
        self._swept_at: datetime | None = None

    def kept(self, nonce: str) -> list[Kept]:
        """The files of a form, in the order in which they came."""
        notes = self._folder.glob(f"{nonce}/*.note")
        ordered = sorted(notes, key=lambda path: (path.stat().st_mtime_ns, path.name))
        return [kept for path in ordered if (kept := self._noted(path))]

    async def add(
        self, nonce: str, name: str, claimed: str, pieces: AsyncIterator[bytes], at_most: int
    ) -> Kept:
        """Keep a file while it streams. Raises NotKept; what was written of it is gone then."""
        folder = self._folder / nonce
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if shutil.disk_usage(folder).free < ROOM:
            raise NotKept("room")
        path = folder / f"{secrets.token_hex(8)}.file"
        try:
            with path.open("wb") as file:
                kept = await self._stream(file, path.stem, name, claimed, pieces, at_most)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        note = json.dumps([kept.name, kept.mime, kept.size, kept.sha256]).encode()
        path.with_suffix(".note").write_bytes(self._vault.seal(_place(kept.id, "note"), note))
        return kept

    def remove(self, nonce: str, file: str) -> None:
        """The citizen does not want to send this one after all."""
        if file.isalnum():
            for suffix in ("note", "file"):
                (self._folder / nonce / f"{file}.{suffix}").unlink(missing_ok=True)

    async def hand_over(self, nonce: str, spool: Spool) -> list[Attachment]:
        """Move a form's files into the spool, each once however often the form is sent."""
        taken = f"{nonce}-{secrets.token_hex(4)}"
        try:
            (self._folder / nonce).rename(self._folder / taken)
        except FileNotFoundError:
            return []
        handed: list[Attachment] = []
        try:
            async for file in self._handed(taken, spool):
                handed.append(file)  # noqa: PERF401 - what was handed is dropped when one fails
        except BaseException:
            _drop(handed, spool)
            (self._folder / taken).rename(self._folder / nonce)
            raise
        (self._folder / taken).rename(self._folder / f"{nonce}-sent")
        return handed

    def take_back(self, nonce: str, handed: list[Attachment], spool: Spool) -> None:
        """Sending did not work out: the files lie with their form again."""
        _drop(handed, spool)
        if handed:
            (self._folder / f"{nonce}-sent").rename(self._folder / nonce)

    def move(self, nonce: str, other: str) -> None:
        """The same files under another form's number."""
        if (self._folder / nonce).exists():
            (self._folder / nonce).rename(self._folder / other)

    def forget(self, nonce: str) -> None:
        """The form was sent."""
        shutil.rmtree(self._folder / f"{nonce}-sent", ignore_errors=True)

    def sweep(self, now: datetime) -> None:
        """Forms that were left behind are taken away; looks once an hour at most."""
        if self._swept_at is not None and now - self._swept_at < _SWEEP_EVERY:
            return
        self._swept_at = now
        old = (now - KEPT_FOR).timestamp()
        for folder in self._folder.glob("*"):
            if folder.stat().st_mtime < old:
                shutil.rmtree(folder, ignore_errors=True)

    async def _stream(
        self,
        file: BinaryIO,
        number: str,
        name: str,
        claimed: str,
        pieces: AsyncIterator[bytes],
        at_most: int,
    ) -> Kept:
        digest, size, mime, count = hashlib.sha256(), 0, "", 0
        async for piece in pieces:
            if not count:
                mime = _recognised(piece, claimed)
            size += len(piece)
            if size > at_most:
                raise NotKept("large")
            digest.update(piece)
            sealed = self._vault.seal(_place(number, str(count)), piece)
            file.write(len(sealed).to_bytes(_LENGTH) + sealed)
            count += 1
        if not size:
            raise NotKept("empty")
        return Kept(number, name, mime, size, digest.hexdigest())

    async def _handed(self, folder: str, spool: Spool) -> AsyncIterator[Attachment]:
        for kept in self.kept(folder):
            content = await asyncio.to_thread(self._content, folder, kept)
            ref = await asyncio.to_thread(spool.put, content)
            kind = _KINDS.get(kept.mime.partition("/")[0], "document")
            yield Attachment(kind, f"{SPOOLED}{ref}", kept.mime, kept.name, kept.size)

    def _noted(self, path: Path) -> Kept | None:
        try:
            note = self._vault.open(_place(path.stem, "note"), path.read_bytes())
        except (Unreadable, OSError):
            return None
        told: list[Any] = json.loads(note)
        return Kept(path.stem, *told)

    def _content(self, folder: str, kept: Kept) -> bytes:
        return b"".join(self._pieces(self._folder / folder / f"{kept.id}.file", kept.id))

    def _pieces(self, path: Path, number: str) -> Iterator[bytes]:
        with path.open("rb") as file:
            count = 0
            while length := file.read(_LENGTH):
                sealed = file.read(int.from_bytes(length))
                yield self._vault.open(_place(number, str(count)), sealed)
                count += 1


def _drop(handed: list[Attachment], spool: Spool) -> None:
    for file in handed:
        spool.drop(file.ref.removeprefix(SPOOLED))


def _recognised(piece: bytes, claimed: str) -> str:
    try:
        return filetypes.recognise(piece, claimed)
    except filetypes.Forbidden as error:
        raise NotKept("kind") from error


def _place(number: str, part: str) -> str:
    return f"drafts.{part}.{number}"
