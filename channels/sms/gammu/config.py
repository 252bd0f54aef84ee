"""The settings of gammu-smsd beside this machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from channels.settings import Setting, SettingsError, read

FOLDERS: Final = ("inbox", "outbox", "sent", "error")

SETTINGS: tuple[Setting, ...] = (
    Setting("inbox", "Folder InboxPath pada gammu-smsdrc, ditulis lengkap dari /.", required=True),
    Setting("outbox", "Folder OutboxPath pada gammu-smsdrc.", required=True),
    Setting("sent", "Folder SentSMSPath pada gammu-smsdrc, lain dari outbox.", required=True),
    Setting("error", "Folder ErrorSMSPath pada gammu-smsdrc, lain dari sent.", required=True),
    Setting("poll_seconds", "Jeda detik antara dua kali melihat folder.", 1.0),
    Setting("zone", "Zona waktu pusat SMS, misalnya Asia/Jakarta.", "Asia/Jakarta"),
)


@dataclass(frozen=True, slots=True)
class Config:
    """What `gammu_...` says, checked."""

    inbox: str
    outbox: str
    sent: str
    error: str
    poll_seconds: float
    zone: str


def check(given: Mapping[str, object]) -> Config:
    """Raises SettingsError."""
    config = read(Config, SETTINGS, given)
    paths = {name: getattr(config, name) for name in FOLDERS}
    mistakes = [
        (name, "tulis lengkap dari /") for name, path in paths.items() if not path.startswith("/")
    ]
    if len({Path(path) for path in paths.values()}) < len(paths):
        mistakes.append(("sent", "keempat folder harus berlainan"))
    if config.poll_seconds <= 0:
        mistakes.append(("poll_seconds", "harus lebih dari nol"))
    if not _is_zone(config.zone):
        mistakes.append(("zone", "pakai Asia/Jakarta, Asia/Makassar, atau Asia/Jayapura"))
    if mistakes:
        raise SettingsError(mistakes)
    return config


def _is_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name).key)
    except (ZoneInfoNotFoundError, ValueError):
        return False
