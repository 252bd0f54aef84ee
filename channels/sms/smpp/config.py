"""The settings of one account at an operator's message centre."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import aiohttp

from channels.settings import Setting, SettingsError, read
from channels.sms.config import Config as Common
from channels.sms.sms import Sms

ALPHABETS: Final = ("gsm", "latin1")
LONG: Final = ("udh", "sar", "payload")


@dataclass(frozen=True, slots=True)
class Config:
    """What `smpp_...` says, checked. `ton` and `npi` are empty where they follow the number."""

    host: str
    port: int
    tls: bool
    system_id: str
    password: str = field(repr=False)
    system_type: str
    source: str
    source_ton: str
    source_npi: str
    alphabet: str
    long: str
    enquire_seconds: float
    throttle_seconds: float
    window: int


SETTINGS: tuple[Setting, ...] = (
    Setting("host", "Alamat pusat pesan milik operator, tanpa porta.", required=True),
    Setting("port", "Porta pusat pesan.", 2775),
    Setting("tls", "true bila operator memberi sambungan TLS; kalau tidak, pakai VPN.", False),
    Setting("system_id", "Nama akun (system_id) dari operator.", required=True),
    Setting("password", "Kata sandi akun, paling panjang 8 huruf.", required=True, secret=True),
    Setting("system_type", "System type dari operator; biasanya kosong.", ""),
    Setting("source", "Nama atau nomor pengirim, bila lain dari `number`.", ""),
    Setting("source_ton", "Jenis nomor pengirim (TON); kosong berarti menurut nomornya.", ""),
    Setting("source_npi", "Rencana nomor pengirim (NPI); kosong berarti menurut nomornya.", ""),
    Setting("alphabet", "Huruf bawaan pusat pesan: gsm atau latin1.", "gsm"),
    Setting("long", "Cara mengirim SMS panjang: udh, sar, atau payload.", "udh"),
    Setting("enquire_seconds", "Jeda detik antara dua tanda hidup (enquire_link).", 30.0),
    Setting("throttle_seconds", "Detik menunggu bila operator meminta pelan.", 5.0),
    Setting("window", "SMS yang boleh menunggu jawaban pada saat yang sama.", 10),
)


def check(given: Mapping[str, object]) -> Config:
    """Raises SettingsError."""
    config = read(Config, SETTINGS, given)
    mistakes = [(key, text) for key, wrong, text in _checks(config) if wrong]
    if mistakes:
        raise SettingsError(mistakes)
    return config


def open_gateway(account: str, common: Common, own: Config, http: aiohttp.ClientSession) -> Sms:
    """The line to the message centre, opened when it is first used."""
    from channels.sms.smpp.channel import Smpp

    return Smpp(account, common, own)


def _checks(config: Config) -> tuple[tuple[str, bool, str], ...]:
    return (
        ("port", not 0 < config.port < 65536, "harus 1 sampai 65535"),
        ("system_id", not _fits(config.system_id, 15), "paling panjang 15 huruf ASCII"),
        ("password", not _fits(config.password, 8), "paling panjang 8 huruf ASCII"),
        ("system_type", not _fits(config.system_type, 12), "paling panjang 12 huruf ASCII"),
        ("source", not _fits(config.source, 20), "paling panjang 20 huruf ASCII"),
        ("source_ton", not _is_small(config.source_ton), "kosong atau 0 sampai 6"),
        ("source_npi", not _is_small(config.source_npi, 18), "kosong atau 0 sampai 18"),
        ("alphabet", config.alphabet not in ALPHABETS, f"pilihannya: {', '.join(ALPHABETS)}"),
        ("long", config.long not in LONG, f"pilihannya: {', '.join(LONG)}"),
        ("enquire_seconds", config.enquire_seconds <= 0, "harus lebih dari nol"),
        ("window", config.window < 1, "harus 1 atau lebih"),
    )


def _fits(text: str, longest: int) -> bool:
    return text.isascii() and len(text) <= longest and "\0" not in text


def _is_small(text: str, most: int = 6) -> bool:
    return not text or (text.isascii() and text.isdecimal() and int(text) <= most)
