"""Uploads: files that an officer adds, to a reply or to a paper: recognised, sealed, stored."""

from __future__ import annotations

import asyncio
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import web

from bot import filetypes
from bot.house import House
from bot.inbox import asking, people
from bot.inbox.acts import Act, Unfit
from bot.inbox.sessions import Officer
from storage import inbox

_KINDS: Final = {"image": "image", "audio": "audio", "video": "video"}
_UNSAFE_NAME: Final = re.compile(
    r'[\x00-\x1f\x7f/\\:*?"<>|\u200b-\u200f\u202a-\u202e\u2066-\u2069]'
)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that goes along."""

    id: int
    name: str = field(repr=False)
    mime: str
    content: bytes = field(repr=False)

    @property
    def kind(self) -> str:
        return _KINDS.get(self.mime.partition("/")[0], "document")


async def taken(house: House, request: web.Request, where: str) -> tuple[Upload, ...]:
    """The files of a form, by what they are and not by what they are called. Raises Unfit."""
    limits = house.settings.limits
    given = [one for one in (await asking.form(request)).getall("berkas", []) if _is_file(one)]
    if len(given) > limits.files:
        raise Unfit(f"Paling banyak {limits.files} berkas dalam satu {where}.")
    return tuple([await _upload(house, one) for one in given])


async def store(house: House, officer: Officer, number: str, files: Sequence[Upload]) -> None:
    """Onto the disk before the transaction: a file nobody names harms nobody."""
    if not files:
        return
    async with house.database.read() as db:
        row = await inbox.by_number(db, officer.reader, number)
    key = people.key_of(house, row) if row is not None else None
    for file in files if key is not None else ():
        assert key is not None
        await asyncio.to_thread(house.files.put, file.id, key, file.content)


def row(case: Act, file: Upload) -> dict[str, Any]:
    """The row of a stored file, without what it belongs to."""
    return {
        "id": file.id,
        "contact_id": case.row.contact_id,
        "kind": file.kind,
        "mime": file.mime,
        "name": case.key.seal(f"attachments.name.{file.id}", file.name.encode()),
        "size": len(file.content),
        "sha256": hashlib.sha256(file.content).hexdigest(),
        "state": "stored",
        "created_at": case.house.now(),
    }


async def _upload(house: House, given: Any) -> Upload:
    content = await asyncio.to_thread(given.file.read)
    most = house.settings.limits.file_mb
    if len(content) > most * 2**20:
        raise Unfit(f"{given.filename}: paling besar {most} MB.")
    try:
        mime = filetypes.recognise(content, given.content_type)
    except filetypes.Forbidden as error:
        raise Unfit(f"{given.filename}: jenis berkas ini tidak diterima demi keamanan.") from error
    return Upload(house.new_id(), _named(given.filename), mime, content)


def _is_file(given: object) -> bool:
    return isinstance(given, web.FileField) and bool(given.filename)


def _named(given: str) -> str:
    """A file name without a path or what a screen would hide."""
    return _UNSAFE_NAME.sub("_", given.rpartition("\\")[2].rpartition("/")[2]).strip(" .")[:120]
