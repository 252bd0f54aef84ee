"""The settings of one number behind a Kannel."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from channels.settings import Setting, SettingsError, read
from channels.sms.http import is_safe


@dataclass(frozen=True, slots=True)
class Config:
    """What `kannel_...` says, checked."""

    url: str
    username: str
    password: str = field(repr=False)
    secret: str = field(repr=False)
    callback_url: str
    smsc: str


SETTINGS: Final = (
    Setting("url", "Alamat sendsms milik smsbox.", "http://127.0.0.1:13013/cgi-bin/sendsms"),
    Setting("username", "username pada group sendsms-user.", required=True),
    Setting("password", "password pada group sendsms-user.", required=True, secret=True),
    Setting(
        "secret",
        "Rahasia pilihan sendiri di dalam post-url: huruf, angka, _ dan - saja.",
        required=True,
        secret=True,
    ),
    Setting(
        "callback_url",
        "Alamat kanal ini di mesin ini; kosong berarti tanpa laporan pengiriman.",
        "http://127.0.0.1:8081/hooks/sms",
    ),
    Setting("smsc", "smsc-id yang dipakai mengirim; kosong berarti Kannel yang memilih.", ""),
)


def check(given: Mapping[str, object]) -> Config:
    """Raises SettingsError."""
    config = read(Config, SETTINGS, given)
    mistakes = [(key, told) for key, wrong, told in _checks(config) if wrong]
    if mistakes:
        raise SettingsError(mistakes)
    return config


def _checks(config: Config) -> tuple[tuple[str, bool, str], ...]:
    near = "https, atau http ke mesin ini atau jaringan kantor"
    secret = bool(re.fullmatch(r"[\w-]{16,128}", config.secret, re.ASCII))
    callback = config.callback_url
    return (
        ("url", not is_safe(config.url, at_home=True), near),
        ("secret", not secret, "isi 16 sampai 128 huruf, angka, _ atau -"),
        (
            "callback_url",
            bool(callback)
            and (not is_safe(callback, at_home=True) or bool(set(callback) & {*"%?#"})),
            f"{near}, tanpa % dan tanpa ?",
        ),
    )
