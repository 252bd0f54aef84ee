"""Keys: the one secret that lies outside the database, and the sheet from which it comes back."""

from __future__ import annotations

import os
import secrets
import stat
from pathlib import Path

from bot.config import Settings
from storage.seal import KEY_BYTES


class BadKey(Exception):
    """The key file is missing, open to others, or no key: one sentence with the remedy."""


def path_of(settings: Settings) -> Path:
    """Where the key lies."""
    return settings.folder / settings.storage.key_file


def load_key(settings: Settings) -> bytes:
    """The key. Raises BadKey."""
    path = path_of(settings)
    try:
        text = path.read_text(encoding="ascii").strip()
        mode = path.stat().st_mode
    except FileNotFoundError as error:
        raise BadKey(f"Berkas kunci {path.name} tidak ada. Buat dengan: sahut init") from error
    except (OSError, UnicodeDecodeError) as error:
        raise BadKey(f"Berkas kunci {path.name} tidak dapat dibaca.") from error
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise BadKey(
            f"Berkas kunci {path.name} terbuka untuk orang lain. Jalankan: chmod 600 {path.name}"
        )
    try:
        key = bytes.fromhex(text)
    except ValueError as error:
        raise BadKey(f"Isi berkas kunci {path.name} rusak. Pulihkan dari lembar kunci.") from error
    if len(key) != KEY_BYTES:
        raise BadKey(f"Panjang kunci di {path.name} tidak benar. Pulihkan dari lembar kunci.")
    return key


def make_key(path: Path) -> bytes:
    """A fresh key in a new file that only its owner can read. Raises FileExistsError."""
    key = secrets.token_bytes(KEY_BYTES)
    write_key(path, key)
    return key


def write_key(path: Path, key: bytes) -> None:
    """Put a key into a new file. Raises FileExistsError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key.hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
