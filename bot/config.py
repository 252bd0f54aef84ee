"""Configuration: TOML becomes frozen settings, or every mistake at once with its remedy."""

from __future__ import annotations

import importlib
import os
import stat
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot import catalogue, oversight
from bot import settings as tables
from bot.casework import lines
from bot.casework import standards as published
from bot.casework.clocks import RULES, Promise, Span, refuse_unkind
from bot.casework.lifecycle import Refusal
from bot.casework.offices import Seat
from bot.casework.privacy import LEAST_YEARS
from bot.casework.remedies import Remedy
from bot.casework.standards import Standard
from bot.casework.words import Clock, DayKind, Weight
from bot.settings import (
    AboveHead,
    CalendarSettings,
    Contact,
    Custodian,
    LimitSettings,
    OfficeSettings,
    PrivacySettings,
    Responsible,
    RetentionSettings,
    ServerSettings,
    StorageSettings,
    UnitSettings,
)
from channels import settings as channel_settings
from channels.settings import Setting, SettingsError

T = TypeVar("T")

#: Every channel there is, by the word an operator writes after `use =`.
COUNTER = "counter"
CHANNELS = ("telegram", "whatsapp", "email", "sms", "web")


class BadConfig(Exception):
    """All mistakes of a configuration: (key, what to do about it)."""

    def __init__(self, mistakes: Sequence[tuple[str, str]]) -> None:
        super().__init__("\n".join(f"{key}: {remedy}" for key, remedy in mistakes))
        self.mistakes = tuple(mistakes)


@dataclass(frozen=True, slots=True)
class Account:
    """One table [channels.NAME]: the module it uses and that module's own keys."""

    name: str
    use: str
    quiet: float | None
    values: Mapping[str, object] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything an installation is told."""

    office: OfficeSettings
    responsible: Responsible
    custodian: Custodian
    above_head: AboveHead
    server: ServerSettings
    storage: StorageSettings
    limits: LimitSettings
    calendar: CalendarSettings
    privacy: PrivacySettings
    retention: RetentionSettings
    zone: ZoneInfo
    promises: Promise
    #: What is promised beyond that: by a weight's name, or by "category/" and a category.
    kinder: Mapping[str, Promise]
    units: tuple[UnitSettings, ...]
    closed: frozenset[date]
    opened: frozenset[date]
    #: Where the office stands: who watches over it, and the remedies it adds to what was written.
    seat: Seat
    remedies: tuple[Remedy, ...]
    emergency: tuple[Contact, ...]
    accounts: tuple[Account, ...]
    folder: Path
    #: Rupiah that an account may cost in a month.
    budget: Mapping[str, float] = field(default_factory=dict)
    #: What is said in this office's region and the Indonesian word for it; fees in rupiah.
    words: Mapping[str, str] = field(default_factory=dict, repr=False)
    tariffs: Mapping[str, int] = field(default_factory=dict)
    #: What is published of each service, whose fee stands among the tariffs as well.
    standards: Mapping[str, Standard] = field(default_factory=dict)


def load(path: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """Read a file. Raises BadConfig."""
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadConfig([(str(path), "berkas tidak dapat dibaca; jalankan: sahut init")]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadConfig([(str(path), f"bukan TOML yang benar: {error}")]) from error
    return read(given, path.parent, os.environ if environment is None else environment)


def channel_module(use: str) -> Any:
    """A channel's module: SETTINGS, check(values) and open_channel(account, values, http)."""
    return importlib.import_module(f"channels.{use}")


def read(given: Mapping[str, Any], folder: Path, environment: Mapping[str, str]) -> Settings:
    """Settings out of parsed TOML; relative paths count from `folder`. Raises BadConfig."""
    reader = _Reader(dict(given), folder, environment)
    sections = {name: reader.section(name, kind) for name, kind in tables.SECTIONS.items()}
    calendar, office = sections["calendar"], sections["office"]
    settings: dict[str, Any] = {
        **sections,
        "zone": reader.zone(office),
        **reader.promises(),
        "units": reader.units(),
        "closed": reader.dates("calendar.closed", calendar),
        "opened": reader.dates("calendar.opened", calendar),
        "seat": (seat := reader.seat(office)),
        "remedies": reader.remedies(seat),
        "emergency": reader.contacts("emergency"),
        "accounts": (accounts := reader.accounts()),
        "budget": reader.budget([account.name for account in accounts]),
        "words": reader.words(office),
        "standards": (standards := reader.standards(reader.tariffs())),
        "tariffs": published.fees(standards),
        "folder": folder,
    }
    reader.keeps_long_enough(sections["retention"])
    reader.unknown_sections()
    if reader.mistakes:
        raise BadConfig(reader.mistakes)
    return Settings(**settings)


