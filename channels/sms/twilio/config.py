"""The settings of one number at Twilio."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from channels.settings import Setting, SettingsError, read
from channels.sms.http import is_safe


@dataclass(frozen=True, slots=True)
class Config:
    """What `twilio_...` says, checked."""

    account_sid: str
    auth_token: str = field(repr=False)
    sender: str
    url: str
    media_hosts: tuple[str, ...]


SETTINGS: Final = (
    Setting("account_sid", "Account SID dari halaman depan Twilio Console.", required=True),
    Setting(
        "auth_token",
        "Auth Token; dengannya tanda tangan webhook juga diperiksa.",
        required=True,
        secret=True,
    ),
    Setting(
        "sender",
        "Nomor Twilio, nama pengirim terdaftar, atau Messaging Service SID (MG...).",
        required=True,
    ),
    Setting("url", "Alamat API Twilio.", "https://api.twilio.com"),
    Setting(
        "media_hosts",
        "Host tempat Twilio menyimpan gambar, selain host pada twilio_url.",
        ("mms.twiliocdn.com", "media.twiliocdn.com", "s3-external-1.amazonaws.com"),
    ),
)


def check(given: Mapping[str, object]) -> Config:
    """Raises SettingsError."""
    config = read(Config, SETTINGS, given)
    mistakes = [(key, told) for key, wrong, told in _checks(config) if wrong]
    if mistakes:
        raise SettingsError(mistakes)
    return config


def _checks(config: Config) -> tuple[tuple[str, bool, str], ...]:
    sid = bool(re.fullmatch(r"AC[0-9a-zA-Z]{8,64}", config.account_sid))
    return (
        ("account_sid", not sid, "bentuknya AC..., salin utuh dari Twilio Console"),
        ("url", not is_safe(config.url), "harus https"),
    )
