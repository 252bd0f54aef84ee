"""Files of the loopback Bot API: kept by file_id, fetched by a path that is good for an hour."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.demo.telegram_rules import DOWNLOAD, Obj, bad

LIFETIME = timedelta(hours=1)
#: Kind of message -> what else the Bot API tells of such a file.
KINDS: Mapping[str, Obj] = {
    "photo": {},
    "document": {},
    "voice": {"duration": 4},
    "audio": {"duration": 4},
    "video": {"duration": 4, "width": 640, "height": 360},
    "video_note": {"duration": 4, "length": 240},
    "animation": {"duration": 2, "width": 320, "height": 240},
    "sticker": {"width": 512, "height": 512, "type": "regular"}
    | {"is_animated": False, "is_video": False},
}
_SIZES = ((90, 67), (320, 240), (1280, 960))
_FOLDERS = {"photo": "photos", "voice": "voice", "video": "videos"}


@dataclass(frozen=True, slots=True)
class File:
    """A stored file; `size` is what is told of it."""

    data: bytes = field(repr=False)
    path: str
    size: int


class Files:
    """What was sent to the bot and by it."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._files: dict[str, File] = {}
        self._paths: dict[str, tuple[str, datetime]] = {}

    def message(
        self, kind: str, data: bytes, mime: str, name: str = "", size: int | None = None
    ) -> Obj:
        """The field of a message that carries a file of this kind."""
        if kind == "photo":
            return {"photo": [self._scaled(data, *scale, size) for scale in _SIZES]}
        told = self.told(self.keep(kind, data, size)) | KINDS[kind]
        told |= {"mime_type": mime} if mime else {}
        told |= {"file_name": name} if name else {}
        # every animation is told a second time, as a document
        twin = {"document": told} if kind == "animation" else {}
        return {kind: told} | twin

    def keep(self, kind: str, data: bytes, size: int | None = None) -> str:
        """Store bytes and return their file_id."""
        key = secrets.token_urlsafe(32)
        path = f"{_FOLDERS.get(kind, 'documents')}/file_{len(self._files)}"
        self._files[key] = File(data, path, len(data) if size is None else size)
        return key

    def forget(self, key: str) -> None:
        """The provider no longer has it."""
        self._files.pop(key, None)

    def told(self, key: str) -> Obj:
        """What a message or getFile says of a file."""
        size = self._files[key].size
        return {"file_id": key, "file_unique_id": f"AgAD{key[:12]}", "file_size": size}

    def data(self, key: str) -> bytes:
        """Raises BotApiError for a file_id that is not known."""
        return self._stored(key).data

    def path(self, key: str) -> Obj:
        """The answer of getFile."""
        stored = self._stored(key)
        if stored.size > DOWNLOAD:
            raise bad("file is too big")
        self._paths[stored.path] = key, self._now() + LIFETIME
        return self.told(key) | {"file_path": stored.path}

    def at(self, path: str) -> bytes | None:
        """The bytes behind a path that getFile gave, while it is good."""
        key, until = self._paths.get(path, ("", self._now()))
        stored = self._files.get(key)
        return stored.data if stored and self._now() < until else None

    def _stored(self, key: str) -> File:
        stored = self._files.get(key)
        if stored is None:
            raise bad("wrong file_id or the file is temporarily unavailable")
        return stored

    def _scaled(self, data: bytes, width: int, height: int, size: int | None) -> Obj:
        largest = len(data) if size is None else size
        key = self.keep("photo", data, max(1, largest * width // _SIZES[-1][0]))
        return self.told(key) | {"width": width, "height": height}
