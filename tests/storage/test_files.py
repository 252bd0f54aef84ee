"""Files: whole or not there, sealed, and readable by their owner only."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.files import Files
from storage.seal import KEY_BYTES, PersonKey, Unreadable

KEY, OTHER = PersonKey(bytes(KEY_BYTES)), PersonKey(b"\1" * KEY_BYTES)
CONTENT = b"surat keterangan " * 999


def test_a_file_opens_with_its_own_key_under_its_own_number(tmp_path: Path) -> None:
    files = Files(tmp_path / "files")
    files.put(7, KEY, CONTENT)
    assert files.get(7, KEY) == CONTENT
    with pytest.raises(Unreadable):
        files.get(7, OTHER)
    with pytest.raises(FileNotFoundError):
        files.get(8, KEY)


def test_a_file_under_another_number_does_not_open(tmp_path: Path) -> None:
    files = Files(tmp_path)
    files.put(7, KEY, CONTENT)
    (path,) = (path for path in tmp_path.rglob("*") if path.is_file())
    path.rename(path.with_name(str(7 + 256)))
    with pytest.raises(Unreadable):
        files.get(7 + 256, KEY)


def test_on_the_disk_nothing_can_be_read_and_nothing_lies_beside(tmp_path: Path) -> None:
    files = Files(tmp_path)
    files.put(7, KEY, CONTENT)
    files.put(7, KEY, CONTENT)
    (path,) = (path for path in tmp_path.rglob("*") if path.is_file())
    assert b"surat" not in path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
