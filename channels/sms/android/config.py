"""The settings of one phone with the app SMS Gateway for Android."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from channels.settings import Setting, SettingsError, read
from channels.sms.http import is_safe


@dataclass(frozen=True, slots=True)
class Config:
    """What `android_...` says, checked."""

    url: str
    username: str
    password: str = field(repr=False)
    signing_key: str = field(repr=False)
    sim: int
    device_id: str
    valid_hours: float
    clock_minutes: float


SETTINGS: Final = (
    Setting(
        "url",
        "Alamat API: milik cloud, server sendiri, atau HP di jaringan kantor (http://192.168...).",
        "https://api.sms-gate.app/3rdparty/v1",
    ),
    Setting("username", "Username dari halaman Home aplikasi.", required=True),
    Setting("password", "Password dari halaman Home aplikasi.", required=True, secret=True),
    Setting(
        "signing_key",
        "Signing Key dari Settings > Webhooks; dengannya tanda tangan diperiksa.",
        required=True,
        secret=True,
    ),
    Setting("sim", "Kartu yang dipakai mengirim, 1 sampai 3; 0 berarti pilihan HP.", 0),
    Setting("device_id", "ID perangkat, bila satu akun dipakai beberapa HP.", ""),
    Setting("valid_hours", "Jam sebelum pesan yang belum terkirim dibatalkan oleh HP.", 72.0),
    Setting("clock_minutes", "Selisih jam HP yang masih diterima, dalam menit.", 10.0),
)


def check(given: Mapping[str, object]) -> Config:
    """Raises SettingsError."""
    config = read(Config, SETTINGS, given)
    mistakes = [(key, told) for key, wrong, told in _checks(config) if wrong]
    if mistakes:
        raise SettingsError(mistakes)
    return config


def _checks(config: Config) -> tuple[tuple[str, bool, str], ...]:
    near = "https, atau http ke HP di jaringan kantor"
    return (
        ("url", not is_safe(config.url, at_home=True), near),
        ("sim", config.sim > 3, "harus 0 sampai 3"),
        ("signing_key", len(config.signing_key) < 8, "salin utuh dari aplikasi"),
        ("valid_hours", config.valid_hours <= 0, "harus lebih dari nol"),
        ("clock_minutes", config.clock_minutes <= 0, "harus lebih dari nol"),
    )