class _Reader:
    """Reads section by section and collects what is wrong."""

    def __init__(self, given: dict[str, Any], folder: Path, environment: Mapping[str, str]) -> None:
        self._given = given
        self._folder = folder
        self._environment = environment
        self.mistakes: list[tuple[str, str]] = []

    def section(self, name: str, kind: type[T]) -> T | None:
        offered = tables.KEYS[name]
        given = self._table(name, self._given.pop(name, {}))
        return self._read(name, kind, offered, self._secrets(name, offered, given))

    def zone(self, office: Any) -> ZoneInfo | None:
        try:
            return ZoneInfo(office.zone) if office else None
        except (ZoneInfoNotFoundError, ValueError):
            self._wrong("office.zone", "pakai Asia/Jakarta, Asia/Makassar, atau Asia/Jayapura")
            return None

    def promises(self) -> dict[str, Any]:
        """[promises] for every case, and kinder ones: [promises.light], [promises.urgent],
        [promises.category.NAME]."""
        given = dict(self._table("promises", self._given.pop("promises", {})))
        by_category = self._table("promises.category", given.pop("category", {}))
        named = [*map(str, Weight), "urgent"]
        tables_of = {name: given.pop(name) for name in named if name in given}
        tables_of |= {f"category/{name}": values for name, values in by_category.items()}
        return {
            "promises": self._promise("promises", given),
            "kinder": {
                name: self._promise(where, self._table(where, values))
                for name, values in tables_of.items()
                if (where := f"promises.{name.replace('/', '.')}")
            },
        }

    def _promise(self, where: str, given: Mapping[str, Any]) -> Promise:
        promise = {}
        for name, amount in given.items():
            clock = tables.PROMISES.get(name)
            if clock is None or not isinstance(amount, int) or amount < 1:
                self._wrong(f"{where}.{name}", f"jumlah hari untuk: {', '.join(tables.PROMISES)}")
                continue
            promise[clock] = Span(amount, _days(clock))
        try:
            refuse_unkind(promise)
        except Refusal as error:
            self._wrong(where, str(error))
        return promise

    def dates(self, key: str, calendar: Any) -> frozenset[date]:
        given = getattr(calendar, key.split(".")[1], ()) if calendar else ()
        try:
            return frozenset(date.fromisoformat(day) for day in given)
        except ValueError:
            self._wrong(key, 'tulis tanggal sebagai teks, misalnya "2026-12-09"')
            return frozenset()

    def seat(self, office: Any) -> Seat | None:
        if office is None:
            return None
        seat, mistakes = oversight.seat(office.name, office.kind, office.region, office.province)
        self.mistakes.extend(mistakes)
        return seat

    def remedies(self, seat: Seat | None) -> tuple[Remedy, ...]:
        told, mistakes = oversight.told(self._numbered("remedies", oversight.Given), seat)
        self.mistakes.extend(mistakes)
        return told

    def contacts(self, name: str) -> tuple[Contact, ...]:
        return self._list(name, Contact)

    def units(self) -> tuple[UnitSettings, ...]:
        """Each by its own name, under one that is there, and none within itself."""
        found = self._list("units", UnitSettings)
        names = [unit.name for unit in found]
        for number, unit in enumerate(found, 1):
            if names.count(unit.name) > 1:
                self._wrong(f"units.{number}.name", "dipakai dua kali; beri nama lain")
            if unit.parent and unit.parent not in names:
                self._wrong(f"units.{number}.parent", f"unit yang ada: {', '.join(names)}")
            if unit.kind not in set(lines.UnitKind):
                kinds = ", ".join(lines.UnitKind)
                self._wrong(f"units.{number}.kind", f"jenis unit: {kinds}")
        try:
            lines.refuse_loop({unit.name: unit.parent for unit in found})
        except Refusal as error:
            self._wrong("units", str(error))
        return found

    def _list(self, name: str, kind: type[T]) -> tuple[T, ...]:
        return tuple(one for _, one in self._numbered(name, kind))

    def _numbered(self, name: str, kind: type[T]) -> list[tuple[int, T]]:
        """What could be read, each with the place where it stands."""
        given = self._given.pop(name, [])
        if not isinstance(given, list):
            self._wrong(name, f"tulis sebagai daftar [[{name}]]")
            return []
        offered = tables.LISTS[name]
        read = [
            (number, self._read(f"{name}.{number}", kind, offered, self._table(name, one)))
            for number, one in enumerate(given, 1)
        ]
        return [(number, one) for number, one in read if one]

    def accounts(self) -> tuple[Account, ...]:
        given = self._table("channels", self._given.pop("channels", {}))
        accounts = [self._account(name, value) for name, value in given.items()]
        return tuple(account for account in accounts if account)

    def budget(self, accounts: Sequence[str]) -> Mapping[str, float]:
        amounts = {}
        for name, amount in self._table("budget", self._given.pop("budget", {})).items():
            if name not in accounts:
                self._wrong(f"budget.{name}", f"kanal yang ada: {', '.join(accounts)}")
            elif isinstance(amount, bool) or not isinstance(amount, (int, float)) or amount < 0:
                self._wrong(f"budget.{name}", "jumlah rupiah sebulan, misalnya 300000")
            else:
                amounts[name] = float(amount)
        return amounts

    def keeps_long_enough(self, retention: Any) -> None:
        if retention and retention.years < LEAST_YEARS:
            self._wrong("retention.years", f"paling sedikit {LEAST_YEARS}, untuk rekap tiga tahun")
        if retention and retention.messages_years < 1:
            self._wrong("retention.messages_years", "paling sedikit 1")

    def words(self, office: Any) -> Mapping[str, str]:
        words, mistakes = catalogue.words(self._folder, office.words if office else "")
        self.mistakes.extend(mistakes)
        return words

    def tariffs(self) -> Mapping[str, int]:
        given = self._table("tariffs", self._given.pop("tariffs", {}))
        fees, mistakes = catalogue.tariffs(given)
        self.mistakes.extend(mistakes)
        return fees

    def standards(self, tariffs: Mapping[str, int]) -> Mapping[str, Standard]:
        given = self._table("standards", self._given.pop("standards", {}))
        found, mistakes = published.read(given, tariffs)
        self.mistakes.extend((f"standards.{name}", remedy) for name, remedy in mistakes)
        return found

    def unknown_sections(self) -> None:
        for name in self._given:
            self._wrong(name, "bagian ini tidak dikenal; lihat config.example.toml")

    def _account(self, name: str, value: Any) -> Account | None:
        key = f"channels.{name}"
        given = self._table(key, value)
        use = str(given.pop("use", name))
        quiet = given.pop("quiet", None)
        if name == COUNTER and use != COUNTER:
            self._wrong(key, "nama ini sudah dipakai loket; beri kanal ini nama lain")
            return None
        if use not in CHANNELS:
            self._wrong(f"{key}.use", f"kanal yang ada: {', '.join(CHANNELS)}")
            return None
        module = channel_module(use)
        values = self._secrets(key, module.SETTINGS, given)
        try:
            module.check(values)
        except SettingsError as error:
            for wrong, remedy in error.mistakes:
                self._wrong(f"{key}.{wrong}", remedy)
        if quiet is not None and not isinstance(quiet, (int, float)):
            self._wrong(f"{key}.quiet", "jumlah detik, misalnya 3")
            quiet = None
        return Account(name, use, quiet, values)

    def _read(
        self, name: str, kind: type[T], offered: Sequence[Setting], given: Mapping[str, object]
    ) -> T | None:
        try:
            return channel_settings.read(kind, offered, given)
        except SettingsError as error:
            for wrong, remedy in error.mistakes:
                self._wrong(f"{name}.{wrong}", remedy)
            return None

    def _secrets(
        self, section: str, offered: Sequence[Setting], given: dict[str, Any]
    ) -> dict[str, Any]:
        """Fill keys from SAHUT_SECTION_KEY variables and from KEY_file paths."""
        for setting in offered:
            variable = f"SAHUT_{section}_{setting.name}".upper().replace(".", "_")
            if variable in self._environment:
                given[setting.name] = self._environment[variable]
            path = given.pop(f"{setting.name}_file", None) if setting.secret else None
            if path is not None:
                given[setting.name] = self._secret(f"{section}.{setting.name}_file", str(path))
        return given

    def _secret(self, key: str, path: str) -> str:
        file = self._folder / path
        try:
            if file.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
                self._wrong(key, f"berkas terbuka untuk semua orang; jalankan: chmod 600 {path}")
            return file.read_text(encoding="utf-8").strip()
        except OSError:
            self._wrong(key, f"berkas {path} tidak dapat dibaca")
            return ""

    def _table(self, name: str, value: Any) -> dict[str, Any]:
        if isinstance(value, dict):
            return dict(value)
        self._wrong(name, f"tulis sebagai bagian [{name}]")
        return {}

    def _wrong(self, key: str, remedy: str) -> None:
        self.mistakes.append((key, remedy))


def _days(clock: Clock) -> DayKind:

    return RULES[clock].span.days
