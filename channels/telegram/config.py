"""The settings of one Telegram bot."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from channels.settings import Setting, SettingsError, read


@dataclass(frozen=True, slots=True)
class Config:
    """What `[channels.telegram]` says, checked."""

    token: str = field(repr=False)
    mode: str
    webhook_secret: str = field(repr=False)
    api_url: str
    username: str
    per_second: float
    per_recipient: float
    poll_seconds: int
    timeout: float


SETTINGS: tuple[Setting, ...] = (
    Setting("token", "Token bot dari @BotFather.", required=True, secret=True),
    Setting("mode", "polling (tanpa alamat publik) atau webhook.", "polling"),
    Setting(
        "webhook_secret",
        "Rahasia pilihan sendiri untuk webhook, huruf, angka, _ dan - saja.",
        "",
        secret=True,
    ),
    Setting("api_url", "Alamat Bot API.", "https://api.telegram.org"),
    Setting("username", "Nama bot tanpa @, untuk tautan t.me.", ""),
    Setting("per_second", "Pesan per detik untuk bot ini.", 28.0),
    Setting("per_recipient", "Jeda detik antara dua pesan kepada satu orang.", 1.0),
    Setting("poll_seconds", "Lama satu kali menunggu pesan baru, dalam detik.", 25),
    Setting("timeout", "Detik menunggu jawaban Bot API.", 20.0),
)


def check(given: Mapping[str, object]) -> Config:
    """Raises SettingsError."""
    config = read(Config, SETTINGS, given)
    mistakes = []
    if config.mode not in ("polling", "webhook"):
        mistakes.append(("mode", "isi polling atau webhook"))
    if config.mode == "webhook" and not re.fullmatch(r"[\w-]{8,256}", config.webhook_secret):
        mistakes.append(("webhook_secret", "isi 8 sampai 256 huruf, angka, _ atau -"))
    if not re.fullmatch(r"\d+:[\w-]+", config.token):
        mistakes.append(("token", "bentuknya 123456:ABC..., salin utuh dari @BotFather"))
    if mistakes:
        raise SettingsError(mistakes)
    return config
