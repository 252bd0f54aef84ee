"""bridge.toml: where the office is, and which modem or phone stands here."""

from __future__ import annotations

import os
import stat
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from pathlib import Path
from typing import Any, Final

from yarl import URL

from bot.config import BadConfig
from channels import sms
from channels.settings import Setting, SettingsError, read
from channels.sms.bridge import READERS

SETTINGS: Final = (
    Setting("url", "Alamat Sahut yang dapat dibuka dari sini, https://...", required=True),
    Setting("account", "Nama kanal SMS di server: NAMA pada [channels.NAMA].", "sms"),
    Setting(
        "secret",
        "Rahasia bersama, sama dengan bridge_secret di server.",
        required=True,
        secret=True,
    ),
    Setting("folder", "Folder antrean, di cakram yang tidak hilang saat listrik padam.", "antrean"),
    Setting("host", "Alamat setempat untuk gateway yang mengirim lewat HTTP.", "127.0.0.1"),
    Setting("port", "Porta setempat untuk gateway yang mengirim lewat HTTP.", 8082),
)
#: What the office has counted and cut before; here it only passes.
_SEGMENTS: Final = 10


@dataclass(frozen=True, slots=True)
class Settings:
    """What the operator wrote, checked. `gateway` is for channels.sms.open_channel."""

    url: str
    account: str
    secret: str = field(repr=False)
    folder: Path
    host: str
    port: int
    gateway: Mapping[str, object] = field(repr=False)

    @property
    def hook(self) -> str:
        """Where the bridge calls."""
        return f"{self.url.rstrip('/')}/hooks/{self.account}"

    @property
    def secrets(self) -> frozenset[str]:
        """Whatever may stand in no log."""
        names = [setting.name for setting in sms.SETTINGS if setting.secret]
        return frozenset({self.secret, *(str(self.gateway.get(name, "")) for name in names)} - {""})


@dataclass(frozen=True, slots=True)
class _Told:
    url: str
    account: str
    secret: str = field(repr=False)
    folder: str
    host: str
    port: int


def load(path: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """Raises BadConfig."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        remedy = "berkas tidak dapat dibaca; contohnya ada di docs/sms.md"
        raise BadConfig([(str(path), remedy)]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadConfig([(str(path), f"bukan TOML yang benar: {error}")]) from error
    return _Reader(path.parent, os.environ if environment is None else environment).read(given)


class _Reader:
    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        self._folder = folder
        self._environment = environment
        self._mistakes: list[tuple[str, str]] = []

    def read(self, given: dict[str, Any]) -> Settings:
        gateway = given.pop("gateway", {})
        if not isinstance(gateway, dict):
            raise BadConfig([("gateway", "tulis sebagai bagian [gateway]")])
        carried = self._gateway(gateway)
        try:
            told = read(_Told, SETTINGS, self._filled("", SETTINGS, given))
        except SettingsError as error:
            raise BadConfig([*error.mistakes, *self._mistakes]) from error
        self._mistakes += [(key, text) for key, wrong, text in _checks(told) if wrong]
        if self._mistakes:
            raise BadConfig(self._mistakes)
        return Settings(
            url=told.url,
            account=told.account,
            secret=told.secret,
            folder=self._folder / told.folder,
            host=told.host,
            port=told.port,
            gateway=carried,
        )

    def _gateway(self, given: dict[str, Any]) -> dict[str, object]:
        values = self._filled("gateway_", sms.SETTINGS, given) | {"max_segments": _SEGMENTS}
        if values.get("gateway") not in READERS:
            self._wrong("gateway.gateway", f"pilihannya: {', '.join(sorted(READERS))}")
            return values
        try:
            sms.check(values)
        except SettingsError as error:
            for key, remedy in error.mistakes:
                self._wrong(f"gateway.{key}", remedy)
        return values

    def _filled(
        self, section: str, offered: Sequence[Setting], given: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Secrets may lie in SAHUT_BRIDGE_... variables, or in files that only we read."""
        values = dict(given)
        for setting in offered:
            variable = f"SAHUT_BRIDGE_{section}{setting.name}".upper()
            if variable in self._environment:
                values[setting.name] = self._environment[variable]
            path = values.pop(f"{setting.name}_file", None) if setting.secret else None
            if path is not None:
                values[setting.name] = self._file(f"{setting.name}_file", str(path))
        return values

    def _file(self, key: str, path: str) -> str:
        file = self._folder / path
        try:
            if file.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
                self._wrong(key, f"berkas terbuka untuk semua orang; jalankan: chmod 600 {path}")
            return file.read_text(encoding="utf-8").strip()
        except OSError:
            self._wrong(key, f"berkas {path} tidak dapat dibaca")
            return ""

    def _wrong(self, key: str, remedy: str) -> None:
        self._mistakes.append((key, remedy))


def _checks(told: _Told) -> tuple[tuple[str, bool, str], ...]:
    url = URL(told.url)
    plain = url.scheme == "http" and _is_here(url.host or "")
    return (
        ("url", not url.host or not (url.scheme == "https" or plain), "harus https"),
        ("secret", len(told.secret) < 20, "paling sedikit 20 huruf"),
        ("host", not _is_here(told.host), "harus alamat di mesin ini, misalnya 127.0.0.1"),
        ("port", not 0 < told.port < 65536, "harus 1 sampai 65535"),
    )


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
