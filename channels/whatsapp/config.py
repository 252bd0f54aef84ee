"""The settings of one WhatsApp number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from yarl import URL

from channels.settings import Setting, SettingsError, read

#: What a template may be filled with.
PARAMS = frozenset({"number", "office"})
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class Config:
    """What `[channels.whatsapp]` says, checked."""

    access_token: str = field(repr=False)
    app_secret: str = field(repr=False)
    verify_token: str = field(repr=False)
    phone_number_id: str
    waba_id: str
    graph_url: str
    graph_version: str
    media_hosts: tuple[str, ...]
    template_notice: str
    template_language: str
    template_params: tuple[str, ...]
    list_button: str
    display_number: str
    per_second: float
    per_recipient: float
    burst: int
    timeout: float


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "access_token",
        "Token permanen milik System User, dengan izin whatsapp_business_messaging.",
        required=True,
        secret=True,
    ),
    Setting(
        "app_secret",
        "App Secret dari App Dashboard > App settings > Basic; dengannya tanda tangan diperiksa.",
        required=True,
        secret=True,
    ),
    Setting(
        "verify_token",
        "Kata sandi pilihan sendiri, sama dengan Verify token pada halaman Webhooks milik Meta.",
        required=True,
        secret=True,
    ),
    Setting("phone_number_id", "Phone number ID dari halaman API Setup.", required=True),
    Setting("waba_id", "WhatsApp Business Account ID; bila diisi, langganan diperiksa.", ""),
    Setting("graph_url", "Alamat Graph API.", "https://graph.facebook.com"),
    Setting("graph_version", "Versi Graph API, misalnya v25.0.", "v25.0"),
    Setting(
        "media_hosts",
        "Nama host yang boleh mengirim berkas, selain host pada graph_url.",
        ("lookaside.fbsbx.com",),
    ),
    Setting(
        "template_notice",
        "Nama template yang mengetuk setelah 24 jam; kosong berarti menunggu warga menulis.",
        "",
    ),
    Setting("template_language", "Kode bahasa template, seperti saat disetujui Meta.", "id"),
    Setting(
        "template_params",
        "Isian {{1}}, {{2}}, ... pada template: number (nomor laporan), office (nama kantor).",
        ("number",),
    ),
    Setting("list_button", "Tulisan pada tombol pembuka daftar, paling panjang 20 huruf.", "Pilih"),
    Setting("display_number", "Nomor WhatsApp kantor dengan kode negara, untuk wa.me.", ""),
    Setting("per_second", "Pesan per detik untuk nomor ini.", 80.0),
    Setting("per_recipient", "Jeda detik antara dua pesan kepada satu orang.", 6.0),
    Setting("burst", "Pesan beruntun kepada satu orang sebelum jeda itu berlaku.", 40),
    Setting("timeout", "Detik menunggu jawaban Graph API.", 20.0),
)


def check(given: Mapping[str, object]) -> Config:
    """Raises SettingsError."""
    config = read(Config, SETTINGS, given)
    mistakes = [(key, text) for key, wrong, text in _checks(config) if wrong]
    if mistakes:
        raise SettingsError(mistakes)
    return config


def _checks(config: Config) -> tuple[tuple[str, bool, str], ...]:
    url = URL(config.graph_url)
    plain = url.scheme == "http" and url.host in LOOPBACK
    return (
        ("graph_url", not url.host or not (url.scheme == "https" or plain), "harus https"),
        (
            "graph_version",
            not re.fullmatch(r"v\d+\.\d+", config.graph_version),
            "harus seperti v25.0",
        ),
        (
            "template_params",
            not PARAMS.issuperset(config.template_params),
            "hanya number dan office",
        ),
        ("list_button", not 0 < len(config.list_button) <= 20, "harus 1 sampai 20 huruf"),
        ("per_second", config.per_second <= 0, "harus lebih dari nol"),
        ("burst", config.burst < 1, "harus 1 atau lebih"),
        ("timeout", config.timeout <= 0, "harus lebih dari nol"),
    )
