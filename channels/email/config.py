"""The settings of one mailbox."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from channels.settings import Setting, SettingsError, read

#: Where a server listens when nothing else is said, by how the connection is secured.
IMAP_PORTS = {"tls": 993, "starttls": 143, "none": 143}
SMTP_PORTS = {"tls": 465, "starttls": 587, "none": 25}


@dataclass(frozen=True, slots=True)
class Config:
    """What `[channels.email]` says, checked; addresses are lower case."""

    address: str
    name: str
    password: str = field(repr=False)
    user: str
    imap_host: str
    imap_port: int
    imap_tls: str
    smtp_host: str
    smtp_port: int
    smtp_tls: str
    smtp_user: str
    smtp_password: str = field(repr=False)
    smtp_auth: bool
    oauth_token_url: str
    oauth_client_id: str
    oauth_client_secret: str = field(repr=False)
    oauth_refresh_token: str = field(repr=False)
    oauth_scope: str
    folders: tuple[str, ...]
    junk_folder: str
    sent_folder: str
    since_days: int
    poll_seconds: int
    max_mb: int
    lmtp_host: str
    lmtp_port: int
    own: tuple[str, ...]
    authserv_id: str
    secret: str = field(repr=False)
    subaddress: bool
    null_sender: bool
    per_day: int
    per_second: float
    per_recipient: float
    ca_file: str
    timeout: float


SETTINGS: tuple[Setting, ...] = (
    Setting("address", "Alamat email kantor, misalnya lapor@kota.go.id.", required=True),
    Setting("name", "Nama pengirim yang dibaca warga, misalnya Kelurahan Sukajaya.", ""),
    Setting(
        "password",
        "Kata sandi kotak surat; pada Gmail sandi aplikasi, bukan kata sandi akun.",
        "",
        secret=True,
    ),
    Setting("user", "Nama masuk, bila bukan alamat email kantor.", ""),
    Setting("imap_host", "Server IMAP tempat surat dibaca, misalnya imap.gmail.com.", ""),
    Setting("imap_port", "Port IMAP; 0 berarti 993 untuk tls, 143 untuk yang lain.", 0),
    Setting("imap_tls", "tls, starttls, atau none; none hanya pada mesin yang sama.", "tls"),
    Setting(
        "smtp_host",
        "Server SMTP tempat surat dikirim, misalnya smtp.gmail.com.",
        required=True,
    ),
    Setting("smtp_port", "Port SMTP; 0 berarti 465 untuk tls, 587 starttls, 25 none.", 0),
    Setting("smtp_tls", "tls, starttls, atau none; none hanya pada mesin yang sama.", "tls"),
    Setting("smtp_user", "Nama masuk SMTP, bila berbeda dari IMAP.", ""),
    Setting("smtp_password", "Kata sandi SMTP, bila berbeda dari IMAP.", "", secret=True),
    Setting("smtp_auth", "Isi false bila server kirim sendiri tidak meminta kata sandi.", True),
    Setting("oauth_token_url", "Alamat pengambilan token OAuth; kosong berarti kata sandi.", ""),
    Setting("oauth_client_id", "Client ID aplikasi OAuth.", ""),
    Setting("oauth_client_secret", "Client secret aplikasi OAuth.", "", secret=True),
    Setting("oauth_refresh_token", "Refresh token OAuth untuk kotak surat ini.", "", secret=True),
    Setting(
        "oauth_scope", "Scope OAuth; tanpa refresh token aplikasi masuk atas nama sendiri.", ""
    ),
    Setting("folders", "Folder surat masuk yang dibaca.", ("INBOX",)),
    Setting(
        "junk_folder",
        "Folder spam yang ikut dibaca: auto, nama folder, atau - bila jangan dibaca.",
        "auto",
    ),
    Setting(
        "sent_folder",
        "Folder terkirim yang ikut dibaca: auto, nama folder, atau - bila jangan dibaca.",
        "auto",
    ),
    Setting("since_days", "Pada awal sekali, surat berapa hari terakhir yang diambil.", 7),
    Setting("poll_seconds", "Paling lama sekian detik antara dua kali melihat semua folder.", 300),
    Setting("max_mb", "Surat yang lebih besar (MB) diambil kepalanya saja.", 30),
    Setting("lmtp_host", "Alamat tempat LMTP didengarkan.", "127.0.0.1"),
    Setting("lmtp_port", "Port LMTP untuk server surat sendiri; 0 berarti tidak dipakai.", 0),
    Setting("own", "Alamat lain milik kantor; surat dari alamat ini bukan laporan warga.", ()),
    Setting(
        "authserv_id",
        "Nama server penerima di Authentication-Results, misalnya mx.google.com; kosong berarti"
        " tidak ada pengirim yang dianggap terbukti.",
        "",
    ),
    Setting(
        "secret",
        "Rahasia untuk menandatangani alamat balasan; kosong berarti diturunkan dari kata sandi.",
        "",
        secret=True,
    ),
    Setting(
        "subaddress",
        "Isi true bila server menerima alamat bertanda tambah, misalnya lapor+kode@kota.go.id.",
        False,
    ),
    Setting(
        "null_sender",
        "Isi true bila server menerima tanda terima tanpa alamat pengirim; Gmail menolaknya.",
        False,
    ),
    Setting("per_day", "Jumlah surat keluar paling banyak dalam 24 jam.", 500),
    Setting("per_second", "Surat keluar tiap detik.", 1.0),
    Setting("per_recipient", "Jeda detik antara dua surat kepada satu orang.", 2.0),
    Setting("ca_file", "Berkas sertifikat CA (PEM), bila server memakai sertifikat sendiri.", ""),
    Setting("timeout", "Detik menunggu jawaban server surat.", 20.0),
)

_LABEL = r"[^\s@<>,;:\"().]{1,63}"
_ADDRESS = re.compile(rf"[^\s@<>,;:\"()]{{1,64}}@(?:{_LABEL}\.)*{_LABEL}")
_PORTS = ("imap_port", "smtp_port", "lmtp_port")
_ABOVE_NOTHING = ("per_second", "per_day", "timeout")
_OAUTH = ("oauth_client_id", "oauth_client_secret")
#: As Google shows an app password; its server wants it without the gaps.
_SHOWN_IN_GROUPS = re.compile(r"[a-z]{4}(?: [a-z]{4}){3}")
_SECURE_URL = re.compile(r"https://\S+|http://(127\.0\.0\.1|localhost)[:/]\S*")


def check(given: Mapping[str, object]) -> Config:
    """Raises SettingsError."""
    config = read(Config, SETTINGS, given)
    config = replace(
        config,
        address=config.address.lower(),
        own=tuple(address.lower() for address in config.own),
        authserv_id=config.authserv_id.lower(),
    )
    mistakes = [(key, text) for key, wrong, text in _checks(config) if wrong]
    if mistakes:
        raise SettingsError(mistakes)
    return _filled(config)


def _checks(config: Config) -> tuple[tuple[str, bool, str], ...]:
    """Key, whether it is wrong, and what to do about it."""
    ports = ((key, not 0 <= getattr(config, key) < 65536, "isi nomor port") for key in _PORTS)
    above = ((key, not getattr(config, key), "isi lebih dari nol") for key in _ABOVE_NOTHING)
    return (*_of_addresses(config), *_of_servers(config), *_of_oauth(config), *ports, *above)


def _of_addresses(config: Config) -> tuple[tuple[str, bool, str], ...]:
    own = all(_ADDRESS.fullmatch(address) for address in config.own)
    return (
        ("address", not _ADDRESS.fullmatch(config.address), "isi satu alamat, nama@domain"),
        ("own", not own, "isi daftar alamat, nama@domain"),
        ("secret", 0 < len(config.secret) < 16, "isi 16 huruf atau lebih, atau kosongkan"),
        ("secret", not (config.secret or _passwords(config)), "isi 16 huruf atau lebih"),
    )


def _of_servers(config: Config) -> tuple[tuple[str, bool, str], ...]:
    way_in = config.imap_host or config.lmtp_port
    authority = not config.ca_file or Path(config.ca_file).is_file()
    return (
        ("imap_host", not way_in, "isi server IMAP, atau lmtp_port bila server milik sendiri"),
        ("imap_tls", config.imap_tls not in IMAP_PORTS, "isi tls, starttls, atau none"),
        ("smtp_tls", config.smtp_tls not in SMTP_PORTS, "isi tls, starttls, atau none"),
        ("password", _needs_password(config), "isi kata sandi kotak surat"),
        ("poll_seconds", not 1 <= config.poll_seconds <= 1500, "isi 1 sampai 1500"),
        ("max_mb", not 1 <= config.max_mb <= 100, "isi 1 sampai 100"),
        ("folders", bool(config.imap_host) and not config.folders, "isi paling sedikit INBOX"),
        ("ca_file", not authority, "berkas itu tidak ada"),
    )


def _of_oauth(config: Config) -> tuple[tuple[str, bool, str], ...]:
    used = bool(config.oauth_token_url)
    secure = bool(_SECURE_URL.fullmatch(config.oauth_token_url))
    granted = config.oauth_refresh_token or config.oauth_scope
    return (
        ("oauth_token_url", used and not secure, "isi alamat yang diawali https://"),
        ("oauth_refresh_token", used and not granted, "isi refresh token, atau oauth_scope"),
        *(
            (key, used and not getattr(config, key), "isi bersama oauth_token_url")
            for key in _OAUTH
        ),
    )


def _needs_password(config: Config) -> bool:
    if config.oauth_token_url:
        return False
    reads = bool(config.imap_host) and not config.password
    sends = config.smtp_auth and not (config.password or config.smtp_password)
    return reads or sends


def _filled(config: Config) -> Config:
    """What was left to us: ports, names."""
    if _SHOWN_IN_GROUPS.fullmatch(config.password):
        config = replace(config, password=config.password.replace(" ", ""))
    user = config.user or config.address
    return replace(
        config,
        user=user,
        imap_port=config.imap_port or IMAP_PORTS[config.imap_tls],
        smtp_port=config.smtp_port or SMTP_PORTS[config.smtp_tls],
        smtp_user=config.smtp_user or user,
        smtp_password=config.smtp_password or config.password,
        secret=config.secret or _derived(_passwords(config)),
    )


def _passwords(config: Config) -> str:
    return config.password or config.smtp_password or config.oauth_client_secret


def _derived(password: str) -> str:
    """Slow on purpose: what is signed with it goes to strangers, who may try passwords on it."""
    salt, rounds = b"sahut email secret", 100_000
    return hashlib.pbkdf2_hmac("sha256", password.encode(), salt, rounds).hex()
