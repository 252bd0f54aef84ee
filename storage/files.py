"""Files: attachments on the disk, sealed, named by a number and nothing a stranger chose."""

from __future__ import annotations

import os
from pathlib import Path

from storage.seal import PersonKey


class Files:
    """A folder of sealed files, spread over 256 sub-folders."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, number: int, key: PersonKey, content: bytes) -> None:
        """Seal, write beside, sync, rename: a file is whole or not there. Blocks; use a thread."""
        path = self._path(number)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = path.with_suffix(".part")
        with beside.open("wb") as file:
            file.write(key.seal(_place(number), content))
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(0o600)
        beside.rename(path)
        _sync_folder(path.parent)

    def get(self, number: int, key: PersonKey) -> bytes:
        """The content. Raises FileNotFoundError, Unreadable. Blocks; use a thread."""
        return key.open(_place(number), self._path(number).read_bytes())

    def drop(self, number: int) -> None:
        """It is gone, also if it was gone before. Blocks; use a thread."""
        path = self._path(number)
        for one in (path, path.with_suffix(".part")):
            one.unlink(missing_ok=True)

    def _path(self, number: int) -> Path:
        return self._folder / f"{number % 256:02x}" / str(number)


def _place(number: int) -> str:
    return f"files.content.{number}"


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
